//! Reads the records of a WARC file one gzip member at a time, and stops where a member is torn.
//!
//! Knows members and records; not which records belong together.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use flate2::bufread::GzDecoder;

use super::record::Record;

/// The largest record that is read, decoded; a larger one counts as torn.
pub(super) const MAX_RECORD: u64 = 256 * 1024 * 1024;

/// An archive could not be read or written.
#[derive(Debug, thiserror::Error)]
pub enum ArchiveError {
    /// The file system refused: check space, rights and the path.
    #[error("{}: {cause}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system said.
        cause: io::Error,
    },
    /// A page was kept in another file, which no longer holds it: keep editions that later ones refer to.
    #[error("{}: refers to a page in {}, which is no longer there", path.display(), file.display())]
    Gone {
        /// The file that refers.
        path: PathBuf,
        /// The file that is referred to.
        file: PathBuf,
    },
    /// A record of ours says something that this version does not understand.
    #[error("{}: the record at byte {offset} is not understood: {cause}", path.display())]
    Note {
        /// The file.
        path: PathBuf,
        /// Where the record begins.
        offset: u64,
        /// What is wrong with it.
        cause: serde_json::Error,
    },
}

impl ArchiveError {
    /// Wraps what the file system said about `path`.
    pub(super) fn io(path: &Path) -> impl Fn(io::Error) -> Self + '_ {
        move |cause| Self::Io { path: path.to_owned(), cause }
    }
}

/// The records of one file, in order. Ends at the end of the file or at the first torn member.
#[derive(Debug)]
pub struct RecordReader {
    path: PathBuf,
    input: Counted,
}

impl RecordReader {
    /// Opens a file.
    pub fn open(path: &Path) -> Result<Self, ArchiveError> {
        let file = File::open(path).map_err(ArchiveError::io(path))?;
        let inner = BufReader::with_capacity(256 * 1024, file);
        Ok(Self { path: path.to_owned(), input: Counted { inner, read: 0 } })
    }

    /// Opens a file where a record begins.
    pub(super) fn open_at(path: &Path, offset: u64) -> Result<Self, ArchiveError> {
        let mut reader = Self::open(path)?;
        reader.input.inner.seek(SeekFrom::Start(offset)).map_err(ArchiveError::io(path))?;
        Ok(reader)
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The next record with the offsets at which its member begins and ends; `None` at the end or at a torn member.
    pub fn next_record(&mut self) -> Result<Option<(u64, Record, u64)>, ArchiveError> {
        let begin = self.input.read;
        let mut bytes = Vec::new();
        let decoded = GzDecoder::new(&mut self.input).take(MAX_RECORD).read_to_end(&mut bytes);
        match decoded {
            Ok(_) => Ok(Record::parse(&bytes).map(|record| (begin, record, self.input.read))),
            Err(error) if is_torn(&error) => Ok(None),
            Err(error) => Err(ArchiveError::io(&self.path)(error)),
        }
    }
}

/// Whether an error speaks of the bytes and not of the file system.
fn is_torn(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::UnexpectedEof | io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData
    )
}

/// A file whose consumed bytes are counted.
#[derive(Debug)]
struct Counted {
    inner: BufReader<File>,
    read: u64,
}

impl Read for Counted {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let mut ready = self.fill_buf()?;
        let taken = ready.read(out)?;
        self.consume(taken);
        Ok(taken)
    }
}

impl BufRead for Counted {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.inner.fill_buf()
    }

    fn consume(&mut self, taken: usize) {
        self.inner.consume(taken);
        self.read += u64::try_from(taken).expect("a buffer's length fits in 64 bits");
    }
}
