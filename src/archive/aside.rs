//! Keeps beside an archive what a crawl cannot go on with: nothing that was seen is thrown away.
//!
//! Knows files and records; not why a crawl cannot go on.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use flate2::bufread::GzDecoder;

use super::disk::sync_directory;
use super::groups::Tail;
use super::reader::{ArchiveError, MAX_RECORD, RecordReader};
use super::record::Record;

/// How a gzip member begins.
const MEMBER: [u8; 3] = [0x1f, 0x8b, 8];

/// Gives a file another name: its own with this ending, or with the first of `ending-2`, `ending-3` … that is free.
/// The name that it has now.
pub fn put_aside(path: &Path, ending: &str) -> Result<PathBuf, ArchiveError> {
    let place = free(path, ending);
    let moved = fs::rename(path, &place).and_then(|()| place.parent().map_or(Ok(()), sync_directory));
    moved.map(|()| place).map_err(ArchiveError::io(path))
}

/// Copies what stands behind the good part of a file to a file beside it, if that is more than a last group which a crash
/// tore: if a record can be read behind the place where the file is torn. The name of the copy.
pub fn keep_torn(path: &Path, tail: Tail) -> Result<Option<PathBuf>, ArchiveError> {
    let failed = ArchiveError::io(path);
    let mut file = File::open(path).map_err(&failed)?;
    let torn = tail.end + readable(path, tail.end)?;
    let mut rest = Vec::new();
    file.seek(SeekFrom::Start(torn)).and_then(|_| file.read_to_end(&mut rest)).map_err(&failed)?;
    if !holds_record(&rest) {
        return Ok(None);
    }
    drop(rest);
    let place = free(path, "torn");
    let mut copied = || -> io::Result<()> {
        file.seek(SeekFrom::Start(tail.end))?;
        let mut copy = File::create(&place)?;
        io::copy(&mut file, &mut copy)?;
        copy.sync_all()?;
        place.parent().map_or(Ok(()), sync_directory)
    };
    copied().map_err(ArchiveError::io(&place))?;
    Ok(Some(place))
}

/// How many bytes behind an offset hold records that can be read.
fn readable(path: &Path, offset: u64) -> Result<u64, ArchiveError> {
    let mut reader = RecordReader::open_at(path, offset)?;
    let mut end = 0;
    while let Some((_, _, behind)) = reader.next_record()? {
        end = behind;
    }
    Ok(end)
}

/// Whether a record can be read anywhere behind the first byte.
fn holds_record(bytes: &[u8]) -> bool {
    let begins = |at: &usize| bytes[*at..].starts_with(&MEMBER);
    (1..bytes.len()).filter(begins).any(|at| {
        let mut record = Vec::new();
        let read = GzDecoder::new(&bytes[at..]).take(MAX_RECORD).read_to_end(&mut record);
        read.is_ok() && Record::parse(&record).is_some()
    })
}

fn free(path: &Path, ending: &str) -> PathBuf {
    let named = |ending: &str| {
        let mut name = OsString::from(path.file_name().unwrap_or_default());
        name.push(".");
        name.push(ending);
        path.with_file_name(name)
    };
    let numbered = (2_u32..).map(|number| named(&format!("{ending}-{number}")));
    let mut places = std::iter::once(named(ending)).chain(numbered);
    places.find(|place| !place.exists()).expect("a directory holds no four billion files")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_put_in_the_place_of_what_was_put_aside() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("0114.warc.gz");
        for (text, name) in [("one", "0114.warc.gz.torn"), ("two", "0114.warc.gz.torn-2")] {
            fs::write(&path, text).unwrap();
            let place = put_aside(&path, "torn").unwrap();
            assert_eq!((place.file_name().unwrap().to_str(), path.exists()), (Some(name), false));
            assert_eq!(fs::read_to_string(place).unwrap(), text);
        }
    }
}
