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

use crate::archive::SiteState;
use crate::fetch::Fetcher;

use super::again::may_recover;
use super::job::{CrawlError, EditionJob, Existing, SiteReport};
use super::ledger::Ended;
use super::observer::{Event, Observer};
use super::site::{SiteCrawl, stopped};

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
    if let Some(after) = work.job.second_chance {
        let again = second_chances(&done);
        if work.rest(again.len(), wait(again.iter().map(|number| &done[number]), after)).await {
            work.job.existing = Existing::AskAgain;
            done.extend(sites(work, again).await?.0);
        } else {
            // Whoever has a chance before it is not done with.
            for number in again {
                let site = done.get_mut(&number).expect("it is one of those that are done");
                site.report.outcome.state = SiteState::Interrupted;
            }
        }
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

/// The sites that another try may bring more of: all of them, since nobody knows whether it was they who were away or we.
/// Told by the archives alone, so that a night which was stopped and gone on with gives the same chances.
fn second_chances(done: &BTreeMap<usize, Done>) -> Vec<usize> {
    let hopeful = done.values().filter(|done| may_recover(&done.report.outcome.state));
    hopeful.map(|done| done.number).collect()
}

/// How long it lasts until so much time has passed since the last of these sites was done with. A clock that was set back
/// makes nobody wait longer than that.
fn wait<'a>(done: impl Iterator<Item = &'a Done>, after: Duration) -> Duration {
    let last = done.map(|done| done.first_ended).max();
    let ago = last.map(|last| Duration::try_from(OffsetDateTime::now_utc() - last).unwrap_or_default());
    ago.map_or(Duration::ZERO, |ago| after.saturating_sub(ago))
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
    /// Leaves so many sites alone before they are asked once more; whether the crawl may go on then.
    async fn rest(&mut self, sites: usize, wait: Duration) -> bool {
        if sites > 0 && !wait.is_zero() && !*self.shutdown.borrow() {
            self.observer.notice(&Event::Resting { sites, wait });
            tokio::select! {
                () = stopped(&mut self.shutdown) => {}
                () = tokio::time::sleep(wait) => {}
            }
        }
        !*self.shutdown.borrow()
    }

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
