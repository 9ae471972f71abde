//! Plan and archive of one site, in step with each other: what is archived has moved the plan on, and nothing else has.
//!
//! Synchronous; knows files, not the network.

use std::path::{Path, PathBuf};
use std::time::Duration;

use time::OffsetDateTime;
use tokio::time::Instant;
use url::Url;

use crate::archive::{
    Drawing, Earlier, Group, Kept, Note, Outcome, SiteArchive, SiteLabel, SiteOutcome, Span, VisitNote,
    payload_digest, stored_payload,
};
use crate::fetch::{
    Completeness, Exchange, PushBack, RobotsFile, Sent, Unreachable, Validators, charset_parameter,
};
use crate::page::charset::encoding;
use crate::plan::{Found, Visit};

use super::answer::{Answer, RobotsSeen, Seen};
use super::job::{CrawlError, EditionJob, SiteTarget};
use super::observer::Mishap;
use super::opening::{Standing, UnderWay, standing};
use super::progress::Progress;
use super::replay::{Replayed, replay_visit};

/// Plan and archive of one site.
#[derive(Debug)]
pub(super) struct Ledger {
    archive: SiteArchive,
    pub(super) progress: Progress,
    /// What was sent for the visit that is entered next.
    pub(super) sent: Vec<Sent>,
    /// The hosts that asked to be left alone while its page was drawn.
    pub(super) pushed_back: Vec<PushBack>,
    /// What the edition before kept of the site.
    earlier: Earlier,
    path: PathBuf,
    began: OffsetDateTime,
    /// What its archive held when it was opened.
    replayed: Replayed,
    opened: Instant,
    /// How long the site had been under way by the last visit, as its archive says.
    noted: Duration,
    /// What of its archive could not be gone on with.
    pub(super) mishap: Option<Mishap>,
}

/// An archive that is done with, or one that is gone on with.
pub(super) enum Opened {
    Finished(Box<Ended>, Vec<PushBack>),
    Open(Box<Ledger>),
}

/// How a site's crawl ended, and when.
#[derive(Debug)]
pub(super) struct Ended {
    pub(super) outcome: SiteOutcome,
    pub(super) span: Span,
    /// When it ended before anything was asked for once more.
    pub(super) at_first: OffsetDateTime,
}

/// What a visit brought.
pub(super) enum Brought {
    Answer(Box<Exchange>),
    /// An answer, and the page as a browser draws it, if one could.
    Drawn(Box<Exchange>, Option<String>, Drawing),
    /// Nobody was asked: the edition before saw it a short while ago.
    Fresh,
    Failure(Unreachable),
    /// Nobody was asked: the host had been given up.
    NotAsked(Unreachable),
}

impl Ledger {
    /// Opens a site's archive: a new one, or the one that exists, replayed.
    pub(super) fn open(
        job: &EditionJob,
        target: &SiteTarget,
        user_agent: &str,
        path: &Path,
    ) -> Result<Opened, CrawlError> {
        let label = SiteLabel { edition: job.edition.clone(), site: target.key.clone() };
        let earlier = match &job.earlier {
            Some(earlier) => {
                Earlier::read(&job.directory, &earlier.directory, &format!("{}.warc.gz", target.key))?
            }
            None => Earlier::default(),
        };
        let UnderWay { archive, progress, began, replayed, mishap } =
            match standing(job, target, (&label, user_agent, path))? {
                Standing::Finished(ended, push_backs) => return Ok(Opened::Finished(ended, push_backs)),
                Standing::Open(under_way) => *under_way,
            };
        let (path, opened, noted) = (path.to_owned(), Instant::now(), replayed.under_way);
        let (sent, pushed_back) = (Vec::new(), Vec::new());
        let ledger = Self {
            archive,
            progress,
            sent,
            pushed_back,
            earlier,
            path,
            began,
            replayed,
            opened,
            noted,
            mishap,
        };
        Ok(Opened::Open(Box::new(ledger)))
    }

    /// Whether the site has been under way so long, by what its archive says: a crawl that was stopped at its end and gone
    /// on with ends there too.
    pub(super) fn is_over(&self, max_time: Duration) -> bool {
        self.noted >= max_time
    }

    /// How long the site has been under way until now, over all runs.
    pub(super) fn under_way(&self) -> Duration {
        self.replayed.under_way + self.opened.elapsed()
    }

    /// The note of a visit of now, with what was sent for it.
    fn note(&mut self, visit: &Visit, outcome: Outcome) -> VisitNote {
        let under_way = self.under_way().as_secs();
        self.noted = Duration::from_secs(under_way);
        let sent = Some(std::mem::take(&mut self.sent));
        let push_backs = std::mem::take(&mut self.pushed_back).into();
        VisitNote { under_way, sent, push_backs, ..VisitNote::new(visit, outcome) }
    }

    /// When hosts asked to be left alone in the runs before this one.
    pub(super) fn push_backs(&self) -> &[PushBack] {
        &self.replayed.push_backs
    }

    /// The hosts that are asked once more for what they did not give, by an address of each.
    pub(super) fn asked_again(&self) -> &[Url] {
        self.replayed.asked_again.as_deref().unwrap_or_default()
    }

    /// Archives what came of a visit, then moves the plan on.
    pub(super) fn enter(
        mut self,
        visit: &Visit,
        robots: Option<&RobotsFile>,
        brought: &Brought,
    ) -> Result<Self, CrawlError> {
        if let Some(file) = robots {
            self.archive.note(&Note::robots(file))?;
        }
        let robots = robots.map(|file| RobotsSeen { url: file.url.clone(), sitemaps: file.sitemaps.clone() });
        self.progress.count_sent(&self.sent, robots.as_ref());
        match brought {
            Brought::Answer(exchange) => match self.same_as_before(visit, exchange) {
                Some(kept) => {
                    let told = Validators::of(exchange);
                    let validators = if told.is_empty() { kept.validators.clone() } else { told };
                    let kept = Kept { seen: exchange.asked_at, validators, ..kept };
                    let note = self.note(visit, Outcome::Unchanged { of: kept.clone() });
                    self.archive.unchanged(exchange, note, &kept)?;
                    self.enter_kept(visit, robots.as_ref(), kept)?;
                }
                None => self.enter_answer(visit, robots.as_ref(), (exchange, None))?,
            },
            Brought::Drawn(exchange, html, drawing) => {
                self.enter_answer(visit, robots.as_ref(), (exchange, Some((html.as_deref(), *drawing))))?;
            }
            Brought::Fresh => {
                let kept = self.kept(visit).cloned().expect("only what was kept is fresh");
                let note = self.note(visit, Outcome::Unchanged { of: kept.clone() });
                self.archive.note(&Note::Visit(note))?;
                self.enter_kept(visit, robots.as_ref(), kept)?;
            }
            Brought::Failure(cause) => {
                self.enter_nothing(visit, robots.as_ref(), Outcome::Failed { cause: cause.clone() })?;
            }
            Brought::NotAsked(cause) => {
                self.enter_nothing(visit, robots.as_ref(), Outcome::NotAsked { cause: cause.clone() })?;
            }
        }
        Ok(self)
    }

    /// Archives a visit that brought nothing, then moves the plan on.
    fn enter_nothing(
        &mut self,
        visit: &Visit,
        robots: Option<&RobotsSeen>,
        outcome: Outcome,
    ) -> Result<(), CrawlError> {
        let note = Note::Visit(self.note(visit, outcome));
        self.archive.note(&note)?;
        replay_visit(
            &mut self.progress,
            visit,
            robots,
            Group { note, response: None, drawn: None, lost: None },
        );
        Ok(())
    }

    /// What the edition before kept of a page that is asked for with a plain GET. What can be read no longer was not kept.
    pub(super) fn kept(&self, visit: &Visit) -> Option<&Kept> {
        let is_plain = visit.form.is_none() && visit.found != Found::Probe;
        let kept = self.earlier.page(&visit.url).filter(|_| is_plain);
        kept.filter(|kept| kept.read(&self.path).is_ok())
    }

    /// A visit was left before it had brought anything: what it asked for is told all the same.
    pub(super) fn left(&mut self, robots: Option<&RobotsFile>, sent: &[Sent]) -> Result<(), CrawlError> {
        if let Some(file) = robots {
            self.archive.note(&Note::robots(file))?;
        }
        let robots = robots.map(|file| RobotsSeen { url: file.url.clone(), sitemaps: file.sitemaps.clone() });
        self.progress.count_sent(sent, robots.as_ref());
        Ok(())
    }

    /// What was kept, when the answer says or shows that the page is still the same.
    fn same_as_before(&self, visit: &Visit, exchange: &Exchange) -> Option<Kept> {
        let kept = self.kept(visit)?;
        let same = exchange.status == 304
            || exchange.status == 200
                && exchange.completeness == Completeness::Whole
                && (payload_digest(stored_payload(exchange)) == kept.digest
                    || kept.is_pressed_anew(&self.path, exchange));
        same.then(|| kept.clone())
    }

    /// Moves the plan on with a page as it was kept.
    fn enter_kept(
        &mut self,
        visit: &Visit,
        robots: Option<&RobotsSeen>,
        kept: Kept,
    ) -> Result<(), CrawlError> {
        let response = Some((kept.offset, kept.read(&self.path)?));
        let note = Note::Visit(VisitNote::new(visit, Outcome::Unchanged { of: kept }));
        let group = Group { note, response, drawn: None, lost: None };
        replay_visit(&mut self.progress, visit, robots, group);
        Ok(())
    }

    fn enter_answer(
        &mut self,
        visit: &Visit,
        robots: Option<&RobotsSeen>,
        (exchange, drawn): (&Exchange, Option<(Option<&str>, Drawing)>),
    ) -> Result<(), CrawlError> {
        let content_type = exchange.header("content-type").unwrap_or_default();
        let charset = charset_parameter(content_type);
        let drawing = drawn.map(|(_, drawing)| drawing);
        let text = exchange.completeness == Completeness::Whole;
        let outcome = Outcome::Answered {
            charset: text.then(|| encoding(&exchange.body, charset.as_deref()).name().to_owned()),
            body_unread: !text,
            robots_tag: exchange.header("x-robots-tag").map(str::to_owned),
            drawing,
        };
        let html = drawn.and_then(|(html, _)| html);
        let note = self.note(visit, outcome);
        self.archive.answered(exchange, html, note)?;
        let (redirect_to, hindrance) = (exchange.redirect_to(), exchange.hindrance());
        let answer = Answer {
            status: exchange.status,
            redirect_to: redirect_to.as_ref(),
            refresh: exchange.header("refresh"),
            content_type: if html.is_some() { "text/html" } else { content_type },
            charset: if html.is_some() { Some("utf-8") } else { charset.as_deref() },
            body: html.map_or(&exchange.body, str::as_bytes),
            hindrance: hindrance.as_ref(),
            drawing,
        };
        self.progress.absorb(visit, robots, Seen::Answer(answer));
        Ok(())
    }

    /// Writes how the crawl ended and brings everything to the disk.
    pub(super) fn close(mut self, outcome: SiteOutcome) -> Result<Ended, CrawlError> {
        self.archive.note(&Note::Closing(outcome.clone()))?;
        self.archive.sync()?;
        let ended = OffsetDateTime::now_utc().replace_nanosecond(0).expect("zero is a nanosecond");
        let at_first = self.replayed.first_ended.unwrap_or(ended);
        Ok(Ended { outcome, span: Span { began: self.began, ended }, at_first })
    }
}
