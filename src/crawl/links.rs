//! The references of an HTML page, read as a stream: no document tree is built while crawling.
//!
//! Pure; knows elements and attributes, not which references are followed.

use std::borrow::Cow;

use url::Url;

use crate::accessibility::style::Sheet;
use crate::page::scan::{Piece, Scan, Tag};
use crate::plan::{Found, FoundLink, LONGEST_REFERENCE, Spot, normalise};

use super::entities::resolve;
use super::region::Region;

/// Most references of a page that are taken.
const MAX_LINKS: usize = 5000;
/// Longest link text that is kept, in characters.
const MAX_ANCHOR: usize = 200;

/// The references of a page.
#[derive(Debug, Default)]
pub struct Extracted {
    /// Those that are taken, in document order, their addresses in one spelling.
    pub links: Vec<FoundLink>,
    /// How many further ones there are.
    pub beyond: u64,
}

/// One reference as it stands in the page.
#[derive(Debug)]
struct Raw<'h> {
    href: &'h str,
    text: Cow<'h, str>,
    label: Cow<'h, str>,
    found: Found,
    spot: Spot,
}

#[derive(Debug, Default)]
struct Seen<'h> {
    base: Option<&'h str>,
    raw: Vec<Raw<'h>>,
    /// The link that is open: its number, and the elements that are open within it.
    open: Option<(usize, usize)>,
    menu: Region,
    /// Whether this is what a page shows instead: to readers without scripts, or without frames.
    instead: bool,
    /// The sheets that style elements import.
    imports: Vec<String>,
    /// References for which there was no room.
    beyond: usize,
}

/// The references of the page at `page` whose text is `html`.
pub fn extract(html: &str, page: &Url) -> Extracted {
    let mut seen = Seen::default();
    seen.read(html);
    let base = seen.base.filter(|base| base.len() <= LONGEST_REFERENCE);
    let base = base.and_then(|base| page.join(resolve(base).trim()).ok());
    let base = base.unwrap_or_else(|| page.clone());
    let imports = seen.imports.iter().filter_map(|address| {
        let url = normalise(address, &base)?;
        Some(FoundLink { url, anchor: String::new(), found: Found::StyleSheet, spot: Spot::Page })
    });
    let links = seen.raw.iter().filter_map(|raw| finish(raw, &base));
    let links = links.chain(imports).filter(|link| link.url != *page).collect();
    Extracted { links, beyond: u64::try_from(seen.beyond).expect("a count fits in 64 bits") }
}

/// What a `Refresh` field of the page at `page` names: the same as `<meta http-equiv=refresh>`.
pub(super) fn refreshed(field: &str, page: &Url) -> Option<FoundLink> {
    let url = normalise(refresh_target(field)?, page).filter(|url| url != page)?;
    Some(FoundLink { url, anchor: String::new(), found: Found::Refresh, spot: Spot::Page })
}

impl<'h> Seen<'h> {
    fn read(&mut self, html: &'h str) {
        let mut scan = Scan::new(html);
        while let Some(piece) = scan.next() {
            match piece {
                Piece::Text(text) => self.text(text),
                Piece::Close(name) => self.close(name),
                Piece::Open(tag) => {
                    self.open(tag);
                    if let Some(raw) = scan.skip_raw(tag) {
                        self.skipped(tag, raw);
                    }
                }
            }
        }
    }

    /// What an element holds that browsers take for text.
    fn skipped(&mut self, tag: Tag<'h>, text: &'h str) {
        if tag.is("style") {
            self.style(text);
        } else if !self.instead && (tag.is("noscript") || tag.is("noframes")) {
            let inner = Self { instead: true, ..Self::default() };
            let outer = std::mem::replace(self, inner);
            self.read(text);
            let inner = std::mem::replace(self, outer);
            let spot = if self.menu.is_inside() { Spot::Menu } else { Spot::Page };
            let room = MAX_LINKS.saturating_sub(self.raw.len());
            self.beyond += inner.beyond + inner.raw.len().saturating_sub(room);
            self.raw.extend(inner.raw.into_iter().take(room).map(|raw| Raw { spot, ..raw }));
        }
    }

    fn push(&mut self, href: &'h str, label: &'h str, found: Found) {
        if self.raw.len() < MAX_LINKS {
            let spot = if self.menu.is_inside() { Spot::Menu } else { Spot::Page };
            self.raw.push(Raw { href, text: Cow::default(), label: label.into(), found, spot });
        } else {
            self.beyond += 1;
        }
    }

    fn text(&mut self, text: &'h str) {
        if let Some((link, _)) = self.open {
            self.raw[link].text += text;
        }
    }

    /// A link ends with its end tag, or with that of an element around it.
    fn close(&mut self, name: &str) {
        self.menu.close(name);
        self.open = match self.open {
            Some((link, inner)) if inner > 0 && !name.eq_ignore_ascii_case("a") => Some((link, inner - 1)),
            _ => None,
        };
    }

    fn open(&mut self, tag: Tag<'h>) {
        self.menu.open(tag, is_menu);
        if let Some((_, inner)) = &mut self.open
            && !tag.is_closed()
            && !tag.is_void()
        {
            *inner += 1;
        }
        match tag.name().as_bytes().first().map(u8::to_ascii_lowercase) {
            // Of what is shown instead only links: its pictures and frames count visits.
            _ if self.instead && !tag.is("a") && !tag.is("area") => {}
            Some(b'a') if tag.is("a") || tag.is("area") => self.anchor(tag),
            // The first base counts.
            Some(b'b') if tag.is("base") => self.base = self.base.or_else(|| tag.attribute("href")),
            Some(b'i') if tag.is("img") => self.picture(tag),
            Some(b'f' | b'i') if tag.is("iframe") || tag.is("frame") => {
                if let Some(source) = tag.attribute("src") {
                    self.push(source, tag.attribute("title").unwrap_or_default(), Found::Frame);
                }
            }
            Some(b'l') if tag.is("link") => self.link(tag),
            Some(b'm') if tag.is("meta") => self.refresh(tag),
            _ => {}
        }
    }

    fn anchor(&mut self, tag: Tag<'h>) {
        let (mut href, mut nofollow, mut labels) = (None, false, [None; 3]);
        for (name, value) in tag.attributes() {
            let is = |known: &str| name.eq_ignore_ascii_case(known);
            match () {
                () if is("href") => href = href.or(Some(value)),
                () if is("rel") => nofollow |= words(value).any(|word| word.eq_ignore_ascii_case("nofollow")),
                () if is("aria-label") => labels[0] = labels[0].or(Some(value)),
                () if is("title") => labels[1] = labels[1].or(Some(value)),
                () if is("alt") => labels[2] = labels[2].or(Some(value)),
                () => {}
            }
        }
        let Some(href) = href else { return };
        let label = labels.into_iter().flatten().next().unwrap_or_default();
        let found = if nofollow { Found::NofollowLink } else { Found::Link };
        let before = self.raw.len();
        self.push(href, label, found);
        self.open = (tag.is("a") && self.raw.len() > before).then_some((before, 0));
    }

    fn picture(&mut self, tag: Tag<'h>) {
        if let (Some((link, _)), Some(alt)) = (self.open, tag.attribute("alt")) {
            self.raw[link].label += alt;
        }
    }

    fn link(&mut self, tag: Tag<'h>) {
        let (Some(href), Some(rel)) = (tag.attribute("href"), tag.attribute("rel")) else { return };
        let has = |word: &str| words(rel).any(|found| found.eq_ignore_ascii_case(word));
        let found = if has("canonical") {
            Found::Canonical
        } else if has("alternate") && tag.attribute("hreflang").is_some() {
            Found::Alternate
        } else if has("alternate") && is_feed(tag) {
            Found::SitemapFile
        } else if has("stylesheet") && !has("alternate") && !is_for_paper(tag) {
            Found::StyleSheet
        } else if has("search") && is_description(tag) {
            Found::SearchDescription
        } else {
            return;
        };
        self.push(href, "", found);
    }

    /// The sheets that a style element imports.
    fn style(&mut self, style: &str) {
        if style.to_ascii_lowercase().contains("@import") {
            self.imports.extend(Sheet::parse(style).imports().iter().map(|import| import.address.clone()));
        }
    }

    /// `<meta http-equiv=refresh content="0; url=…">` (HTML standard, 4.2.5.3).
    fn refresh(&mut self, tag: Tag<'h>) {
        let is_refresh =
            tag.attribute("http-equiv").is_some_and(|name| name.trim().eq_ignore_ascii_case("refresh"));
        let target = tag.attribute("content").and_then(refresh_target);
        if let Some(target) = target.filter(|_| is_refresh) {
            self.push(target, "", Found::Refresh);
        }
    }
}

/// The address in `0; url=…` or, as browsers take it too, `0 url=…` (HTML standard, 4.2.5.3).
fn refresh_target(content: &str) -> Option<&str> {
    let after = content.trim_start().trim_start_matches(|sign: char| sign.is_ascii_digit() || sign == '.');
    let ends_time = |sign: char| matches!(sign, ';' | ',') || sign.is_ascii_whitespace();
    let after = after.strip_prefix(ends_time).map(|_| after.trim_start())?;
    let after = after.strip_prefix([';', ',']).unwrap_or(after).trim();
    let target = match after.get(..3) {
        Some(word) if word.eq_ignore_ascii_case("url") => after[3..].trim_start().strip_prefix('=')?,
        _ => after,
    };
    Some(target.trim().trim_matches(['"', '\'']))
}

/// Whether a menu begins: an element for one, or one of those that may have its role.
fn is_menu(tag: Tag<'_>) -> bool {
    match tag.name().as_bytes()[0] | 0x20 {
        b'n' => tag.is("nav"),
        b'd' | b'u' | b's' | b'a' | b'h' | b'o' | b'm' => {
            let has_role = || tag.attribute("role") == Some("navigation");
            ["div", "ul", "section", "aside", "header", "ol", "menu"].iter().any(|name| tag.is(name))
                && has_role()
        }
        _ => false,
    }
}

fn words(list: &str) -> impl Iterator<Item = &str> {
    list.split_ascii_whitespace()
}

/// A feed (RSS 2.0, Atom) names pages as a sitemap does.
fn is_feed(tag: Tag<'_>) -> bool {
    let kind = tag.attribute("type").unwrap_or_default().to_ascii_lowercase();
    ["application/rss+xml", "application/atom+xml"].contains(&kind.trim())
}

fn is_description(tag: Tag<'_>) -> bool {
    tag.attribute("type").is_some_and(|kind| kind.to_ascii_lowercase().contains("opensearchdescription"))
}

/// Whether a stylesheet says that it is for printing alone.
fn is_for_paper(tag: Tag<'_>) -> bool {
    tag.attribute("media").is_some_and(|media| media.trim().eq_ignore_ascii_case("print"))
}

/// As much of a reference as is read: an address of that length has the shape of a trap and is told as one.
fn cut(reference: &str) -> &str {
    &reference[..reference.floor_char_boundary(LONGEST_REFERENCE)]
}

fn finish(raw: &Raw<'_>, base: &Url) -> Option<FoundLink> {
    let url = normalise(&resolve(cut(raw.href)), base)?;
    let text = collapse(&resolve(&raw.text));
    let anchor = if text.is_empty() { collapse(&resolve(&raw.label)) } else { text };
    Some(FoundLink { url, anchor, found: raw.found, spot: raw.spot })
}

/// White space collapsed, cut at [`MAX_ANCHOR`].
fn collapse(text: &str) -> String {
    let mut out = String::with_capacity(text.len().min(MAX_ANCHOR));
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    if let Some((end, _)) = out.char_indices().nth(MAX_ANCHOR) {
        out.truncate(end);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(html: &str, expected: &[(&str, &str, Found)]) {
        let page = Url::parse("https://x.example/a/b").unwrap();
        let links = extract(html, &page).links;
        let found: Vec<(&str, &str, Found)> =
            links.iter().map(|link| (link.url.as_str(), link.anchor.as_str(), link.found)).collect();
        assert_eq!(found, expected, "{html}");
    }

    /// The addresses that links have in the document tree of a page; what it shows without scripts is read as such.
    fn by_tree(html: &str, page: &Url) -> Vec<Url> {
        let noscript = regex::Regex::new("(?i)<(/?)noscript\\b").unwrap();
        let tree = scraper::Html::parse_document(&noscript.replace_all(html, "<${1}span"));
        let named = |names: &str| scraper::Selector::parse(names).unwrap();
        let base =
            tree.select(&named("base[href]")).next().and_then(|base| page.join(base.attr("href")?).ok());
        let base = base.unwrap_or_else(|| page.clone());
        let links = named("a[href], area[href]");
        let links = tree.select(&links).filter_map(|link| normalise(link.attr("href")?, &base));
        links.filter(|link| link != page).collect()
    }

    #[test]
    fn addresses_beyond_reason_are_cut() {
        let long = "x".repeat(100_000);
        let html = format!("<base href=/{long}/><a href=a>A</a><a href=/b>B</a><a href={long}>C</a>");
        let lengths = extract(&html, &Url::parse("https://x.example/").unwrap()).links;
        let lengths: Vec<usize> = lengths.iter().map(|link| link.url.as_str().len()).collect();
        let host = "https://x.example/".len();
        // Such a base is none.
        assert_eq!(lengths, [host + 1, host + 1, host + LONGEST_REFERENCE]);
    }

    #[test]
    fn links_are_those_of_the_document_tree() {
        let mut pages = 0;
        for name in ["pages-a", "pages-c", "pages-f", "pages-h"] {
            let cases = format!("{}/fixtures/cases/{name}.jsonl", env!("CARGO_MANIFEST_DIR"));
            for case in crate::evaluate::read_cases(&std::fs::read_to_string(cases).unwrap()).unwrap() {
                let links = extract(&case.html, &case.url).links.into_iter();
                let links = links.filter(|link| matches!(link.found, Found::Link | Found::NofollowLink));
                let links: Vec<Url> = links.map(|link| link.url).collect();
                assert_eq!(links, by_tree(&case.html, &case.url), "{}", case.case);
                pages += 1;
            }
        }
        assert!(pages > 400, "{pages}");
    }

    #[test]
    fn links_with_their_texts() {
        check(
            "<a href=c>F&ouml;r\n  <b>skola</b></a> <a href='/d?x=1&amp;y=2' rel='external nofollow'>D</a>",
            &[
                ("https://x.example/a/c", "För skola", Found::Link),
                ("https://x.example/d?x=1&y=2", "D", Found::NofollowLink),
            ],
        );
        check("<a href=/c><img alt='Bygga'></a>", &[("https://x.example/c", "Bygga", Found::Link)]);
        check("<a href=/c aria-label='Bo'> </a>", &[("https://x.example/c", "Bo", Found::Link)]);
        check("<map><area href=/c alt=Karta></map>", &[("https://x.example/c", "Karta", Found::Link)]);
    }

    #[test]
    fn other_references() {
        check("<link rel=canonical href=/k>", &[("https://x.example/k", "", Found::Canonical)]);
        check("<link rel=alternate hreflang=en href=/en>", &[("https://x.example/en", "", Found::Alternate)]);
        check("<link rel=alternate href=/feed><link rel=stylesheet media=print href=/p.css>", &[]);
        check(
            "<style>@import url('/i.css') screen; p { color: red }</style>",
            &[("https://x.example/i.css", "", Found::StyleSheet)],
        );
        check("<link rel=StyleSheet href=/s.css>", &[("https://x.example/s.css", "", Found::StyleSheet)]);
        check(
            "<link rel=alternate type='application/rss+xml' href=/rss>",
            &[("https://x.example/rss", "", Found::SitemapFile)],
        );
        check("<iframe src=/f title=Form></iframe>", &[("https://x.example/f", "Form", Found::Frame)]);
        check(
            "<frameset cols='20%,80%'><frame src=/meny.html title=Meny><FRAME SRC=/huvud.html></frameset>",
            &[
                ("https://x.example/meny.html", "Meny", Found::Frame),
                ("https://x.example/huvud.html", "", Found::Frame),
            ],
        );
        check(
            "<meta http-equiv=Refresh content=\"0; URL='/ny'\">",
            &[("https://x.example/ny", "", Found::Refresh)],
        );
        for content in ["0 url=/ny", "0.5;/ny", " 3 ; url = \"/ny\"", "0,URL=/ny", "; url=/ny"] {
            check(
                &format!("<meta http-equiv=refresh content='{content}'>"),
                &[("https://x.example/ny", "", Found::Refresh)],
            );
        }
        for content in ["5", "0;", "url=/ny", "0url=/ny"] {
            check(&format!("<meta http-equiv=refresh content='{content}'>"), &[]);
        }
    }

    #[test]
    fn what_is_shown_without_scripts_has_links_and_nothing_else() {
        check(
            "<a href=/c><img alt=Bo><noscript><img alt=Bo></noscript></a>\
             <noscript><iframe src=https://count.example/></iframe><a href=/d>D</a><nav><noscript></noscript>\
             <noframes><a href=/e>E</a></noframes><a href=/f>F</a>",
            &[
                ("https://x.example/c", "Bo", Found::Link),
                ("https://x.example/d", "D", Found::Link),
                ("https://x.example/e", "E", Found::Link),
                ("https://x.example/f", "F", Found::Link),
            ],
        );
        // However deep they stand in each other, they are read once.
        check(&"<noscript>".repeat(100_000), &[]);
    }

    #[test]
    fn a_refresh_field_names_a_page() {
        let page = Url::parse("https://x.example/a").unwrap();
        for (field, expected) in [
            ("0; url=/hit", Some("https://x.example/hit")),
            ("5;URL='hit'", Some("https://x.example/hit")),
            ("300", None),
            ("300; url=/a", None),
        ] {
            let found = refreshed(field, &page).map(|link| link.url.to_string());
            assert_eq!(found.as_deref(), expected, "{field}");
        }
    }

    #[test]
    fn menus_are_told_from_content() {
        let html = "<nav><ul><li><a href=/a>A</a></ul></nav><div role=navigation><a href=/b>B</a></div><a href=/c>C</a>";
        let links = extract(html, &Url::parse("https://x.example/").unwrap()).links;
        let spots: Vec<Spot> = links.iter().map(|link| link.spot).collect();
        assert_eq!(spots, [Spot::Menu, Spot::Menu, Spot::Page]);
    }

    #[test]
    fn base_and_what_is_no_address() {
        check("<base href=/rot/><a href=c>C</a>", &[("https://x.example/rot/c", "C", Found::Link)]);
        check("<a href='javascript:x()'>x</a><a href=mailto:a@b>m</a><a href='#del'>d</a><a>n</a>", &[]);
    }

    #[test]
    fn references_beyond_the_bound_are_counted() {
        let hidden = format!("<noscript>{}</noscript>", "<a href=/d>D</a>".repeat(3));
        let html = format!("{}{hidden}", "<a href=/c>C</a>".repeat(MAX_LINKS + 2));
        let found = extract(&html, &Url::parse("https://x.example/").unwrap());
        assert_eq!((found.links.len(), found.beyond), (MAX_LINKS, 5));
    }

    #[test]
    fn broken_html_is_read_as_far_as_it_goes() {
        check(
            "<a href=/c>C<a href=/d>D<table><a href=/e",
            &[("https://x.example/c", "C", Found::Link), ("https://x.example/d", "D", Found::Link)],
        );
        check("\0<<<>&#x0;<a href=\"", &[]);
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_read_without_harm(html in "(<(a|base|meta|link|iframe|/a|!--|script)( (href|content|src|rel)=['\"]?)?|[ -~åäö\0>&;#='\"])*") {
            extract(&html, &Url::parse("https://x.example/").unwrap());
        }
    }
}
