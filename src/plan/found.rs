//! The links of a page, and the visits that they make.
//!
//! Plain values; knows nothing of which links are followed.

use url::Url;

use super::ranking;
use super::scope::Ground;
use super::visit::{Found, Visit};

/// A link of a page, its address in its one spelling.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundLink {
    /// Where it points.
    pub url: Url,
    /// Its text.
    pub anchor: String,
    /// What kind of reference it is.
    pub found: Found,
    /// Where on the page it stands.
    pub spot: Spot,
}

/// Where on a page a link stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spot {
    /// In a menu.
    Menu,
    /// Anywhere else.
    Page,
}

/// Clicks to what a page links to.
pub(super) fn depth_of(from: &Visit, link: &FoundLink) -> u16 {
    let clicks = match link.found {
        Found::Canonical | Found::Refresh | Found::Frame => 0,
        _ => 1,
    };
    from.depth.saturating_add(clicks)
}

/// The visit to what a page links to.
pub(super) fn linked_visit(from: &Visit, link: &FoundLink, ground: Ground) -> Visit {
    Visit {
        depth: depth_of(from, link),
        anchor: link.anchor.clone(),
        ground,
        hops: 0,
        turn: ranking::of_link(link),
        ..from.onward(link.url.clone(), link.found)
    }
}
