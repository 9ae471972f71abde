//! What the place of a link says of it: a link that says only "Läs mer" means what it stands under. It must not know what
//! any question asks.

use super::model::{BlockKind, Link, Page, Zone};
use super::related::all_links;

/// Text of a block that is taken before a link and behind it, in bytes.
const BEFORE: usize = 200;
const BEHIND: usize = 100;

/// Where a link stands in the content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The nearest heading above it; empty without one.
    pub heading: String,
    /// What its block says around it or, where that is nothing but links, the block before it under the same heading.
    pub text: String,
}

impl Page {
    /// The place of the first link in the content for which `is_it` holds.
    pub fn place_of(&self, is_it: impl Fn(&Link) -> bool) -> Option<Place> {
        let mut content = self.blocks.iter().enumerate().filter(|(_, block)| block.zone == Zone::Main);
        let (number, block, link) = content.find_map(|(number, block)| {
            Some((number, block, block.links.iter().find(|link| is_it(link))?))
        })?;
        let text = if all_links(block) {
            let before = number.checked_sub(1).map(|before| &self.blocks[before]);
            let beside = before.filter(|before| {
                let is_heading = matches!(before.kind, BlockKind::Heading(_));
                before.heading == block.heading
                    && before.zone == Zone::Main
                    && !is_heading
                    && !all_links(before)
            });
            beside.map_or("", |before| around(&before.text, before.text.len(), before.text.len()))
        } else {
            around(&block.text, link.start as usize, link.end as usize)
        };
        let heading = block.heading.map(|heading| self.blocks[self.headings[heading].block].text.clone());
        Some(Place { heading: heading.unwrap_or_default(), text: text.replace('\n', " ") })
    }
}

/// The text around a part of it.
fn around(text: &str, start: usize, end: usize) -> &str {
    let from = (start.saturating_sub(BEFORE)..=start).find(|&at| text.is_char_boundary(at)).unwrap_or(0);
    let to = (end + BEHIND).min(text.len());
    let to = (end..=to).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(text.len());
    &text[from..to]
}

#[cfg(test)]
mod tests {
    use super::super::parse;

    #[track_caller]
    fn check(html: &str, expected: Option<(&str, &str)>) {
        let page = parse(html, &"http://www.a.example/x".parse().expect("a constant"));
        let place = page.place_of(|link| link.href.path() == "/m");
        let found = place.as_ref().map(|place| (place.heading.as_str(), place.text.as_str()));
        assert_eq!(found, expected, "{html}");
    }

    #[test]
    fn a_link_means_what_it_stands_under() {
        let link = "<a href=/m>Läs mer</a>";
        check(
            &format!("<main><h1>A</h1><h2>Avgifter</h2><p>Vi har maxtaxa.</p>{link}<h2>Kö</h2></main>"),
            Some(("Avgifter", "Vi har maxtaxa.")),
        );
        check(
            &format!("<main><h1>A</h1><h2>Avgifter</h2><p>Vi har maxtaxa. {link}</p></main>"),
            Some(("Avgifter", "Vi har maxtaxa. Läs mer")),
        );
        check(
            &format!("<main><h1>A</h1><p>Först.</p><h2>Avgifter</h2><p>{link}</p></main>"),
            Some(("Avgifter", "")),
        );
        check(
            &format!(
                "<main><ul><li><h3>Kö</h3><p>Ställ dig.</p><a href=/k>Läs mer</a></li><li><h3>Avgifter</h3>{link}</li></ul></main>"
            ),
            Some(("Avgifter", "")),
        );
        check(&format!("<nav>{link}</nav><main><p>A</p></main>"), None);
        let long = "ö".repeat(500);
        let page = format!("<main><p>{long}{link}{long}</p></main>");
        check(&page, Some(("", &format!("{}Läs mer{}", "ö".repeat(100), "ö".repeat(50)))));
    }
}
