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
    /// Nothing was asked: the gap that the host asks for (Crawl-delay) lasts so long. Ask again afterwards.
    Early(Duration),
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

    /// Why it is not what was asked for, though its status may say so.
    pub fn hindrance(&self) -> Option<Unreachable> {
        hindrance(|name| self.header(name), &self.payload)
    }

    /// Where a redirect points, if this is one that may be followed.
    pub fn redirect_to(&self) -> Option<Url> {
        let redirects = matches!(self.status, 301 | 302 | 303 | 307 | 308);
        let found = self.headers.iter().find(|(field, _)| field.eq_ignore_ascii_case("location"))?;
        redirects.then(|| self.url.join(&location(&found.1)).ok()).flatten()
    }
}

/// What says of an answer that it is a challenge, by a field of its own: Cloudflare's, and that of AWS WAF, whose challenges
/// have the status 202 or 405.
const CHALLENGES: [(&str, &str); 3] =
    [("cf-mitigated", "challenge"), ("x-amzn-waf-action", "challenge"), ("x-amzn-waf-action", "captcha")];

/// Why an answer with such header fields is not what was asked for: one says that it is a challenge, or its body is in a
/// coding that nobody asked for.
pub fn hindrance<'a>(field: impl Fn(&str) -> Option<&'a str>, body: &[u8]) -> Option<Unreachable> {
    let says = |(name, challenge): &(&str, &str)| {
        field(name).is_some_and(|value| value.trim().eq_ignore_ascii_case(challenge))
    };
    if CHALLENGES.iter().any(says) {
        return Some(Unreachable::BotWall);
    }
    let coding = field("content-encoding").filter(|_| !body.is_empty())?;
    Coding::of(coding).err()
}

/// A `Location` as an address: bytes beyond ASCII, which should not be there, are escaped as they are, whatever letters the
/// server takes them for; so do browsers.
pub fn location(value: &[u8]) -> String {
    let escaped = |byte: &u8| match byte {
        byte if byte.is_ascii() => char::from(*byte).to_string(),
        byte => format!("%{byte:02X}"),
    };
    value.trim_ascii().iter().map(escaped).collect()
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

    fn answer(status: u16, field: &str, value: &[u8]) -> Exchange {
        Exchange {
            url: Url::parse("http://x.example/a").unwrap(),
            asked_at: OffsetDateTime::UNIX_EPOCH,
            took: Duration::ZERO,
            request_head: Vec::new(),
            status,
            headers: vec![(field.to_owned(), value.to_vec())],
            payload: Bytes::new(),
            body: Bytes::new(),
            completeness: Completeness::Whole,
            peer: None,
        }
    }

    #[test]
    fn a_location_in_any_letters_keeps_its_bytes() {
        for (value, expected) in [
            (b" /b ".as_slice(), "http://x.example/b"),
            (b"/f\xf6rskola?x=\xe5", "http://x.example/f%F6rskola?x=%E5"),
            ("/förskola".as_bytes(), "http://x.example/f%C3%B6rskola"),
            ("http://räka.example/".as_bytes(), "http://xn--rka-qla.example/"),
        ] {
            let to = answer(302, "Location", value).redirect_to().map(String::from);
            assert_eq!(to.as_deref(), Some(expected), "{value:?}");
        }
        assert_eq!(answer(200, "Location", b"/b").redirect_to(), None);
    }

    #[test]
    fn a_header_says_that_an_answer_is_not_what_was_asked_for() {
        for (name, value, body, expected) in [
            ("cf-mitigated", "challenge", &b""[..], Some(Unreachable::BotWall)),
            ("cf-mitigated", "block", b"", None),
            ("x-amzn-waf-action", "captcha", b"", Some(Unreachable::BotWall)),
            ("content-encoding", "deflate", b"x", Some(Unreachable::Coding)),
            ("content-encoding", "deflate", b"", None),
            ("content-encoding", "gzip", b"x", None),
        ] {
            let field = |asked: &str| (asked == name).then_some(value);
            assert_eq!(hindrance(field, body), expected, "{name}: {value}");
        }
    }

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
