//! Plan and archive of one site, in step with each other: what is archived has moved the plan on, and nothing else has.
//!
//! Synchronous; knows files, not the network.

use std::path::{Path, PathBuf};

use time::OffsetDateTime;

use crate::archive::{
    Drawing, Earlier, Group, Groups, Kept, Note, Outcome, SiteArchive, SiteLabel, SiteOutcome, SiteState,
    Span, VisitNote, payload_digest, stored_payload,
};
use crate::fetch::{Completeness, Exchange, RobotsFile, Sent, Unreachable, Validators, charset_parameter};
use crate::page::charset::encoding;
use crate::plan::{Found, Scope, Visit};

use super::answer::{Answer, RobotsSeen, Seen};
use super::job::{CrawlError, EditionJob, Existing, SiteTarget};
use super::progress::Progress;

/// Plan and archive of one site.
#[derive(Debug)]
pub(super) struct Ledger {
    archive: SiteArchive,
    pub(super) progress: Progress,
    /// What was sent for the visit that is entered next.
    pub(super) sent: Vec<Sent>,
    /// What the edition before kept of the site.
    earlier: Earlier,
    path: PathBuf,
    began: OffsetDateTime,
}

/// An archive that is done with, or one that is gone on with.
pub(super) enum Opened {
    Finished(Box<SiteOutcome>, Span),
    Open(Box<Ledger>),
}

/// What a visit brought.
pub(super) enum Brought {
    Answer(Box<Exchange>),
    /// An answer, and the page as a browser draws it.
    Drawn(Box<Exchange>, String, Drawing),
    /// Nobody was asked: the edition before saw it a short while ago.
    Fresh,
    Failure(Unreachable),
    /// Nobody was asked: the host had been given up, or it is a file of a kind that is not read.
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
        let scope = Scope::new(&target.start, &target.portals, job.platforms.clone());
        let mut progress = Progress::new(target.start.clone(), scope, (job.budget.clone(), &job.probes));
        let earlier = match &job.earlier {
            Some(earlier) => {
                Earlier::read(&job.directory, &earlier.directory, &format!("{}.warc.gz", target.key))?
            }
            None => Earlier::default(),
        };
        let open = |archive, progress, began| {
            let (path, sent) = (path.to_owned(), Vec::new());
            Opened::Open(Box::new(Self { archive, progress, sent, earlier, path, began }))
        };
        if job.existing == Existing::Resume && path.exists() {
            let mut groups = Groups::open(path)?;
            let outcome = replay(&mut groups, &mut progress, path)?;
            let now = OffsetDateTime::now_utc();
            let span = groups.span().unwrap_or(Span { began: now, ended: now });
            if let Some(outcome) = outcome {
                return Ok(Opened::Finished(Box::new(outcome), span));
            }
            if groups.tail().records > 0 {
                let archive = SiteArchive::resume(path, &label, groups.tail())?;
                return Ok(open(archive, progress, span.began));
            }
        }
        let archive = SiteArchive::create(path, &label, user_agent)?;
        Ok(open(archive, progress, OffsetDateTime::now_utc()))
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
                    let note = self.noted(visit, Outcome::Unchanged { of: kept.clone() });
                    self.archive.unchanged(exchange, note, &kept)?;
                    self.enter_kept(visit, robots.as_ref(), kept)?;
                }
                None => self.enter_answer(visit, robots.as_ref(), (exchange, None))?,
            },
            Brought::Drawn(exchange, html, drawing) => {
                self.enter_answer(visit, robots.as_ref(), (exchange, Some((html, *drawing))))?;
            }
            Brought::Fresh => {
                let kept = self.kept(visit).cloned().expect("only what was kept is fresh");
                let note = self.noted(visit, Outcome::Unchanged { of: kept.clone() });
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

    /// The note of a visit, with what was sent for it.
    fn noted(&mut self, visit: &Visit, outcome: Outcome) -> VisitNote {
        VisitNote { sent: Some(std::mem::take(&mut self.sent)), ..VisitNote::new(visit, outcome) }
    }

    /// Archives a visit that brought nothing, then moves the plan on.
    fn enter_nothing(
        &mut self,
        visit: &Visit,
        robots: Option<&RobotsSeen>,
        outcome: Outcome,
    ) -> Result<(), CrawlError> {
        let note = Note::Visit(self.noted(visit, outcome));
        self.archive.note(&note)?;
        replay_visit(&mut self.progress, visit, robots, Group { note, response: None, drawn: None });
        Ok(())
    }

    /// What the edition before kept of a page that is asked for with a plain GET.
    pub(super) fn kept(&self, visit: &Visit) -> Option<&Kept> {
        self.earlier.page(&visit.url).filter(|_| visit.form.is_none() && visit.found != Found::Probe)
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
        let group = Group { note, response, drawn: None };
        replay_visit(&mut self.progress, visit, robots, group);
        Ok(())
    }

    fn enter_answer(
        &mut self,
        visit: &Visit,
        robots: Option<&RobotsSeen>,
        (exchange, drawn): (&Exchange, Option<(&String, Drawing)>),
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
        let html = drawn.map(|(html, _)| html.as_str());
        let note = self.noted(visit, outcome);
        self.archive.answered(exchange, html, note)?;
        let redirect_to = exchange.redirect_to();
        let answer = Answer {
            status: exchange.status,
            redirect_to: redirect_to.as_ref(),
            content_type: if html.is_some() { "text/html" } else { content_type },
            charset: if html.is_some() { Some("utf-8") } else { charset.as_deref() },
            body: html.map_or(&exchange.body, str::as_bytes),
            drawing,
        };
        self.progress.absorb(visit, robots, Seen::Answer(answer));
        Ok(())
    }

    /// Writes how the crawl ended and brings everything to the disk.
    pub(super) fn close(mut self, outcome: SiteOutcome) -> Result<(SiteOutcome, Span), CrawlError> {
        self.archive.note(&Note::Closing(outcome.clone()))?;
        self.archive.sync()?;
        Ok((outcome, Span { began: self.began, ended: OffsetDateTime::now_utc() }))
    }
}

/// Takes everything that an archive holds through the plan. `Some`: the site is done with.
fn replay(
    groups: &mut Groups,
    progress: &mut Progress,
    path: &Path,
) -> Result<Option<SiteOutcome>, CrawlError> {
    let mut robots = None;
    while let Some(group) = groups.next_group()? {
        match &group.note {
            Note::Robots { url, sitemaps, .. } => {
                robots = Some(RobotsSeen { url: url.clone(), sitemaps: sitemaps.clone() });
            }
            Note::Visit(note) => {
                let visit = planned(progress, note, path)?;
                let robots = robots.take();
                progress.count_sent(&note.sent(), robots.as_ref());
                replay_visit(progress, &visit, robots.as_ref(), group);
            }
            Note::Closing(outcome) if outcome.state != SiteState::Interrupted => {
                return Ok(Some(outcome.clone()));
            }
            Note::Closing(_) => {}
        }
    }
    Ok(None)
}

/// The plan's next visit, which must be the one that the archive holds.
fn planned(progress: &mut Progress, note: &VisitNote, path: &Path) -> Result<Visit, CrawlError> {
    let visit = progress.next_visit();
    match visit {
        Some(visit)
            if visit.url == note.url && visit.attempt == note.attempt && visit.found == note.found =>
        {
            Ok(visit)
        }
        other => Err(CrawlError::OtherSettings {
            path: path.to_owned(),
            expected: other.map_or_else(|| "nothing more".to_owned(), |visit| visit.url.to_string()),
            found: note.url.to_string(),
        }),
    }
}

fn replay_visit(progress: &mut Progress, visit: &Visit, robots: Option<&RobotsSeen>, group: Group) {
    let outcome = if let Note::Visit(note) = &group.note { Some(&note.outcome) } else { None };
    match outcome {
        Some(Outcome::Failed { cause }) => return progress.absorb(visit, robots, Seen::Failure(cause)),
        Some(Outcome::NotAsked { cause }) => return progress.absorb_not_asked(visit, robots, cause),
        Some(Outcome::Unchanged { .. }) => progress.count_unchanged(),
        _ => {}
    }
    if let Some(page) = group.page() {
        let answer = Answer {
            status: page.status,
            redirect_to: page.redirect_to.as_ref(),
            content_type: &page.content_type,
            charset: page.charset.as_deref(),
            body: &page.body,
            drawing: page.drawing,
        };
        progress.absorb(visit, robots, Seen::Answer(answer));
    }
}
