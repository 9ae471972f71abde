//! How a crawl tells its progress.
//!
//! Knows events; not how they are shown.

use std::path::PathBuf;
use std::time::Duration;

use url::Url;

use super::job::SiteReport;

/// An archive, or its end, that a crawl could not go on with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mishap {
    /// Where it is kept.
    pub file: PathBuf,
    /// What was wrong with it.
    pub cause: String,
}

/// Something happened.
#[derive(Debug)]
pub enum Event {
    /// A site's crawl began, or went on after so many visits that its archive held already.
    SiteStarted {
        /// The site.
        site: String,
        /// Visits replayed from the archive.
        resumed_after: u64,
    },
    /// What was archived could not be gone on with: it was kept under another name, and is asked for again.
    SetAside {
        /// The site.
        site: String,
        /// What was kept, and why.
        mishap: Mishap,
    },
    /// An address was answered.
    Fetched {
        /// The site.
        site: String,
        /// The address.
        url: Url,
        /// The status of the answer.
        status: u16,
        /// Decoded bytes of the body.
        bytes: u64,
        /// Clicks from the start page.
        depth: u16,
        /// Known addresses that are still to be asked for.
        left: u64,
    },
    /// A host asked to be left alone.
    Waiting {
        /// The site.
        site: String,
        /// The host.
        host: String,
        /// For so long.
        wait: Duration,
    },
    /// So many sites are asked once more for what they did not give, when they have been left alone for a while.
    Resting {
        /// The sites.
        sites: usize,
        /// For so long.
        wait: Duration,
    },
    /// A site is done with.
    SiteFinished {
        /// The site and how its crawl ended.
        report: SiteReport,
    },
}

/// Is told what happens. Called from many tasks at once, and must return quickly: the crawl waits for it.
pub trait Observer: Send + Sync {
    /// Takes notice of an event.
    fn notice(&self, event: &Event);
}

/// Takes no notice of anything.
#[derive(Debug, Clone, Copy, Default)]
pub struct Silent;

impl Observer for Silent {
    fn notice(&self, _event: &Event) {}
}
