//! Audit: one archive becomes accessibility results. Every page that a crawl kept of a site is checked with the
//! stylesheets that it kept; the site's statement is found and read. Knows archives and rules; nothing of points.

mod pages;
mod papers;
mod second;
mod sheets;
mod statement;

use std::path::Path;

use crate::accessibility::record::SiteRecord;
use crate::accessibility::site::SiteReport;
use crate::archive::{ArchiveError, read_outcome};

pub use pages::{Checked, StatementLink, check};
pub use second::{SecondError, second_opinion};
pub use sheets::{Kept, KeptSheets};

/// Whose site it is, and when it was crawled.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'a> {
    /// The body's code.
    pub code: &'a str,
    /// The body's name without "kommun".
    pub name: &'a str,
    /// The year and month as of which a statement's age is told.
    pub as_of: (u16, u8),
}

/// The record of a site without pages: its archive is missing, or cannot be read.
pub fn unread(subject: &Subject<'_>) -> SiteRecord {
    let nothing = SiteRecord::of(&SiteReport::of(Vec::new()));
    SiteRecord { code: subject.code.to_owned(), name: subject.name.to_owned(), ..nothing }
}

/// Checks the archive of one site; without an archive there are no pages.
pub fn site(archive: &Path, subject: &Subject<'_>) -> Result<SiteRecord, ArchiveError> {
    if !archive.is_file() {
        return Ok(unread(subject));
    }
    let checked = check(archive)?;
    let outcome = read_outcome(archive)?;
    let statement = statement::find(archive, &checked, subject)?;
    let mut unchecked = checked.unchecked;
    let left = outcome.counts.left + outcome.counts.dropped;
    for (reason, count) in [("refused", outcome.counts.refused), ("left", left)] {
        if count > 0 {
            unchecked.insert(reason.to_owned(), count);
        }
    }
    for (reason, count) in outcome.counts.failed {
        *unchecked.entry(reason).or_default() += count;
    }
    Ok(SiteRecord {
        code: subject.code.to_owned(),
        name: subject.name.to_owned(),
        unchecked,
        papers: checked.papers,
        statement,
        ..SiteRecord::of(&SiteReport::of(checked.reports))
    })
}
