//! All sites of an edition, side by side.
//!
//! Knows how many are under way and when to stop; a single site is [`SiteCrawl`]'s.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use time::OffsetDateTime;
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinSet;

use crate::fetch::Fetcher;

use super::again::may_recover;
use super::job::{CrawlError, EditionJob, Existing, SiteReport};
use super::ledger::Ended;
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
    let places = Semaphore::new(job.sites_at_once.max(1));
    let work = Work { places, job, fetcher, observer, shutdown };
    let all = (0..work.job.sites.len()).collect();
    let (mut done, mut work) = sites(work, all).await?;
    let again = second_chances(&done, work.job.second_chance);
    if !again.is_empty() && !*work.shutdown.borrow() {
        work.job.existing = Existing::AskAgain;
        done.extend(sites(work, again).await?.0);
    }
    Ok(done.into_values().map(|done| done.report).collect())
}

/// A site that is done with.
struct Done {
    number: usize,
    report: SiteReport,
    /// When it was done with for the first time.
    first_ended: OffsetDateTime,
}

/// The sites that another try may bring more of, and that were done with so long before the last one was. Told by the
/// archives' times alone, so that a night which was stopped and gone on with gives the same chances.
fn second_chances(done: &BTreeMap<usize, Done>, after: Duration) -> Vec<usize> {
    let Some(end) = done.values().map(|done| done.first_ended).max() else { return Vec::new() };
    let late = |done: &&Done| may_recover(&done.report.outcome.state) && end - done.first_ended >= after;
    done.values().filter(late).map(|done| done.number).collect()
}

/// Crawls these sites side by side; the work comes back with what was done.
async fn sites(work: Work, numbers: Vec<usize>) -> Result<(BTreeMap<usize, Done>, Work), CrawlError> {
    let work = Arc::new(work);
    let mut tasks = JoinSet::new();
    for number in numbers {
        let work = Arc::clone(&work);
        tasks.spawn(async move { work.site(number).await });
    }
    let mut all = BTreeMap::new();
    while let Some(done) = tasks.join_next().await {
        let done = done.expect("a site's task neither panics nor is aborted")?;
        all.insert(done.number, done);
    }
    let work = Arc::into_inner(work).expect("all tasks have ended");
    Ok((all, work))
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
    async fn site(&self, number: usize) -> Result<Done, CrawlError> {
        let _place = self.places.acquire().await.expect("the semaphore is never closed");
        let target = &self.job.sites[number];
        let file: PathBuf = self.job.directory.join(format!("{}.warc.gz", target.key));
        let crawl = SiteCrawl {
            job: &self.job,
            target,
            fetcher: &self.fetcher,
            observer: &self.observer,
            shutdown: self.shutdown.clone(),
            supplies: Arc::default(),
            tally: Arc::default(),
        };
        let Ended { outcome, span, at_first } = crawl.run(&file).await?;
        let report = SiteReport { key: target.key.clone(), file, outcome, span };
        self.observer.notice(&Event::SiteFinished { report: report.clone() });
        Ok(Done { number, report, first_ended: at_first })
    }
}
