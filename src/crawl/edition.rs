//! All sites of an edition, side by side.
//!
//! Knows how many are under way and when to stop; a single site is [`SiteCrawl`]'s.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tokio::sync::{Semaphore, watch};
use tokio::task::JoinSet;
use tokio::time::Instant;

use crate::archive::{ArchiveError, Groups, Note, SiteState};
use crate::fetch::{Fetcher, Sent, Tally, Unreachable};

use super::job::{CrawlError, EditionJob, Existing, SiteReport};
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
    let work = Work { places, job, fetcher, observer, shutdown, sent: BTreeMap::new() };
    let all = (0..work.job.sites.len()).collect();
    let (mut done, mut work) = sites(work, all).await?;
    let late = |done: &Done| done.ended.elapsed() >= work.job.second_chance && may_recover(&done.report);
    let again: Vec<usize> = done.values().filter(|done| late(done)).map(|done| done.number).collect();
    if !again.is_empty() && !*work.shutdown.borrow() {
        for &number in &again {
            work.fetcher.forget(&work.job.sites[number].start);
            // What cannot be read is not known.
            work.sent.insert(number, sent(&done[&number].report.file).unwrap_or_default());
        }
        work.job.existing = Existing::Replace;
        done.extend(sites(work, again).await?.0);
    }
    Ok(done.into_values().map(|done| done.report).collect())
}

/// A site that is done with.
struct Done {
    number: usize,
    report: SiteReport,
    ended: Instant,
}

/// What was sent for an archive that is begun anew: it is still accounted for.
fn sent(archive: &Path) -> Result<Vec<Sent>, ArchiveError> {
    let (mut groups, mut all) = (Groups::open(archive)?, Vec::new());
    while let Some(group) = groups.next_group()? {
        if let Note::Visit(note) = group.note {
            all.extend(note.sent());
        }
    }
    Ok(all)
}

/// Whether another try may reach a site.
fn may_recover(report: &SiteReport) -> bool {
    match &report.outcome.state {
        SiteState::Unreachable { cause } => cause.is_transient() || *cause == Unreachable::RobotsUnreachable,
        _ => false,
    }
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
    /// What was sent for sites that are begun anew.
    sent: BTreeMap<usize, Vec<Sent>>,
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
            tally: Arc::new(Tally::after(self.sent.get(&number).cloned().unwrap_or_default())),
        };
        let (outcome, span) = crawl.run(&file).await?;
        let report = SiteReport { key: target.key.clone(), file, outcome, span };
        self.observer.notice(&Event::SiteFinished { report: report.clone() });
        Ok(Done { number, report, ended: Instant::now() })
    }
}
