//! What is to be crawled, and what came of it.
//!
//! Plain data; knows nothing of how the work is done.

use std::path::PathBuf;
use std::time::Duration;

use url::Url;

use crate::archive::{ArchiveError, SiteOutcome, Span};
use crate::plan::{Budget, Platforms};

use super::render::Render;

/// One site to crawl.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SiteTarget {
    /// The name of the site's archive without its suffix, such as a municipality code.
    pub key: String,
    /// Where the site begins.
    pub start: Url,
    /// Hosts that belong to the site beside its registered domain: names, `host:port`, or addresses.
    pub portals: Vec<String>,
}

/// An edition to crawl.
#[derive(Debug, Clone)]
pub struct EditionJob {
    /// The edition's name; with a site's key it gives the records their names.
    pub edition: String,
    /// The sites.
    pub sites: Vec<SiteTarget>,
    /// Where the archives are written; made if it does not exist.
    pub directory: PathBuf,
    /// The bounds of each site.
    pub budget: Budget,
    /// The queries that are put to each site's own search, when everything else is done.
    pub probes: Vec<String>,
    /// The edition before, to which this one refers for what has not changed.
    pub earlier: Option<EarlierEdition>,
    /// Which pages a browser draws.
    pub render: Render,
    /// The marks of platforms.
    pub platforms: Platforms,
    /// What is done with archives that exist.
    pub existing: Existing,
    /// Sites under way at any time.
    pub sites_at_once: usize,
    /// A site that has been under way so long, over all runs, is left with what there is.
    pub max_time: Duration,
    /// How long a site waits in all for hosts that ask to be left alone, and for long gaps of hosts that are not its own.
    pub patience: Duration,
    /// What a site's own hosts did not give (it could not be reached, gave out, or wanted more patience) is asked for
    /// once more when all others are done and so much time has passed, which is waited for; never, if there is none.
    pub second_chance: Option<Duration>,
}

/// An edition to refer to. Its archives must be kept as long as the new ones.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EarlierEdition {
    /// Its archives' directory, seen from the new ones'.
    pub directory: PathBuf,
    /// Pages seen so short a while ago are not asked for again.
    pub max_age: Duration,
}

/// What is done with archives that exist already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Existing {
    /// They are replaced.
    Replace,
    /// They are gone on with where they end; finished ones stay as they are.
    Resume,
    /// The same, and of finished ones what the site's own hosts did not give is asked for once more.
    AskAgain,
}

impl EditionJob {
    /// A job with the usual bounds.
    pub fn new(edition: &str, sites: Vec<SiteTarget>, directory: PathBuf) -> Self {
        Self {
            edition: edition.to_owned(),
            sites,
            directory,
            budget: Budget::default(),
            probes: Vec::new(),
            earlier: None,
            render: Render::Never,
            platforms: Platforms::embedded(),
            existing: Existing::Replace,
            sites_at_once: 300,
            max_time: Duration::from_hours(6),
            patience: Duration::from_mins(15),
            second_chance: Some(Duration::from_mins(10)),
        }
    }
}

/// How one site's crawl went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SiteReport {
    /// The site.
    pub key: String,
    /// Its archive.
    pub file: PathBuf,
    /// How it ended, with its numbers.
    pub outcome: SiteOutcome,
    /// From when until when it was under way, all runs together.
    pub span: Span,
}

/// The crawl could not go on. What has been archived is kept; it can be resumed.
#[derive(Debug, thiserror::Error)]
pub enum CrawlError {
    /// An archive could not be read or written.
    #[error(transparent)]
    Archive(#[from] ArchiveError),
    /// The directory could not be made.
    #[error("{}: {cause}", path.display())]
    Directory {
        /// The directory.
        path: PathBuf,
        /// What the system said.
        cause: std::io::Error,
    },
}
