//! What came of a visit, as far as the plan is concerned: the same for a live visit and a replayed one.
//!
//! Plain values; knows nothing of where they come from.

use url::Url;

use crate::archive::Drawing;
use crate::fetch::Unreachable;

/// The robots.txt that was read before a visit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct RobotsSeen {
    /// Where it lies.
    pub(super) url: Url,
    /// The sitemaps it names.
    pub(super) sitemaps: Vec<Url>,
}

/// What came of a visit.
#[derive(Debug, Clone, Copy)]
pub(super) enum Seen<'a> {
    /// An answer.
    Answer(Answer<'a>),
    /// None.
    Failure(&'a Unreachable),
}

/// An answer, as far as the plan is concerned.
#[derive(Debug, Clone, Copy)]
pub(super) struct Answer<'a> {
    /// Its status.
    pub(super) status: u16,
    /// Where it points, if it is a redirect.
    pub(super) redirect_to: Option<&'a Url>,
    /// Its `Refresh` field: where it sends its reader after a while.
    pub(super) refresh: Option<&'a str>,
    /// The content type, with its parameters.
    pub(super) content_type: &'a str,
    /// The character set of the content type.
    pub(super) charset: Option<&'a str>,
    /// The decoded body.
    pub(super) body: &'a [u8],
    /// What it took a browser to draw it, if one did.
    pub(super) drawing: Option<Drawing>,
}

/// Whether an answer is HTML, by its content type or, without one, its first letter.
pub(super) fn is_html(content_type: &str, body: &[u8]) -> bool {
    let essence = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    if essence.is_empty() {
        return body.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'<');
    }
    essence.contains("html")
}
