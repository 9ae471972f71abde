//! Visits as judging sees them, from pages and notes of an archive. Knows nothing of what pages say.

use crate::archive::{ArchivedPage, VisitNote};
use crate::judgement::Visit;
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
