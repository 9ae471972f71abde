//! Links as ways to do the errand.

use super::Errand;
use crate::evidence::links::SeenLink;
use crate::evidence::place::Firmness;
use crate::evidence::route::LinkRoute;
use crate::evidence::rule::{Scope, first_in, holds};
use crate::evidence::test::Test;
use crate::evidence::{Candidate, Route};
use crate::page::BlockKind;
use crate::rubric::Points;

/// How near a link or form the matter is named, nearest last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Nearness {
    Trail,
    Page,
    Section,
    Block,
    Sentence,
    LinkText,
}

impl Errand<'_, '_> {
    pub(super) fn link(&self, link: &SeenLink) -> Option<Candidate> {
        let system = self.question.systems.as_ref().is_some_and(|test| self.in_link(test, link));
        let nearness = if system { Nearness::LinkText } else { self.nearness(link)? };
        let elsewhere = nearness <= Nearness::Page && self.section_names_a_rival(link.block);
        let system_fits = || {
            self.question.actions.is_empty()
                || self.own_action(link.sentence)
                || self.is_about_this(link.sentence)
                || self.is_treated()
        };
        let fits = if system { system_fits() } else { !elsewhere && !self.names_a_rival(link) };
        if !fits || !self.link_action_fits(link) {
            return None;
        }
        let (points, route, reason) = self.worth(link, nearness, system)?;
        let seen = &self.reading.page.blocks[link.block].links[link.number];
        let mut proof = vec![link.sentence];
        proof.extend(self.names_near(link, nearness));
        Some(Candidate {
            points,
            strength: 1 + nearness as u8 - u8::from(link.route == LinkRoute::Likely),
            proof,
            link: Some(seen.href.clone()),
            reason: reason.to_owned(),
            route: Some(route),
        })
    }

    fn in_link(&self, test: &Test, link: &SeenLink) -> bool {
        holds(test, &Scope::link(self.reading, link))
    }

    fn nearness(&self, link: &SeenLink) -> Option<Nearness> {
        if self.question.not_about.as_ref().is_some_and(|test| self.in_link(test, link)) {
            return None;
        }
        if self.in_link(&self.question.about, link) {
            return Some(Nearness::LinkText);
        }
        let sentence = link.sentence;
        let head = self.places.first().map(|place| (place.firmness, place.names));
        let on_trail = |(firmness, names): (Firmness, u32)| match firmness {
            Firmness::Page => Some(Nearness::Page),
            Firmness::Trail if self.own_action(sentence) => Some(Nearness::Trail),
            Firmness::Trail if names == sentence => Some(Nearness::Sentence),
            _ => None,
        };
        let head = head.and_then(on_trail);
        if self.index.names_below(sentence) || head == Some(Nearness::Sentence) {
            return Some(Nearness::Sentence);
        }
        if self.is_near_by_block(link) {
            return Some(Nearness::Block);
        }
        self.index.section(sentence).map(|_| Nearness::Section).or(head)
    }

    /// Whether a sentence of the link's own block names the matter, which the link has not done with, or one of the block
    /// whose button it is.
    fn is_near_by_block(&self, link: &SeenLink) -> bool {
        let named = |block: usize| first_in(&self.index.sentences, &self.reading.of_block[block]);
        let beside = named(link.block).is_some_and(|first| {
            first < link.sentence || !self.names_an_action(link.sentence) || self.is_taken_up(link)
        });
        beside
            || link.block > 0 && named(link.block - 1).is_some_and(|names| self.is_button_below(link, names))
    }

    /// Whether a sentence names an action of any errand.
    fn names_an_action(&self, sentence: u32) -> bool {
        self.rubric.actions.iter().any(|&action| self.holds(sentence, action))
    }

    /// Whether a sentence behind the link's, which names its errand before they do ("Anmäl dödsbo i e-tjänsten. Barn som
    /// ärver kan behöva en god man."), names the matter with its own action, or says that it is done there too.
    fn is_taken_up(&self, link: &SeenLink) -> bool {
        let taken_up = self.taken_up.get_or_init(|| {
            let anew = |&sentence: &u32| {
                self.own_action(sentence) || self.holds(sentence, self.question.marks.same_service)
            };
            self.index.sentences.iter().copied().filter(anew).collect()
        });
        let block = &self.reading.of_block[link.block];
        first_in(taken_up, &(link.sentence..block.end)).is_some()
    }

    /// Whether the link is a paragraph of its own right under the paragraph of a sentence: its button. A place for many
    /// errands has none.
    fn is_button_below(&self, link: &SeenLink, sentence: u32) -> bool {
        let blocks = &self.reading.page.blocks;
        let stands_alone =
            |block: usize| matches!(blocks[block].kind, BlockKind::Paragraph | BlockKind::Control);
        let whole = (link.range.end - link.range.start) as usize + 2 >= blocks[link.block].text.len();
        let right_under =
            self.reading.block(sentence).is_some_and(|block| block + 1 == link.block && stands_alone(block));
        whole && stands_alone(link.block) && right_under
    }

    fn names_near(&self, link: &SeenLink, nearness: Nearness) -> Option<u32> {
        if nearness >= Nearness::Sentence {
            return None;
        }
        let place = match nearness {
            Nearness::Trail => None,
            Nearness::Page => Some(0),
            Nearness::Section => self.index.section(link.sentence),
            _ => {
                let above = link.block.checked_sub(1).and_then(|block| self.index.in_block(block));
                let above = above.filter(|&place| self.is_button_below(link, self.places[place].names));
                self.index.in_block(link.block).into_iter().chain(above).min()
            }
        };
        place.map(|place| self.places[place].names)
    }

    /// Whether the link's text, or its sentence when the text is silent, is about another errand and not
    /// about this one.
    pub(super) fn names_a_rival(&self, link: &SeenLink) -> bool {
        if self.in_link(&self.question.about, link) {
            return false;
        }
        self.rivals(link.sentence).any(|rival| self.in_link(&self.rubric.questions[rival].about, link))
            || self.other_thing(link.sentence)
    }

    /// Whether the nearest section heading names another errand's thing and not this one's, or stands over services for other
    /// errands ("Andra e-tjänster").
    pub(super) fn section_names_a_rival(&self, block: usize) -> bool {
        let main = self.reading.main_heading();
        let heading = self.reading.page.headings_above(block).next();
        let heading =
            heading.map(|h| self.reading.page.headings[h].block).filter(|&block| Some(block) != main);
        heading.is_some_and(|block| {
            let sentence = self.reading.of_block[block].start;
            let treated = self.reading.treated[sentence as usize] && !self.is_about_this(sentence);
            self.other_thing(sentence) || treated || self.holds(sentence, self.question.marks.others)
        })
    }

    fn link_action_fits(&self, link: &SeenLink) -> bool {
        if self.any_action(|concept| self.says(link.sentence, &link.range, concept)) {
            return self.action_fits(|concept| self.says(link.sentence, &link.range, concept));
        }
        if self.any_action(|concept| self.holds(link.sentence, concept)) {
            return self.action_fits(|concept| self.holds(link.sentence, concept));
        }
        self.above_fits(link.block)
    }

    fn worth(&self, link: &SeenLink, near: Nearness, system: bool) -> Option<(Points, Route, &'static str)> {
        let marks = &self.question.marks;
        let digital_words =
            self.holds(link.sentence, marks.digital) || self.holds(link.sentence, marks.log_in);
        let full = (Points::Full, Route::Eservice, "3 poäng: länk till digital väg för ärendet");
        let worth = match link.route {
            LinkRoute::Digital | LinkRoute::Likely => full,
            LinkRoute::Plain | LinkRoute::Map | LinkRoute::Video if system => full,
            LinkRoute::Portal if self.holds(link.sentence, marks.paper) => {
                (Points::Partial, Route::Form, "1 poäng: blankett, ingen e-tjänst")
            }
            LinkRoute::Portal
                if self.own_action(link.sentence) || digital_words && near >= Nearness::Block =>
            {
                full
            }
            LinkRoute::Portal => {
                (Points::Partial, Route::Described, "1 poäng: bara länk till e-tjänsternas samlingssida")
            }
            LinkRoute::Paper => (Points::Partial, Route::Form, "1 poäng: blankett, ingen e-tjänst"),
            LinkRoute::OtherBody if near >= Nearness::Sentence => {
                (Points::Partial, Route::Described, "1 poäng: hänvisning till annan myndighet")
            }
            LinkRoute::Contact if near >= Nearness::Block => {
                (Points::Partial, Route::Contact, "1 poäng: telefon eller e-post, ingen e-tjänst")
            }
            _ => return None,
        };
        if worth.0 < Points::Full {
            return Some(worth);
        }
        if self.holds(link.sentence, marks.planned) {
            return Some((Points::Partial, Route::Described, "1 poäng: e-tjänsten är bara planerad"));
        }
        if self.only_mention(link.sentence) {
            return Some((Points::Partial, Route::Described, "1 poäng: vägen gäller bara en del av ärendet"));
        }
        Some(worth)
    }
}
