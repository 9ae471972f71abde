//! Lists of links beside the content: "Läs också", "Relaterat", the menu in the cell before the one that holds the main
//! heading. They are menus, whatever element they stand in. It must not know tags.

use url::Url;

use super::document::is_document;
use super::model::{Block, BlockKind, Page, Zone};
use crate::language::is_letter;

/// Beginnings of headings over links to other pages of the site, lower case.
const RELATED: &[&str] = &[
    "läs mer",
    "läs också",
    "läs även",
    "läs vidare",
    "se även",
    "se också",
    "relatera",
    "mer om ",
    "mer information",
    "mer på webbplatsen",
    "mer att läsa",
    "andra har läst",
    "andra läste",
    "besökare läste",
    "genväg",
    "snabblänk",
    "hitta snabbt",
    "liknande sidor",
    "fler sidor",
    "i samma avsnitt",
    "du kanske",
    "kanske är du",
];
/// Words that say that such a list is more than a menu.
const OFFERS: &[&str] = &["e-tjänst", "etjänst", "självservice", "blankett", "dokument", "formulär"];

/// Links that do something with the page instead of saying something, lower case.
const TOOLS: &[&str] = &[
    "skriv ut",
    "skriv ut sidan",
    "lyssna",
    "dela",
    "dela sidan",
    "dela på facebook",
    "tipsa",
    "tipsa en vän",
    "till toppen",
    "upp",
    "tillbaka",
];

/// Signs between the parts of a trail.
const BETWEEN: &[&str] = &[" / ", " » ", " > ", " › ", " → "];
/// Those of them that stand nowhere else between words.
const ARROWS: &[&str] = &[" » ", " › "];
/// Beginnings of a trail that is told in words, lower case.
const TOLD: &[&str] = &["du är här", "här är du"];
/// A trail is no longer than this, in bytes.
const TRAIL: usize = 160;

/// Takes lists of links to other pages of the same site out of the content.
pub(super) fn set_apart(page: &mut Page) {
    let trail = trail(page);
    let mut apart = before_the_heading(page);
    for at in 0..page.headings.len() {
        let heading = page.headings[at];
        if heading.level > 1 && is_related(&page.blocks[heading.block].text) {
            apart.extend(menu(page, heading.block, heading.end.min(page.blocks.len())));
        }
    }
    apart.extend((0..page.blocks.len()).filter(|&block| is_tool(&page.blocks[block])));
    for block in apart {
        page.blocks[block].zone = Zone::Nav;
    }
    if let Some(block) = trail {
        page.blocks[block].zone = Zone::Breadcrumb;
    }
}

/// Makes a menu of the blocks since `start` when they are one: an `aside` that holds nothing but links to pages.
pub(super) fn set_apart_since(page: &mut Page, start: usize) {
    let first = page.blocks.get(start).filter(|block| is_heading(block));
    let offers = first.is_some_and(|block| offers(&block.text));
    let links = page.blocks[start.min(page.blocks.len())..].iter().filter(|block| !is_heading(block));
    if !offers && links.clone().count() > 1 && links.clone().all(|block| leads_on(block, &page.url)) {
        page.blocks[start..].iter_mut().for_each(|block| block.zone = Zone::Nav);
    }
}

/// The heading and its blocks, when all of them are links to pages of the site.
fn menu(page: &Page, heading: usize, end: usize) -> std::ops::Range<usize> {
    let under = &page.blocks[heading + 1..end];
    let whole = !under.is_empty() && under.iter().all(|block| leads_on(block, &page.url));
    if whole { heading..end } else { heading..heading }
}

/// Blocks of links in the content before the main heading, with the labels over them.
fn before_the_heading(page: &Page) -> Vec<usize> {
    let main = page.headings.iter().find(|h| h.level == 1 && page.blocks[h.block].zone == Zone::Main);
    let before = &page.blocks[..main.map_or(0, |heading| heading.block)];
    let content = || before.iter().enumerate().filter(|(_, block)| block.zone == Zone::Main);
    let only_links = content().all(|(_, block)| is_heading(block) || leads_on(block, &page.url));
    content().filter(|_| only_links).map(|(number, _)| number).collect()
}

/// The block above the main heading that is the page's place on the site written out: "Start / Bygga / Bygglov".
fn trail(page: &Page) -> Option<usize> {
    let main = page.main_heading().unwrap_or(page.blocks.len());
    let of = |zone: Zone| page.blocks[..main].iter().enumerate().filter(move |(_, block)| block.zone == zone);
    let mut content = of(Zone::Main).take_while(|(_, block)| !is_heading(block));
    let inside = content.find(|(_, block)| is_trail(block));
    inside.or_else(|| of(Zone::Header).find(|(_, block)| is_told(&block.text))).map(|(number, _)| number)
}

/// Whether a line says in words that it tells the page's place.
fn is_told(text: &str) -> bool {
    let begins = text.to_lowercase();
    text.len() < TRAIL && TOLD.iter().any(|words| begins.starts_with(words))
}

fn is_trail(block: &Block) -> bool {
    let text = &block.text;
    let steps = BETWEEN.iter().map(|sign| text.matches(sign).count()).max().unwrap_or_default();
    let begins = text.to_lowercase();
    let begins = ["start", "hem "].iter().any(|word| begins.starts_with(word));
    let certain = ARROWS.iter().any(|sign| text.contains(sign)) || is_told(text) || all_links(block);
    text.len() < TRAIL && (steps > 1 || steps > 0 && (begins || certain))
}

fn is_heading(block: &Block) -> bool {
    matches!(block.kind, BlockKind::Heading(_))
}

fn is_tool(block: &Block) -> bool {
    let tool = |text: &str| TOOLS.contains(&text.to_lowercase().as_str());
    block.zone == Zone::Main && all_links(block) && block.links.iter().all(|link| tool(&link.text))
}

fn is_related(text: &str) -> bool {
    let text = text.to_lowercase();
    RELATED.iter().any(|beginning| text.starts_with(beginning)) && !offers(&text)
}

fn offers(text: &str) -> bool {
    let text = text.to_lowercase();
    OFFERS.iter().any(|word| text.contains(word))
}

/// Whether a block is nothing but links to pages of the same host.
fn leads_on(block: &Block, page: &Url) -> bool {
    all_links(block) && block.links.iter().all(|link| is_page(&link.href, page))
}

/// Whether all letters of a block are those of its links.
pub(super) fn all_links(block: &Block) -> bool {
    if block.links.is_empty() {
        return false;
    }
    let rest = block.text.chars().filter(|&c| is_letter(c)).count();
    let own: usize =
        block.links.iter().map(|link| letters(block, link.start as usize..link.end as usize)).sum();
    rest > 0 && rest == own
}

fn letters(block: &Block, range: std::ops::Range<usize>) -> usize {
    block.text.get(range).map_or(0, |text| text.chars().filter(|&c| is_letter(c)).count())
}

fn is_page(href: &Url, page: &Url) -> bool {
    href.host() == page.host() && matches!(href.scheme(), "http" | "https") && !is_document(href)
}

#[cfg(test)]
mod tests {
    use super::super::parse;
    use super::*;

    fn at() -> Url {
        "http://www.a.example/x".parse().expect("a constant")
    }

    fn content(html: &str) -> Vec<String> {
        let page = parse(html, &at());
        let main = page.blocks.into_iter().filter(|block| block.zone == Zone::Main);
        main.map(|block| block.text).collect()
    }

    #[test]
    fn lists_of_links_beside_the_content_are_menus() {
        let check = |html: &str, expected: &[&str]| assert_eq!(content(html), expected, "{html}");
        let list = "<ul><li><a href=/a>Avgifter</a></li><li><a href=/b>Bygglov</a></li></ul>";
        check(&format!("<main><h1>H</h1><h2>Läs också</h2>{list}</main>"), &["H"]);
        check(&format!("<main><h1>H</h1><aside><h2>Skola</h2>{list}</aside><p>T</p></main>"), &["H", "T"]);
        check(&format!("<table><tr><td><b>Val</b>{list}</td><td><h1>H</h1></td></tr></table>"), &["H"]);
        check("<p>Start / Bygga / Bygglov</p><h1>H</h1>", &["H"]);
        check("<table><tr><td>A kommun<tr><td>Bygga » Bygglov<tr><td><h1>H</h1></table>", &["A kommun", "H"]);
        check("<p>Bygga » Bygglov</p><h1>H</h1>", &["H"]);
        let linked = parse("<p><a href=/b>Bygga</a> / <a href=/l>Lov</a></p><h1>H</h1>", &at());
        assert_eq!(linked.blocks[0].zone, Zone::Breadcrumb);
        check("<p class=crumb>Bygga</p><main><p class=krisbanner>Läcka</p><h1>H</h1></main>", &["H"]);
        let told = parse("<div id=p>Du är här: Bygga &gt; Bygglov</div><main><h1>H</h1></main>", &at());
        assert_eq!(told.blocks[0].zone, Zone::Breadcrumb);
        check("<h1>H</h1><p>Bygga » Bygglov</p>", &["H", "Bygga » Bygglov"]);
        check("<h1>H</h1><p><a href='javascript:print()'>Skriv ut</a> <a href='#'>Dela</a></p>", &["H"]);
        check("<p>Öppet 8 / 10</p><h1>H</h1>", &["Öppet 8 / 10", "H"]);
        let kept = ["H", "Skola", "Avgifter", "Bygglov"];
        check(&format!("<main><h1>H</h1><h2>Skola</h2>{list}</main>"), &kept);
        check(
            "<main><h1>H</h1><h2>Läs mer</h2><p><a href=/t.pdf>Taxa</a></p></main>",
            &["H", "Läs mer", "Taxa"],
        );
        let service = "<aside><h2>E-tjänster</h2><a href=/e>Ansök</a><br><a href=/f>Ändra</a></aside>";
        check(&format!("<main><h1>H</h1>{service}</main>"), &["H", "E-tjänster", "Ansök\nÄndra"]);
    }
}
