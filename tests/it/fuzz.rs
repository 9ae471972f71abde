//! Everything that reads what strangers send, fed with seeds that are broken in every way: never a panic.
//!
//! Always the same bytes, a few seconds long. `KOMMUNSPEGEL_FUZZ=100` goes on a hundred times as long; `fuzz/` holds
//! the targets of an endless search.

use std::fs;
use std::path::Path;

use bytes::Bytes;
use kommunspegel::archive::{Groups, Record};
use kommunspegel::fetch::{Coding, RobotsFile};
use kommunspegel::page::{DocumentKind, read_document};
use kommunspegel::{crawl, page};
use url::Url;

/// Marks that readers look for: put anywhere, they lead far into their code.
const MARKS: &[&[u8]] = &[
    b"<",
    b">",
    b"\"",
    b"'",
    b"&#x0;",
    b"<!--",
    b"]]>",
    b"<loc>",
    b"</url>",
    b"\r\n\r\n",
    b"\0",
    b"\xff\xfe",
    b"(((((",
    b"[[[[[[",
    b"<<<<<<",
    b"endobj",
    b"stream\n",
    b"endstream",
    b"0 R",
    b"99999999999",
    b"-1",
    b"%",
    b"*$",
    b"\x1f\x8b\x08",
    b"User-agent: *\n",
    b"Content-Length: 18446744073709551615\r\n",
    b"xref",
    b"/Kids [3 0 R]",
    b"<table><svg><a href=",
    b"{\\*\\",
    b"\\bin99999999 ",
    b"PK\x01\x02",
    b"\xff\xff\xff\x7f",
    b"\xfe\xff\xff\xff",
];

/// Numbers by chance, always the same (xorshift of Marsaglia 2003).
struct Chance(u64);

impl Chance {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % (bound.max(1) as u64)).unwrap()
    }

    /// The seed with some of its bytes changed, doubled, moved or cut off.
    fn broken(&mut self, seed: &[u8]) -> Vec<u8> {
        let mut bytes = seed.to_vec();
        for _ in 0..=self.below(6) {
            let at = self.below(bytes.len());
            let end = (at + self.below(40)).min(bytes.len());
            match self.below(6) {
                0 if !bytes.is_empty() => bytes[at] = self.below(256).to_be_bytes()[7],
                1 => drop(bytes.drain(at..end)),
                2 => {
                    let part = bytes[at..end].repeat(1 + self.below(50));
                    drop(bytes.splice(at..at, part));
                }
                3 => bytes.truncate(at),
                _ => drop(bytes.splice(at..at, MARKS[self.below(MARKS.len())].iter().copied())),
            }
        }
        bytes
    }
}

/// Feeds a reader with so many broken seeds.
fn feed(times: usize, seeds: &[&[u8]], reader: impl Fn(&[u8])) {
    let longer = std::env::var("KOMMUNSPEGEL_FUZZ").ok().and_then(|times| times.parse().ok()).unwrap_or(1);
    let mut chance = Chance(0x2026_1122_0000_0001);
    for seed in seeds {
        reader(seed);
        for _ in 0..times * longer {
            reader(&chance.broken(seed));
        }
    }
}

fn fixture(path: &str) -> Vec<u8> {
    fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(path)).unwrap()
}

fn address(text: &str) -> Url {
    text.parse().unwrap()
}

#[test]
fn robots_of_any_bytes() {
    let seed = b"User-agent: *\nDisallow: /*?q=$\nAllow: /\xc3\xa4ldre\nCrawl-delay: 2\nSitemap: /s.xml\n"
        .as_slice();
    let page = address("https://x.example/%C3%A4ldre/a?q=1");
    feed(4000, &[seed, b""], |bytes| {
        let robots = address("https://x.example/robots.txt");
        RobotsFile::new(robots, (200, Bytes::copy_from_slice(bytes)), "Kommunspegel").allows(&page);
    });
}

#[test]
fn sitemaps_of_any_bytes() {
    let map = b"<?xml version='1.0'?><urlset><url><loc>https://x.example/a?b=1&amp;c=2</loc></url></urlset>"
        .as_slice();
    let index = b"<sitemapindex><sitemap><loc><![CDATA[/s.gz]]></loc></sitemap></sitemapindex>".as_slice();
    let described =
        b"<OpenSearchDescription><Url type='text/html' template='/s?q={searchTerms}'/>".as_slice();
    let page = address("https://x.example/os.xml");
    feed(2000, &[described], |bytes| drop(crawl::described_search(bytes, &page)));
    feed(4000, &[map, index, b"https://x.example/a\n"], |bytes| drop(crawl::sitemap(bytes)));
}

#[test]
fn pages_of_any_bytes() {
    let form =
        b"<form role=search action=/sok><input type=search name=q><input type=hidden name=a value=1></form>";
    let table = b"<base href=/a><table><tr><td><a href='b?c=&amp;d' rel=nofollow>E<img alt=f></a><svg><title>g</table>";
    let url = address("https://x.example/a/b");
    let shell =
        b"<noscript>JavaScript</noscript><div id=\"root\"></div><script type=module src='/main.js'></script>";
    feed(1500, &[form.as_slice(), table.as_slice(), shell.as_slice(), b"\xff\xfe<\0a\0>\0"], |bytes| {
        let html = page::charset::decode(bytes, None);
        crawl::links(&html, &url);
        crawl::search_forms(&html, &url, "utf-8");
        page::parse(&html, &url);
    });
}

#[test]
fn archives_of_any_bytes() {
    let record =
        b"WARC/1.1\r\nWARC-Type: metadata\r\nContent-Length: 17\r\n\r\n{\"about\":\"visit\"}\r\n\r\n"
            .as_slice();
    feed(4000, &[record], |bytes| drop(Record::parse(bytes)));
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    std::io::Write::write_all(&mut packed, record).unwrap();
    let file = packed.finish().unwrap().repeat(3);
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("x.warc.gz");
    feed(500, &[&file], |bytes| {
        fs::write(&path, bytes).unwrap();
        let mut groups = Groups::open(&path).unwrap();
        while let Ok(Some(_)) = groups.next_group() {}
    });
}

#[test]
fn codings_of_any_bytes() {
    let text = fixture("codings/page.html");
    for (coding, ending) in [(Coding::Gzip, "gz"), (Coding::Brotli, "br"), (Coding::Zstd, "zst")] {
        let seed = fixture(&format!("codings/page.html.{ending}"));
        feed(4000, &[&seed], |bytes| {
            let body = coding.decode(bytes, 10_000).unwrap_or_default();
            assert!(body.len() <= 10_001, "{coding:?}");
        });
        assert_eq!(coding.decode(&seed, 10_000).unwrap(), text);
    }
}

#[test]
fn documents_of_any_bytes() {
    let url = address("https://x.example/a.pdf");
    let files =
        ["taxa.pdf", "krypterad.pdf", "inskannad.pdf"].map(|name| fixture(&format!("documents/{name}")));
    let seeds = files.each_ref().map(Vec::as_slice);
    feed(400, &seeds, |bytes| drop(read_document(DocumentKind::Pdf, bytes, &url)));
    for (name, kind) in [
        ("taxa.odt", DocumentKind::OpenText),
        ("taxa.ods", DocumentKind::OpenSheets),
        ("taxa.xlsx", DocumentKind::Workbook),
        ("taxa.pptx", DocumentKind::Slides),
        ("taxa.rtf", DocumentKind::RichText),
        ("taxa.doc", DocumentKind::Old),
        ("taxa.xls", DocumentKind::Old),
        ("taxa.ppt", DocumentKind::Old),
    ] {
        let file = fixture(&format!("documents/{name}"));
        feed(800, &[&file], |bytes| {
            drop(read_document(kind, bytes, &url));
            let _ = DocumentKind::of("application/octet-stream", bytes);
        });
    }
}

/// A container with these parts.
fn container(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let stored = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, content) in parts {
        writer.start_file(*name, stored).unwrap();
        std::io::Write::write_all(&mut writer, content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

#[test]
fn parts_of_documents_of_any_bytes() {
    let url = address("https://x.example/a.xlsx");
    let book = b"<workbook><sheets><sheet name='Taxa' r:id='a'/></sheets></workbook>".as_slice();
    let paths = b"<Relationships><Relationship Id='a' Target='s.xml'/></Relationships>".as_slice();
    let sheet =
        b"<row r='1'><c r='A1' t='s' s='1'><v>0</v></c><c t='inlineStr'><is><t>a&#229;&amp;</t></is></c><c s='1'><v>46023</v></c></row>"
            .as_slice();
    let styles = b"<numFmts><numFmt numFmtId='164' formatCode='yyyy'/></numFmts><cellXfs><xf/><xf numFmtId='164'/></cellXfs>"
        .as_slice();
    feed(700, &[book, paths, sheet, styles], |bytes| {
        let file = container(&[
            ("xl/workbook.xml", book),
            ("xl/_rels/workbook.xml.rels", paths),
            ("xl/sharedStrings.xml", bytes),
            ("xl/styles.xml", bytes),
            ("xl/s.xml", bytes),
        ]);
        let _ = read_document(DocumentKind::Workbook, &file, &url);
        let file = container(&[
            ("xl/workbook.xml", bytes),
            ("xl/_rels/workbook.xml.rels", bytes),
            ("xl/s.xml", sheet),
        ]);
        let _ = read_document(DocumentKind::Workbook, &file, &url);
    });
    let open = b"<table:table table:name='a'><table:table-row><table:table-cell><text:p>b<text:s/></text:p></table:table-cell>\
        </table:table-row></table:table><draw:page draw:name='s'><text:h>c</text:h></draw:page>"
        .as_slice();
    feed(1000, &[open], |bytes| {
        let file = container(&[("content.xml", bytes), ("META-INF/manifest.xml", b"<a/>")]);
        for kind in [DocumentKind::OpenText, DocumentKind::OpenSheets, DocumentKind::OpenSlides] {
            let _ = read_document(kind, &file, &url);
        }
    });
}

#[test]
fn documents_that_are_nested_deep() {
    let url = address("https://x.example/a.pdf");
    for mark in ["[", "<<", "(", "<</A "] {
        let content = mark.repeat(200_000);
        let object =
            format!("%PDF-1.4\n1 0 obj\n{content}\nendobj\ntrailer <</Root 1 0 R>>\nstartxref\n9\n%%EOF");
        let _ = read_document(DocumentKind::Pdf, object.as_bytes(), &url);
    }
}
