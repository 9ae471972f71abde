//! The records of Excel files before 2007 ([MS-XLS] 2.1.4), and how text stands in them.
//!
//! Knows bytes; not what any record means.

use encoding_rs::WINDOWS_1252;

use super::cell::Strings;
use super::compound::{long, short, wide};

/// The record that goes on with what did not fit in the one before it (2.4.58).
const GOES_ON: u16 = 0x003c;
/// Flags of a text (2.5.293): two bytes a letter, something behind it, formats behind it.
const WIDE: u8 = 0x01;
const EXTENDED: u8 = 0x04;
const RICH: u8 = 0x08;

/// How text is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Version {
    /// Excel 97 to 2003: one or two bytes a letter.
    Wide,
    /// Excel 5 and 95: one byte a letter.
    Narrow,
}

impl Version {
    /// The version, by the body of a file's first record (2.4.21); none before Excel 5.
    pub(super) fn of(begin: &[u8]) -> Option<Self> {
        match short(begin, 0)? {
            0x0600 => Some(Self::Wide),
            0x0500 => Some(Self::Narrow),
            _ => None,
        }
    }

    /// The text at a place, led by its length in two bytes, as far as it stands there.
    pub(super) fn text(self, body: &[u8], at: usize) -> Option<String> {
        self.letters(body.get(at + 2..)?, usize::from(short(body, at)?))
    }

    /// The text at a place, led by its length in one byte.
    pub(super) fn short_text(self, body: &[u8], at: usize) -> Option<String> {
        self.letters(body.get(at + 1..)?, usize::from(*body.get(at)?))
    }

    fn letters(self, bytes: &[u8], length: usize) -> Option<String> {
        match self {
            Self::Narrow => {
                let bytes = &bytes[..length.min(bytes.len())];
                Some(WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned())
            }
            Self::Wide => {
                let (flags, bytes) = bytes.split_first()?;
                Some(letters(bytes, *flags, length).0)
            }
        }
    }
}

/// At most so many letters, of one or two bytes each, and how many there were.
fn letters(bytes: &[u8], flags: u8, most: usize) -> (String, usize) {
    if flags & WIDE == 0 {
        let length = most.min(bytes.len());
        (bytes[..length].iter().map(|&byte| char::from(byte)).collect(), length)
    } else {
        let length = most.min(bytes.len() / 2);
        (wide(&bytes[..length * 2]), length)
    }
}

/// A record.
#[derive(Debug, Clone, Copy)]
pub(super) struct Record<'b> {
    pub kind: u16,
    pub body: &'b [u8],
}

/// The records of a stream from a place on, until its end or the first that is cut off.
#[derive(Debug, Clone)]
pub(super) struct Biff<'b> {
    rest: &'b [u8],
}

impl<'b> Biff<'b> {
    pub(super) fn new(stream: &'b [u8], at: usize) -> Self {
        Self { rest: stream.get(at..).unwrap_or_default() }
    }

    /// The shared texts in a record and in those that go on with it (2.4.265).
    pub(super) fn strings(&mut self, first: &'b [u8]) -> Strings {
        let mut parts = Parts { part: first.get(8..).unwrap_or_default(), next: self };
        let mut strings = Strings::default();
        while parts.string(&mut strings).is_some() {
            strings.close();
        }
        strings
    }

    /// The next record, if it goes on with the one before it.
    fn more(&mut self) -> Option<&'b [u8]> {
        let mut ahead = self.clone();
        let record = ahead.next().filter(|record| record.kind == GOES_ON)?;
        *self = ahead;
        Some(record.body)
    }
}

impl<'b> Iterator for Biff<'b> {
    type Item = Record<'b>;

    fn next(&mut self) -> Option<Record<'b>> {
        let (kind, length) = (short(self.rest, 0)?, short(self.rest, 2)?);
        let (body, rest) = self.rest[4..].split_at_checked(usize::from(length))?;
        self.rest = rest;
        Some(Record { kind, body })
    }
}

/// What stands in a record and in those that go on with it.
struct Parts<'p, 'b> {
    part: &'b [u8],
    next: &'p mut Biff<'b>,
}

impl<'b> Parts<'_, 'b> {
    /// The next text (2.5.293). What is behind its letters is how they look and sound.
    fn string(&mut self, strings: &mut Strings) -> Option<()> {
        let length = usize::from(short(self.take(2)?, 0)?);
        let flags = *self.take(1)?.first()?;
        let formats = if flags & RICH == 0 { 0 } else { usize::from(short(self.take(2)?, 0)?) * 4 };
        let extension =
            if flags & EXTENDED == 0 { 0 } else { usize::try_from(long(self.take(4)?, 0)?).ok()? };
        self.letters(flags, length, strings)?;
        self.skip(formats.checked_add(extension)?)
    }

    /// So many letters. Where they go on in another record, it says anew how they are written.
    fn letters(&mut self, mut flags: u8, mut length: usize, strings: &mut Strings) -> Option<()> {
        loop {
            let (text, taken) = letters(self.part, flags, length);
            strings.add(&text);
            self.part = &self.part[if flags & WIDE == 0 { taken } else { taken * 2 }..];
            length -= taken;
            if length == 0 {
                return Some(());
            }
            (flags, self.part) = self.next.more()?.split_first().map(|(flags, part)| (*flags, part))?;
        }
    }

    /// The next bytes, which no record divides.
    fn take(&mut self, length: usize) -> Option<&'b [u8]> {
        if self.part.is_empty() {
            self.part = self.next.more()?;
        }
        let (taken, rest) = self.part.split_at_checked(length)?;
        self.part = rest;
        Some(taken)
    }

    fn skip(&mut self, mut length: usize) -> Option<()> {
        while length > self.part.len() {
            length -= self.part.len();
            self.part = self.next.more()?;
        }
        self.part = &self.part[length..];
        Some(())
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    pub(in super::super) fn record(kind: u16, body: &[u8]) -> Vec<u8> {
        [&kind.to_le_bytes(), u16::try_from(body.len()).unwrap().to_le_bytes().as_slice(), body].concat()
    }

    #[test]
    fn texts_go_on_in_other_records() {
        let first =
            [&[0; 8], b"\x03\0\0K\xf6 \x04\0\x09\x01\0Ta".as_slice(), b"\x04\0\x04\x03\0\0\0a"].concat();
        // The second text is wide at first, and narrow behind the border; then come four bytes of formats.
        let first = &first[..first.len() - 8 - 2];
        let stream = [
            record(GOES_ON, b"\0Taxa\x01\x02"),
            record(GOES_ON, b"\x03\x04\x02\0\x04\x03\0\0\0abxyz\0\0\0"),
            record(7, b""),
        ]
        .concat();
        let mut records = Biff::new(&stream, 0);
        let strings = records.strings(first);
        assert_eq!(
            [0, 1, 2, 3, 4].map(|at| strings.get(at)),
            [Some("K\u{f6} "), Some("Taxa"), Some("ab"), Some(""), None]
        );
        assert_eq!(records.next().map(|record| record.kind), Some(7));
    }

    #[test]
    fn texts_are_read_as_far_as_they_stand() {
        for (version, bytes, text) in [
            (Version::Wide, b"\x02\0\x01K\0\xf6\0x".as_slice(), Some("Kö")),
            (Version::Wide, b"\x09\0\0K\xf6", Some("Kö")),
            (Version::Wide, b"\x09\0", None),
            (Version::Narrow, b"\x03\0\x80 K", Some("€ K")),
            (Version::Narrow, b"\x03", None),
        ] {
            assert_eq!(version.text(bytes, 0).as_deref(), text, "{bytes:?}");
        }
        assert_eq!(Version::Narrow.short_text(b"xx\x02K\xf6", 2).as_deref(), Some("Kö"));
    }
}
