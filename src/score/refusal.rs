//! Answers that are not the pages that were asked for: errors, and walls that come as pages.
//!
//! Knows answers; not what is made of their being refused.

use std::borrow::Cow;

use crate::archive::ArchivedPage;
use crate::fetch::Unreachable;
use crate::page;
use crate::page::wall::{self, LOOKED_AT, is_challenge};

/// Why an answer is not the page that was asked for: an error, or a wall that is taken for a page.
pub(super) fn refusal(page: &ArchivedPage) -> Option<Unreachable> {
    match page.status {
        _ if page.hindrance.is_some() => page.hindrance.clone(),
        400.. => Some(Unreachable::Status(page.status)),
        _ => {
            let html = page::is_html(&page.content_type, &page.body);
            (html && is_challenge(&beginning(page))).then_some(Unreachable::BotWall)
        }
    }
}

/// Whether a page is nothing but a log-in.
pub(super) fn is_log_in(page: &ArchivedPage) -> bool {
    let links = || {
        let html = page::charset::decode(&page.body, page.charset.as_deref());
        html.to_ascii_lowercase().matches("<a ").count()
    };
    wall::is_log_in(&beginning(page), links)
}

/// As much of a page's text as walls are told by.
fn beginning(page: &ArchivedPage) -> Cow<'_, str> {
    let body = &page.body[..page.body.len().min(LOOKED_AT)];
    page::charset::decode(body, page.charset.as_deref())
}
