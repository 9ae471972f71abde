//! All sites of an edition, side by side.
//!
//! Knows how many are under way and when to stop; a single site is [`SiteCrawl`]'s.

use std::path::PathBuf;
use std::sync::Arc;

use tokio::sync::{Semaphore, watch};
use tokio::task::JoinSet;

use crate::fetch::Fetcher;

use super::job::{CrawlError, EditionJob, SiteReport};
use super::observer::{Event, Observer};
use super::site::SiteCrawl;

/// Crawls an edition: one archive per site, named after its key, in the job's directory. The reports stand in the
/// order of the sites. When `shutdown` becomes true, every site writes down where it stands and ends as
/// `Interrupted`; a later crawl with [`super::Existing::Resume`] goes on there.
///
/// Fails when an archive cannot be read or written; the other sites stop then, and keep what they have.
pub async fn edition(
    job: EditionJob,
    fetcher: Arc<Fetcher>,
    observer: Arc<dyn Observer>,
    shutdown: watch::Receiver<bool>,
) -> Result<Vec<SiteReport>, CrawlError> {
    std::fs::create_dir_all(&job.directory)
        .map_err(|cause| CrawlError::Directory { path: job.directory.clone(), cause })?;
    let work =
        Arc::new(Work { places: Semaphore::new(job.sites_at_once.max(1)), job, fetcher, observer, shutdown });
    let mut tasks = JoinSet::new();
    for number in 0..work.job.sites.len() {
        let work = Arc::clone(&work);
        tasks.spawn(async move { work.site(number).await.map(|report| (number, report)) });
    }
    let mut reports = Vec::new();
    while let Some(done) = tasks.join_next().await {
        reports.push(done.expect("a site's task neither panics nor is aborted")?);
    }
    reports.sort_by_key(|(number, _)| *number);
    Ok(reports.into_iter().map(|(_, report)| report).collect())
}

/// What all sites share.
struct Work {
    places: Semaphore,
    job: EditionJob,
    fetcher: Arc<Fetcher>,
    observer: Arc<dyn Observer>,
    shutdown: watch::Receiver<bool>,
}

impl Work {
    async fn site(&self, number: usize) -> Result<SiteReport, CrawlError> {
        let _place = self.places.acquire().await.expect("the semaphore is never closed");
        let target = &self.job.sites[number];
        let file: PathBuf = self.job.directory.join(format!("{}.warc.gz", target.key));
        let crawl = SiteCrawl {
            job: &self.job,
            target,
            fetcher: &self.fetcher,
            observer: &self.observer,
            shutdown: self.shutdown.clone(),
        };
        let outcome = crawl.run(&file).await?;
        let report = SiteReport { key: target.key.clone(), file, outcome };
        self.observer.notice(&Event::SiteFinished { report: report.clone() });
        Ok(report)
    }
}
