//! The documents of `fixtures/documents`, read as the judge reads them.

use kommunspegel::page::{DocumentKind, Page, Unreadable, read_document};

fn read(name: &str) -> Result<Vec<Page>, Unreadable> {
    let path = format!("{}/fixtures/documents/{name}", env!("CARGO_MANIFEST_DIR"));
    let kind = match name.rsplit('.').next() {
        Some("docx") => DocumentKind::Word,
        Some("odt") => DocumentKind::OpenDocument,
        _ => DocumentKind::Pdf,
    };
    let url = format!("https://www.exempel.example/{name}").parse().unwrap();
    read_document(kind, &std::fs::read(path).unwrap(), &url)
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
fn word_and_open_document_are_one_page() {
    for name in ["taxa.docx", "taxa.odt"] {
        let pages = read(name).unwrap();
        assert_eq!(pages.len(), 1, "{name}");
        assert_eq!(texts(&pages[0])[..2], ["Taxa för förskola", FEE], "{name}");
    }
}

#[test]
fn what_cannot_be_read_is_a_finding() {
    assert_eq!(read("krypterad.pdf"), Err(Unreadable::Encrypted));
    assert_eq!(read("inskannad.pdf"), Err(Unreadable::NoText));
    assert!(matches!(read("avbruten.pdf"), Err(Unreadable::Broken | Unreadable::NoText)));
}
