//! Lines that only lead on: the page behind their link is judged itself. It must not know
//! what a question asks.

use std::ops::Range;

use super::compile::{CompiledQuestion, Marks};
use super::links::SeenLink;
use super::place::{Firmness, Place};
use super::reading::Reading;
use super::route::{self, LinkRoute};
use crate::rubric::{Kind, Signal};

/// Why a line that only leads on gives nothing.
pub(super) const POINTER: &str = "bara en länk; sidan som den leder till bedöms för sig";

/// What may stand before the link of such a line, lower case.
const LEADS: &[&str] = &[
    "",
    "se",
    "se även",
    "se också",
    "läs",
    "läs om",
    "läs mer",
    "läs mer om",
    "läs mer på",
    "läs mer:",
    "läs även",
    "mer om",
    "mer information",
    "mer information om",
    "mer information finns på",
    "mer information hittar du på",
    "mer information finns på sidan",
    "information om",
    "information finns på",
    "information hittar du på",
    "du hittar information på",
    "läs mer på sidan",
    "läs mer om det på",
    "gå till",
    "till",
];

/// What stands before the link of such a line is no longer than this, in bytes.
const LEAD: usize = 40;
/// A sentence that only refers on is shorter than this, in bytes.
const SHORT: usize = 140;
/// What a sentence that refers on does not say itself.
const VALUES: &[Signal] = &[Signal::Date, Signal::Clock, Signal::Kronor, Signal::Phone, Signal::Duration];
/// A clause of so many words says something.
const STATEMENT: usize = 4;
/// A section of at most so many sentences may be a pointer.
const SECTION: usize = 2;

/// Whether the matter is named by nothing but a line that leads on, or by a heading over one or two such lines.
pub(super) fn is_pointer(reading: &Reading<'_>, question: &CompiledQuestion, place: &Place<'_>) -> bool {
    let leads_on = |sentence| leads_on(reading, question, sentence);
    match place.firmness {
        Firmness::Sentence => leads_on(place.names),
        Firmness::Section => {
            let under = place.names + 1..place.sentences.end;
            (1..=SECTION).contains(&under.len()) && under.clone().all(leads_on)
        }
        Firmness::Trail | Firmness::Page => false,
    }
}

fn leads_on(reading: &Reading<'_>, question: &CompiledQuestion, sentence: u32) -> bool {
    let own = || reading.links_in(&(sentence..sentence + 1)).iter();
    let text = reading.text(sentence);
    let by_link = |link: &SeenLink| is_to_a_page(reading, question.kind, link) && is_all(text, &link.range);
    own().any(by_link) || refers(reading, &question.marks, sentence) && own().all(|link| is_plain(link.route))
}

/// Whether a link leads to a page that is judged itself. For an information question a service is one; a system of the
/// municipality's own beside its site is none, since it is the thing itself.
fn is_to_a_page(reading: &Reading<'_>, kind: Kind, link: &SeenLink) -> bool {
    let href = &reading.page.blocks[link.block].links[link.number].href;
    let beside = href.host() != reading.page.url.host() && !route::is_external(reading, link);
    match link.route {
        LinkRoute::Plain => !beside,
        LinkRoute::Portal => true,
        LinkRoute::Digital => kind == Kind::Info,
        _ => false,
    }
}

fn is_plain(route: LinkRoute) -> bool {
    matches!(route, LinkRoute::Plain | LinkRoute::Portal)
}

/// Whether a short sentence says in words that the matter is told elsewhere.
fn refers(reading: &Reading<'_>, marks: &Marks, sentence: u32) -> bool {
    let holds = |mark| reading.sentences[sentence as usize].holds(mark, None);
    let offers = [marks.digital, marks.paper, marks.contact].into_iter().any(holds);
    let signals = &reading.sentences[sentence as usize].signals;
    let tells = VALUES.iter().any(|&value| signals.contains(value));
    let short = reading.text(sentence).len() < SHORT;
    short && holds(marks.elsewhere) && !offers && !tells && !states(reading, marks, sentence)
}

/// Whether a sentence says something of its own before it refers on: "Taxan beslutas av fullmäktige och finns på sidan Taxor".
fn states(reading: &Reading<'_>, marks: &Marks, sentence: u32) -> bool {
    let hits = &reading.sentences[sentence as usize].hits;
    let first = hits.iter().filter(|hit| hit.concept == marks.elsewhere).map(|hit| hit.start).min();
    let before = first.and_then(|at| reading.text(sentence).get(..at as usize)).unwrap_or_default();
    let clause = [", ", " och "].iter().filter_map(|joint| before.rfind(joint)).max();
    clause.is_some_and(|end| before[..end].split_whitespace().count() >= STATEMENT)
}

/// Whether a link, with what may stand before it, is the whole sentence.
fn is_all(sentence: &str, link: &Range<u32>) -> bool {
    let before = sentence.get(..link.start as usize).unwrap_or_default().trim();
    if before.len() > LEAD {
        return false;
    }
    let after = sentence.get(link.end as usize..).unwrap_or_default();
    let after = after.trim_matches(|c: char| !c.is_alphanumeric());
    after.is_empty() && LEADS.contains(&before.to_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_lead_is_longer_than_leads_are() {
        assert!(LEADS.iter().all(|lead| lead.len() <= LEAD));
    }

    #[test]
    fn some_lines_only_lead_on() {
        let check = |before: &str, link: &str, after: &str, expected: bool| {
            let sentence = format!("{before}{link}{after}");
            let end = before.len() + link.len();
            let range = u32::try_from(before.len()).unwrap()..u32::try_from(end).unwrap();
            assert_eq!(is_all(&sentence, &range), expected, "{sentence}");
        };
        check("", "Lediga tomter", ".", true);
        check("Se ", "lediga tomter", ".", true);
        check("Läs mer om ", "strandskydd", "", true);
        check("Tomten kostar 300 000 kr, se ", "taxan", "", false);
        check("", "Taxan", " gäller från 2026", false);
    }
}
