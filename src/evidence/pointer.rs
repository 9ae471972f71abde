//! Lines that only lead on: the page behind their link is judged itself. It must not know questions.

use std::ops::Range;

use super::place::{Firmness, Place};
use super::reading::{Reading, SeenLink};
use super::route::LinkRoute;

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

/// Whether the matter is named by nothing but a line that leads on, or by a heading over one or two such lines.
pub(super) fn is_pointer(reading: &Reading<'_>, place: &Place<'_>) -> bool {
    match place.firmness {
        Firmness::Sentence => leads_on(reading, place.names),
        Firmness::Section => {
            let under = place.names + 1..place.sentences.end;
            (1..=SECTION).contains(&under.len()) && under.clone().all(|sentence| leads_on(reading, sentence))
        }
        Firmness::Trail | Firmness::Page => false,
    }
}

/// A section of at most so many sentences may be a pointer.
const SECTION: usize = 2;

fn leads_on(reading: &Reading<'_>, sentence: u32) -> bool {
    let from = reading.links.partition_point(|link| link.sentence < sentence);
    let mut own = reading.links[from..].iter().take_while(|link| link.sentence == sentence);
    own.any(|link| is_page_of_ours(link) && is_all(reading.text(sentence), &link.range))
}

fn is_page_of_ours(link: &SeenLink) -> bool {
    matches!(link.route, LinkRoute::Plain | LinkRoute::Portal)
}

/// Whether a link, with what may stand before it, is the whole sentence.
fn is_all(sentence: &str, link: &Range<u32>) -> bool {
    let before = sentence.get(..link.start as usize).unwrap_or_default().trim().to_lowercase();
    let after = sentence.get(link.end as usize..).unwrap_or_default();
    let after = after.trim_matches(|c: char| !c.is_alphanumeric());
    after.is_empty() && LEADS.contains(&before.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

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
