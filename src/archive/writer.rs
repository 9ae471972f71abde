//! Writes one site's archive, group by group, each in a single write: a crash tears the last group at most.
//!
//! Knows records and the file; not which page comes next.

use std::fs::{File, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};

use bytes::Bytes;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use crate::fetch::{Completeness, Exchange};

use super::digest::{labelled, record_id};
use super::earlier::Kept;
use super::groups::Tail;
use super::http::{is_kept, response_head, revisit_head, stored_payload};
use super::notes::{Note, VisitNote};
use super::reader::ArchiveError;
use super::record::{Record, RecordKind};

/// Memory that an archive keeps for what it writes next, in bytes.
const KEPT: usize = 64 * 1024;

/// What an archive is of; it gives the records their names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SiteLabel {
    /// The edition.
    pub edition: String,
    /// The site, such as a municipality code.
    pub site: String,
}

/// A site's archive, open for writing at its end.
#[derive(Debug)]
pub struct SiteArchive {
    path: PathBuf,
    file: File,
    label: String,
    records: u64,
    /// What is written next; kept, so that not every page takes memory anew.
    pressed: Vec<u8>,
}

impl SiteArchive {
    /// Begins a new file; one that exists is replaced. `user_agent` is told in its first record.
    pub fn create(path: &Path, label: &SiteLabel, user_agent: &str) -> Result<Self, ArchiveError> {
        let file = File::create(path).map_err(ArchiveError::io(path))?;
        let mut archive =
            Self { path: path.to_owned(), file, label: name(label), records: 0, pressed: Vec::new() };
        let program = concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION"));
        let fields = [
            ("software", program),
            ("format", "WARC File Format 1.1"),
            ("conformsTo", "https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"),
            ("robots", "obey"),
            ("http-header-user-agent", user_agent),
            ("isPartOf", label.edition.as_str()),
        ];
        let mut block = fields.map(|(name, value)| format!("{name}: {value}")).join("\r\n");
        block.push_str("\r\n");
        let file_name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let record =
            archive.record(RecordKind::Warcinfo, OffsetDateTime::now_utc(), alone(block.into_bytes()));
        archive.append(&[record.with("WARC-Filename", &file_name)])?;
        Ok(archive)
    }

    /// Opens a file to go on behind its good part; the rest is cut off.
    pub fn resume(path: &Path, label: &SiteLabel, tail: Tail) -> Result<Self, ArchiveError> {
        let file = OpenOptions::new().append(true).open(path).map_err(ArchiveError::io(path))?;
        file.set_len(tail.end).map_err(ArchiveError::io(path))?;
        Ok(Self {
            path: path.to_owned(),
            file,
            label: name(label),
            records: tail.records,
            pressed: Vec::new(),
        })
    }

    /// Writes a visit that was answered: request, response, the page as a browser draws it (ISO 28500:2017, 6.8), if one
    /// did, and note.
    pub fn answered(
        &mut self,
        exchange: &Exchange,
        drawn: Option<&str>,
        note: VisitNote,
    ) -> Result<(), ArchiveError> {
        let url = exchange.url.as_str();
        let payload = stored_payload(exchange);
        let block = (response_head(exchange, payload), payload.clone());
        let response = self.record(RecordKind::Response, exchange.asked_at, block);
        let mut response =
            response.with("WARC-Target-URI", url).with("WARC-Payload-Digest", &labelled(&[payload]));
        if exchange.coding().is_some_and(is_kept) {
            response = response.pressed();
        }
        if let Some(peer) = exchange.peer {
            response = response.with("WARC-IP-Address", &peer.ip().to_string());
        }
        if exchange.completeness == Completeness::NotText {
            response = response.with("WARC-Truncated", "unspecified");
        }
        let id = response.field("WARC-Record-ID").expect("every record has a name").to_owned();
        let request =
            self.record(RecordKind::Request, exchange.asked_at, alone(exchange.request_head.clone()));
        let metadata = self.record(RecordKind::Metadata, exchange.asked_at, alone(json(&Note::Visit(note))));
        let belonging =
            |record: Record, of: &str| record.with("WARC-Target-URI", of).with("WARC-Concurrent-To", &id);
        let mut records = vec![belonging(request, url), response];
        if let Some(html) = drawn {
            let conversion = self.record(RecordKind::Conversion, exchange.asked_at, alone(html.into()));
            records.push(conversion.with("WARC-Target-URI", url).with("WARC-Refers-To", &id));
        }
        records.push(belonging(metadata, &of_note(url)));
        self.append(&records)
    }

    /// Writes a visit whose answer an earlier archive holds: request, revisit and note (ISO 28500:2017, 6.7).
    pub fn unchanged(
        &mut self,
        exchange: &Exchange,
        note: VisitNote,
        kept: &Kept,
    ) -> Result<(), ArchiveError> {
        let url = exchange.url.as_str();
        let profile = if exchange.status == 304 { "server-not-modified" } else { "identical-payload-digest" };
        let mut revisit = self
            .record(RecordKind::Revisit, exchange.asked_at, alone(revisit_head(exchange)))
            .with("WARC-Target-URI", url)
            .with("WARC-Profile", &format!("http://netpreserve.org/warc/1.1/revisit/{profile}"))
            .with("WARC-Refers-To", &kept.record)
            .with("WARC-Refers-To-Target-URI", url)
            .with("WARC-Payload-Digest", &kept.digest);
        if let Some(dated) = &kept.dated {
            revisit = revisit.with("WARC-Refers-To-Date", dated);
        }
        if exchange.status != 304 {
            // The body came, and is not stored again (6.7.2).
            revisit = revisit.with("WARC-Truncated", "length");
        }
        let id = revisit.field("WARC-Record-ID").expect("every record has a name").to_owned();
        let request =
            self.record(RecordKind::Request, exchange.asked_at, alone(exchange.request_head.clone()));
        let metadata = self.record(RecordKind::Metadata, exchange.asked_at, alone(json(&Note::Visit(note))));
        let belonging =
            |record: Record, of: &str| record.with("WARC-Target-URI", of).with("WARC-Concurrent-To", &id);
        self.append(&[belonging(request, url), revisit, belonging(metadata, &of_note(url))])
    }

    /// Writes a note that stands alone: a visit that failed, a robots.txt, or the closing of the site.
    pub fn note(&mut self, note: &Note) -> Result<(), ArchiveError> {
        let record = self.record(RecordKind::Metadata, OffsetDateTime::now_utc(), alone(json(note)));
        let record = match note {
            Note::Visit(VisitNote { url, .. }) | Note::Robots { url, .. } => {
                record.with("WARC-Target-URI", &of_note(url.as_str()))
            }
            Note::Closing(_) | Note::Again => record,
        };
        self.append(&[record])
    }

    /// Brings everything to the disk; power may fail then.
    pub fn sync(&self) -> Result<(), ArchiveError> {
        self.file.sync_data().map_err(ArchiveError::io(&self.path))
    }

    fn record(&mut self, kind: RecordKind, when: OffsetDateTime, block: (Vec<u8>, Bytes)) -> Record {
        self.records += 1;
        let when = when.replace_nanosecond(0).expect("zero is a nanosecond");
        let date = when.format(&Rfc3339).expect("a date of this era has a notation");
        Record::new(kind, &record_id(&self.label, self.records), &date, block)
    }

    fn append(&mut self, records: &[Record]) -> Result<(), ArchiveError> {
        self.pressed.clear();
        for record in records {
            record.append_to(&mut self.pressed);
        }
        self.file.write_all(&self.pressed).map_err(ArchiveError::io(&self.path))?;
        self.pressed.shrink_to(KEPT);
        Ok(())
    }
}

/// The address of what is noted about a page. It is another one than the page's, which replay tools would show the note
/// instead of.
fn of_note(url: &str) -> String {
    format!("urn:kommunspegel:{url}")
}

/// A block without a body behind it.
fn alone(block: Vec<u8>) -> (Vec<u8>, Bytes) {
    (block, Bytes::new())
}

fn name(label: &SiteLabel) -> String {
    format!("{}/{}", label.edition, label.site)
}

fn json(note: &Note) -> Vec<u8> {
    serde_json::to_vec(note).expect("notes are plain data")
}
