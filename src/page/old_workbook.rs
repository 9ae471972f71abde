//! The text of Excel files before 2007 (`.xls`, [MS-XLS]), and of those before 1997: a page for each sheet that is shown, a
//! line for each row.
//!
//! Knows cells; not how they look.

use std::borrow::Cow;

use rustc_hash::FxHashMap;

use super::biff::{Biff, Record, Version};
use super::cell::{Format, Room, Strings, number};
use super::compound::{long, place, short};
use super::document::{MAX_PAGES, Text, Unreadable};
use super::model::BlockKind;
use super::office::{MAX_LINES, row, sheet_name};

/// Days between the two first days that dates are counted from (2.4.77, Date1904).
const LATER: f64 = 1462.0;

/// Kinds of records (2.3).
mod kind {
    pub(super) const FORMULA: u16 = 0x0006;
    pub(super) const END: u16 = 0x000a;
    pub(super) const LATER_DATES: u16 = 0x0022;
    pub(super) const ENCRYPTED: u16 = 0x002f;
    pub(super) const SHEET: u16 = 0x0085;
    pub(super) const SMALL_NUMBERS: u16 = 0x00bd;
    pub(super) const RICH_LABEL: u16 = 0x00d6;
    pub(super) const STYLE: u16 = 0x00e0;
    pub(super) const STRINGS: u16 = 0x00fc;
    pub(super) const SHARED_LABEL: u16 = 0x00fd;
    pub(super) const NUMBER: u16 = 0x0203;
    pub(super) const LABEL: u16 = 0x0204;
    pub(super) const STRING: u16 = 0x0207;
    pub(super) const SMALL_NUMBER: u16 = 0x027e;
    pub(super) const FORMAT: u16 = 0x041e;
    pub(super) const BEGIN: u16 = 0x0809;
}

/// Reads the stream of a workbook.
pub(super) fn read(stream: &[u8]) -> Result<Text, Unreadable> {
    let begin = Biff::new(stream, 0).next().filter(|record| record.kind == kind::BEGIN);
    let version = begin.and_then(|record| Version::of(record.body)).ok_or(Unreadable::Broken)?;
    let (mut sheets, mut shown) = (Vec::new(), Shown::new(version));
    let mut records = Biff::new(stream, 0);
    while let Some(record) = records.next().filter(|record| record.kind != kind::END) {
        match record.kind {
            kind::ENCRYPTED => return Err(Unreadable::Encrypted),
            kind::STRINGS => shown.strings = records.strings(record.body),
            // Sheets of cells that are not hidden (2.4.28).
            kind::SHEET if short(record.body, 4) == Some(0) && sheets.len() < MAX_PAGES => {
                sheets.extend(version.short_text(record.body, 6).zip(place(record.body, 0)));
            }
            _ => shown.learn(&record),
        }
    }
    let mut room = Room::of_file();
    let pages = sheets.into_iter().map(|(name, at)| {
        let rows = lines(&shown, Biff::new(stream, at), &mut room);
        sheet_name(&name).into_iter().chain(rows).collect()
    });
    Ok(Text { title: None, pages: pages.collect(), kind: BlockKind::Row, cut: false })
}

/// The rows of a sheet. What lies within it (a chart) is none of its cells.
fn lines(shown: &Shown, records: Biff<'_>, room: &mut Room) -> Vec<String> {
    let (mut sheet, mut depth) = (Sheet { shown, room, cells: Vec::new(), formula: None }, 0);
    for record in records {
        match record.kind {
            kind::BEGIN => depth += 1,
            kind::END if depth <= 1 => break,
            kind::END => depth -= 1,
            _ if depth == 1 => sheet.read(&record),
            _ => {}
        }
    }
    let mut cells = sheet.cells;
    cells.sort_by_key(|(at, _)| *at);
    let rows = cells.chunk_by(|(one, _), (other, _)| one.0 == other.0).take(MAX_LINES);
    rows.map(|cells| row(&cells.iter().map(|(_, text)| text.as_str()).collect::<Vec<_>>())).collect()
}

/// Row and column.
type At = (u16, u16);

/// The cells of a sheet that is being read.
struct Sheet<'s> {
    shown: &'s Shown,
    room: &'s mut Room,
    cells: Vec<(At, String)>,
    /// The last formula, if its text is in a record behind it.
    formula: Option<At>,
}

impl Sheet<'_> {
    fn read(&mut self, record: &Record<'_>) {
        let body = record.body;
        let Some(at) = short(body, 0).zip(short(body, 2)) else { return };
        match record.kind {
            kind::STRING => {
                if let Some(at) = self.formula.take() {
                    self.put(at, self.shown.version.text(body, 0).map(Cow::from));
                }
            }
            // What is no number says so by its last bytes, and by its first that it is text (2.5.133).
            kind::FORMULA if short(body, 12) == Some(u16::MAX) => {
                self.formula = (body.get(6) == Some(&0)).then_some(at);
            }
            kind::SMALL_NUMBERS => {
                // The cells of a row from a column on (2.4.175).
                let cells = body.get(4..).unwrap_or_default().as_chunks::<6>().0;
                for (column, cell) in (at.1..=u16::MAX).zip(cells) {
                    self.put((at.0, column), self.shown.small_number(cell));
                }
            }
            _ => {
                if let Some(text) = self.shown.cell(record) {
                    self.put(at, Some(text));
                }
            }
        }
    }

    fn put(&mut self, at: At, text: Option<Cow<'_, str>>) {
        self.cells.extend(self.room.take(text).map(|text| (at, text)));
    }
}

/// What all sheets of a file share.
struct Shown {
    version: Version,
    strings: Strings,
    /// How formats are written, by their numbers.
    named: FxHashMap<u16, String>,
    /// By number of a cell's style: its format.
    formats: Vec<Format>,
    /// What is added to dates.
    days: f64,
}

impl Shown {
    fn new(version: Version) -> Self {
        let (named, formats) = (FxHashMap::default(), Vec::new());
        Self { version, strings: Strings::default(), named, formats, days: 0.0 }
    }

    /// Learns from a record that is of all sheets.
    fn learn(&mut self, record: &Record<'_>) {
        let body = record.body;
        match record.kind {
            kind::FORMAT => {
                let code = match self.version {
                    Version::Wide => self.version.text(body, 2),
                    Version::Narrow => self.version.short_text(body, 2),
                };
                self.named.extend(short(body, 0).zip(code));
            }
            kind::STYLE => {
                let id = short(body, 2).unwrap_or_default();
                self.formats.push(Format::of(id, self.named.get(&id).map(String::as_str)));
            }
            kind::LATER_DATES if short(body, 0) == Some(1) => self.days = LATER,
            _ => {}
        }
    }

    /// What a record of one cell shows; nothing for errors, for yes and no, and for other records.
    fn cell(&self, record: &Record<'_>) -> Option<Cow<'_, str>> {
        let body = record.body;
        match record.kind {
            kind::SHARED_LABEL => self.strings.get(place(body, 6)?).map(Cow::from),
            kind::LABEL | kind::RICH_LABEL => self.version.text(body, 6).map(Cow::from),
            kind::NUMBER | kind::FORMULA => {
                let value = body.get(6..)?.first_chunk().map(|bytes| f64::from_le_bytes(*bytes));
                Some(self.number(value?, short(body, 4)?).into())
            }
            kind::SMALL_NUMBER => self.small_number(body.get(4..)?),
            _ => None,
        }
    }

    /// A style, and a number of four bytes (2.5.217): whole or the first half of one of eight, perhaps times a hundred.
    fn small_number(&self, bytes: &[u8]) -> Option<Cow<'_, str>> {
        let bits = long(bytes, 2)?;
        let value = match bits & 2 {
            0 => f64::from_bits(u64::from(bits & !3) << 32),
            _ => f64::from(bits.cast_signed() >> 2),
        };
        let value = if bits & 1 == 0 { value } else { value / 100.0 };
        Some(self.number(value, short(bytes, 0)?).into())
    }

    fn number(&self, value: f64, style: u16) -> String {
        let format = self.formats.get(usize::from(style)).copied().unwrap_or(Format::Number);
        let value = if format == Format::Date { value + self.days } else { value };
        number(value, format)
    }
}

#[cfg(test)]
mod tests {
    use super::super::biff::tests::record;
    use super::super::document::MAX_TEXT;
    use super::*;

    const WIDE: [u8; 2] = [0, 6];
    const NARROW: [u8; 2] = [0, 5];

    /// A record of one cell in the first style but for dates, in the second for percents.
    fn cell(kind: u16, (row, column, style): (u8, u8, u8), value: &[u8]) -> Vec<u8> {
        record(kind, &[&[row, 0, column, 0, style, 0], value].concat())
    }

    fn begin(version: [u8; 2]) -> Vec<u8> {
        record(kind::BEGIN, &version)
    }

    fn end() -> Vec<u8> {
        record(kind::END, b"")
    }

    /// A workbook of one sheet that is shown, behind one that is hidden.
    fn book(version: [u8; 2], (name, all): (&[u8], Vec<u8>), cells: &[u8]) -> Vec<u8> {
        let sheet = |at: usize, state: u8| {
            let at = u32::try_from(at).unwrap().to_le_bytes();
            record(kind::SHEET, &[at.as_slice(), &[state, 0], name].concat())
        };
        let before = begin(version).len() + all.len() + 2 * sheet(0, 0).len() + end().len();
        let globals = [begin(version), sheet(0, 1), sheet(before, 0), all, end()].concat();
        [globals, begin(version), cells.to_vec(), end()].concat()
    }

    fn pages(stream: &[u8]) -> Vec<Vec<String>> {
        read(stream).ok().unwrap().pages
    }

    #[test]
    fn every_kind_of_cell_is_read() {
        let strings = [&[2, 0, 0, 0, 2, 0, 0, 0], b"\x04\0\0Barn\x01\0\x01\xe5\0".as_slice()].concat();
        let all = [
            record(kind::FORMAT, b"\xa4\0\x04\0\0yyyy"),
            record(kind::STYLE, &[0, 0, 0, 0]),
            record(kind::STYLE, &[0, 0, 0xa4, 0]),
            record(kind::STYLE, &[0, 0, 9, 0]),
            record(kind::STRINGS, &strings),
        ];
        let formula = |value: &[u8; 8], style| cell(kind::FORMULA, (2, 4, style), value);
        let chart = [begin(WIDE), cell(kind::NUMBER, (0, 5, 0), &7_f64.to_le_bytes()), end()].concat();
        let cells = [
            cell(kind::SHARED_LABEL, (0, 1, 0), &1_u32.to_le_bytes()),
            cell(kind::SHARED_LABEL, (0, 0, 0), &0_u32.to_le_bytes()),
            cell(kind::SHARED_LABEL, (0, 2, 0), &2_u32.to_le_bytes()),
            chart,
            cell(kind::NUMBER, (2, 0, 0), &1688.5_f64.to_le_bytes()),
            cell(kind::SMALL_NUMBER, (2, 1, 1), &(46023_u32 << 2 | 2).to_le_bytes()),
            cell(kind::SMALL_NUMBER, (2, 2, 2), &(3_u32 << 2 | 3).to_le_bytes()),
            formula(&[0, 0, 0, 0, 0, 0, 0xff, 0xff], 0),
            record(kind::STRING, b"\x02\0\0K\xf6"),
            record(kind::STRING, b"\x02\0\0no"),
            formula(&[1, 0, 1, 0, 0, 0, 0xff, 0xff], 0),
            cell(0x0205, (2, 5, 0), &[1, 0]),
            record(kind::SMALL_NUMBERS, &[3, 0, 7, 0, 0, 0, 6, 0, 0, 0, 0, 0, 0, 0, 0xf0, 0x3f, 8, 0]),
            cell(kind::LABEL, (4, 0, 0), b"\x03\0\0Tak"),
        ];
        let read = pages(&book(WIDE, (b"\x04\0Taxa", all.concat()), &cells.concat()));
        assert_eq!(read, [["Taxa", "Barn | å", "1688,5 | 2026-01-01 | 3 % | Kö", "1 | 1", "Tak"]]);
    }

    #[test]
    fn earlier_files_have_one_byte_a_letter() {
        let all = [record(kind::LATER_DATES, &[1, 0]), record(kind::STYLE, &[0, 0, 14, 0])].concat();
        let cells = [
            cell(kind::LABEL, (0, 0, 0), b"\x02\0K\xf6"),
            cell(kind::RICH_LABEL, (0, 1, 0), b"\x04\0Taxa\x01\0\0"),
            cell(kind::NUMBER, (0, 2, 0), &44561_f64.to_le_bytes()),
        ];
        let read = pages(&book(NARROW, (b"\x05Blad1", all), &cells.concat()));
        assert_eq!(read, [["Kö | Taxa | 2026-01-01"]]);
    }

    #[test]
    fn what_cannot_be_read_is_a_finding() {
        let locked = book(WIDE, (b"\x01\0a", record(kind::ENCRYPTED, &[1, 0])), b"");
        assert_eq!(read(&locked).err(), Some(Unreadable::Encrypted));
        for bytes in [b"".as_slice(), &begin([0, 2]), &end()] {
            assert_eq!(read(bytes).err(), Some(Unreadable::Broken), "{bytes:?}");
        }
        assert!(pages(&begin(WIDE)).is_empty(), "cut off behind its first record");
    }

    #[test]
    fn one_long_text_is_not_read_for_every_cell() {
        let length = 8000_u16.to_le_bytes();
        let strings = [&[0; 8], length.as_slice(), &[0], &[b'a'; 8000]].concat();
        let label = cell(kind::SHARED_LABEL, (0, 0, 0), &0_u32.to_le_bytes());
        let file = book(WIDE, (b"\x01\0a", record(kind::STRINGS, &strings)), &label.repeat(10_000));
        let read: usize = pages(&file)[0].iter().map(String::len).sum();
        assert!(read > MAX_TEXT / 2 && read < MAX_TEXT + 10_000, "{read}");
    }
}
