//! The text of Word files before 2007 (`.doc`, [MS-DOC]), and of those before 1997: one page, since its own are not known
//! before it is set.
//!
//! Knows where the letters of a text stand; not how they look.

use encoding_rs::WINDOWS_1252;

use super::compound::{place, short};
use super::document::{MAX_TEXT, Text, Unreadable};
use super::model::BlockKind;

/// What a file of Word 97 to 2003 begins with, and one of Word 6 and 95.
const WORD: u16 = 0xa5ec;
const EARLIER: u16 = 0xa5dc;
/// Flags of a file (2.5.2, FibBase): its text is in pieces (Word 6 and 95), it is encrypted, its table stream is `1Table`.
const PIECES: u16 = 0x0004;
const ENCRYPTED: u16 = 0x0100;
const SECOND_TABLE: u16 = 0x0200;
/// Where the counts of letters stand (2.5.4, FibRgLw97): of the text itself, of what follows it, and of its text boxes.
const TEXT: usize = 0x4c;
const BEFORE_BOXES: [usize; 5] = [0x50, 0x54, 0x58, 0x5c, 0x60];
const BOXES: usize = 0x64;
/// Where place and length of the piece table stand (2.5.6, fcClx).
const PIECE_TABLE: usize = 0x1a2;

/// Reads the stream of a document; `table` reads a stream beside it.
pub(super) fn read(document: &[u8], table: impl FnOnce(&str) -> Option<Vec<u8>>) -> Result<Text, Unreadable> {
    let flags = short(document, 0x0a).ok_or(Unreadable::Broken)?;
    if flags & ENCRYPTED != 0 {
        return Err(Unreadable::Encrypted);
    }
    let texts = match short(document, 0) {
        Some(WORD) => {
            let name = if flags & SECOND_TABLE == 0 { "0Table" } else { "1Table" };
            table(name).and_then(|table| pieces(document, &table))
        }
        Some(EARLIER) if flags & PIECES == 0 => whole(document),
        _ => None,
    };
    let texts = texts.ok_or(Unreadable::Broken)?;
    let lines = texts.iter().flat_map(|text| lines(text)).collect();
    Ok(Text { title: None, pages: vec![lines], kind: BlockKind::Paragraph, cut: false })
}

/// The text of Word 6 and 95, which stands in one piece.
fn whole(document: &[u8]) -> Option<Vec<String>> {
    let begin = place(document, 0x18)?;
    let end = begin.checked_add(place(document, 0x34)?)?.min(document.len());
    Some(vec![narrow(document.get(begin..end)?)])
}

/// The text, and that of its text boxes, put together of pieces (2.4.1).
fn pieces(document: &[u8], table: &[u8]) -> Option<Vec<String>> {
    let (begin, length) = (place(document, PIECE_TABLE)?, place(document, PIECE_TABLE + 4)?);
    let pieces = piece_table(table.get(begin..begin.checked_add(length)?)?)?;
    let units = units(document, pieces);
    let text = place(document, TEXT)?;
    let before = BEFORE_BOXES.iter().try_fold(text, |sum, at| sum.checked_add(place(document, *at)?))?;
    let part = |begin: usize, length: usize| {
        let (begin, end) = (begin.min(units.len()), begin.saturating_add(length).min(units.len()));
        String::from_utf16_lossy(&units[begin..end])
    };
    Some(vec![part(0, text), part(before, place(document, BOXES)?)])
}

/// The piece table behind the properties that pieces refer to (2.9.38, Clx).
fn piece_table(mut clx: &[u8]) -> Option<&[u8]> {
    while let [1, ..] = clx {
        clx = clx.get(3 + usize::from(short(clx, 1)?)..)?;
    }
    let [2, ..] = clx else { return None };
    clx.get(5..)?.get(..place(clx, 1)?)
}

/// The letters of all pieces in their order, as UTF-16 (2.8.35, PlcPcd): first where each begins and ends, then where each
/// stands.
fn units(document: &[u8], pieces: &[u8]) -> Vec<u16> {
    let count = pieces.len().saturating_sub(4) / 12;
    let mut units = Vec::new();
    for piece in 0..count {
        let (Some(begin), Some(end)) = (place(pieces, piece * 4), place(pieces, piece * 4 + 4)) else {
            break;
        };
        let Some(at) = place(pieces, (count + 1) * 4 + piece * 8 + 2) else { break };
        let Some(length) = end.checked_sub(begin).filter(|length| units.len() + length <= MAX_TEXT) else {
            break;
        };
        let found = units.len();
        units.extend(letters(document, (at, length)));
        // A piece that the file no longer holds must not move those behind it.
        units.resize(found + length, u16::from(b' '));
    }
    units
}

/// So many letters of a piece, of one byte each where its place says so (2.9.73, FcCompressed).
fn letters(document: &[u8], (at, length): (usize, usize)) -> Vec<u16> {
    const NARROW: usize = 1 << 30;
    let (at, size) = if at & NARROW == 0 { (at, 2) } else { ((at & (NARROW - 1)) / 2, 1) };
    let held = document.get(at.min(document.len())..).unwrap_or_default();
    let held = &held[..held.len().min(length * size)];
    match size {
        1 => narrow(held).encode_utf16().collect(),
        _ => held.as_chunks().0.iter().map(|unit| u16::from_le_bytes(*unit)).collect(),
    }
}

/// Text of one byte a letter.
fn narrow(bytes: &[u8]) -> String {
    WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned()
}

/// The fields that are open at a place of a text, each with what it is made of before what it shows.
#[derive(Default)]
struct Fields {
    /// Of each: whether what it shows has begun.
    shown: Vec<bool>,
    /// In how many it has not.
    instructions: usize,
}

impl Fields {
    fn open(&mut self) {
        self.shown.push(false);
        self.instructions += 1;
    }

    fn show(&mut self) {
        if let Some(shown) = self.shown.last_mut().filter(|shown| !**shown) {
            *shown = true;
            self.instructions -= 1;
        }
    }

    fn close(&mut self) {
        self.show();
        self.shown.pop();
    }
}

/// The paragraphs and cells of a text. What a field is made of is no text, only what it shows (2.8.25).
fn lines(text: &str) -> Vec<String> {
    let (mut lines, mut line) = (Vec::new(), String::new());
    let mut fields = Fields::default();
    for letter in text.chars() {
        match letter {
            '\u{13}' => fields.open(),
            '\u{14}' => fields.show(),
            '\u{15}' => fields.close(),
            '\r' | '\u{7}' | '\u{c}' | '\u{e}' => lines.push(std::mem::take(&mut line)),
            _ if fields.instructions > 0 => {}
            '\t' | '\u{b}' | '\u{a0}' => line.push(' '),
            '\u{1e}' => line.push('-'),
            letter if letter.is_control() || letter == '\u{1f}' => {}
            letter => line.push(letter),
        }
    }
    lines.push(line);
    lines.retain(|line| !line.trim().is_empty());
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A document whose pieces are of one byte a letter and of two, and its table.
    fn file(text: &[(&str, bool)], boxes: usize) -> (Vec<u8>, Vec<u8>) {
        let (mut document, mut places, mut begins) = (vec![0; 0x1aa], Vec::new(), vec![0u32]);
        document[..2].copy_from_slice(&WORD.to_le_bytes());
        for (part, is_wide) in text {
            let at = u32::try_from(document.len()).unwrap();
            let units: Vec<u16> = part.encode_utf16().collect();
            begins.push(begins.last().unwrap() + u32::try_from(units.len()).unwrap());
            let at = if *is_wide { at } else { (at * 2) | (1 << 30) };
            places.extend([&[0, 0], at.to_le_bytes().as_slice(), &[0, 0]].concat());
            match is_wide {
                true => document.extend(units.iter().flat_map(|unit| unit.to_le_bytes())),
                false => document.extend_from_slice(&WINDOWS_1252.encode(part).0),
            }
        }
        let begins: Vec<u8> = begins.iter().flat_map(|begin| begin.to_le_bytes()).collect();
        let length = u32::try_from(begins.len() + places.len()).unwrap();
        let table = [&[1, 3, 0, 9, 9, 9, 2], length.to_le_bytes().as_slice(), &begins, &places].concat();
        let all: usize = text.iter().map(|(part, _)| part.encode_utf16().count()).sum();
        let numbers = [(TEXT, all - boxes), (BOXES, boxes), (PIECE_TABLE + 4, table.len())];
        for (at, number) in numbers {
            document[at..at + 4].copy_from_slice(&u32::try_from(number).unwrap().to_le_bytes());
        }
        (document, table)
    }

    fn read_file(document: &[u8], table: &[u8]) -> Result<Vec<Vec<String>>, Unreadable> {
        read(document, |name| (name == "0Table").then(|| table.to_vec())).map(|text| text.pages)
    }

    #[test]
    fn pieces_are_read_in_their_order() {
        let (document, table) =
            file(&[("Avgift för\tför", false), ("skola – €\r", true), ("Fråga oss", false)], 9);
        assert_eq!(read_file(&document, &table).unwrap(), [["Avgift för förskola – €", "Fråga oss"]]);
        let cut = read_file(&document[..document.len() - 12], &table).unwrap();
        assert!(cut[0][0].starts_with("Avgift för försk"), "{cut:?}");
    }

    #[test]
    fn fields_show_what_they_came_to() {
        let text = "Se \u{13} HYPERLINK \"x\" \u{13} A \u{14}B\u{15}\u{14}vår \u{13}REF\u{14}sida\u{15}\u{15}.\u{1}\u{7}Kö\u{1f}tid\u{7}\u{7}";
        assert_eq!(lines(text), ["Se vår sida.", "Kötid"]);
        assert_eq!(lines("a\u{15}\u{14}b"), ["ab"]);
    }

    #[test]
    fn earlier_files_have_one_piece() {
        let mut document = vec![0; 0x60];
        for (at, bytes) in [(0, EARLIER.to_le_bytes()), (0x18, [0x60, 0]), (0x34, [4, 0])] {
            document[at..at + 2].copy_from_slice(&bytes);
        }
        document.extend_from_slice(b"K\xf6\rx and more");
        assert_eq!(read_file(&document, b"").unwrap(), [["Kö", "x"]]);
        document[0x0a] = 4;
        assert_eq!(read_file(&document, b""), Err(Unreadable::Broken));
        document[0x0b] = 1;
        assert_eq!(read_file(&document, b""), Err(Unreadable::Encrypted));
    }

    #[test]
    fn one_text_is_not_read_for_every_piece() {
        let (mut document, table) = file(&[("x".repeat(MAX_TEXT / 4).as_str(), false)], 0);
        let (begins, place): (Vec<u32>, _) = ((0..=10).map(|at| at * (1 << 20)).collect(), &table[19..27]);
        let begins: Vec<u8> = begins.iter().flat_map(|begin| begin.to_le_bytes()).collect();
        let pieces = [begins, place.repeat(10)].concat();
        document[TEXT..TEXT + 4].copy_from_slice(&u32::MAX.to_le_bytes());
        assert_eq!(units(&document, &pieces).len(), MAX_TEXT);
    }
}
