//! One WARC/1.1 record (ISO 28500:2017) and its bytes.
//!
//! Pure; knows the notation, not what the block means.

use std::fmt::Write;

use bytes::Bytes;

use super::digest::labelled;
use super::press::{Pressing, press};

/// The kinds of records that our archives hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RecordKind {
    /// What the file is.
    Warcinfo,
    /// What was sent.
    Request,
    /// What came back.
    Response,
    /// What came back was kept in an earlier file.
    Revisit,
    /// What came back, as a browser draws it.
    Conversion,
    /// What is to be said of it.
    Metadata,
}

impl RecordKind {
    const ALL: [(Self, &'static str); 6] = [
        (Self::Warcinfo, "warcinfo"),
        (Self::Request, "request"),
        (Self::Response, "response"),
        (Self::Revisit, "revisit"),
        (Self::Conversion, "conversion"),
        (Self::Metadata, "metadata"),
    ];

    fn name(self) -> &'static str {
        Self::ALL.iter().find(|(kind, _)| *kind == self).expect("every kind is listed").1
    }

    fn of(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known)| *known == name).map(|(kind, _)| *kind)
    }
}

/// One record: its named fields in order, and its block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    fields: Vec<(String, String)>,
    /// The content block, or its beginning.
    pub block: Vec<u8>,
    /// The rest of the block of a record that is written: a body, shared and not copied.
    body: Bytes,
    pressing: Pressing,
}

impl Record {
    /// A record with the fields that every record has.
    pub(super) fn new(kind: RecordKind, id: &str, date: &str, (block, body): (Vec<u8>, Bytes)) -> Self {
        let content_type = match kind {
            RecordKind::Warcinfo => "application/warc-fields",
            RecordKind::Request => "application/http;msgtype=request",
            RecordKind::Response | RecordKind::Revisit => "application/http;msgtype=response",
            RecordKind::Conversion => "text/html; charset=utf-8",
            RecordKind::Metadata => "application/json",
        };
        let fields = [
            ("WARC-Type", kind.name()),
            ("WARC-Record-ID", id),
            ("WARC-Date", date),
            ("Content-Type", content_type),
            ("WARC-Block-Digest", &labelled(&[&block, &body])),
            ("Content-Length", &(block.len() + body.len()).to_string()),
        ];
        Self {
            fields: fields.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec(),
            block,
            body,
            pressing: Pressing::Hard,
        }
    }

    /// The record whose body is pressed as it is.
    #[must_use]
    pub(super) fn pressed(self) -> Self {
        Self { pressing: Pressing::Not, ..self }
    }

    /// The record with one more field; line breaks in the value become spaces.
    #[must_use]
    pub(super) fn with(mut self, name: &str, value: &str) -> Self {
        self.fields.push((name.to_owned(), value.replace(['\r', '\n'], " ")));
        self
    }

    /// What kind of record it is; `None` for kinds that our archives do not hold.
    pub fn kind(&self) -> Option<RecordKind> {
        RecordKind::of(self.field("WARC-Type")?)
    }

    /// The value of a named field.
    pub fn field(&self, name: &str) -> Option<&str> {
        self.fields
            .iter()
            .find(|(field, _)| field.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }

    /// Appends the record to `out` as a gzip member of its own.
    pub(super) fn append_to(&self, out: &mut Vec<u8>) {
        let mut head = "WARC/1.1\r\n".to_owned();
        for (name, value) in &self.fields {
            write!(head, "{name}: {value}\r\n").expect("writing to a String never fails");
        }
        head.push_str("\r\n");
        press(&[head.as_bytes(), &self.block, &self.body, b"\r\n\r\n"], self.pressing, out);
    }

    /// Reads the bytes of one record; `None` when they are no whole record.
    pub fn parse(bytes: &[u8]) -> Option<Self> {
        let end = bytes.windows(4).position(|window| window == b"\r\n\r\n")?;
        let head = std::str::from_utf8(&bytes[..end]).ok()?;
        let mut lines = head.split("\r\n");
        lines.next().filter(|version| version.starts_with("WARC/1."))?;
        let field = |line: &str| {
            let (name, value) = line.split_once(':')?;
            Some((name.trim().to_owned(), value.trim().to_owned()))
        };
        let fields = lines.map(field).collect::<Option<Vec<_>>>()?;
        let mut record = Self { fields, block: Vec::new(), body: Bytes::new(), pressing: Pressing::Hard };
        let length: usize = record.field("Content-Length")?.parse().ok()?;
        let block = bytes[end + 4..].get(..length)?;
        record.block = block.to_vec();
        Some(record)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;

    #[test]
    fn a_record_comes_back_as_it_was() {
        let record = Record::new(
            RecordKind::Metadata,
            "<urn:uuid:x>",
            "2026-11-21T00:00:00Z",
            (b"{}".to_vec(), Bytes::from_static(b"\r\n\r\n")),
        )
        .with("WARC-Target-URI", "https://x.example/\nä");
        assert_eq!(record.field("Content-Length"), Some("6"));
        let (mut member, mut bytes) = (Vec::new(), Vec::new());
        record.append_to(&mut member);
        flate2::read::GzDecoder::new(member.as_slice()).read_to_end(&mut bytes).unwrap();
        let read = Record::parse(&bytes).unwrap();
        assert_eq!((read.block.as_slice(), &read.fields), (b"{}\r\n\r\n".as_slice(), &record.fields));
        assert_eq!(read.kind(), Some(RecordKind::Metadata));
        assert_eq!(read.field("warc-target-uri"), Some("https://x.example/ ä"));
        assert_eq!(Record::parse(&bytes[..bytes.len() - 6]), None);
    }

    #[test]
    fn any_bytes_are_read_without_harm() {
        for bytes in [
            &b""[..],
            b"\r\n\r\n",
            b"WARC/1.1\r\n\r\n",
            b"WARC/1.1\r\nContent-Length: 9\r\n\r\nx",
            b"\xff\r\n\r\n",
        ] {
            assert_eq!(Record::parse(bytes), None);
        }
    }
}
