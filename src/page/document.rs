//! Documents other than HTML as pages: one page of facts for each page of paper, its address ending in `#page=N`.
//!
//! Knows which reader a document needs; not how it is laid out.

use url::Url;

use super::container::Container;
use super::linked_data::LinkedData;
use super::model::{Block, BlockKind, Heading, Page, Zone};
use super::shell::Shell;
use super::{compound, office, pdf, rtf, workbook};
use crate::language::normalise;

/// Pages of a document that are read.
pub(super) const MAX_PAGES: usize = 40;
/// Largest unpacked part of a document, in bytes.
pub(super) const MAX_PART: usize = 20 * 1024 * 1024;
/// Most text of one document, in bytes: a few letters may stand for a book, or the same text in many places.
pub(super) const MAX_TEXT: usize = 4 * 1024 * 1024;
/// Longest first line that serves as a title, in characters.
const TITLE: usize = 120;

/// Endings of the addresses of documents, lower case.
const ENDINGS: &[&str] = &[
    ".pdf", ".doc", ".docx", ".dot", ".dotx", ".xls", ".xlsx", ".xlt", ".odt", ".ods", ".rtf", ".ppt",
    ".pptx", ".pps", ".pot", ".odp",
];

/// Whether an address leads to a document by its ending, whether or not its text can be read here.
pub fn is_document(address: &Url) -> bool {
    let path = address.path().to_lowercase();
    ENDINGS.iter().any(|ending| path.ends_with(ending))
}

/// A kind of document whose text can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DocumentKind {
    /// PDF (ISO 32000).
    Pdf,
    /// Word (ECMA-376).
    Word,
    /// Excel (ECMA-376).
    Workbook,
    /// PowerPoint (ECMA-376).
    Slides,
    /// OpenDocument text (ISO/IEC 26300).
    OpenText,
    /// OpenDocument spreadsheet.
    OpenSheets,
    /// OpenDocument presentation.
    OpenSlides,
    /// Rich Text (RTF).
    RichText,
    /// Word, Excel or PowerPoint before 2007 ([MS-CFB]); which of them, its streams tell.
    Old,
}

/// By what content types call it, and by a part that no other kind has.
const KINDS: &[(&str, &str, DocumentKind)] = &[
    ("wordprocessingml", "word/document.xml", DocumentKind::Word),
    ("spreadsheetml", "xl/workbook.xml", DocumentKind::Workbook),
    ("presentationml", "ppt/presentation.xml", DocumentKind::Slides),
    ("opendocument.text", "", DocumentKind::OpenText),
    ("opendocument.spreadsheet", "", DocumentKind::OpenSheets),
    ("opendocument.presentation", "", DocumentKind::OpenSlides),
];

/// What content types call the office files before 2007.
const OLD: &[&str] = &["msword", "excel", "powerpoint"];

/// Why a document's text could not be read: a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unreadable {
    /// A password is needed.
    Encrypted,
    /// It is damaged, or not what it says.
    Broken,
    /// It holds no text: scanned pages, perhaps.
    NoText,
}

/// A document's title, if it has one, and the paragraphs of each of its pages.
pub(super) struct Text {
    pub title: Option<String>,
    pub pages: Vec<Vec<String>>,
    /// What its paragraphs are.
    pub kind: BlockKind,
    /// Whether there is more of it than is read.
    pub cut: bool,
}

impl Text {
    /// Leaves out what stands behind [`MAX_TEXT`].
    fn bounded(mut self) -> Self {
        let mut left = MAX_TEXT;
        for line in self.pages.iter_mut().flatten() {
            let end = line.floor_char_boundary(left);
            self.cut |= end < line.len();
            line.truncate(end);
            left -= end;
        }
        self
    }
}

impl DocumentKind {
    /// The kind by content type and first bytes; servers often say only that it is a file.
    pub fn of(content_type: &str, body: &[u8]) -> Option<Self> {
        if body.starts_with(b"%PDF-") || content_type.contains("pdf") {
            return Some(Self::Pdf);
        }
        if body.starts_with(b"{\\rtf") {
            return Some(Self::RichText);
        }
        // Whatever they are called, and a protected file of any age.
        if body.starts_with(compound::SIGNATURE) {
            return Some(Self::Old);
        }
        let said = KINDS.iter().find(|(name, ..)| content_type.contains(name)).map(|(.., kind)| *kind);
        let said = said.or_else(|| if body.starts_with(b"PK") { Self::within(body) } else { None });
        said.or_else(|| OLD.iter().any(|name| content_type.contains(name)).then_some(Self::Old))
    }

    /// The kind of a container, by what it holds.
    fn within(body: &[u8]) -> Option<Self> {
        let mut container = Container::open(body).ok()?;
        let said = container.part("mimetype").unwrap_or_default();
        let is_of = |(name, part, _): &&(&str, &str, Self)| match *part {
            "" => said.contains(name),
            part => container.has(part),
        };
        KINDS.iter().find(is_of).map(|(.., kind)| *kind)
    }
}

/// Reads a document. The main heading of each page is the document's title; each paragraph is a block.
pub fn read_document(kind: DocumentKind, body: &[u8], url: &Url) -> Result<Vec<Page>, Unreadable> {
    let text = match kind {
        DocumentKind::Pdf => pdf::read(body)?,
        DocumentKind::Word => office::word(body)?,
        DocumentKind::Workbook => workbook::read(body)?,
        DocumentKind::Slides => office::slides(body)?,
        DocumentKind::OpenText => office::open_text(body)?,
        DocumentKind::OpenSheets => office::open_sheets(body)?,
        DocumentKind::OpenSlides => office::open_slides(body)?,
        DocumentKind::RichText => rtf::read(body)?,
        DocumentKind::Old => compound::read(body)?,
    };
    let text = text.bounded();
    let first = text.pages.iter().flatten().map(|line| normalise(line)).find(|line| !line.is_empty());
    let Some(first) = first else { return Err(Unreadable::NoText) };
    let given = text.title.map(|title| normalise(&title)).filter(|title| title.chars().count() > 3);
    let title = given.unwrap_or_else(|| first.chars().take(TITLE).collect());
    let pages = text.pages.iter().enumerate().filter(|(_, lines)| !lines.is_empty());
    let shell = text.cut.then_some(Shell::Cut);
    let page = |(at, lines): (usize, &Vec<String>)| {
        let page = page((url, &title), (at + 1, lines), text.kind);
        Page { shell, ..page }
    };
    Ok(pages.map(page).collect())
}

fn page((url, title): (&Url, &str), (number, paragraphs): (usize, &[String]), kind: BlockKind) -> Page {
    let mut url = url.clone();
    url.set_fragment(Some(&format!("page={number}")));
    let block =
        |kind, text: String, heading| Block { kind, zone: Zone::Main, text, links: Vec::new(), heading };
    let mut blocks = vec![block(BlockKind::Heading(1), title.to_owned(), None)];
    let texts =
        paragraphs.iter().map(|text| normalise(text)).filter(|text| !text.is_empty() && text != title);
    blocks.extend(texts.map(|text| block(kind, text, Some(0))));
    Page {
        url,
        title: title.to_owned(),
        lang: None,
        headings: vec![Heading { block: 0, level: 1, end: blocks.len(), parent: None }],
        blocks,
        forms: Vec::new(),
        embeds: Vec::new(),
        linked_data: LinkedData::default(),
        shell: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_kind_is_told_by_type_or_first_bytes() {
        assert_eq!(DocumentKind::of("application/octet-stream", b"%PDF-1.4"), Some(DocumentKind::Pdf));
        assert_eq!(DocumentKind::of("application/pdf", b"<html>"), Some(DocumentKind::Pdf));
        assert_eq!(DocumentKind::of("text/html", b"<html>"), None);
        assert_eq!(DocumentKind::of("application/msword", b"{\\rtf1"), Some(DocumentKind::RichText));
        for said in ["application/msword", "application/vnd.ms-excel", "application/vnd.ms-powerpoint"] {
            assert_eq!(DocumentKind::of(said, b"<html>"), Some(DocumentKind::Old), "{said}");
        }
        let old = compound::tests::compound(&[]);
        for said in ["", "application/octet-stream", KINDS[0].0] {
            assert_eq!(DocumentKind::of(said, &old), Some(DocumentKind::Old), "{said}");
        }
        let container = office::tests::container;
        for (part, kind) in [
            ("word/document.xml", Some(DocumentKind::Word)),
            ("xl/workbook.xml", Some(DocumentKind::Workbook)),
            ("ppt/presentation.xml", Some(DocumentKind::Slides)),
            ("index.html", None),
        ] {
            assert_eq!(
                DocumentKind::of("application/octet-stream", &container(&[(part, "<a/>")])),
                kind,
                "{part}"
            );
        }
        let open = container(&[("mimetype", "application/vnd.oasis.opendocument.spreadsheet")]);
        assert_eq!(DocumentKind::of("application/vnd.ms-excel", &open), Some(DocumentKind::OpenSheets));
    }

    #[test]
    fn a_document_of_more_text_than_is_read_says_so() {
        let text = |letters: usize| {
            let pages = vec![vec!["å".repeat(letters / 2)], vec!["Slut".to_owned()]];
            Text { title: None, pages, kind: BlockKind::Paragraph, cut: false }.bounded()
        };
        let (whole, more) = (text(MAX_TEXT - 4), text(MAX_TEXT));
        assert!(!whole.cut && whole.pages[1] == ["Slut"]);
        assert!(more.cut && more.pages[0][0].len() == MAX_TEXT && more.pages[1] == [""]);
    }

    #[test]
    fn every_paper_page_is_a_page_with_the_documents_title() {
        let url = Url::parse("https://x.example/taxa.pdf").unwrap();
        let one = page(
            (&url, "Taxa 2026"),
            (3, &["Taxa 2026".to_owned(), " Avgiften  är 500 kr. ".to_owned()]),
            BlockKind::Paragraph,
        );
        assert_eq!(one.url.as_str(), "https://x.example/taxa.pdf#page=3");
        let texts: Vec<&str> = one.blocks.iter().map(|block| block.text.as_str()).collect();
        assert_eq!(texts, ["Taxa 2026", "Avgiften är 500 kr."]);
        assert_eq!(one.heading_path(1), ["Taxa 2026"]);
    }
}
