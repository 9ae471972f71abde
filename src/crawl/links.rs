//! The references of an HTML page, read as a stream: no document tree is built while crawling.
//!
//! Pure; knows elements and attributes, not which references are followed.

use std::cell::RefCell;
use std::rc::Rc;

use lol_html::html_content::{Element, TextChunk};
use lol_html::{HtmlRewriter, Settings, element, text};
use url::Url;

use crate::accessibility::style::Sheet;
use crate::plan::{Found, FoundLink, Spot, normalise};

use super::entities::resolve;

/// Most references of a page that are taken.
const MAX_LINKS: usize = 5000;
/// Longest link text that is kept, in characters.
const MAX_ANCHOR: usize = 200;
/// Links of menus.
const MENU_LINKS: &str = "nav a[href], [role=navigation] a[href]";

/// One reference as it stands in the page.
#[derive(Debug)]
struct Raw {
    href: String,
    text: String,
    label: String,
    found: Found,
    spot: Spot,
}

#[derive(Debug, Default)]
struct Seen {
    base: Option<String>,
    raw: Vec<Raw>,
    /// The style element that is being read.
    style: String,
}

impl Seen {
    fn push(&mut self, href: String, label: String, found: Found) {
        if self.raw.len() < MAX_LINKS {
            self.raw.push(Raw { href, text: String::new(), label, found, spot: Spot::Page });
        }
    }
}

/// The references of the page at `page` whose text is `html`, in document order, their addresses in one spelling.
pub fn extract(html: &str, page: &Url) -> Vec<FoundLink> {
    let seen = Rc::new(RefCell::new(Seen::default()));
    let mut rewriter = HtmlRewriter::new(settings(&seen), |_: &[u8]| {});
    // What was read before the parser gave up counts; broken HTML is no error.
    let _ = rewriter.write(html.as_bytes()).and_then(|()| rewriter.end());
    let seen = std::mem::take(&mut *seen.borrow_mut());
    let base = seen.base.and_then(|base| page.join(resolve(&base).trim()).ok());
    let base = base.unwrap_or_else(|| page.clone());
    seen.raw.iter().filter_map(|raw| finish(raw, &base)).filter(|link| link.url != *page).collect()
}

fn settings(seen: &Rc<RefCell<Seen>>) -> Settings<'static, 'static> {
    let [base, anchor, menu, words, picture] = [(); 5].map(|()| Rc::clone(seen));
    let settings = Settings::new()
        .with_strict(false)
        .append_element_content_handler(element!("base[href]", move |el: &mut Element| {
            take_base(&mut base.borrow_mut(), el);
            Ok(())
        }))
        .append_element_content_handler(element!("a[href], area[href]", move |el: &mut Element| {
            take_anchor(&mut anchor.borrow_mut(), el);
            Ok(())
        }))
        .append_element_content_handler(element!(MENU_LINKS, move |_: &mut Element| {
            if let Some(last) = menu.borrow_mut().raw.last_mut() {
                last.spot = Spot::Menu;
            }
            Ok(())
        }))
        .append_element_content_handler(text!("a[href]", move |chunk: &mut TextChunk| {
            if let Some(last) = words.borrow_mut().raw.last_mut() {
                last.text.push_str(chunk.as_str());
            }
            Ok(())
        }))
        .append_element_content_handler(element!("a[href] img[alt]", move |el: &mut Element| {
            if let (Some(last), Some(alt)) = (picture.borrow_mut().raw.last_mut(), el.get_attribute("alt")) {
                last.label.push_str(&alt);
            }
            Ok(())
        }));
    beside_links(settings, seen)
}

/// What else refers: links of the head, stylesheets, frames, refreshes.
fn beside_links(
    settings: Settings<'static, 'static>,
    seen: &Rc<RefCell<Seen>>,
) -> Settings<'static, 'static> {
    let [link, frame, meta, style] = [(); 4].map(|()| Rc::clone(seen));
    settings
        .append_element_content_handler(element!("link[href][rel]", move |el: &mut Element| {
            take_link(&mut link.borrow_mut(), el);
            Ok(())
        }))
        .append_element_content_handler(text!("style", move |chunk: &mut TextChunk| {
            take_style(&mut style.borrow_mut(), chunk);
            Ok(())
        }))
        .append_element_content_handler(element!("iframe[src]", move |el: &mut Element| {
            let label = el.get_attribute("title").unwrap_or_default();
            frame.borrow_mut().push(el.get_attribute("src").unwrap_or_default(), label, Found::Frame);
            Ok(())
        }))
        .append_element_content_handler(element!("meta[http-equiv][content]", move |el: &mut Element| {
            take_refresh(&mut meta.borrow_mut(), el);
            Ok(())
        }))
}

/// The first base counts.
fn take_base(seen: &mut Seen, el: &Element) {
    if seen.base.is_none() {
        seen.base = el.get_attribute("href");
    }
}

fn take_anchor(seen: &mut Seen, el: &Element) {
    let rel = el.get_attribute("rel").unwrap_or_default().to_ascii_lowercase();
    let nofollow = rel.split_ascii_whitespace().any(|word| word == "nofollow");
    let label = ["aria-label", "title", "alt"].iter().find_map(|name| el.get_attribute(name));
    let found = if nofollow { Found::NofollowLink } else { Found::Link };
    seen.push(el.get_attribute("href").unwrap_or_default(), label.unwrap_or_default(), found);
}

fn take_link(seen: &mut Seen, el: &Element) {
    let rel = el.get_attribute("rel").unwrap_or_default().to_ascii_lowercase();
    let has = |word: &str| rel.split_ascii_whitespace().any(|found| found == word);
    let found = if has("canonical") {
        Found::Canonical
    } else if has("alternate") && el.has_attribute("hreflang") {
        Found::Alternate
    } else if has("alternate") && is_feed(el) {
        Found::SitemapFile
    } else if has("stylesheet") && !has("alternate") && !is_for_paper(el) {
        Found::StyleSheet
    } else if has("search") && is_description(el) {
        Found::SearchDescription
    } else {
        return;
    };
    seen.push(el.get_attribute("href").unwrap_or_default(), String::new(), found);
}

/// A feed (RSS 2.0, Atom) names pages as a sitemap does.
fn is_feed(el: &Element) -> bool {
    let kind = el.get_attribute("type").unwrap_or_default().to_ascii_lowercase();
    ["application/rss+xml", "application/atom+xml"].contains(&kind.trim())
}

fn is_description(el: &Element) -> bool {
    el.get_attribute("type").is_some_and(|kind| kind.to_ascii_lowercase().contains("opensearchdescription"))
}

/// The sheets that a style element imports.
fn take_style(seen: &mut Seen, chunk: &TextChunk) {
    seen.style.push_str(chunk.as_str());
    if !chunk.last_in_text_node() {
        return;
    }
    let style = std::mem::take(&mut seen.style);
    if style.to_ascii_lowercase().contains("@import") {
        for import in Sheet::parse(&style).imports() {
            seen.push(import.address.clone(), String::new(), Found::StyleSheet);
        }
    }
}

/// Whether a stylesheet says that it is for printing alone.
fn is_for_paper(el: &Element) -> bool {
    el.get_attribute("media").is_some_and(|media| media.trim().eq_ignore_ascii_case("print"))
}

/// `<meta http-equiv=refresh content="0; url=…">` (HTML standard, 4.2.5.3).
fn take_refresh(seen: &mut Seen, el: &Element) {
    let is_refresh =
        el.get_attribute("http-equiv").is_some_and(|name| name.trim().eq_ignore_ascii_case("refresh"));
    let content = el.get_attribute("content").unwrap_or_default();
    let target = content.split_once([';', ',']).map(|(_, after)| after.trim());
    let target = target.and_then(|after| match after.get(..3) {
        Some(word) if word.eq_ignore_ascii_case("url") => after[3..].trim_start().strip_prefix('='),
        _ => Some(after),
    });
    if let Some(target) = target.filter(|_| is_refresh) {
        let target = target.trim().trim_matches(['"', '\'']);
        seen.push(target.to_owned(), String::new(), Found::Refresh);
    }
}

fn finish(raw: &Raw, base: &Url) -> Option<FoundLink> {
    let url = normalise(&resolve(&raw.href), base)?;
    let text = collapse(&resolve(&raw.text));
    let anchor = if text.is_empty() { collapse(&resolve(&raw.label)) } else { text };
    Some(FoundLink { url, anchor, found: raw.found, spot: raw.spot })
}

/// White space collapsed, cut at [`MAX_ANCHOR`].
fn collapse(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").chars().take(MAX_ANCHOR).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(html: &str, expected: &[(&str, &str, Found)]) {
        let page = Url::parse("https://x.example/a/b").unwrap();
        let links = extract(html, &page);
        let found: Vec<(&str, &str, Found)> =
            links.iter().map(|link| (link.url.as_str(), link.anchor.as_str(), link.found)).collect();
        assert_eq!(found, expected, "{html}");
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
            "<meta http-equiv=Refresh content=\"0; URL='/ny'\">",
            &[("https://x.example/ny", "", Found::Refresh)],
        );
    }

    #[test]
    fn menus_are_told_from_content() {
        let html = "<nav><ul><li><a href=/a>A</a></ul></nav><div role=navigation><a href=/b>B</a></div><a href=/c>C</a>";
        let links = extract(html, &Url::parse("https://x.example/").unwrap());
        let spots: Vec<Spot> = links.iter().map(|link| link.spot).collect();
        assert_eq!(spots, [Spot::Menu, Spot::Menu, Spot::Page]);
    }

    #[test]
    fn base_and_what_is_no_address() {
        check("<base href=/rot/><a href=c>C</a>", &[("https://x.example/rot/c", "C", Found::Link)]);
        check("<a href='javascript:x()'>x</a><a href=mailto:a@b>m</a><a href='#del'>d</a><a>n</a>", &[]);
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
