//! When a page says that it was last worked on, for pages of which nobody knows when they were fetched.

use regex::Regex;
use std::sync::LazyLock;

use crate::evidence::reading::Fetched;
use crate::language::fold;
use crate::page::Page;

/// Beginnings of lines that say when and by whom a page was written, lower case.
const ABOUT_THE_PAGE: &[&str] = &[
    "sidan uppdatera",
    "senast uppdatera",
    "sidan senast",
    "sidan är senast",
    "senast ändra",
    "sidan ändra",
    "senast granska",
    "sidan granska",
    "sidan publicera",
    "sidansvarig",
    "uppdaterad:",
    "uppdaterad ",
    "uppdaterades",
    "innehållet uppdatera",
    "publicerad:",
    "publicerades",
    "publicerad den",
    "senast publicera",
    "granskad:",
    "faktagranska",
    "granskad ",
    "innehållet granska",
    "ändrad:",
    "ändrad ",
];

const MONTHS: &[&str] = &["jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec"];

/// "Sidan uppdaterades den 3 maj 2026": when and by whom a page was written, which answers no question.
pub(super) fn is_about_the_page(lower: &str) -> bool {
    ABOUT_THE_PAGE.iter().any(|beginning| lower.starts_with(beginning))
}

/// The newest day on which the page says, to people or to machines, that it was written, as if it was fetched then.
pub(in crate::evidence) fn stated(page: &Page) -> Option<Fetched> {
    let lines = page.blocks.iter().flat_map(|block| block.text.split('\n')).map(fold);
    lines
        .filter(|line| is_about_the_page(line) || line.starts_with("publicera"))
        .chain(page.linked_data.changed.clone())
        .flat_map(|line| dates(&line))
        .max()
}

/// The dates with a year in a lower-case text: `3 maj 2026`, `2026-05-03`.
pub(super) fn dates(lower: &str) -> Vec<Fetched> {
    static DATED: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(concat!(
            r"\b\d{1,2}\s(jan|feb|mar|apr|maj|jun|jul|aug|sep|okt|nov|dec)[a-z]*\s(20\d\d)\b",
            r"|\b(20\d\d)-(\d\d)-\d\d\b"
        ))
        .expect("the pattern is a constant")
    });
    let read = |date: regex::Captures<'_>| {
        let number = |at: usize| date.get(at).and_then(|found| found.as_str().parse::<u16>().ok());
        let named = date.get(1).and_then(|name| MONTHS.iter().position(|m| name.as_str().starts_with(m)));
        let month = named.map(|at| at + 1).or_else(|| number(4).map(usize::from))?;
        Some(Fetched { year: number(2).or_else(|| number(3))?, month: u8::try_from(month).ok()? })
    };
    DATED.captures_iter(lower).filter_map(read).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_says_when_it_was_written_to_people_or_to_machines() {
        let check = |html: &str, year, month| {
            let page = crate::page::parse(html, &"http://a.example/".parse().expect("a constant"));
            assert_eq!(stated(&page), Some(Fetched { year, month }), "{html}");
        };
        check(
            "<main><p>Taxa 2024</p><p>Publicerad: 2025-01-20</p></main><footer>Sidan uppdaterades 3 maj 2025</footer>",
            2025,
            5,
        );
        check(
            "<script type='application/ld+json'>{\"@type\":\"WebPage\",\"dateModified\":\"2026-05-03T08:00Z\"}</script><main>Taxa</main>",
            2026,
            5,
        );
    }
}
