//! Crawls of test servers with short times.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use kommunspegel::archive::{ArchivedPage, SiteOutcome, read_pages};
use kommunspegel::crawl::{CrawlError, EditionJob, Existing, Observer, Silent, SiteTarget, edition};
use kommunspegel::fetch::{FetchSettings, Fetcher};
use kommunspegel::plan::Budget;
use tokio::sync::watch;

/// Settings without pace (the servers are on loopback) and with short times.
pub(crate) fn quick() -> FetchSettings {
    FetchSettings {
        pace: Duration::ZERO,
        read_timeout: Duration::from_millis(400),
        total_timeout: Duration::from_secs(2),
        robots_retries: vec![Duration::from_millis(100)],
        ..FetchSettings::default()
    }
}

/// A fetcher.
pub(crate) fn fetcher(settings: FetchSettings) -> Arc<Fetcher> {
    Arc::new(Fetcher::new(settings).unwrap())
}

/// A crawl of one site in a directory of its own.
pub(crate) struct CrawlOf {
    pub(crate) job: EditionJob,
    pub(crate) settings: FetchSettings,
    pub(crate) observer: Arc<dyn Observer>,
    pub(crate) stop: watch::Sender<bool>,
    directory: tempfile::TempDir,
}

impl CrawlOf {
    /// A crawl that begins at `start`.
    pub(crate) fn new(start: url::Url) -> Self {
        let directory = tempfile::tempdir().unwrap();
        let target = SiteTarget { key: "0001".to_owned(), start, portals: Vec::new() };
        let job = EditionJob {
            budget: Budget::of_pages(100),
            patience: Duration::from_secs(20),
            second_chance: None,
            ..EditionJob::new("test", vec![target], directory.path().to_owned())
        };
        Self {
            job,
            settings: quick(),
            observer: Arc::new(Silent),
            stop: watch::Sender::new(false),
            directory,
        }
    }

    /// The archive of the site.
    pub(crate) fn file(&self) -> PathBuf {
        self.directory.path().join("0001.warc.gz")
    }

    /// Goes on with the archive that exists.
    pub(crate) fn resuming(mut self) -> Self {
        self.job.existing = Existing::Resume;
        self
    }

    /// Crawls; the outcome of the first site.
    pub(crate) async fn run(&self) -> Result<SiteOutcome, CrawlError> {
        let fetcher = fetcher(self.settings.clone());
        let reports =
            edition(self.job.clone(), fetcher, Arc::clone(&self.observer), self.stop.subscribe()).await?;
        Ok(reports.into_iter().next().unwrap().outcome)
    }
}

/// The pages of an archive.
pub(crate) fn pages(path: &Path) -> Vec<ArchivedPage> {
    read_pages(path).unwrap().map(Result::unwrap).collect()
}
