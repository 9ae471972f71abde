//! The pages of an earlier archive, so that what has not changed is neither sent nor stored again.
//!
//! Knows where a page lies in another file; not whether it has changed.

use std::path::{Path, PathBuf};

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;
use url::Url;

use crate::fetch::{Coding, Exchange, Validators, charset_parameter};
use crate::plan::Found;

use super::groups::Groups;
use super::http::parse_response;
use super::notes::{Note, Outcome, VisitNote};
use super::reader::{ArchiveError, RecordReader};
use super::record::{Record, RecordKind};

/// Where a page was kept when it was last sent in full.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// The file, seen from the directory of the archive that refers to it.
    pub file: PathBuf,
    /// Where the response record begins in it.
    pub offset: u64,
    /// The name of that record.
    pub record: String,
    /// Its payload's digest.
    pub digest: String,
    /// Its date, as it is written there; `None` in notes of versions that did not keep it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dated: Option<String>,
    /// When the page was last known to be so.
    #[serde(with = "time::serde::rfc3339")]
    pub seen: OffsetDateTime,
    /// What the server said to tell this version from another.
    pub validators: Validators,
}

/// The pages of one earlier archive, by address.
#[derive(Debug, Default)]
pub struct Earlier(FxHashMap<Url, Kept>);

impl Earlier {
    /// Reads `directory`/`name`; `directory` is seen from the directory `from` of the new archive. A file that does
    /// not exist holds nothing.
    pub fn read(from: &Path, directory: &Path, name: &str) -> Result<Self, ArchiveError> {
        let file = directory.join(name);
        let path = from.join(&file);
        if !path.is_file() {
            return Ok(Self::default());
        }
        let mut pages = FxHashMap::default();
        let mut groups = Groups::open(&path)?;
        while let Some(group) = groups.next_unresolved()? {
            let Note::Visit(VisitNote { url, found, outcome, .. }) = group.note else { continue };
            // What is drawn by scripts may change while the page stays the same.
            if group.drawn.is_some() {
                continue;
            }
            let kept = match (outcome, group.response) {
                (Outcome::Unchanged { of }, _) => of.with_date(&path),
                (Outcome::Answered { body_unread: false, .. }, Some((offset, record))) => {
                    kept(&file, offset, &record)
                }
                _ => None,
            };
            if let Some(kept) = kept.filter(|_| found != Found::Probe) {
                pages.insert(url, kept);
            }
        }
        Ok(Self(pages))
    }

    /// What was kept of an address.
    pub fn page(&self, url: &Url) -> Option<&Kept> {
        self.0.get(url)
    }
}

fn kept(file: &Path, offset: u64, record: &Record) -> Option<Kept> {
    let response = parse_response(&record.block).filter(|response| response.status == 200)?;
    let text = |name: &str| record.field(name).map(str::to_owned);
    Some(Kept {
        file: file.to_owned(),
        offset,
        record: text("WARC-Record-ID")?,
        digest: text("WARC-Payload-Digest")?,
        dated: text("WARC-Date"),
        seen: OffsetDateTime::parse(record.field("WARC-Date")?, &Rfc3339).ok()?,
        validators: Validators::read(|name| response.field(name)),
    })
}

impl Kept {
    /// The body of what is referred to, with the character set that its header names; see [`Self::read`].
    pub fn body(&self, archive: &Path) -> Result<(Vec<u8>, Option<String>), ArchiveError> {
        let record = self.read(archive)?;
        let Some(response) = parse_response(&record.block) else { return Ok(Default::default()) };
        // What cannot be decoded any more is as good as gone.
        let body = response.body().map_err(|_| self.gone(archive))?;
        Ok((body, response.field("content-type").and_then(charset_parameter)))
    }

    /// The same with the date of the record that is referred to, which older notes do not hold; `None` when it is gone.
    fn with_date(self, archive: &Path) -> Option<Self> {
        if self.dated.is_some() {
            return Some(self);
        }
        let dated = self.read(archive).ok()?.field("WARC-Date").map(str::to_owned);
        Some(Self { dated, ..self })
    }

    /// Whether an answer is what was kept, pressed by gzip anew: its bytes differ by the time that gzip notes (RFC 1952,
    /// section 2.3.1), or by how hard they were pressed, and what they stand for does not.
    pub fn is_pressed_anew(&self, archive: &Path, exchange: &Exchange) -> bool {
        let gzip = Some(Coding::Gzip);
        let is_kept = |record: Record| {
            parse_response(&record.block).is_some_and(|kept| {
                kept.coding() == gzip && kept.body().is_ok_and(|body| body == exchange.body)
            })
        };
        exchange.coding() == gzip && self.read(archive).is_ok_and(is_kept)
    }

    /// The record that is referred to from the archive at `archive`; fails when the file no longer holds it.
    pub fn read(&self, archive: &Path) -> Result<Record, ArchiveError> {
        let gone = || self.gone(archive);
        let mut reader = RecordReader::open_at(&self.path(archive), self.offset).map_err(|_| gone())?;
        let (_, record, _) = reader.next_record()?.ok_or_else(gone)?;
        let same = record.kind() == Some(RecordKind::Response)
            && record.field("WARC-Payload-Digest") == Some(&self.digest)
            && record.field("WARC-Record-ID") == Some(&self.record);
        if same { Ok(record) } else { Err(gone()) }
    }

    fn path(&self, archive: &Path) -> PathBuf {
        archive.parent().unwrap_or(Path::new("")).join(&self.file)
    }

    fn gone(&self, archive: &Path) -> ArchiveError {
        ArchiveError::Gone { path: archive.to_owned(), file: self.path(archive) }
    }
}
