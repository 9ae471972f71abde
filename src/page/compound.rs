//! Office files before 2007: a compound file ([MS-CFB]) with a stream that says which program wrote it.
//!
//! Memory is taken for what a file holds, never for what it says that it holds. Knows streams; not what stands in them.

use std::io::{Cursor, Read};

use cfb::CompoundFile;

use super::document::{MAX_PART, Text, Unreadable};
use super::{old_slides, old_word, old_workbook};

/// What such a file begins with ([MS-CFB] 2.2).
pub(super) const SIGNATURE: &[u8] = &[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];

/// Reads a Word, Excel or PowerPoint file (`.doc`, `.xls`, `.ppt`, and their templates). Files of 2007 and later are such
/// containers where a password protects them ([MS-OFFCRYPTO] 2.3).
pub(super) fn read(body: &[u8]) -> Result<Text, Unreadable> {
    let mut streams = Streams(CompoundFile::open(Cursor::new(body)).map_err(|_| Unreadable::Broken)?);
    if let Some(document) = streams.read("WordDocument") {
        return old_word::read(&document, |table| streams.read(table));
    }
    if let Some(document) = streams.read("PowerPoint Document") {
        return old_slides::read(&document, &streams.read("Current User").unwrap_or_default());
    }
    if let Some(book) = streams.read("Workbook").or_else(|| streams.read("Book")) {
        return old_workbook::read(&book);
    }
    Err(if streams.0.is_stream("EncryptedPackage") { Unreadable::Encrypted } else { Unreadable::Broken })
}

/// The streams of a file, of which only so much is read.
struct Streams<'b>(CompoundFile<Cursor<&'b [u8]>>);

impl Streams<'_> {
    /// What a stream holds, as far as the file is whole; `None` where there is no such stream.
    fn read(&mut self, name: &str) -> Option<Vec<u8>> {
        let most = u64::try_from(MAX_PART).expect("a few megabytes fit in 64 bits");
        let mut bytes = Vec::new();
        // What a damaged file still says is worth as much as what a damaged page says.
        let _ = self.0.open_stream(name).ok()?.take(most).read_to_end(&mut bytes);
        Some(bytes)
    }
}

/// The number in the first two bytes from a place.
pub(super) fn short(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..)?.first_chunk().map(|bytes| u16::from_le_bytes(*bytes))
}

/// The number in the first four bytes from a place.
pub(super) fn long(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..)?.first_chunk().map(|bytes| u32::from_le_bytes(*bytes))
}

/// The same number as a length or a place.
pub(super) fn place(bytes: &[u8], at: usize) -> Option<usize> {
    usize::try_from(long(bytes, at)?).ok()
}

/// Text of two bytes a letter; the last half of a letter is left out.
pub(super) fn wide(bytes: &[u8]) -> String {
    let units: Vec<u16> = bytes.as_chunks().0.iter().map(|unit| u16::from_le_bytes(*unit)).collect();
    String::from_utf16_lossy(&units)
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use std::io::Write;

    /// A file with these streams.
    pub(in super::super) fn compound(streams: &[(&str, &[u8])]) -> Vec<u8> {
        let mut file = CompoundFile::create(Cursor::new(Vec::new())).unwrap();
        for (name, bytes) in streams {
            file.create_stream(name).unwrap().write_all(bytes).unwrap();
        }
        file.flush().unwrap();
        file.into_inner().into_inner()
    }

    #[test]
    fn what_is_no_office_file_is_a_finding() {
        for (streams, why) in [
            (&[("EncryptedPackage", b"x".as_slice())], Unreadable::Encrypted),
            (&[("VisioDocument", b"x")], Unreadable::Broken),
            (&[("WordDocument", b"")], Unreadable::Broken),
            (&[("Workbook", b"x")], Unreadable::Broken),
            (&[("PowerPoint Document", b"xxxxxxxxxxxxxxxxx")], Unreadable::Broken),
        ] {
            assert_eq!(read(&compound(streams)).err(), Some(why), "{streams:?}");
        }
        assert_eq!(read(SIGNATURE).err(), Some(Unreadable::Broken));
    }
}
