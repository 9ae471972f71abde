//! A page of results of a site's own search, read: its hits in their order, and what stands beside them. It
//! must not know what is searched for, nor points.

use std::ops::Range;

use url::Url;

use crate::page::{Block, BlockKind, Heading, LinkedData, Page, Zone};

/// Hits that are looked at, with what a page may list before them.
const HITS: usize = 40;
/// Blocks of text that belong to a hit.
const EXCERPT: usize = 3;

/// A hit: a link with the text around it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Hit {
    pub url: Url,
    pub title: String,
    pub excerpt: String,
    /// Its blocks on the page.
    blocks: Range<usize>,
}

impl Hit {
    /// The hit as a page of its own: the link's text is title and heading, the rest a paragraph.
    pub(super) fn as_page(&self) -> Page {
        let block = |kind, text: &str, heading| Block {
            kind,
            zone: Zone::Main,
            text: text.to_owned(),
            links: Vec::new(),
            heading,
        };
        let heading = block(BlockKind::Heading(1), &self.title, None);
        let excerpt = block(BlockKind::Paragraph, &self.excerpt, Some(0));
        let blocks: Vec<Block> =
            [heading, excerpt].into_iter().filter(|block| !block.text.is_empty()).collect();
        let headings = vec![Heading { block: 0, level: 1, end: blocks.len(), parent: None }];
        Page { headings, title: self.title.clone(), ..blank(self.url.clone(), blocks) }
    }
}

/// The hits of a page of results, in order: links of the content that begin a block and lead to another page of
/// the site or elsewhere, each with the text that follows.
pub(super) fn hits(page: &Page) -> Vec<Hit> {
    let mut hits: Vec<Hit> = Vec::new();
    for (number, block) in page.blocks.iter().enumerate().filter(|(_, block)| block.zone == Zone::Main) {
        match leading_link(block, &page.url) {
            Some((url, title)) if hits.last().is_none_or(|last| last.url != url) => {
                let excerpt = block.text[title.len()..].trim().to_owned();
                hits.push(Hit { url, title, excerpt, blocks: number..number + 1 });
            }
            Some(_) => extend(&mut hits, number, ""),
            None if matches!(block.kind, BlockKind::Heading(_) | BlockKind::Control) => {}
            None => extend(&mut hits, number, &block.text),
        }
    }
    hits.truncate(HITS);
    hits
}

/// Adds a block to the last hit, when it follows right behind and the hit has room.
fn extend(hits: &mut [Hit], number: usize, text: &str) {
    if let Some(last) = hits.last_mut()
        && last.blocks.end == number
        && last.blocks.len() <= EXCERPT
    {
        last.blocks.end = number + 1;
        if !last.excerpt.is_empty() && !text.is_empty() {
            last.excerpt.push(' ');
        }
        last.excerpt.push_str(text);
    }
}

/// The link that a block begins with, when it leads to a page: not to the search itself, a place on this page,
/// the front page or a mail program, and not to a number of further hits.
fn leading_link(block: &Block, results: &Url) -> Option<(Url, String)> {
    let link = block.links.first().filter(|link| link.start == 0)?;
    let mut url = link.href.clone();
    url.set_fragment(None);
    let words = link.text.chars().filter(|letter| letter.is_alphabetic()).count() >= 3;
    let elsewhere = url.path() != results.path() || url.host() != results.host();
    let front = url.path() == "/" && url.query().is_none();
    let fits = words && elsewhere && !front && matches!(url.scheme(), "http" | "https");
    (fits && block.text.starts_with(&link.text)).then(|| (url, link.text.clone()))
}

/// What stands beside the hits, from the first block of the content to the last: notices, filters, advice.
pub(super) fn beside(page: &Page, hits: &[Hit]) -> Page {
    let is_main = |block: &Block| block.zone == Zone::Main;
    let first = page.blocks.iter().position(is_main).unwrap_or(0);
    let last = page.blocks.iter().rposition(is_main).map_or(0, |last| last + 1);
    let blocks = (first..last).filter(|number| !hits.iter().any(|hit| hit.blocks.contains(number)));
    let plain = |number: usize| Block { zone: Zone::Main, heading: None, ..page.blocks[number].clone() };
    blank(page.url.clone(), blocks.map(plain).collect())
}

fn blank(url: Url, blocks: Vec<Block>) -> Page {
    Page {
        url,
        title: String::new(),
        lang: None,
        blocks,
        headings: Vec::new(),
        forms: Vec::new(),
        embeds: Vec::new(),
        linked_data: LinkedData::default(),
        shell: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page;

    fn check(html: &str, expected: &[(&str, &str, &str)], rest: &[&str]) {
        let url = Url::parse("https://x.example/sok?q=a").unwrap();
        let page = page::parse(html, &url);
        let found = hits(&page);
        let told: Vec<(&str, &str, &str)> =
            found.iter().map(|hit| (hit.url.path(), hit.title.as_str(), hit.excerpt.as_str())).collect();
        assert_eq!(told, expected, "{html}");
        let beside = beside(&page, &found);
        assert_eq!(beside.blocks.iter().map(|block| block.text.as_str()).collect::<Vec<_>>(), rest, "{html}");
    }

    #[test]
    fn lists_of_several_shapes() {
        check(
            "<nav><a href=/meny>Meny</a></nav><main><h1>Sök</h1><p>2 träffar</p><ol><li><a href=/a>Avgifter</a>\
             <p>Så mycket kostar det</p><li><a href=/b>Blanketter</a><p>Alla</p></ol><a href='/sok?q=a&s=2'>Nästa sida</a></main>",
            &[("/a", "Avgifter", "Så mycket kostar det"), ("/b", "Blanketter", "Alla Nästa sida")],
            &["Sök", "2 träffar"],
        );
        check(
            "<main><h2><a href=/a>Avgifter</a></h2><p>Utdrag</p><p>2026-01-02</p><h2>Hjälp</h2><p>Kontakta oss</p></main>",
            &[("/a", "Avgifter", "Utdrag 2026-01-02")],
            &["Hjälp", "Kontakta oss"],
        );
        check(
            "<main><div><a href=/a><img alt=Bild></a></div><div><a href=/a>Avgifter</a> sida</div></main>",
            &[("/a", "Bild", "")],
            &[],
        );
    }

    #[test]
    fn what_is_no_hit() {
        check(
            "<main><p><a href=/>Startsidan</a></p><p><a href='?q=a&typ=pdf'>Dokument</a></p><p>Läs <a href=/a>mer här</a></p>\
             <p><a href=mailto:a@b.se>Mejla oss</a></p></main>",
            &[],
            &["Startsidan", "Dokument", "Läs mer här", "Mejla oss"],
        );
    }
}
