//! Score: an archive becomes answers. Reads archives and nothing else; it must not know how they were
//! crawled nor how results are shown.

mod document;
mod memory;
mod outcome;
mod reach;
mod refusal;
mod site;
mod unread;
mod visited;

pub(crate) use document::{LONGEST, within};
pub use site::{ScoreError, ScoredSite, site, site_again};
