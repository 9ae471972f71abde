//! Answers as `application/http` blocks, and back.
//!
//! Pure; knows HTTP/1.1's notation only.

use std::io;

use bytes::Bytes;

use crate::fetch::{Coding, Exchange};

/// The largest body that is read from a stored payload, in bytes.
const MAX_BODY: usize = 256 * 1024 * 1024;

/// Whether a payload in this coding is stored as it came: every reader of archives knows gzip; replay tools know the others
/// badly.
pub(super) fn is_kept(coding: Coding) -> bool {
    match coding {
        Coding::Gzip => true,
        Coding::Brotli | Coding::Zstd => false,
    }
}

/// What is stored of a body: what came, where it is plain or in a coding that is kept; else the decoded body.
pub fn stored_payload(exchange: &Exchange) -> &Bytes {
    if exchange.coding().is_none_or(is_kept) { &exchange.payload } else { &exchange.body }
}

/// The head of an answer as it is stored, before such a payload: status line and fields. Those that speak of the transfer
/// and not of what is stored are kept under another name; the length is right.
pub(super) fn response_head(exchange: &Exchange, payload: &Bytes) -> Vec<u8> {
    let mut block = fields(exchange);
    block.extend_from_slice(format!("Content-Length: {}\r\n\r\n", payload.len()).as_bytes());
    block
}

/// The head of an answer whose payload is stored elsewhere. It says no length: replay tools put it before that payload, and
/// would cut it.
pub(super) fn revisit_head(exchange: &Exchange) -> Vec<u8> {
    let mut block = fields(exchange);
    block.extend_from_slice(b"\r\n");
    block
}

fn fields(exchange: &Exchange) -> Vec<u8> {
    // The reason phrase may be empty (RFC 9112, section 4) and HTTP/2 has none.
    let mut block = format!("HTTP/1.1 {} \r\n", exchange.status).into_bytes();
    for (name, value) in &exchange.headers {
        let of_transfer = match name.to_ascii_lowercase().as_str() {
            "transfer-encoding" | "content-length" => true,
            "content-encoding" => !exchange.coding().is_none_or(is_kept),
            _ => false,
        };
        if of_transfer {
            block.extend_from_slice(b"X-Archive-Orig-");
        }
        block.extend_from_slice(name.as_bytes());
        block.extend_from_slice(b": ");
        block.extend(value.iter().map(|byte| if matches!(byte, b'\r' | b'\n') { b' ' } else { *byte }));
        block.extend_from_slice(b"\r\n");
    }
    block
}

/// A stored answer, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct StoredResponse<'a> {
    pub(super) status: u16,
    fields: Vec<(String, Vec<u8>)>,
    payload: &'a [u8],
}

impl StoredResponse<'_> {
    /// The body, decoded. What was fetched could be, and is kept as it came: where it cannot be any more, the archive is
    /// damaged.
    pub(super) fn body(&self) -> io::Result<Vec<u8>> {
        match self.coding() {
            None => Ok(self.payload.to_vec()),
            Some(coding) => coding.decode(self.payload, MAX_BODY),
        }
    }

    /// How the payload was pressed, if it was.
    pub(super) fn coding(&self) -> Option<Coding> {
        self.field("content-encoding").and_then(Coding::named)
    }

    /// The first value of a field, if it is text.
    pub(super) fn field(&self, name: &str) -> Option<&str> {
        self.bytes(name).and_then(|value| std::str::from_utf8(value).ok())
    }

    /// The first value of a field as it was sent.
    pub(super) fn bytes(&self, name: &str) -> Option<&[u8]> {
        let found = self.fields.iter().find(|(field, _)| field.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_slice())
    }
}

/// Reads a stored answer; `None` when the block is none.
pub(super) fn parse_response(block: &[u8]) -> Option<StoredResponse<'_>> {
    let end = block.windows(4).position(|window| window == b"\r\n\r\n")?;
    // A line break within a value was not stored.
    let mut lines = block[..end].split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii);
    let status = std::str::from_utf8(lines.next()?).ok()?.split(' ').nth(1)?.parse().ok()?;
    let field = |line: &[u8]| {
        let colon = line.iter().position(|byte| *byte == b':')?;
        let name = String::from_utf8_lossy(&line[..colon]).trim().to_owned();
        Some((name, line[colon + 1..].trim_ascii().to_vec()))
    };
    Some(StoredResponse { status, fields: lines.filter_map(field).collect(), payload: &block[end + 4..] })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fetch::Completeness;

    /// An answer with such a payload, as it is stored and read again.
    fn kept(coding: &str, payload: Vec<u8>, check: impl Fn(&StoredResponse<'_>)) {
        let exchange = Exchange {
            url: url::Url::parse("https://x.example/").unwrap(),
            asked_at: time::OffsetDateTime::UNIX_EPOCH,
            took: std::time::Duration::ZERO,
            request_head: Vec::new(),
            status: 404,
            headers: vec![
                ("content-type".to_owned(), b"text/html".to_vec()),
                ("transfer-encoding".to_owned(), b"chunked".to_vec()),
                ("content-encoding".to_owned(), coding.as_bytes().to_vec()),
            ],
            payload: payload.into(),
            body: Bytes::from_static(BODY),
            completeness: Completeness::Whole,
            peer: None,
        };
        let stored = stored_payload(&exchange);
        let block = [&response_head(&exchange, stored), stored.as_ref()].concat();
        let read = parse_response(&block).unwrap();
        assert_eq!((read.status, read.body().unwrap()), (404, BODY.to_vec()), "{coding}");
        assert_eq!(read.field("Content-Length"), Some(stored.len().to_string().as_str()), "{coding}");
        assert_eq!(read.field("Transfer-Encoding"), None, "{coding}");
        assert_eq!(read.field("X-Archive-Orig-Transfer-Encoding"), Some("chunked"), "{coding}");
        check(&read);
    }

    const BODY: &[u8] = b"<p>\r\n\r\n";

    #[test]
    fn an_answer_comes_back_as_it_was() {
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        std::io::Write::write_all(&mut gzip, BODY).unwrap();
        let gzip = gzip.finish().unwrap();
        kept("none", BODY.to_vec(), |read| assert_eq!(read.payload, BODY));
        kept("gzip", gzip.clone(), |read| assert_eq!(read.payload, gzip, "as it came"));
        for coding in ["br", "zstd"] {
            kept(coding, b"pressed".to_vec(), |read| {
                assert_eq!(read.payload, BODY, "decoded");
                assert_eq!(read.field("Content-Encoding"), None);
                assert_eq!(read.field("X-Archive-Orig-Content-Encoding"), Some(coding));
            });
        }
        let broken = b"HTTP/1.1 200 \r\nContent-Encoding: gzip\r\n\r\n\x1f\x8b\x08 and no more";
        assert!(parse_response(broken).unwrap().body().is_err());
        assert_eq!(parse_response(b"junk\r\n\r\n"), None);
    }
}
