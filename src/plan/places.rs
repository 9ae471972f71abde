//! What a site's own answers say of its addresses: which places show the same, which hosts nobody has, which spellings make
//! no difference.
//!
//! Pure; ties [`Mirrors`], [`Names`] and [`Twins`] together.

use url::Url;

use super::mirrors::Mirrors;
use super::names::{FirstAnswer, Names};
use super::twins::Twins;
use super::visit::{Found, Visit};

/// What a page shows, whatever name its host goes by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Looks {
    /// The likeness of its text and of where its links lead.
    pub page: u64,
    /// The likeness of its text.
    pub text: u64,
}

/// What is known of the places of a site.
#[derive(Debug, Default)]
pub(super) struct Places {
    mirrors: Mirrors,
    pub(super) names: Names,
    twins: Twins,
}

impl Places {
    /// Takes what a page of the site shows; a place that turns out to be a mirror comes back.
    pub(super) fn page(&mut self, url: &Url, looks: Looks) -> Option<Url> {
        self.names.answered(url, &FirstAnswer::Page(looks.text));
        if self.names.is_invented(url) {
            return None;
        }
        self.twins.page(url, looks.text);
        self.mirrors.page(url, looks.page)
    }

    /// Takes a redirect between addresses of the site; a place that turns out to send all its pages elsewhere comes back.
    pub(super) fn redirected(&mut self, from: &Url, to: &Url) -> Option<Url> {
        self.names.answered(from, &FirstAnswer::Redirect(to.clone()));
        self.twins.redirected(from, to);
        self.mirrors.redirected(from, to)
    }

    /// The address under which the site shows this page, if its place is a mirror.
    pub(super) fn original(&self, url: &Url) -> Option<Url> {
        self.mirrors.original(url)
    }

    /// Whether a page of the site was read by another spelling of its address. Where an answer points is asked for as it is.
    pub(super) fn is_read(&self, visit: &Visit) -> bool {
        visit.attempt == 0 && visit.found != Found::Redirect && self.twins.is_read(&visit.url)
    }
}
