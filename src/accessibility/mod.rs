//! Accessibility: rules as data, small checks on a parsed page with its own cascade, four outcomes. Every page is
//! checked in milliseconds without a browser; what only a browser or a human can tell is left for review.
//!
//! Knows pages as markup and sheets; not where they come from, and nothing of points: its result is a section of its
//! own.

pub mod act;
pub mod assess;
pub mod checks;
pub mod compare;
pub mod document;
pub mod export;
pub mod finding;
pub mod load;
pub mod record;
pub mod report;
pub mod rule;
pub mod sample;
pub mod semantics;
pub mod site;
pub mod statement;
pub mod statement_record;
pub mod style;
pub mod tongue;
