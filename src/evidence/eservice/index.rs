//! Where an errand's places stand among the links of a page, found once: each link asks what stands near it without looking
//! at all of them.

use rustc_hash::FxHashMap;
use std::ops::Range;

use super::Errand;
use crate::evidence::links::SeenLink;
use crate::evidence::place::{Firmness, Place};
use crate::evidence::reading::Reading;
use crate::evidence::route::LinkRoute;
use crate::evidence::rule::first_in;
use crate::page::BlockKind;

/// What is found of an errand's places before any link is looked at.
#[derive(Debug)]
pub(super) struct Index {
    /// Sentences that name the matter, ascending: all, those under the page's heading or trail alone, those that are none.
    names: Vec<u32>,
    below: Vec<u32>,
    pub sentences: Vec<u32>,
    /// The first place that is named in each block.
    in_block: FxHashMap<usize, usize>,
    /// Sections as they begin, each with the furthest end of it and of those before, and its number among the places.
    sections: Vec<(u32, u32, usize)>,
}

impl Index {
    pub(super) fn new(reading: &Reading<'_>, places: &[Place<'_>]) -> Self {
        let named = |wanted: &dyn Fn(Firmness) -> bool| {
            let wanted = places.iter().filter(|place| wanted(place.firmness));
            let mut names: Vec<u32> = wanted.map(|place| place.names).collect();
            names.sort_unstable();
            names
        };
        let mut in_block = FxHashMap::default();
        for (number, place) in places.iter().enumerate() {
            if let Some(block) = reading.block(place.names) {
                in_block.entry(block).or_insert(number);
            }
        }
        let mut furthest = 0;
        let sections = places.iter().enumerate().filter(|(_, place)| place.firmness == Firmness::Section);
        let sections = sections.map(|(number, place)| {
            furthest = place.sentences.end.max(furthest);
            (place.sentences.start, furthest, number)
        });
        Self {
            names: named(&|_| true),
            below: named(&|firmness| matches!(firmness, Firmness::Section | Firmness::Sentence)),
            sentences: named(&|firmness| firmness == Firmness::Sentence),
            in_block,
            sections: sections.collect(),
        }
    }

    /// Whether a sentence names the matter.
    pub(super) fn names(&self, sentence: u32) -> bool {
        self.names.binary_search(&sentence).is_ok()
    }

    /// Whether a sentence does, or the heading of its section, and not only what stands over all of the page.
    pub(super) fn names_below(&self, sentence: u32) -> bool {
        self.below.binary_search(&sentence).is_ok()
    }

    /// The first place, by its number, that is named in a block.
    pub(super) fn in_block(&self, block: usize) -> Option<usize> {
        self.in_block.get(&block).copied()
    }

    /// The first section about the matter, by its number among the places, in which a sentence stands.
    pub(super) fn section(&self, sentence: u32) -> Option<usize> {
        let reaches = self.sections.partition_point(|&(_, furthest, _)| furthest <= sentence);
        let (start, _, number) = *self.sections.get(reaches)?;
        (start <= sentence).then_some(number)
    }
}

/// The page's links that lead to a service in which an errand may be done, as numbers among its links, ascending.
#[derive(Debug)]
pub(super) struct Leading {
    free: Vec<u32>,
    /// Those that name another errand.
    rivals: Vec<u32>,
}

impl Errand<'_, '_> {
    fn leading(&self) -> &Leading {
        self.leading.get_or_init(|| {
            let marks = &self.question.marks;
            let leads = |link: &SeenLink| {
                (link.route == LinkRoute::Digital
                    || link.route == LinkRoute::Likely && self.holds(link.sentence, marks.log_in))
                    && !self.is_refused(link.sentence)
                    && !self.holds(link.sentence, marks.planned)
            };
            let numbered = (0u32..).zip(&self.reading.links).filter(|(_, link)| leads(link));
            let (rivals, free) = numbered.partition::<Vec<_>, _>(|(_, link)| self.names_a_rival(link));
            let numbers =
                |links: Vec<(u32, &SeenLink)>| links.into_iter().map(|(number, _)| number).collect();
            Leading { free: numbers(free), rivals: numbers(rivals) }
        })
    }

    /// The first link in some sentences, otherwise the first of the page, to the service of which a sentence speaks. One
    /// that names another errand is that only beside the sentence, which says that its errand is done there too.
    pub(super) fn service_of(&self, sentence: u32, near: &Range<u32>) -> Option<&SeenLink> {
        let beside = self.reading.block(sentence).map(|block| self.reading.of_block[block].clone());
        let there_too = self.holds(sentence, self.question.marks.same_service);
        let beside = beside.filter(|_| there_too).unwrap_or_default();
        let first = |sentences: Range<u32>| {
            let both = sentences.start.max(beside.start)..sentences.end.min(beside.end);
            let free = first_in(&self.leading().free, &self.numbers(&sentences));
            let rival = first_in(&self.leading().rivals, &self.numbers(&both));
            free.into_iter().chain(rival).min()
        };
        let number = first(near.clone()).or_else(|| first(self.reading.content()))?;
        Some(&self.reading.links[number as usize])
    }

    /// The numbers of the links in some sentences.
    fn numbers(&self, sentences: &Range<u32>) -> Range<u32> {
        let links = &self.reading.links;
        let before =
            |end: u32| u32::try_from(links.partition_point(|link| link.sentence < end)).unwrap_or(u32::MAX);
        if sentences.start < sentences.end { before(sentences.start)..before(sentences.end) } else { 0..0 }
    }

    /// For a list item, the last block before it that is none.
    pub(super) fn introduction(&self, block: usize) -> Option<usize> {
        let introductions = self.introductions.get_or_init(|| {
            let blocks = self.reading.page.blocks.iter().enumerate();
            let last = blocks.scan(None, |last, (number, block)| {
                if block.kind != BlockKind::Item {
                    *last = Some(number);
                }
                Some(*last)
            });
            last.collect()
        });
        introductions[block]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::place::places;
    use crate::evidence::{CompiledRubric, Words};
    use crate::page;
    use crate::rubric::{Kind, builtin, load};
    use url::Url;

    /// A page with services for several errands, in sections within sections.
    fn html() -> String {
        let list = |errand: &str| {
            format!(
                "<ul><li><a href=https://e.x.se/1>Ansök om {errand}, e-tjänst</a></li><li>{errand}: där anmäler du också, \
                 se <a href=https://e.x.se/2>e-tjänst för förskola</a> eller <a href=/blankett.pdf>blankett</a></li></ul>"
            )
        };
        let section = |errand: &str| {
            let (list, body) = (
                list(errand),
                format!("<p>Du ansöker om {errand} i e-tjänsten. Där säger du också upp.</p>"),
            );
            format!("<h2>{errand}</h2>{body}<h3>Ansök om {errand}</h3>{list}<h3>Annat</h3>{list}{body}")
        };
        let sections: String = ["Bygglov", "Förskola", "Parkering", "Bygglov", "Taxor"].map(section).concat();
        format!("<title>Bygga</title><main><h1>E-tjänster</h1>{sections}</main>")
    }

    #[test]
    fn what_is_found_by_index_is_found_by_looking_at_all() {
        let rubric = CompiledRubric::new(&load(&builtin()).unwrap());
        let page = page::parse(&html(), &Url::parse("https://www.x.se/bygga/e-tjanster").unwrap());
        let reading = Reading::new(&page, None, &rubric, &mut Words::default());
        let (mut sections, mut services) = (0, 0);
        for (number, question) in
            rubric.questions.iter().enumerate().filter(|(_, q)| q.kind == Kind::Eservice)
        {
            let places = &places(&reading, &rubric, number);
            let errand = Errand::new(&reading, &rubric, number, places);
            for link in &reading.links {
                let covers = |place: &Place<'_>| {
                    place.firmness == Firmness::Section && place.sentences.contains(&link.sentence)
                };
                let section = places.iter().position(covers);
                assert_eq!(errand.index.section(link.sentence), section, "{}", question.id.0);
                sections += usize::from(section.is_some());
            }
            for place in places {
                let leads = |link: &&SeenLink| {
                    let marks = &question.marks;
                    let there_too = reading.block(place.names) == Some(link.block)
                        && errand.holds(place.names, marks.same_service);
                    (link.route == LinkRoute::Digital
                        || link.route == LinkRoute::Likely && errand.holds(link.sentence, marks.log_in))
                        && !errand.is_refused(link.sentence)
                        && (!errand.names_a_rival(link) || there_too)
                        && !errand.holds(link.sentence, marks.planned)
                };
                let mut near = reading.links.iter().filter(leads);
                let near = near.find(|link| place.sentences.contains(&link.sentence));
                let service = near.or_else(|| reading.links.iter().find(leads));
                let place_of = |link: &SeenLink| (link.block, link.number);
                let by_index = errand.service_of(place.names, &place.sentences);
                assert_eq!(by_index.map(place_of), service.map(place_of), "{}", question.id.0);
                services += usize::from(service.is_some());
            }
        }
        assert!(sections > 5 && services > 5, "{sections} {services}");
    }
}
