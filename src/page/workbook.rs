//! The text of Excel files (`.xlsx`, ECMA-376 part 1, 18): a page for each sheet that is shown, a line for each row.
//!
//! Memory is taken for what a file holds, never for what it says that it holds. Knows cells; not how they look.

use std::borrow::Cow;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::cell::{Format, Room, Strings, number};
use super::container::{Container, attribute, each, name, resolved};
use super::document::{MAX_PAGES, Text, Unreadable};
use super::model::BlockKind;
use super::office::{MAX_LINES, reference, row, sheet_name};

/// Reads an Excel file.
pub(super) fn read(body: &[u8]) -> Result<Text, Unreadable> {
    let mut container = Container::open(body)?;
    let mut sheets = Vec::new();
    each(&container.part("xl/workbook.xml")?, |tag| {
        if name(tag) == "sheet" && attribute(tag, "state").is_none_or(|state| state == "visible") {
            sheets.extend(attribute(tag, "name").zip(reference(tag)));
        }
    });
    let paths = container.references("xl", "workbook.xml")?;
    let strings = container.part("xl/sharedStrings.xml").map(|xml| strings(&xml)).unwrap_or_default();
    let formats = container.part("xl/styles.xml").map(|xml| formats(&xml)).unwrap_or_default();
    let (shown, mut room) = (Shown { strings, formats }, Room::of_file());
    let mut pages = Vec::new();
    for (name, id) in sheets.into_iter().take(MAX_PAGES) {
        let path = paths.iter().find(|(known, _)| *known == id).map(|(_, path)| path);
        let xml = path.and_then(|path| container.part(path).ok()).unwrap_or_default();
        pages.push(sheet_name(&name).into_iter().chain(shown.lines(&xml, &mut room)).collect());
    }
    Ok(Text { title: None, pages, kind: BlockKind::Row, cut: false })
}

/// The texts that cells refer to by number.
fn strings(xml: &str) -> Strings {
    let (mut strings, mut reads) = (Strings::default(), false);
    pieces(xml, |piece| match piece {
        Piece::Open("t", _) => reads = true,
        Piece::Text(part) if reads => strings.add(part),
        Piece::Close("t") => reads = false,
        Piece::Close("si") => strings.close(),
        _ => {}
    });
    strings
}

/// By number of a cell's style: how it shows numbers.
fn formats(xml: &str) -> Vec<Format> {
    let (mut named, mut formats, mut cells) = (Vec::new(), Vec::new(), false);
    pieces(xml, |piece| match piece {
        Piece::Open("numFmt", tag) => {
            named.extend(attribute(tag, "numFmtId").zip(attribute(tag, "formatCode")));
        }
        Piece::Open("cellXfs", _) => cells = true,
        Piece::Close("cellXfs") => cells = false,
        Piece::Open("xf", tag) if cells => {
            let id = attribute(tag, "numFmtId").unwrap_or_default();
            let code = named.iter().find(|(known, _)| *known == id).map(|(_, code)| code.as_str());
            formats.push(Format::of(id.parse().unwrap_or_default(), code));
        }
        _ => {}
    });
    formats
}

/// What all sheets of a file share.
struct Shown {
    strings: Strings,
    formats: Vec<Format>,
}

/// A cell that is being read.
#[derive(Default)]
struct Cell {
    kind: String,
    style: usize,
    value: String,
}

impl Shown {
    fn lines(&self, xml: &str, room: &mut Room) -> Vec<String> {
        let (mut lines, mut cells, mut cell, mut reads) = (Vec::new(), Vec::new(), Cell::default(), false);
        pieces(xml, |piece| match piece {
            Piece::Open("c", tag) => {
                let style = attribute(tag, "s").and_then(|style| style.parse().ok()).unwrap_or(0);
                cell = Cell { kind: attribute(tag, "t").unwrap_or_default(), style, value: String::new() };
            }
            Piece::Open("v" | "t", _) => reads = true,
            Piece::Close("v" | "t") => reads = false,
            Piece::Text(part) if reads => cell.value.push_str(part),
            Piece::Close("c") => cells.extend(room.take(self.cell(&cell))),
            Piece::Close("row") => {
                let cells = std::mem::take(&mut cells);
                if !cells.is_empty() && lines.len() < MAX_LINES {
                    lines.push(row(&cells));
                }
            }
            _ => {}
        });
        lines
    }

    /// What a cell shows; nothing for errors and for yes and no.
    fn cell<'t>(&'t self, cell: &'t Cell) -> Option<Cow<'t, str>> {
        match cell.kind.as_str() {
            "s" => self.strings.get(cell.value.parse().ok()?).map(Cow::from),
            "str" | "inlineStr" | "d" => Some(Cow::from(&cell.value)),
            "b" | "e" => None,
            _ => {
                let value = cell.value.trim().parse().ok()?;
                Some(number(value, self.formats.get(cell.style).copied().unwrap_or(Format::Number)).into())
            }
        }
    }
}

/// A piece of XML, elements by their local names.
enum Piece<'p> {
    Open(&'p str, &'p BytesStart<'p>),
    Text(&'p str),
    Close(&'p str),
}

/// Shows every piece, until the end or an error. An element that is empty opens and closes.
fn pieces(xml: &str, mut see: impl FnMut(Piece<'_>)) {
    let mut reader = Reader::from_str(xml);
    loop {
        match reader.read_event() {
            Ok(Event::Start(tag)) => see(Piece::Open(name(&tag), &tag)),
            Ok(Event::Empty(tag)) => {
                see(Piece::Open(name(&tag), &tag));
                see(Piece::Close(name(&tag)));
            }
            Ok(Event::Text(part)) => see(Piece::Text(&part)),
            Ok(Event::GeneralRef(name)) => see(Piece::Text(&resolved(&name))),
            Ok(Event::End(tag)) => see(Piece::Close(AsRef::<str>::as_ref(&tag.local_name()))),
            Ok(Event::Eof) | Err(_) => break,
            Ok(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::cell::tests::CELLS;
    use super::super::document::MAX_TEXT;
    use super::super::office::tests::container;
    use super::*;

    const BOOK: &str = "<workbook><sheets><sheet name='Taxor 2026' sheetId='1' r:id='rId1'/><sheet name='Hjälp' \
        state='hidden' r:id='rId2'/><sheet name='Blad3' r:id='rId3'/></sheets></workbook>";
    const PATHS: &str = "<Relationships><Relationship Id='rId1' Target='worksheets/sheet1.xml'/>\
        <Relationship Id='rId3' Target='/xl/worksheets/sheet3.xml'/></Relationships>";
    const STRINGS: &str = "<sst uniqueCount='18446744073709551615'><si><t>Bygglov &amp; tomt</t></si><si><r><t>Kro</t></r>\
        <r><t>nor</t></r></si></sst>";
    const STYLES: &str = "<styleSheet><numFmts><numFmt numFmtId='164' formatCode='yyyy\\-mm\\-dd'/></numFmts>\
        <cellStyleXfs><xf numFmtId='9'/></cellStyleXfs><cellXfs><xf numFmtId='0'/><xf numFmtId='164'/><xf numFmtId='9'/>\
        </cellXfs></styleSheet>";

    fn read_sheets(one: &str, three: &str) -> Vec<Vec<String>> {
        let file = container(&[
            ("xl/workbook.xml", BOOK),
            ("xl/_rels/workbook.xml.rels", PATHS),
            ("xl/sharedStrings.xml", STRINGS),
            ("xl/styles.xml", STYLES),
            ("xl/worksheets/sheet1.xml", one),
            ("xl/worksheets/sheet3.xml", three),
        ]);
        read(&file).ok().unwrap().pages
    }

    #[test]
    fn sheets_are_pages_and_rows_are_lines() {
        let one = "<sheetData><row r='1'><c r='A1' t='s'><v>0</v></c><c r='XFD1' t='s'><v>1</v></c></row>\
            <row r='1048576'><c t='inlineStr'><is><t>Altan</t></is></c><c><f>SUM(A1)</f><v>1688.5</v></c><c s='1'><v>46023</v></c>\
            <c s='2'><v>0.03</v></c><c t='b'><v>1</v></c><c t='e'><v>#REF!</v></c><c t='s'><v>99</v></c></row><row/></sheetData>";
        let read = read_sheets(one, "<sheetData><row><c><v>7</v></c></row></sheetData>");
        assert_eq!(
            read,
            [vec!["Taxor 2026", "Bygglov & tomt | Kronor", "Altan | 1688,5 | 2026-01-01 | 3 %"], vec!["7"]]
        );
    }

    #[test]
    fn cells_are_bounded_over_all_sheets() {
        let many = "<row><c><v>1</v></c><c><v>2</v></c></row>".repeat(CELLS);
        let read = read_sheets(&many, "<row><c><v>7</v></c></row>");
        assert_eq!((read[0].len(), read[1].len()), (1 + MAX_LINES, 0));
    }

    #[test]
    fn one_long_text_is_not_read_for_every_cell() {
        let long = format!("<sst><si><t>{}</t></si></sst>", "lång ".repeat(50_000));
        let cells = format!("<row>{}</row>", "<c t='s'><v>0</v></c>".repeat(20)).repeat(500);
        let file = container(&[
            ("xl/workbook.xml", "<sheets><sheet name='Blad1' r:id='a'/></sheets>"),
            ("xl/_rels/workbook.xml.rels", "<Relationship Id='a' Target='s.xml'/>"),
            ("xl/sharedStrings.xml", &long),
            ("xl/s.xml", &cells),
        ]);
        let read: usize = read(&file).ok().unwrap().pages.iter().flatten().map(String::len).sum();
        assert!(read > MAX_TEXT / 2 && read < MAX_TEXT + 1000, "{read}");
    }
}
