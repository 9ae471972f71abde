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
    let (mut page, mut text) = (Likeness::of(url), Likeness::of(url));
    let (mut scan, mut is_empty) = (Scan::new(html), true);
    while let Some(piece) = scan.next() {
        let words = match piece {
            Piece::Text(words) => words,
            Piece::Close(_) => continue,
            Piece::Open(tag) => {
                if let Some(href) = tag.attribute("href").filter(|_| tag.is("a") || tag.is("area")) {
                    page.add(href);
                }
                scan.skip_raw(tag).filter(|_| tag.is("title")).unwrap_or_default()
            }
        };
        for word in words.split_ascii_whitespace() {
            is_empty = false;
            page.add(word);
            text.add(word);
        }
    }
    if is_empty {
        page.add(html);
        text.add(html);
    }
    Looks { page: page.hasher.finish(), text: text.hasher.finish() }
}

/// A likeness being taken.
struct Likeness<'u> {
    authority: &'u str,
    hasher: FxHasher,
}

impl<'u> Likeness<'u> {
    fn of(url: &'u Url) -> Self {
        Self { authority: url.authority(), hasher: FxHasher::default() }
    }

    /// Adds a word, without the name of the page's own place.
    fn add(&mut self, word: &str) {
        let mut from = 0;
        let mut part = |part: &str| {
            self.hasher.write(part.trim_end_matches("https://").trim_end_matches("http://").as_bytes());
        };
        for at in memmem::find_iter(word.as_bytes(), self.authority) {
            part(&word[from..at]);
            from = at + self.authority.len();
        }
        part(&word[from..]);
        self.hasher.write_u8(0);
    }
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
