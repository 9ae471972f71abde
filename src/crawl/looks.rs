//! What a page shows, whatever name its host goes by: equal for pages of mirrors, though their scripts, comments and marks
//! against forgery differ with every answer.
//!
//! Pure; reads a page as a stream.

use std::hash::Hasher;

use memchr::memmem;
use rustc_hash::FxHasher;
use url::Url;

use crate::page::scan::{Piece, Scan};
use crate::plan::Looks;

/// What the page at `url` shows. One that shows nothing without its scripts is as its whole text stands.
pub(super) fn looks(html: &str, url: &Url) -> Looks {
    let place = Place::of(url);
    let (mut page, mut text) = (FxHasher::default(), FxHasher::default());
    let (mut scan, mut is_empty) = (Scan::new(html), true);
    while let Some(piece) = scan.next() {
        let shown = match piece {
            Piece::Text(shown) => shown,
            Piece::Close(_) => continue,
            Piece::Open(tag) => {
                if let Some(href) = tag.attribute("href").filter(|_| tag.is("a") || tag.is("area")) {
                    place.add_without(href, &mut page);
                }
                scan.skip_raw(tag).filter(|_| tag.is("title")).unwrap_or_default()
            }
        };
        if let shown = shown.trim_ascii()
            && !shown.is_empty()
        {
            is_empty = false;
            place.add_without(shown, &mut text);
        }
    }
    if is_empty {
        place.add_without(html, &mut text);
    }
    let text = text.finish();
    page.write_u64(text);
    Looks { page: page.finish(), text }
}

/// The place of a page: the name of its host, with a port that is not the scheme's own.
struct Place<'u> {
    name: memmem::Finder<'u>,
}

impl<'u> Place<'u> {
    fn of(url: &'u Url) -> Self {
        Self { name: memmem::Finder::new(url.authority()) }
    }

    /// Adds what is shown, without the names of the place in it and the schemes before them.
    fn add_without(&self, shown: &str, likeness: &mut impl Hasher) {
        let (shown, mut from) = (shown.as_bytes(), 0);
        for at in self.name.find_iter(shown) {
            likeness.write(without_scheme(&shown[from..at]));
            from = at + self.name.needle().len();
        }
        likeness.write(&shown[from..]);
        likeness.write_u8(0);
    }
}

fn without_scheme(before: &[u8]) -> &[u8] {
    before.strip_suffix(b"https://").or(before.strip_suffix(b"http://")).unwrap_or(before)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(address: &str, html: &str) -> Looks {
        looks(html, &Url::parse(address).unwrap())
    }

    #[test]
    fn mirrors_show_the_same() {
        let one = shown("https://www.x.example/", "<p>A b<a href=https://www.x.example/a>A</a>");
        assert_eq!(one, shown("http://x.example/", "<p>A b<a href=http://x.example/a>A</a>"));
        let other = shown("http://x.example/", "<p>A b<a href=http://x.example/b>A</a>");
        assert_eq!((one.page == other.page, one.text == other.text), (false, true));
        assert_ne!(one.text, shown("http://x.example/", "<p>A c<a href=http://x.example/a>A</a>").text);
    }

    #[test]
    fn what_differs_with_every_answer_is_not_looked_at() {
        let page = |mark: &str| {
            let html = format!(
                "<title>T</title><!-- {mark} --><meta name=csrf content={mark}><script nonce={mark}>{mark}</script>\
                 <p>A<input type=hidden value={mark}><style nonce={mark}></style>"
            );
            shown("https://x.example/", &html)
        };
        assert_eq!(page("1"), page("2"));
    }

    #[test]
    fn a_page_without_words_is_as_it_stands() {
        let page = |script: &str| {
            shown("https://x.example/", &format!("<div id=a></div><script src={script}></script>"))
        };
        assert_eq!(page("/a.js"), page("/a.js"));
        assert_ne!(page("/a.js"), page("/b.js"));
    }
}
