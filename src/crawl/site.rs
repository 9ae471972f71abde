//! One site's crawl: the plan's visits, fetched one after the other and archived before the plan moves on.
//!
//! Knows archive and fetcher; not how many other sites are under way.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use time::OffsetDateTime;
use tokio::sync::watch;
use tokio::time::Instant;

use crate::archive::{Kept, SiteOutcome};
use crate::fetch::{
    Ask, Fetched, Fetcher, PushBack, Reading, RobotsFile, Sending, Tally, Unreachable, charset_parameter,
};
use crate::page::charset::decode;
use crate::page::is_html;
use crate::page::wall::is_challenge;
use crate::plan::{Found, Ground, Visit};

use super::blocking::blocking;
use super::job::{CrawlError, EditionJob, Existing, SiteTarget};
use super::ledger::{Brought, Ended, Ledger, Opened};
use super::observer::{Event, Observer};
use super::render::{Canvas, Render};
use super::supplier::Easel;
use super::supplies::Supplies;

/// What the crawl of one site needs from outside.
pub(super) struct SiteCrawl<'a> {
    pub(super) job: &'a EditionJob,
    pub(super) target: &'a SiteTarget,
    pub(super) fetcher: &'a Arc<Fetcher>,
    pub(super) observer: &'a Arc<dyn Observer>,
    pub(super) shutdown: watch::Receiver<bool>,
    /// What its drawn pages asked for.
    pub(super) supplies: Arc<Supplies>,
    /// What was sent for it.
    pub(super) tally: Arc<Tally>,
}

/// What the edition before kept of a page; nothing where it is gone.
fn text(kept: &Kept, path: &Path) -> String {
    let (body, charset) = kept.body(path).unwrap_or_default();
    decode(&body, charset.as_deref()).into_owned()
}

/// Why a site is left before its plan is at its end.
enum Halt {
    /// The crawl was told to stop.
    Told,
    /// Its time is up, or would be before it may ask again.
    OutOfTime,
}

/// How long a visit may wait.
struct Waits<'a> {
    /// For hosts that ask to be left alone, and for long gaps at hosts that are not the site's own.
    patience: &'a mut Duration,
    /// In all.
    left: Duration,
}

impl SiteCrawl<'_> {
    /// Crawls the site to its end, or until it is told to stop. A finished archive that is resumed stays as it is.
    pub(super) async fn run(mut self, path: &Path) -> Result<Ended, CrawlError> {
        let mut ledger = match self.open(path).await? {
            Opened::Finished(ended, push_backs) => {
                self.recall(&push_backs).await;
                return Ok(*ended);
            }
            Opened::Open(ledger) => *ledger,
        };
        if let Some(mishap) = ledger.mishap.take() {
            self.observer.notice(&Event::SetAside { site: self.target.key.clone(), mishap });
        }
        self.recall(ledger.push_backs()).await;
        // Time has passed since their robots.txt was given up.
        ledger.asked_again().iter().for_each(|host| self.fetcher.forget(host));
        self.observer.notice(&Event::SiteStarted {
            site: self.target.key.clone(),
            resumed_after: ledger.progress.visits(),
        });
        let mut patience = self.job.patience;
        let outcome = loop {
            if ledger.is_over(self.job.max_time) {
                break ledger.progress.out_of_time(None);
            }
            let Some(visit) = ledger.progress.next_visit() else { break ledger.progress.outcome() };
            let brought = match self.brought(&ledger, &visit, (path, &mut patience)).await {
                Ok(brought) => brought,
                Err(halt) => break self.leave(&mut ledger, &visit, halt).await?,
            };
            let robots = self.new_robots(&ledger, &visit).await;
            self.tell(&visit, &brought, ledger.progress.to_come());
            (ledger.sent, ledger.pushed_back) = (self.tally.take(), self.supplies.take_push_backs());
            ledger = blocking(move || ledger.enter(&visit, robots.as_deref(), &brought)).await?;
        };
        close(ledger, outcome).await
    }

    /// How the crawl ended when it was left at a visit.
    async fn leave(&self, ledger: &mut Ledger, visit: &Visit, halt: Halt) -> Result<SiteOutcome, CrawlError> {
        match halt {
            Halt::Told => {
                ledger.left(None, &self.tally.take())?;
                Ok(ledger.progress.interrupted())
            }
            Halt::OutOfTime => {
                let robots = self.new_robots(ledger, visit).await;
                ledger.left(robots.as_deref(), &self.tally.take())?;
                Ok(ledger.progress.out_of_time(Some(visit)))
            }
        }
    }

    async fn open(&self, path: &Path) -> Result<Opened, CrawlError> {
        let (job, target) = (self.job.clone(), self.target.clone());
        let (user_agent, file) = (self.fetcher.settings().user_agent(), path.to_owned());
        blocking(move || Ledger::open(&job, &target, &user_agent, &file)).await
    }

    /// What one visit brings.
    async fn brought(
        &mut self,
        ledger: &Ledger,
        visit: &Visit,
        (path, patience): (&Path, &mut Duration),
    ) -> Result<Brought, Halt> {
        let brought = if let Some(cause) = ledger.progress.in_vain(visit) {
            Brought::NotAsked(cause)
        } else {
            let kept = ledger.kept(visit).filter(|kept| !self.is_to_be_drawn(kept, path));
            let left = self.job.max_time.saturating_sub(ledger.under_way());
            self.bring((visit, kept, path), Waits { patience: &mut *patience, left }).await?
        };
        let counts = &ledger.progress.counts;
        self.drawn(visit, brought, (counts.drawn + counts.undrawn, patience)).await
    }

    /// Keeps to what hosts asked for in the runs before this one; what they asked for in this one is known.
    async fn recall(&self, push_backs: &[PushBack]) {
        if self.job.existing == Existing::Resume {
            for push_back in push_backs {
                self.fetcher.recall(push_back).await;
            }
        }
    }

    /// Fetches one visit, waiting for hosts that ask to be left alone as long as the patience lasts; so long gaps are
    /// waited for, too, unless it is the site's own host that asks for them: they are bounded by the site's time.
    async fn bring(
        &mut self,
        (visit, kept, path): (&Visit, Option<&Kept>, &Path),
        waits: Waits<'_>,
    ) -> Result<Brought, Halt> {
        if let Some(kept) = kept
            && self.is_fresh(visit, (kept, path)).await
        {
            return Ok(Brought::Fresh);
        }
        let (began, settings) = (Instant::now(), self.fetcher.settings());
        let pace = settings.pace;
        let (max_body, reading) = match visit.found {
            Found::SitemapFile => (settings.max_sitemap, Reading::All),
            _ => (settings.max_body, Reading::Text),
        };
        loop {
            let (url, via, sending) = (&visit.url, visit.via.as_ref(), sending(visit, kept));
            let ask = Ask { url, via, sending, max_body, reading, tally: &self.tally };
            let fetched = tokio::select! {
                biased;
                () = stopped(&mut self.shutdown) => return Err(Halt::Told),
                fetched = self.fetcher.fetch(ask) => fetched,
            };
            match fetched {
                Fetched::Answered(exchange) => return Ok(Brought::Answer(exchange)),
                Fetched::Refused => return Ok(Brought::Failure(Unreachable::Robots)),
                Fetched::Unreachable(reason) => return Ok(Brought::Failure(reason)),
                Fetched::Early(wait) if visit.ground == Ground::Own || wait <= pace => {
                    if began.elapsed() + wait > waits.left {
                        return Err(Halt::OutOfTime);
                    }
                    self.sleep(wait).await?;
                }
                Fetched::Busy(wait) | Fetched::Early(wait) if wait > *waits.patience => {
                    return Ok(Brought::Failure(Unreachable::WaitedOut));
                }
                Fetched::Busy(wait) | Fetched::Early(wait) => {
                    *waits.patience -= wait;
                    self.wait(visit, wait).await?;
                }
            }
        }
    }

    /// Whether a page of the edition before is one that a browser draws: it is asked for anew.
    fn is_to_be_drawn(&self, kept: &Kept, path: &Path) -> bool {
        !matches!(self.job.render, Render::Never)
            && self.job.render.of(&text(kept, path), &self.supplies).is_some()
    }

    /// Lets a browser draw a page, if it is to be drawn and there is room after so many others.
    async fn drawn(
        &self,
        visit: &Visit,
        brought: Brought,
        (before, patience): (u64, &mut Duration),
    ) -> Result<Brought, Halt> {
        let exchange = match brought {
            Brought::Answer(exchange) => exchange,
            other => return Ok(other),
        };
        let content_type = exchange.header("content-type").unwrap_or_default();
        let is_page =
            !matches!(visit.found, Found::SitemapFile | Found::StyleSheet | Found::SearchDescription)
                && visit.form.is_none()
                && exchange.status == 200
                && is_html(content_type, &exchange.body);
        let html = || decode(&exchange.body, charset_parameter(content_type).as_deref());
        let room = is_page && before < u64::from(self.job.budget.drawn);
        let Some(renderer) = room.then(|| self.job.render.of(&html(), &self.supplies).cloned()).flatten()
        else {
            return Ok(Brought::Answer(exchange));
        };
        let (fetcher, stop) = (Arc::clone(self.fetcher), self.shutdown.clone());
        let (supplies, tally) = (Arc::clone(&self.supplies), Arc::clone(&self.tally));
        let easel = Easel { exchange, fetcher, supplies, tally, stop, patience: *patience };
        let Canvas { exchange, html, drawing, waited } = renderer.draw(easel).await;
        *patience = patience.saturating_sub(waited);
        if *self.shutdown.borrow() {
            return Err(Halt::Told);
        }
        Ok(Brought::Drawn(exchange, html, drawing))
    }

    /// Whether a page was seen so short a while ago that it is not asked for again. The start page always is, and so is
    /// the first page of every host, so that its robots.txt is known; that must still allow the page. A wall may have come
    /// down since.
    async fn is_fresh(&self, visit: &Visit, (kept, path): (&Kept, &Path)) -> bool {
        let max_age = self.job.earlier.as_ref().map_or(Duration::ZERO, |earlier| earlier.max_age);
        let age = Duration::try_from(OffsetDateTime::now_utc() - kept.seen).unwrap_or_default();
        let robots = self.fetcher.robots_file(&visit.url).await;
        visit.depth > 0
            && age < max_age
            && robots.is_some_and(|robots| robots.allows(&visit.url))
            && !is_challenge(200, &text(kept, path))
    }

    async fn wait(&mut self, visit: &Visit, wait: Duration) -> Result<(), Halt> {
        let host = visit.url.host_str().unwrap_or_default().to_owned();
        self.observer.notice(&Event::Waiting { site: self.target.key.clone(), host, wait });
        self.sleep(wait).await
    }

    async fn sleep(&mut self, wait: Duration) -> Result<(), Halt> {
        tokio::select! {
            () = stopped(&mut self.shutdown) => Err(Halt::Told),
            () = tokio::time::sleep(wait) => Ok(()),
        }
    }

    /// The robots.txt that ruled a visit, if the site's crawl has not met it before.
    async fn new_robots(&self, ledger: &Ledger, visit: &Visit) -> Option<Arc<RobotsFile>> {
        let file = self.fetcher.robots_file(&visit.url).await?;
        ledger.progress.is_new_robots(&file.url).then_some(file)
    }

    fn tell(&self, visit: &Visit, brought: &Brought, left: u64) {
        if let Brought::Answer(exchange) | Brought::Drawn(exchange, ..) = brought {
            self.observer.notice(&Event::Fetched {
                site: self.target.key.clone(),
                url: visit.url.clone(),
                status: exchange.status,
                bytes: u64::try_from(exchange.body.len()).expect("a length fits in 64 bits"),
                depth: visit.depth,
                left,
            });
        }
    }
}

fn sending<'a>(visit: &'a Visit, kept: Option<&'a Kept>) -> Sending<'a> {
    match (&visit.form, kept) {
        (Some(form), _) => Sending::Form(form),
        (None, Some(kept)) if !kept.validators.is_empty() => Sending::Unless(&kept.validators),
        _ => Sending::Nothing,
    }
}

/// Ends an archive: what it holds from here on is on the disk.
async fn close(ledger: Ledger, outcome: SiteOutcome) -> Result<Ended, CrawlError> {
    blocking(move || ledger.close(outcome)).await
}

/// Comes back when the crawl is told to stop; never, if nobody is left to tell it.
pub(super) async fn stopped(shutdown: &mut watch::Receiver<bool>) {
    if shutdown.wait_for(|stop| *stop).await.is_err() {
        std::future::pending::<()>().await;
    }
}
