//! Answers that are not the pages that were asked for: errors, and walls that come as pages.
//!
//! Knows answers; not what is made of their being refused.

use std::borrow::Cow;

use crate::archive::ArchivedPage;
use crate::fetch::Unreachable;
use crate::page;
use crate::page::wall::{self, LOOKED_AT, is_challenge};

/// Why an answer is not the page that was asked for, and does not lead there: an error, or a wall that is taken for a page.
pub(super) fn refusal(page: &ArchivedPage) -> Option<Unreachable> {
    if page.hindrance.is_some() {
        return page.hindrance.clone();
    }
    let html = page::is_html(&page.content_type, &page.body);
    if html && is_challenge(page.status, &beginning(page)) {
        return Some(Unreachable::BotWall);
    }
    Unreachable::of_status(page.status).filter(|_| page.redirect_to.is_none())
}

/// Whether a page is nothing but a log-in.
pub(super) fn is_log_in(page: &ArchivedPage) -> bool {
    let links = || wall::links(&page::charset::decode(&page.body, page.charset.as_deref()));
    wall::is_log_in(&beginning(page), links)
}

/// As much of a page's text as walls are told by.
fn beginning(page: &ArchivedPage) -> Cow<'_, str> {
    let body = &page.body[..page.body.len().min(LOOKED_AT)];
    page::charset::decode(body, page.charset.as_deref())
}
