//! Why a request brought nothing, and what may be done about it at once.
//!
//! Knows the errors of the HTTP client; not who asks again, nor when.

use std::io::{self, ErrorKind};

use h2::Reason;

use super::clients::Connection;
use super::unreachable::{Unreachable, causes};

/// Why a request brought nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Failure {
    pub(super) reason: Unreachable,
    /// Whether its connection had been used before and was closed ahead of any answer: the server has usually closed it
    /// meanwhile and seen nothing of the request.
    pub(super) is_stale: bool,
    /// Whether the server asked to be left alone, in the way of HTTP/2 (RFC 9113, section 7: `ENHANCE_YOUR_CALM`).
    pub(super) is_push_back: bool,
    /// Whether there was a connection to send it over.
    pub(super) is_sent: bool,
}

impl From<Unreachable> for Failure {
    fn from(reason: Unreachable) -> Self {
        Self { reason, is_stale: false, is_push_back: false, is_sent: true }
    }
}

impl Failure {
    /// What an error ahead of the answer says, over such a connection.
    pub(super) fn ahead_of_answer(error: &reqwest::Error, connection: Connection) -> Self {
        let failure = Self::within_answer(error);
        let is_closed = failure.reason == Unreachable::Protocol && causes(error).any(is_closed);
        let is_sent = !error.is_connect() && connection != Connection::Begun;
        Self { is_stale: connection == Connection::Reused && is_closed, is_sent, ..failure }
    }

    /// What an error within an answer says.
    pub(super) fn within_answer(error: &reqwest::Error) -> Self {
        let is_push_back = causes(error).filter_map(|cause| cause.downcast_ref::<h2::Error>()).any(is_calm);
        Self { reason: Unreachable::of(error), is_stale: false, is_push_back, is_sent: true }
    }
}

fn is_calm(error: &h2::Error) -> bool {
    error.is_remote() && error.reason() == Some(Reason::ENHANCE_YOUR_CALM)
}

/// Whether a connection was closed, in order or not, and nothing more was said over it. Who refuses a request, or answers
/// with what cannot be read, has seen it.
fn is_closed(cause: &(dyn std::error::Error + 'static)) -> bool {
    if let Some(error) = cause.downcast_ref::<hyper::Error>() {
        return error.is_incomplete_message() || error.is_canceled() || error.is_closed();
    }
    if let Some(error) = cause.downcast_ref::<h2::Error>() {
        // Other requests are answered to their end: this one came too late (RFC 9113, 6.8).
        return error.is_go_away() && error.is_remote() && error.reason() == Some(Reason::NO_ERROR);
    }
    let kinds = [
        ErrorKind::ConnectionReset,
        ErrorKind::ConnectionAborted,
        ErrorKind::BrokenPipe,
        ErrorKind::NotConnected,
        ErrorKind::UnexpectedEof,
    ];
    cause.downcast_ref::<io::Error>().is_some_and(|error| kinds.contains(&error.kind()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_refused_or_cannot_be_read_was_seen() {
        let check = |error: h2::Error, closed: bool| assert_eq!(is_closed(&error), closed, "{error:?}");
        for reason in [Reason::REFUSED_STREAM, Reason::ENHANCE_YOUR_CALM, Reason::NO_ERROR] {
            check(h2::Error::from(reason), false);
        }
        for (kind, closed) in [
            (ErrorKind::ConnectionReset, true),
            (ErrorKind::UnexpectedEof, true),
            (ErrorKind::InvalidData, false),
        ] {
            assert_eq!(is_closed(&io::Error::from(kind)), closed, "{kind:?}");
        }
    }
}
