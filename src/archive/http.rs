//! Answers as `application/http` blocks, and back.
//!
//! Pure; knows HTTP/1.1's notation only.

use crate::fetch::Exchange;

/// Fields that speak of the transfer and not of the stored body. The value is kept under another name.
const TRANSFER: &[&str] = &["transfer-encoding", "content-length"];

/// The head of an answer as it is stored: status line and fields, with the right length of the decoded body that follows.
pub(super) fn response_head(exchange: &Exchange) -> Vec<u8> {
    // The reason phrase may be empty (RFC 9112, section 4) and HTTP/2 has none.
    let mut block = format!("HTTP/1.1 {} \r\n", exchange.status).into_bytes();
    for (name, value) in &exchange.headers {
        if TRANSFER.contains(&name.to_ascii_lowercase().as_str()) {
            block.extend_from_slice(b"X-Archive-Orig-");
        }
        block.extend_from_slice(name.as_bytes());
        block.extend_from_slice(b": ");
        block.extend(value.iter().map(|byte| if matches!(byte, b'\r' | b'\n') { b' ' } else { *byte }));
        block.extend_from_slice(b"\r\n");
    }
    block.extend_from_slice(format!("Content-Length: {}\r\n\r\n", exchange.body.len()).as_bytes());
    block
}

/// A stored answer, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct StoredResponse<'a> {
    pub(super) status: u16,
    pub(super) fields: Vec<(String, String)>,
    pub(super) body: &'a [u8],
}

impl StoredResponse<'_> {
    /// The first value of a field.
    pub(super) fn field(&self, name: &str) -> Option<&str> {
        self.fields
            .iter()
            .find(|(field, _)| field.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }
}

/// Reads a stored answer; `None` when the block is none.
pub(super) fn parse_response(block: &[u8]) -> Option<StoredResponse<'_>> {
    let end = block.windows(4).position(|window| window == b"\r\n\r\n")?;
    let head = String::from_utf8_lossy(&block[..end]);
    let mut lines = head.split("\r\n");
    let status = lines.next()?.split(' ').nth(1)?.parse().ok()?;
    let field = |line: &str| {
        let (name, value) = line.split_once(':')?;
        Some((name.trim().to_owned(), value.trim().to_owned()))
    };
    Some(StoredResponse { status, fields: lines.filter_map(field).collect(), body: &block[end + 4..] })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fetch::Completeness;

    #[test]
    fn an_answer_comes_back_as_it_was() {
        let exchange = Exchange {
            url: url::Url::parse("https://x.example/").unwrap(),
            asked_at: time::OffsetDateTime::UNIX_EPOCH,
            took: std::time::Duration::ZERO,
            request_head: Vec::new(),
            status: 404,
            headers: vec![
                ("content-type".to_owned(), b"text/html".to_vec()),
                ("transfer-encoding".to_owned(), b"chunked".to_vec()),
            ],
            body: bytes::Bytes::from_static(b"<p>\r\n\r\n"),
            completeness: Completeness::Whole,
            peer: None,
        };
        let block = [&response_head(&exchange), exchange.body.as_ref()].concat();
        let stored = parse_response(&block).unwrap();
        assert_eq!((stored.status, stored.body), (404, &b"<p>\r\n\r\n"[..]));
        assert_eq!(stored.field("Content-Length"), Some("7"));
        assert_eq!(stored.field("Transfer-Encoding"), None);
        assert_eq!(stored.field("X-Archive-Orig-Transfer-Encoding"), Some("chunked"));
        assert_eq!(parse_response(b"junk\r\n\r\n"), None);
    }
}
