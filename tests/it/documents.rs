//! The documents of `fixtures/documents`, read as the judge reads them.

use kommunspegel::page::{DocumentKind, Page, Unreadable, read_document};

fn file(name: &str) -> Vec<u8> {
    std::fs::read(format!("{}/fixtures/documents/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

/// Reads a document that a server calls a file and no more.
fn read(name: &str) -> Result<Vec<Page>, Unreadable> {
    let url = format!("https://www.exempel.example/{name}").parse().unwrap();
    let file = file(name);
    let kind = DocumentKind::of("application/octet-stream", &file).expect("its first bytes tell");
    read_document(kind, &file, &url)
}

fn texts(page: &Page) -> Vec<&str> {
    page.blocks.iter().map(|block| block.text.as_str()).collect()
}

const FEE: &str =
    "Avgiften för förskola är högst 1 688 kronor i månaden för det första barnet och lägre för syskon.";

#[test]
fn a_pdf_is_read_page_by_page() {
    for name in ["taxa.pdf", "inbaddad.pdf", "utan-losenord.pdf"] {
        let pages = read(name).unwrap();
        assert_eq!(pages.len(), 2, "{name}");
        assert_eq!(pages[0].url.fragment(), Some("page=1"));
        assert_eq!(texts(&pages[0]), ["Taxa för förskola", FEE], "{name}");
        let second = texts(&pages[1]);
        assert_eq!(pages[1].url.fragment(), Some("page=2"));
        assert_eq!(second[..2], ["Taxa för förskola", "Kö och garanti"], "{name}");
        assert!(second[2].ends_with("Platsen är garanterad inom fyra månader."), "{second:?}");
    }
}

#[test]
fn a_page_is_a_slide_or_a_sheet() {
    for name in ["taxa.pptx", "taxa.ppt"] {
        let slides = read(name).unwrap();
        assert_eq!((slides.len(), slides[1].url.fragment()), (2, Some("page=2")), "{name}");
        assert_eq!(texts(&slides[0]), ["Taxa för förskola", FEE], "{name}");
        assert_eq!(texts(&slides[1])[1], "Kö och garanti", "{name}");
        assert!(texts(&slides[1])[2].starts_with("Ansök om plats"), "{name}");
    }
    for (name, from) in [("taxa.xlsx", "2026-01-01"), ("taxa.ods", "2026-01-01"), ("taxa.xls", "2026-01-01")]
    {
        let sheets = read(name).unwrap();
        let rows = ["Taxa för förskola", "Barn | Kronor i månaden | Gäller från"];
        assert_eq!(texts(&sheets[0])[..2], rows, "{name}");
        let first = format!("Första | 1688 | {from}");
        assert_eq!(texts(&sheets[0])[2..], [first.as_str(), "Andra | 1125,5"], "{name}");
        assert!(texts(&sheets[1])[1].starts_with("Ansök om plats"), "{name}");
    }
}

#[test]
fn word_and_open_document_are_one_page() {
    for name in ["taxa.docx", "taxa.odt", "taxa.rtf", "taxa.doc"] {
        let pages = read(name).unwrap();
        assert_eq!(pages.len(), 1, "{name}");
        assert_eq!(texts(&pages[0])[..2], ["Taxa för förskola", FEE], "{name}");
    }
}

#[test]
fn what_cannot_be_read_is_a_finding() {
    for name in ["krypterad.pdf", "krypterad.doc", "krypterad.xls"] {
        assert_eq!(read(name), Err(Unreadable::Encrypted), "{name}");
    }
    assert_eq!(read("inskannad.pdf"), Err(Unreadable::NoText));
    assert!(matches!(read("avbruten.pdf"), Err(Unreadable::Broken | Unreadable::NoText)));
}

/// The bytes, with those where `from` stands replaced by as many others.
fn changed(bytes: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    let at = bytes.windows(from.len()).position(|window| window == from).expect("stands there");
    [&bytes[..at], to, &bytes[at + to.len()..]].concat()
}

#[test]
fn old_files_that_are_damaged_are_findings() {
    let url = "https://www.exempel.example/a".parse().unwrap();
    let check = |bytes: &[u8], expected: Unreadable, why: &str| {
        let kind = DocumentKind::of("application/msword", bytes).unwrap();
        assert_eq!(read_document(kind, bytes, &url), Err(expected), "{why}");
    };
    for name in ["taxa.doc", "taxa.xls", "taxa.ppt"] {
        let whole = file(name);
        for length in [8, 512, 700, 2048] {
            check(&whole[..length], Unreadable::Broken, &format!("{name} of {length} bytes"));
        }
        check(b"<html><p>Sidan finns inte", Unreadable::Broken, "no such file");
    }
    // What a program says of itself, and what a key says.
    check(&changed(&file("taxa.doc"), &[0xec, 0xa5], &[0, 0]), Unreadable::Broken, "no Word file");
    let token = 0xe391_c05f_u32.to_le_bytes();
    let locked = changed(&file("taxa.ppt"), &token, &0xf3d1_c4df_u32.to_le_bytes());
    check(&locked, Unreadable::Encrypted, "a presentation with a password");
}
