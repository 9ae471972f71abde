//! The documents of `fixtures/documents`, read as the judge reads them.

use kommunspegel::page::{DocumentKind, Page, Unreadable, read_document};

fn read(name: &str) -> Result<Vec<Page>, Unreadable> {
    let path = format!("{}/fixtures/documents/{name}", env!("CARGO_MANIFEST_DIR"));
    let kind = match name.rsplit('.').next() {
        Some("docx") => DocumentKind::Word,
        Some("xlsx") => DocumentKind::Workbook,
        Some("pptx") => DocumentKind::Slides,
        Some("odt") => DocumentKind::OpenText,
        Some("ods") => DocumentKind::OpenSheets,
        Some("rtf") => DocumentKind::RichText,
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
fn a_page_is_a_slide_or_a_sheet() {
    let slides = read("taxa.pptx").unwrap();
    assert_eq!((slides.len(), slides[1].url.fragment()), (2, Some("page=2")));
    assert_eq!(texts(&slides[0]), ["Taxa för förskola", FEE]);
    assert_eq!(texts(&slides[1])[1], "Kö och garanti");
    for (name, from) in [("taxa.xlsx", "2026-01-01"), ("taxa.ods", "2026-01-01")] {
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
    for name in ["taxa.docx", "taxa.odt", "taxa.rtf"] {
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
