//! Sitemaps: XML, index, gzip, RSS, Atom and plain text, whatever their content type says.
//!
//! Pure; what was read before an error counts. Knows nothing of which addresses are visited.

use std::borrow::Cow;
use std::io::Read;

use flate2::read::MultiGzDecoder;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::page::charset::decode;

use super::entities::resolve;

/// Most addresses of one file (the protocol's own limit).
const MAX_ENTRIES: usize = 50_000;
/// Largest unpacked file (the protocol's own limit, 50 MB).
const MAX_UNPACKED: u64 = 50 * 1024 * 1024;

/// What a sitemap names.
#[derive(Debug, Default, PartialEq)]
pub struct Sitemap {
    /// Pages, each with the priority (0-1) that the site gives it.
    pub pages: Vec<(String, Option<f32>)>,
    /// Further sitemaps.
    pub files: Vec<String>,
}

/// Reads a sitemap; what is none names nothing.
pub fn read(body: &[u8]) -> Sitemap {
    let body = unpacked(body);
    let text = decode(&body, None);
    let start = text.trim_start_matches('\u{feff}').trim_start();
    if start.starts_with('<') {
        return read_xml(start);
    }
    let lines = text.lines().map(str::trim);
    let pages = lines.filter(|line| line.starts_with("http://") || line.starts_with("https://"));
    Sitemap {
        pages: pages.take(MAX_ENTRIES).map(|page| (page.to_owned(), None)).collect(),
        files: Vec::new(),
    }
}

/// Unpacks gzip, recognised by its first bytes, up to the limit.
fn unpacked(body: &[u8]) -> Cow<'_, [u8]> {
    if !body.starts_with(&[0x1f, 0x8b]) {
        return Cow::Borrowed(body);
    }
    let mut out = Vec::new();
    // What was unpacked before an error counts.
    let _ = MultiGzDecoder::new(body).take(MAX_UNPACKED).read_to_end(&mut out);
    Cow::Owned(out)
}

fn read_xml(text: &str) -> Sitemap {
    let mut reader = Reader::from_str(text);
    reader.config_mut().check_end_names = false;
    let mut sitemap = Sitemap::default();
    let mut path: Vec<String> = Vec::new();
    let mut address = String::new();
    while sitemap.pages.len() + sitemap.files.len() < MAX_ENTRIES {
        match reader.read_event() {
            Ok(Event::Start(tag)) => {
                sitemap.pages.extend(entry(&tag, &path));
                path.push(AsRef::<str>::as_ref(&tag.local_name()).to_owned());
                address.clear();
            }
            Ok(Event::Empty(tag)) => sitemap.pages.extend(entry(&tag, &path)),
            Ok(Event::Text(part)) => address.push_str(&part),
            Ok(Event::CData(part)) => address.push_str(&part),
            Ok(Event::GeneralRef(name)) => address.push_str(&resolve(&format!("&{};", &*name))),
            Ok(Event::End(_)) => {
                sitemap.take(&path, address.trim());
                path.pop();
                address.clear();
            }
            Ok(Event::Eof) | Err(_) => break,
            Ok(_) => {}
        }
    }
    sitemap
}

/// The page that an entry of an Atom feed links to (RFC 4287, 4.2.7).
fn entry(tag: &BytesStart<'_>, path: &[String]) -> Option<(String, Option<f32>)> {
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
    value("href").filter(|_| leads).map(|href| (href, None))
}

impl Sitemap {
    fn take(&mut self, path: &[String], address: &str) {
        let names: Vec<&str> = path.iter().rev().take(2).map(String::as_str).collect();
        match names.as_slice() {
            _ if address.is_empty() => {}
            ["loc", "url"] | ["link", "item"] => self.pages.push((address.to_owned(), None)),
            ["priority", "url"] => {
                if let Some((_, priority)) = self.pages.last_mut() {
                    *priority = address.parse().ok();
                }
            }
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
