//! What came of a visit, as far as the plan is concerned: the same for a live visit and a replayed one.
//!
//! Plain values; knows nothing of where they come from.

use std::borrow::Cow;

use url::Url;

use crate::archive::Drawing;
use crate::fetch::Unreachable;
use crate::page::charset::decode;
use crate::page::is_html;
use crate::page::wall::is_challenge;

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
    /// Why it is not what was asked for, though its status may say so: the header says it.
    pub(super) hindrance: Option<&'a Unreachable>,
    /// What it took a browser to draw it, if one did or tried to.
    pub(super) drawing: Option<Drawing>,
}

impl<'a> Answer<'a> {
    /// Its text, if it is HTML.
    pub(super) fn html(self) -> Option<Cow<'a, str>> {
        is_html(self.content_type, self.body).then(|| decode(self.body, self.charset))
    }

    /// Whether it is the page as a browser drew it.
    pub(super) fn is_drawn(self) -> bool {
        self.drawing.is_some_and(|drawing| !drawing.in_vain)
    }

    /// Why it is not what was asked for: its header says so, or its text is a wall against robots.
    pub(super) fn hindered(&self, html: Option<&str>) -> Option<Unreachable> {
        let is_wall = |html| is_challenge(self.status, html);
        let wall = || html.is_some_and(is_wall).then_some(Unreachable::BotWall);
        self.hindrance.cloned().or_else(wall)
    }
}
