//! Sitemaps: XML, index, gzip, RSS, Atom and plain text, whatever their content type says.
//!
//! Pure; a file is unpacked, decoded and read as a stream, and what is badly written costs itself alone where that is
//! possible. Knows nothing of which addresses are visited.

use std::io::{BufRead, BufReader, Read};

use encoding_rs::{Encoding, UTF_8};
use flate2::read::MultiGzDecoder;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::page::charset::encoding;

use super::entities::resolve;
use super::text::Text;

/// Most addresses of one file (the protocol's own limit).
const MAX_ENTRIES: usize = 50_000;
/// Deepest element of a file that is read; the protocol has three levels.
const MAX_DEPTH: usize = 256;
/// Largest unpacked file (the protocol's own limit, 50 MB).
const MAX_UNPACKED: u64 = 50 * 1024 * 1024;
/// How much of a packed file tells its character set, in bytes.
const LOOKED_AT: u64 = 64 * 1024;
/// The elements of sitemaps and feeds around their entries: where one of them was not closed, the file has no end.
const ROOTS: &[&str] = &["urlset", "sitemapindex", "rss", "feed"];

/// What a sitemap names.
#[derive(Debug, Default, PartialEq)]
pub struct Sitemap {
    /// Pages, each with the priority (0-1) that the site gives it.
    pub pages: Vec<(String, Option<f32>)>,
    /// Further sitemaps.
    pub files: Vec<String>,
    /// Addresses beyond the protocol's limit.
    pub beyond: u64,
    /// Whether it could not be read to its end.
    pub is_cut: bool,
}

/// Reads a sitemap; what is none names nothing.
pub fn read(body: &[u8]) -> Sitemap {
    // gzip is known by its first bytes.
    if body.starts_with(&[0x1f, 0x8b]) {
        let unpacked = || MultiGzDecoder::new(body).take(MAX_UNPACKED);
        let mut start = Vec::new();
        // What was unpacked before an error counts.
        let _ = unpacked().take(LOOKED_AT).read_to_end(&mut start);
        // Of letters that come later nothing is known; the protocol wants UTF-8.
        let charset = if start.is_ascii() { UTF_8 } else { encoding(&start, None) };
        return read_text(BufReader::new(unpacked()), charset);
    }
    read_text(body, encoding(body, None))
}

fn read_text(bytes: impl BufRead, charset: &'static Encoding) -> Sitemap {
    let mut text = Text::new(bytes, charset);
    if first_letter(&mut text) == Some(b'<') { read_xml(text) } else { read_lines(text) }
}

/// The first byte of a text that is no white space; the text begins there afterwards.
fn first_letter(text: &mut impl BufRead) -> Option<u8> {
    loop {
        let buffer = text.fill_buf().ok().filter(|buffer| !buffer.is_empty())?;
        let (blank, first) = match buffer.iter().position(|byte| !byte.is_ascii_whitespace()) {
            Some(at) => (at, Some(buffer[at])),
            None => (buffer.len(), None),
        };
        text.consume(blank);
        if first.is_some() {
            return first;
        }
    }
}

fn read_lines(text: impl BufRead) -> Sitemap {
    let mut sitemap = Sitemap::default();
    for lines in text.lines().map_while(Result::ok) {
        let lines = lines.split('\r').map(str::trim);
        for page in lines.filter(|line| line.starts_with("http://") || line.starts_with("https://")) {
            sitemap.add(page);
        }
    }
    sitemap
}

fn read_xml(text: impl BufRead) -> Sitemap {
    let mut reader = lenient(text);
    let (mut sitemap, mut buffer) = (Sitemap::default(), Vec::new());
    let (mut path, mut is_one) = (Vec::new(), false);
    let mut address = String::new();
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer) {
            Ok(Event::Start(_)) if path.len() >= MAX_DEPTH => break,
            Ok(Event::Start(tag)) => {
                sitemap.entry(&tag, &path);
                let name = AsRef::<str>::as_ref(&tag.local_name()).to_ascii_lowercase();
                is_one |= ROOTS.contains(&name.as_str());
                path.push(name);
                address.clear();
            }
            Ok(Event::Empty(tag)) => sitemap.entry(&tag, &path),
            Ok(Event::Text(part)) => address.push_str(&part),
            Ok(Event::CData(part)) => address.push_str(&part),
            Ok(Event::GeneralRef(name)) => address.push_str(&resolve(&format!("&{};", &*name))),
            Ok(Event::End(tag)) => {
                close_within(&mut path, AsRef::<str>::as_ref(&tag.local_name()));
                sitemap.take(&path, address.trim());
                path.pop();
                address.clear();
            }
            Ok(Event::Eof) => {
                is_one = path.iter().any(|name| ROOTS.contains(&name.as_str()));
                break;
            }
            // The reader goes on behind what is not well-formed.
            Err(quick_xml::Error::IllFormed(_)) | Ok(_) => {}
            Err(_) => break,
        }
    }
    Sitemap { is_cut: is_one, ..sitemap }
}

/// A reader that takes what is not well-formed as it stands: a sign that should have been written as a reference, an end
/// without its beginning.
fn lenient<R: BufRead>(text: R) -> Reader<R> {
    let mut reader = Reader::from_reader(text);
    let config = reader.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    config.allow_dangling_amp = true;
    reader
}

/// Leaves the elements that were not closed before the one around them.
fn close_within(path: &mut Vec<String>, name: &str) {
    if let Some(at) = path.iter().rposition(|open| open.eq_ignore_ascii_case(name)) {
        path.truncate(at + 1);
    }
}

/// The page that an entry of an Atom feed links to (RFC 4287, 4.2.7).
fn entry(tag: &BytesStart<'_>, path: &[String]) -> Option<String> {
    let is_link = path.last().is_some_and(|around| around == "entry")
        && AsRef::<str>::as_ref(&tag.local_name()) == "link";
    if !is_link {
        return None;
    }
    let value = |name: &str| {
        let mut attributes = tag.attributes();
        let mut attributes = attributes.with_checks(false).flatten();
        let found = attributes.find(|attribute| AsRef::<str>::as_ref(&attribute.key.local_name()) == name)?;
        Some(resolve(&found.value).into_owned())
    };
    let leads = value("rel").is_none_or(|rel| rel == "alternate");
    value("href").filter(|_| leads)
}

impl Sitemap {
    fn is_full(&self) -> bool {
        self.pages.len() + self.files.len() >= MAX_ENTRIES
    }

    fn add(&mut self, page: &str) {
        if self.is_full() {
            self.beyond += 1;
        } else {
            self.pages.push((page.to_owned(), None));
        }
    }

    fn entry(&mut self, tag: &BytesStart<'_>, path: &[String]) {
        if let Some(page) = entry(tag, path) {
            self.add(&page);
        }
    }

    fn take(&mut self, path: &[String], address: &str) {
        let names: Vec<&str> = path.iter().rev().take(2).map(String::as_str).collect();
        match names.as_slice() {
            _ if address.is_empty() => {}
            ["loc", "url"] | ["link", "item"] => self.add(address),
            ["priority", "url"] => {
                if let Some((_, priority)) = self.pages.last_mut().filter(|_| self.beyond == 0) {
                    *priority = address.parse().ok();
                }
            }
            ["loc", "sitemap"] if self.is_full() => self.beyond += 1,
            ["loc", "sitemap"] => self.files.push(address.to_owned()),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    const XML: &str = "<?xml version='1.0'?>\n<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>\
        <url><loc> https://x.example/a?b=1&amp;c=2 </loc><lastmod>2026-01-01</lastmod></url>\
        <url><loc><![CDATA[https://x.example/b]]></loc><image:image xmlns:image='i'><image:loc>https://x.example/i\
        </image:loc></image:image></url></urlset>";

    fn check(body: &[u8], pages: &[&str], files: &[&str]) {
        let sitemap = read(body);
        let named: Vec<&str> = sitemap.pages.iter().map(|(page, _)| page.as_str()).collect();
        assert_eq!(
            (named.as_slice(), sitemap.files),
            (pages, files.iter().map(|file| (*file).to_owned()).collect())
        );
    }

    #[test]
    fn every_shape() {
        let pages = ["https://x.example/a?b=1&c=2", "https://x.example/b"];
        check(XML.as_bytes(), &pages, &[]);
        let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        packed.write_all(XML.as_bytes()).unwrap();
        check(&packed.finish().unwrap(), &pages, &[]);
        check(b"<sitemapindex><sitemap><loc>/s.xml.gz</loc></sitemap></sitemapindex>", &[], &["/s.xml.gz"]);
        check(
            b"https://x.example/a\nmore\nhttps://x.example/b\n",
            &["https://x.example/a", "https://x.example/b"],
            &[],
        );
        check(b"<rss><channel><link>https://x.example/</link><item><link>https://x.example/n</link></item></channel>", &[
            "https://x.example/n",
        ], &[]);
    }

    #[test]
    fn a_file_without_a_bottom_is_read_no_further() {
        let deep =
            [b"<urlset><url><loc>/a</loc></url>".as_slice(), &b"<a>".repeat(1000), b"<url><loc>/b"].concat();
        check(&deep, &["/a"], &[]);
    }

    #[test]
    fn what_is_badly_written_costs_itself_alone() {
        for bad in [
            "<url><loc>/visa?a=1&lang=sv</loc></url>",
            "<url><loc>/visa?a=1&lang=sv</loc><image:image><image:title>A & B</image:title></image:image></url>",
            "<url><loc>/visa?a=1&amp;lang=sv</loc><t>5 < 6</t></url>",
            "<url><loc>/visa?a=1&amp;lang=sv</loc></b></url></url>",
            "<URL><LOC>/visa?a=1&amp;lang=sv</LOC><t></URL>",
            "<url><loc>/visa?a=1&amp;lang=sv</loc></url><!-- a -- b & c -->",
        ] {
            let map = read(format!("<urlset>{bad}<url><loc>/b</loc></url></urlset>").as_bytes());
            let named: Vec<&str> = map.pages.iter().map(|(page, _)| page.as_str()).collect();
            assert_eq!(
                (named.as_slice(), map.is_cut),
                (["/visa?a=1&lang=sv", "/b"].as_slice(), false),
                "{bad}"
            );
        }
    }

    #[test]
    fn a_file_that_breaks_off_says_so() {
        for (rest, is_cut) in [
            ("</urlset>", false),
            ("", true),
            ("<url><loc>/b", true),
            ("<url><loc>/b</loc></url><!-- ", true),
            (&"<a>".repeat(1000), true),
        ] {
            let map = read(format!("<urlset><url><loc>/a</loc></url>{rest}").as_bytes());
            assert_eq!((map.pages[0].0.as_str(), map.is_cut), ("/a", is_cut), "{rest}");
        }
        for none in
            ["<!DOCTYPE html><html><body><p>404<br></body>", "<p>a < b <!-- ", "", "https://x.example/a"]
        {
            assert!(!read(none.as_bytes()).is_cut, "{none}");
        }
    }

    #[test]
    fn every_character_set() {
        let latin = b"<?xml version='1.0' encoding='ISO-8859-1'?><urlset><url><loc>/f\xf6rskola</loc></url>\
            <url><loc>/v\xe5rd-och-\xe4ldre</loc></url></urlset>";
        check(latin, &["/förskola", "/vård-och-äldre"], &[]);
        let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        packed.write_all(latin).unwrap();
        check(&packed.finish().unwrap(), &["/förskola", "/vård-och-äldre"], &[]);
        check("\u{feff}\n <urlset><url><loc>/å</loc></url></urlset>".as_bytes(), &["/å"], &[]);
        let utf16: Vec<u8> = "\u{feff}<urlset><url><loc>/å</loc></url></urlset>"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        check(&utf16, &["/å"], &[]);
        check(
            b"https://x.example/a\rhttps://x.example/b\r",
            &["https://x.example/a", "https://x.example/b"],
            &[],
        );
    }

    #[test]
    fn what_is_beyond_the_limit_is_counted() {
        let entry = "<url><loc>/a</loc><priority>0.5</priority></url>";
        let map = read(format!("<urlset>{}</urlset>", entry.repeat(MAX_ENTRIES + 3)).as_bytes());
        assert_eq!((map.pages.len(), map.beyond), (MAX_ENTRIES, 3));
    }

    #[test]
    fn feeds_and_priorities() {
        check(
            b"<feed xmlns='http://www.w3.org/2005/Atom'><link href='https://x.example/'/><entry><link rel='self' href='/s'/>\
              <link href='https://x.example/n?a=1&amp;b=2'/></entry></feed>",
            &["https://x.example/n?a=1&b=2"],
            &[],
        );
        let map = read(
            b"<urlset><url><loc>/a</loc><priority>0.9</priority></url><url><loc>/b</loc></url></urlset>",
        );
        assert_eq!(map.pages, [("/a".to_owned(), Some(0.9)), ("/b".to_owned(), None)]);
    }

    #[test]
    fn what_is_none_names_nothing() {
        check(b"<!DOCTYPE html><html><body><p>404</p></body></html>", &[], &[]);
        check(b"", &[], &[]);
        check(&[0x1f, 0x8b, 1, 2, 3], &[], &[]);
        check(
            b"<urlset><url><loc>https://x.example/a</loc></url><url><loc>https://x.",
            &["https://x.example/a"],
            &[],
        );
    }

    proptest::proptest! {
        #[test]
        fn any_bytes_are_read_without_harm(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..300)) {
            read(&bytes);
            read(&[b"<urlset><url><loc>".as_slice(), &bytes].concat());
            read(&[&[0x1f, 0x8b, 8, 0], bytes.as_slice()].concat());
        }
    }
}
