//! What came of one request.
//!
//! Knows HTTP's nouns; not how the request was made.

use std::net::SocketAddr;
use std::time::Duration;

use bytes::Bytes;
use time::OffsetDateTime;
use url::Url;

use super::coding::Coding;
use super::unreachable::Unreachable;

/// What came of asking for one address.
#[derive(Debug)]
pub enum Fetched {
    /// The server answered, with whatever status; a redirect is an answer.
    Answered(Box<Exchange>),
    /// robots.txt says no.
    Refused,
    /// The address could not be had.
    Unreachable(Unreachable),
    /// Nothing was asked: the host wants to be left alone so long. Ask again afterwards.
    Busy(Duration),
}

/// Whether the whole body is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Completeness {
    /// It is.
    Whole,
    /// It was not read: the answer is no text.
    NotText,
}

/// One request and its answer.
#[derive(Debug, Clone)]
pub struct Exchange {
    /// What was asked for.
    pub url: Url,
    /// When.
    pub asked_at: OffsetDateTime,
    /// How long the answer took, body included.
    pub took: Duration,
    /// The request as it was sent, in the notation of HTTP/1.1.
    pub request_head: Vec<u8>,
    /// The status.
    pub status: u16,
    /// The answer's header fields, as received.
    pub headers: Vec<(String, Vec<u8>)>,
    /// What came, pressed as [`Exchange::coding`] says.
    pub payload: Bytes,
    /// The body, decoded; what came itself where nothing was pressed.
    pub body: Bytes,
    /// Whether that is the whole body.
    pub completeness: Completeness,
    /// Who answered.
    pub peer: Option<SocketAddr>,
}

impl Exchange {
    /// The first value of a header field, if it is text.
    pub fn header(&self, name: &str) -> Option<&str> {
        let field = self.headers.iter().find(|(field, _)| field.eq_ignore_ascii_case(name))?;
        std::str::from_utf8(&field.1).ok()
    }

    /// How the payload was pressed, if it was.
    pub fn coding(&self) -> Option<Coding> {
        self.header("content-encoding").and_then(Coding::named)
    }

    /// Whether the body is what the payload stands for: it was not pressed, or in a coding that is known.
    pub fn is_decoded(&self) -> bool {
        let mut codings =
            self.headers.iter().filter(|(field, _)| field.eq_ignore_ascii_case("content-encoding"));
        let plain = |value: &[u8]| value.is_empty() || value.eq_ignore_ascii_case(b"identity");
        codings.all(|(_, value)| plain(value.trim_ascii())) || self.coding().is_some()
    }

    /// Where a redirect points, if this is one that may be followed.
    pub fn redirect_to(&self) -> Option<Url> {
        let redirects = matches!(self.status, 301 | 302 | 303 | 307 | 308);
        let location = self.headers.iter().find(|(field, _)| field.eq_ignore_ascii_case("location"))?;
        let location = String::from_utf8_lossy(&location.1);
        redirects.then(|| self.url.join(location.trim()).ok()).flatten()
    }
}

/// The `charset` parameter of a content type.
pub fn charset_parameter(content_type: &str) -> Option<String> {
    let lower = content_type.to_ascii_lowercase();
    let value = lower.split_once("charset=")?.1;
    let value = value.trim_start_matches(['"', '\'']).split(['"', '\'', ';', ' ', ',']).next()?;
    (!value.is_empty()).then(|| value.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_charset_of_a_content_type() {
        for (content_type, expected) in [
            ("text/html; charset=UTF-8", Some("utf-8")),
            ("text/html;charset=\"iso-8859-1\"; x=y", Some("iso-8859-1")),
            ("text/html; charset=", None),
            ("text/html", None),
        ] {
            assert_eq!(charset_parameter(content_type).as_deref(), expected, "{content_type}");
        }
    }
}
