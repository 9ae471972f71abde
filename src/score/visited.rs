//! Visits as judging sees them, from pages and notes of an archive. Knows nothing of what pages say.

use crate::archive::{ArchivedPage, VisitNote};
use crate::judgement::Visit;
use crate::page::{self, Page, Shell};
use crate::plan::UNKNOWN_DEPTH;

/// The visit that brought a page.
pub(super) fn visit(archived: &ArchivedPage) -> Visit {
    Visit {
        url: archived.url.clone(),
        depth: (archived.depth != UNKNOWN_DEPTH).then_some(archived.depth),
        via: archived.via.clone(),
        anchor: archived.anchor.clone(),
        record: archived.record_id.clone(),
    }
}

/// A visit that brought none.
pub(super) fn visit_of(note: &VisitNote) -> Visit {
    Visit {
        url: note.url.clone(),
        depth: (note.depth != UNKNOWN_DEPTH).then_some(note.depth),
        via: note.via.clone(),
        anchor: note.anchor.clone(),
        record: String::new(),
    }
}

/// A page as it was sent, or as a browser drew it.
pub(super) fn parsed(archived: &ArchivedPage) -> Page {
    let html = page::charset::decode(&archived.body, archived.charset.as_deref());
    let page = page::parse(&html, &archived.url);
    match archived.drawing {
        // What a browser drew is all there is, unless it lacks something.
        Some(drawing) if !drawing.in_vain => {
            Page { shell: (drawing.missed > 0).then_some(Shell::Part), ..page }
        }
        _ => page,
    }
}
