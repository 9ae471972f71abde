//! The text of PowerPoint files before 2007 (`.ppt`, [MS-PPT]): a page for each slide, in their order.
//!
//! Knows where the texts of slides stand; not how they look.

use rustc_hash::FxHashMap;

use super::compound::{long, place, short, wide};
use super::document::{MAX_PAGES, MAX_TEXT, Text, Unreadable};
use super::model::BlockKind;

/// Kinds of records (2.13.24).
const SLIDE_LIST: u16 = 0x0ff0;
const SLIDE_PLACE: u16 = 0x03f3;
const WIDE_TEXT: u16 = 0x0fa0;
const NARROW_TEXT: u16 = 0x0fa8;
/// What the stream beside the presentation says of one that is encrypted (2.3.2, headerToken).
const ENCRYPTED: u32 = 0xf3d1_c4df;
/// Length of the record of an edit that names a key (2.3.3, encryptSessionPersistIdRef).
const WITH_KEY: usize = 0x20;
/// Most places of objects that are read.
const MAX_OBJECTS: usize = 100_000;
/// What stands in place of a number or a date that a program fills in.
const FILLED_IN: &str = "*";

/// Reads the stream of a presentation; `user` is the one that says where its last edit stands.
pub(super) fn read(stream: &[u8], user: &[u8]) -> Result<Text, Unreadable> {
    if long(user, 12) == Some(ENCRYPTED) {
        return Err(Unreadable::Encrypted);
    }
    let edit = place(user, 16).and_then(|at| record(stream, at)).ok_or(Unreadable::Broken)?;
    if edit.body.len() == WITH_KEY {
        return Err(Unreadable::Encrypted);
    }
    let pages = show(stream, edit.body).ok_or(Unreadable::Broken)?;
    Ok(Text { title: None, pages, kind: BlockKind::Paragraph, cut: false })
}

/// A record: what it is, which of its kind, what it holds, and whether that are records.
struct Record<'b> {
    kind: u16,
    instance: u16,
    body: &'b [u8],
    is_container: bool,
}

/// The record at a place (2.3.1), as far as the file is whole.
fn record(bytes: &[u8], at: usize) -> Option<Record<'_>> {
    let (head, kind) = (short(bytes, at)?, short(bytes, at.checked_add(2)?)?);
    let begin = at.checked_add(8)?;
    let end = begin.saturating_add(place(bytes, at + 4)?).min(bytes.len());
    let body = bytes.get(begin..end)?;
    Some(Record { kind, instance: head >> 4, body, is_container: head & 0xf == 0xf })
}

/// Shows every record that stands in a container, and in those within it.
fn each<'b>(container: &'b [u8], mut see: impl FnMut(&Record<'b>)) {
    let mut at = 0;
    while let Some(record) = record(container, at) {
        see(&record);
        at += 8 + if record.is_container { 0 } else { record.body.len() };
    }
}

/// The lines of each slide, beginning at the last edit.
fn show(stream: &[u8], edit: &[u8]) -> Option<Vec<Vec<String>>> {
    let places = Places::of(stream, edit)?;
    let document = record(stream, places.get(long(edit, 16)?)?)?;
    let mut slides = None;
    each(document.body, |record| {
        // The lists of masters and of notes are the others.
        if record.kind == SLIDE_LIST && record.instance == 0 {
            slides.get_or_insert(record.body);
        }
    });
    let (mut pages, mut left) = (Vec::<Page>::new(), MAX_TEXT);
    each(slides.unwrap_or_default(), |record| match record.kind {
        // The texts of a slide's outline follow its place; others stand on the slide itself.
        SLIDE_PLACE if pages.len() <= MAX_PAGES => {
            pages.push(Page { slide: long(record.body, 0).and_then(|id| places.get(id)), lines: Vec::new() });
        }
        _ => pages.iter_mut().last().into_iter().for_each(|page| page.add(record, &mut left)),
    });
    pages.truncate(MAX_PAGES);
    for page in &mut pages {
        let slide = page.slide.and_then(|at| record(stream, at));
        each(slide.map_or(&[], |slide| slide.body), |record| page.add(record, &mut left));
    }
    Some(pages.into_iter().map(|page| page.lines).collect())
}

/// A slide: where it stands, and what it says.
struct Page {
    slide: Option<usize>,
    lines: Vec<String>,
}

impl Page {
    /// Adds the lines of a record that is text, while there may be more of it.
    fn add(&mut self, record: &Record<'_>, left: &mut usize) {
        let text = match record.kind {
            WIDE_TEXT if record.body.len() <= *left => wide(record.body),
            NARROW_TEXT if record.body.len() <= *left => {
                record.body.iter().map(|&byte| char::from(byte)).collect()
            }
            _ => return,
        };
        *left -= record.body.len();
        let lines = text.split('\r').map(|line| line.replace('\u{b}', " "));
        self.lines.extend(lines.filter(|line| !line.trim().is_empty() && line != FILLED_IN));
    }
}

/// Where the objects of a presentation stand, by their numbers.
#[derive(Default)]
struct Places {
    by_number: FxHashMap<u32, usize>,
    /// How many were read, those that later edits had moved among them.
    read: usize,
}

impl Places {
    /// The places by all edits, each of which names the one before it (2.3.3): where two differ, the later one is right.
    fn of(stream: &[u8], last: &[u8]) -> Option<Self> {
        let (mut places, mut edit, mut before) = (Self::default(), last, stream.len());
        loop {
            places.read_list(record(stream, place(edit, 12)?)?.body);
            // Earlier edits stand earlier, so this ends.
            match place(edit, 8).filter(|&at| at > 0 && at < before) {
                Some(at) => (edit, before) = (record(stream, at)?.body, at),
                None => return Some(places),
            }
        }
    }

    /// Reads runs of places, each led by its first number and its length (2.3.5).
    fn read_list(&mut self, list: &[u8]) {
        let mut at = 0;
        while let Some(run) = long(list, at) {
            at += 4;
            let first = run & 0xf_ffff;
            for number in first..first + (run >> 20) {
                let Some(found) = place(list, at).filter(|_| self.read < MAX_OBJECTS) else { return };
                self.by_number.entry(number).or_insert(found);
                self.read += 1;
                at += 4;
            }
        }
    }

    fn get(&self, number: u32) -> Option<usize> {
        self.by_number.get(&number).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record_of(head: u16, kind: u16, body: &[u8]) -> Vec<u8> {
        let length = u32::try_from(body.len()).unwrap();
        [head.to_le_bytes().as_slice(), &kind.to_le_bytes(), &length.to_le_bytes(), body].concat()
    }

    fn edit(numbers: [usize; 4], is_locked: bool) -> Vec<u8> {
        let [before, list, document, _] = numbers.map(|number| u32::try_from(number).unwrap().to_le_bytes());
        let key: &[u8] = if is_locked { &[0; 4] } else { &[] };
        record_of(0, 0x0ff5, &[&[0; 8], before.as_slice(), &list, &document, &[0; 8], key].concat())
    }

    /// A presentation of two edits, in the second of which the only slide was written anew, and where its edits stand.
    fn presentation() -> (Vec<u8>, [usize; 2]) {
        let slide_of = |text: &str| {
            let units: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
            record_of(0xf, 0x3ee, &record_of(0xf, 0xf00d, &record_of(0, WIDE_TEXT, &units)))
        };
        let list = [
            record_of(0, SLIDE_PLACE, &[2, 0, 0, 0]),
            record_of(0, NARROW_TEXT, b"K\xf6\r*\rTv\xe5\x0brader"),
        ];
        let masters = record_of(0x1f, SLIDE_LIST, &record_of(0, NARROW_TEXT, b"Klicka"));
        let document = record_of(0xf, 0x3e8, &[masters, record_of(0xf, SLIDE_LIST, &list.concat())].concat());
        let mut stream = document;
        let mut at = vec![0];
        let place = |number: usize| u32::try_from(number).unwrap().to_le_bytes();
        let mut put = |stream: &mut Vec<u8>, record: Vec<u8>| {
            at.push(stream.len());
            stream.extend(record);
            *at.last().unwrap()
        };
        let first = put(&mut stream, slide_of("Förr"));
        let list =
            put(&mut stream, record_of(0, 0x1772, &[[1, 0, 0x20, 0], place(0), place(first)].concat()));
        let one = put(&mut stream, edit([0, list, 1, 0], false));
        let second = put(&mut stream, slide_of("Nu"));
        let list = put(&mut stream, record_of(0, 0x1772, &[[2, 0, 0x10, 0], place(second)].concat()));
        let two = put(&mut stream, edit([one, list, 1, 0], false));
        (stream, [one, two])
    }

    fn user(edit: usize, token: u32) -> Vec<u8> {
        [&[0; 12], token.to_le_bytes().as_slice(), &u32::try_from(edit).unwrap().to_le_bytes()].concat()
    }

    fn read_at(stream: &[u8], edit: usize) -> Result<Vec<Vec<String>>, Unreadable> {
        read(stream, &user(edit, 0xe391_c05f)).map(|text| text.pages)
    }

    #[test]
    fn slides_are_as_the_last_edit_left_them() {
        let (stream, [one, two]) = presentation();
        assert_eq!(read_at(&stream, two).unwrap(), [["Kö", "Två rader", "Nu"]]);
        assert_eq!(read_at(&stream, one).unwrap(), [["Kö", "Två rader", "Förr"]]);
    }

    #[test]
    fn what_cannot_be_read_is_a_finding() {
        let (mut stream, [_, two]) = presentation();
        assert_eq!(read(&stream, &user(two, ENCRYPTED)).err(), Some(Unreadable::Encrypted));
        assert_eq!(read(&stream, b"").err(), Some(Unreadable::Broken));
        assert_eq!(read_at(&stream, stream.len()), Err(Unreadable::Broken));
        // An edit that names itself as the one before it.
        let own = u32::try_from(two).unwrap().to_le_bytes();
        stream[two + 16..two + 20].copy_from_slice(&own);
        assert_eq!(read_at(&stream, two), Err(Unreadable::Broken), "the document is of the first edit");
        let locked = edit([0; 4], true);
        assert_eq!(read_at(&locked, 0), Err(Unreadable::Encrypted));
    }

    #[test]
    fn one_text_is_not_read_for_every_slide() {
        let slide = record_of(0xf, 0x3ee, &record_of(0, NARROW_TEXT, &vec![b'a'; MAX_TEXT / 4]));
        let record = record(&slide, 8).unwrap();
        let (mut page, mut left) = (Page { slide: None, lines: Vec::new() }, MAX_TEXT);
        (0..9).for_each(|_| page.add(&record, &mut left));
        assert_eq!((page.lines.len(), left), (4, 0));
    }
}
