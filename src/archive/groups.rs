//! Records that belong together: what was asked, what came back, and the note that closes the group.
//!
//! Knows which records make a group; not what a page means.

use std::path::Path;

use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use super::notes::{Note, Outcome, SiteState, VisitNote};
use super::reader::{ArchiveError, RecordReader};
use super::record::{Record, RecordKind};

/// One closed group.
#[derive(Debug)]
pub struct Group {
    /// The note that closes it.
    pub note: Note,
    /// The answer, with the offset of its record, if there was one.
    pub response: Option<(u64, Record)>,
    /// The answer as a browser draws it, if one did.
    pub drawn: Option<Record>,
    /// Why the page cannot be shown any more, if an earlier archive kept it and holds it no longer.
    pub lost: Option<ArchiveError>,
}

/// Where the good part of a file ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tail {
    /// The offset behind the last closed group.
    pub end: u64,
    /// The records up to there.
    pub records: u64,
}

/// From when until when something was seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// The first moment.
    pub began: OffsetDateTime,
    /// The last one.
    pub ended: OffsetDateTime,
}

/// The groups of one file, in order.
#[derive(Debug)]
pub struct Groups {
    reader: RecordReader,
    records: u64,
    tail: Tail,
    span: Option<Span>,
}

impl Groups {
    /// Opens a file.
    pub fn open(path: &Path) -> Result<Self, ArchiveError> {
        Ok(Self { reader: RecordReader::open(path)?, records: 0, tail: Tail::default(), span: None })
    }

    /// Where the part that was read so far ends. Two things do not count, since a resumed crawl writes them again:
    /// an `Interrupted` closing, and a robots.txt without the visit that it was fetched for.
    pub fn tail(&self) -> Tail {
        self.tail
    }

    /// The dates of the first and the last record that were read so far.
    pub fn span(&self) -> Option<Span> {
        self.span
    }

    /// The next closed group; `None` at the end, or where the file is torn. A page that an earlier archive kept is read
    /// from there, under the name that it has here; where it is gone the group is as this file alone holds it.
    pub fn next_group(&mut self) -> Result<Option<Group>, ArchiveError> {
        let Some(mut group) = self.next_unresolved()? else { return Ok(None) };
        if let Note::Visit(VisitNote { outcome: Outcome::Unchanged { of }, .. }) = &group.note {
            match of.read(self.reader.path()) {
                Ok(kept) => {
                    let (offset, mut own) =
                        group.response.take().unwrap_or_else(|| (of.offset, kept.clone()));
                    own.block = kept.block;
                    group.response = Some((offset, own));
                }
                Err(cause) => group.lost = Some(cause),
            }
        }
        Ok(Some(group))
    }

    /// The next closed group as this file alone holds it.
    pub(super) fn next_unresolved(&mut self) -> Result<Option<Group>, ArchiveError> {
        let (mut response, mut drawn) = (None, None);
        while let Some((offset, record, end)) = self.reader.next_record()? {
            self.records += 1;
            self.extend_span(&record);
            match record.kind() {
                Some(RecordKind::Response | RecordKind::Revisit) => response = Some((offset, record)),
                Some(RecordKind::Conversion) => drawn = Some(record),
                Some(RecordKind::Metadata) => {
                    let note = self.note(offset, &record)?;
                    self.advance(end, &note);
                    return Ok(Some(Group { note, response, drawn, lost: None }));
                }
                Some(RecordKind::Warcinfo) => self.tail = Tail { end, records: self.records },
                Some(RecordKind::Request) | None => {}
            }
        }
        Ok(None)
    }

    fn extend_span(&mut self, record: &Record) {
        let date = record.field("WARC-Date").and_then(|date| OffsetDateTime::parse(date, &Rfc3339).ok());
        if let Some(date) = date {
            self.span = Some(Span { began: self.span.map_or(date, |span| span.began), ended: date });
        }
    }

    fn note(&self, offset: u64, record: &Record) -> Result<Note, ArchiveError> {
        serde_json::from_slice(&record.block).map_err(|cause| ArchiveError::Note {
            path: self.reader.path().to_owned(),
            offset,
            cause,
        })
    }

    fn advance(&mut self, end: u64, note: &Note) {
        let complete = match note {
            Note::Visit(_) | Note::Again => true,
            Note::Robots { .. } => false,
            Note::Closing(outcome) => outcome.state != SiteState::Interrupted,
        };
        if complete {
            self.tail = Tail { end, records: self.records };
        }
    }
}
