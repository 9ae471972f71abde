//! The text of Word files, PowerPoint files and OpenDocument files of all kinds.
//!
//! Knows where paragraphs, rows and slides stand in their XML; not how they look.

use std::borrow::Borrow;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::container::{Container, attribute, each, name, resolved};
use super::document::{MAX_PAGES, Text, Unreadable};
use super::model::BlockKind;

/// Most lines of one sheet that are read: a register of thousands of rows answers nobody's question.
pub(super) const MAX_LINES: usize = 1000;
/// What stands between two cells of a row.
const BETWEEN: &str = " | ";
/// How programs name a sheet that nobody has named.
const UNNAMED: &[&str] = &["blad", "sheet", "tabell", "table", "ark", "taul"];

/// The elements of one kind of file, by their local names.
#[derive(Default)]
struct Names {
    /// A line ends with such an element.
    line: &'static [&'static str],
    /// Elements whose text counts; all text counts where none is named.
    run: &'static [&'static str],
    space: &'static [&'static str],
    cell: &'static [&'static str],
    /// Elements that are pages of their own.
    page: &'static [&'static str],
}

const WORD: Names = Names { line: &["p"], run: &["t"], space: &["tab", "br"], cell: &[], page: &[] };
const SLIDE: Names = Names { line: &["p"], run: &["t"], space: &["br"], cell: &[], page: &[] };
const TEXT: Names =
    Names { line: &["p", "h"], run: &[], space: &["s", "tab", "line-break"], cell: &[], page: &[] };
const SHEET: Names = Names {
    line: &["table-row"],
    run: &["p"],
    space: &["s", "tab", "line-break", "p"],
    cell: &["table-cell"],
    page: &["table"],
};
const SHOW: Names =
    Names { line: &["p"], run: &[], space: &["s", "tab", "line-break"], cell: &[], page: &["page"] };

/// Reads a Word file (`.docx`): one page, since its own are not known before it is set.
pub(super) fn word(body: &[u8]) -> Result<Text, Unreadable> {
    let pages = lines(&Container::open(body)?.part("word/document.xml")?, &WORD);
    Ok(Text { title: None, pages, kind: BlockKind::Paragraph, cut: false })
}

/// Reads a PowerPoint file (`.pptx`): a page for each slide, in their order.
pub(super) fn slides(body: &[u8]) -> Result<Text, Unreadable> {
    let mut container = Container::open(body)?;
    let show = container.part("ppt/presentation.xml")?;
    let slides = container.references("ppt", "presentation.xml")?;
    let mut order = Vec::new();
    each(&show, |tag| {
        if name(tag) == "sldId" {
            order.extend(reference(tag));
        }
    });
    let paths = order.iter().filter_map(|id| slides.iter().find(|(known, _)| known == id));
    let pages = paths.take(MAX_PAGES).map(|(_, path)| {
        let slide = container.part(path).unwrap_or_default();
        lines(&slide, &SLIDE).into_iter().next().unwrap_or_default()
    });
    Ok(Text { title: None, pages: pages.collect(), kind: BlockKind::Paragraph, cut: false })
}

/// The name of another part: `r:id`, beside an `id` without prefix.
pub(super) fn reference(tag: &BytesStart<'_>) -> Option<String> {
    let mut attributes = tag.attributes();
    let found = attributes.with_checks(false).flatten().find(|attribute| {
        let key: &str = attribute.key.as_ref();
        key.ends_with(":id")
    })?;
    Some(found.value.to_string())
}

/// Reads an OpenDocument text (`.odt`): one page.
pub(super) fn open_text(body: &[u8]) -> Result<Text, Unreadable> {
    open_document(body, (&TEXT, BlockKind::Paragraph))
}

/// Reads an OpenDocument presentation (`.odp`): a page for each slide.
pub(super) fn open_slides(body: &[u8]) -> Result<Text, Unreadable> {
    open_document(body, (&SHOW, BlockKind::Paragraph))
}

/// Reads an OpenDocument spreadsheet (`.ods`): a page for each sheet, a line for each row.
pub(super) fn open_sheets(body: &[u8]) -> Result<Text, Unreadable> {
    open_document(body, (&SHEET, BlockKind::Row))
}

fn open_document(body: &[u8], (names, kind): (&Names, BlockKind)) -> Result<Text, Unreadable> {
    let pages = lines(&Container::open(body)?.part("content.xml")?, names);
    Ok(Text { title: None, pages, kind, cut: false })
}

/// The cells of a row as a line.
pub(super) fn row<S: Borrow<str>>(cells: &[S]) -> String {
    cells.join(BETWEEN)
}

/// The name of a sheet, if somebody gave it one.
pub(super) fn sheet_name(name: &str) -> Option<String> {
    let word = name.trim_end_matches(|letter: char| letter.is_ascii_digit() || letter == ' ').to_lowercase();
    (!word.is_empty() && !UNNAMED.contains(&word.as_str())).then(|| name.to_owned())
}

/// The lines of each page.
fn lines(xml: &str, names: &Names) -> Vec<Vec<String>> {
    let mut reader = Reader::from_str(xml);
    let mut seen = Seen { names, pages: vec![Vec::new()], text: String::new(), inside: 0, runs: 0 };
    loop {
        match reader.read_event() {
            Ok(Event::Start(tag)) => seen.open(&tag),
            Ok(Event::Empty(tag)) => seen.empty(&tag),
            Ok(Event::Text(part)) => seen.add(&part),
            Ok(Event::GeneralRef(name)) => seen.add(&resolved(&name)),
            Ok(Event::End(tag)) => seen.close(AsRef::<str>::as_ref(&tag.local_name())),
            Ok(Event::Eof) | Err(_) => break,
            Ok(_) => {}
        }
    }
    seen.pages.truncate(MAX_PAGES);
    seen.pages
}

/// What has been seen of a part.
struct Seen<'n> {
    names: &'n Names,
    pages: Vec<Vec<String>>,
    text: String,
    /// How many lines and runs are open.
    inside: usize,
    runs: usize,
}

impl Seen<'_> {
    fn open(&mut self, tag: &BytesStart<'_>) {
        let opened = name(tag);
        self.inside += usize::from(self.names.line.contains(&opened));
        self.runs += usize::from(self.names.run.contains(&opened));
        if self.names.page.contains(&opened) {
            if self.pages.last().is_some_and(|page| !page.is_empty()) {
                self.pages.push(Vec::new());
            }
            let named = attribute(tag, "name").and_then(|name| sheet_name(&name));
            self.line(named.filter(|_| self.names.line == SHEET.line).unwrap_or_default());
        }
    }

    fn empty(&mut self, tag: &BytesStart<'_>) {
        if self.names.space.contains(&name(tag)) {
            self.text.push(' ');
        }
    }

    fn add(&mut self, part: &str) {
        if self.inside > 0 && (self.runs > 0 || self.names.run.is_empty()) {
            self.text.push_str(part);
        }
    }

    fn close(&mut self, name: &str) {
        let names = self.names;
        if names.run.contains(&name) {
            self.runs = self.runs.saturating_sub(1);
        }
        if names.space.contains(&name) {
            self.text.push(' ');
        }
        if names.cell.contains(&name) && !self.text.trim_end().is_empty() {
            self.text.truncate(self.text.trim_end().len());
            // After an empty cell one line is enough.
            let between = if self.text.ends_with('|') { " " } else { BETWEEN };
            self.text.push_str(between);
        }
        if names.line.contains(&name) {
            self.inside = self.inside.saturating_sub(1);
            let line = std::mem::take(&mut self.text);
            let cells = if names.cell.is_empty() { &line } else { line.trim_end_matches([' ', '|']) };
            self.line(cells.to_owned());
        }
    }

    fn line(&mut self, line: String) {
        let most = if self.names.cell.is_empty() { usize::MAX } else { MAX_LINES };
        if let Some(page) = self.pages.last_mut().filter(|page| page.len() < most)
            && !line.trim().is_empty()
        {
            page.push(line);
        }
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use std::io::{Cursor, Write};

    pub(in super::super) fn container(parts: &[(&str, &str)]) -> Vec<u8> {
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (part, xml) in parts {
            writer.start_file(*part, zip::write::SimpleFileOptions::default()).unwrap();
            writer.write_all(xml.as_bytes()).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    fn pages(text: Result<Text, Unreadable>) -> Vec<Vec<String>> {
        text.ok().unwrap().pages
    }

    #[test]
    fn paragraphs_are_read() {
        let xml = "<w:document><w:body><w:p><w:r><w:t>Avgift &amp; tax&#97;</w:t></w:r></w:p>\
                   <w:p><w:pPr>x</w:pPr><w:r><w:t>500</w:t><w:tab/><w:t>kr</w:t></w:r></w:p><w:p/></w:body></w:document>";
        assert_eq!(pages(word(&container(&[("word/document.xml", xml)]))), [["Avgift & taxa", "500 kr"]]);
        let xml = "<office:text><text:h>Avgift</text:h><text:p>Taxan<text:s/>är <text:span>500</text:span> kr</text:p></office:text>";
        assert_eq!(pages(open_text(&container(&[("content.xml", xml)]))), [["Avgift", "Taxan är 500 kr"]]);
    }

    #[test]
    fn every_sheet_is_a_page_and_every_row_a_line() {
        let xml = "<office:spreadsheet><table:table table:name='Avgifter'><table:table-row><table:table-cell>\
            <text:p>Barn</text:p></table:table-cell><table:table-cell/><table:table-cell><text:p/></table:table-cell><table:table-cell><text:p>Kronor</text:p>\
            <text:p>i månaden</text:p></table:table-cell></table:table-row><table:table-row table:number-rows-repeated='99999999'>\
            <table:table-cell table:number-columns-repeated='99999999'><text:p>Första</text:p></table:table-cell>\
            <table:table-cell><text:p>1 688</text:p></table:table-cell><table:table-cell><text:p/></table:table-cell>\
            </table:table-row></table:table>\
            <table:table table:name='Blad2'><table:table-row><table:table-cell><text:p>Kö</text:p></table:table-cell>\
            </table:table-row></table:table></office:spreadsheet>";
        let read = pages(open_sheets(&container(&[("content.xml", xml)])));
        assert_eq!(read, [vec!["Avgifter", "Barn | Kronor i månaden", "Första | 1 688"], vec!["Kö"]]);
    }

    #[test]
    fn every_slide_is_a_page_in_the_order_of_the_show() {
        let slide = |text: &str| {
            format!("<p:sld><a:p><a:r><a:t>{text}</a:t></a:r><a:br/><a:r><a:t>idag</a:t></a:r></a:p></p:sld>")
        };
        let (one, two) = (slide("Först"), slide("Sedan"));
        let file = container(&[
            (
                "ppt/presentation.xml",
                "<p:sldIdLst><p:sldId id='256' r:id='rId3'/><p:sldId id='257' r:id='rId2'/></p:sldIdLst>",
            ),
            (
                "ppt/_rels/presentation.xml.rels",
                "<Relationships><Relationship Id='rId2' Target='slides/slide1.xml'/>\
                 <Relationship Id='rId3' Target='/ppt/slides/slide2.xml'/></Relationships>",
            ),
            ("ppt/slides/slide1.xml", &two),
            ("ppt/slides/slide2.xml", &one),
        ]);
        assert_eq!(pages(slides(&file)), [["Först idag"], ["Sedan idag"]]);
        let xml = "<draw:page draw:name='s1'><text:p>Ett</text:p></draw:page><draw:page><text:p>Två</text:p></draw:page>";
        assert_eq!(pages(open_slides(&container(&[("content.xml", xml)]))), [["Ett"], ["Två"]]);
    }

    #[test]
    fn what_cannot_be_read_is_a_finding() {
        assert_eq!(word(b"PK\x03\x04 garbage").err(), Some(Unreadable::Broken));
        assert_eq!(word(&container(&[("annan.xml", "<a/>")])).err(), Some(Unreadable::Broken));
        let locked = container(&[
            ("META-INF/manifest.xml", "<manifest:encryption-data manifest:checksum='x'/>"),
            ("content.xml", "\u{1}\u{2}"),
        ]);
        assert_eq!(open_text(&locked).err(), Some(Unreadable::Encrypted));
    }

    #[test]
    fn a_long_text_is_read_to_its_end() {
        let xml = "<w:p><w:r><w:t>Rad</w:t></w:r></w:p>".repeat(MAX_LINES + 1);
        let file = container(&[("word/document.xml", &format!("<w:body>{xml}</w:body>"))]);
        assert_eq!(pages(word(&file))[0].len(), MAX_LINES + 1);
    }

    #[test]
    fn a_bomb_is_unpacked_to_its_bound() {
        let row =
            "<table:table-row><table:table-cell><text:p>a</text:p></table:table-cell></table:table-row>";
        let file = container(&[("content.xml", &format!("<table:table>{}", row.repeat(400_000)))]);
        assert!(file.len() < 300_000, "{}", file.len());
        assert_eq!(pages(open_sheets(&file))[0].len(), MAX_LINES);
    }
}
