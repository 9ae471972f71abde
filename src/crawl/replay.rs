//! Where a crawl stands is what its archive holds: everything in it is taken through the plan again.
//!
//! Synchronous; knows groups and the plan, neither writes nor asks.

use std::time::Duration;

use time::OffsetDateTime;
use url::Url;

use crate::archive::{ArchiveError, Group, Groups, Note, Outcome, SiteOutcome, SiteState, VisitNote};
use crate::fetch::{Purpose, PushBack, Unreachable};
use crate::plan::Visit;

use super::again::{Missed, Missing};
use super::answer::{Answer, RobotsSeen, Seen};
use super::progress::Progress;

/// What an archive tells beside the progress of its crawl.
#[derive(Debug, Default)]
pub(super) struct Replayed {
    /// How the site ended, if it is done with.
    pub(super) closed: Option<SiteOutcome>,
    /// When it was done with for the first time, if it was.
    pub(super) first_ended: Option<OffsetDateTime>,
    /// What was missed by then.
    pub(super) missed: Missed,
    /// How long the site had been under way by its last visit.
    pub(super) under_way: Duration,
    /// When hosts asked to be left alone.
    pub(super) push_backs: Vec<PushBack>,
    /// The hosts that are asked once more for what they did not give, by an address of each; none as long as the site
    /// has had no other chance.
    pub(super) asked_again: Option<Vec<Url>>,
}

/// Why an archive does not say where its crawl stands.
#[derive(Debug, thiserror::Error)]
pub(super) enum Unreplayable {
    /// It, or an earlier one that it refers to, cannot be read.
    #[error(transparent)]
    Archive(#[from] ArchiveError),
    /// It does not follow from the plan: it was begun with other settings, by another version, or is of another site.
    #[error("it holds {found}, where this crawl would ask for {expected}")]
    OtherPlan {
        /// What the plan would visit.
        expected: String,
        /// What the archive holds.
        found: String,
    },
}

/// Takes everything that an archive holds through the plan.
pub(super) fn replay(groups: &mut Groups, progress: &mut Progress) -> Result<Replayed, Unreplayable> {
    let (mut replayed, mut robots) = (Replayed::default(), None);
    while let Some(mut group) = groups.next_group()? {
        if let Some(cause) = group.lost.take() {
            // Without its links nobody knows what came next.
            return Err(Unreplayable::Archive(cause));
        }
        match &group.note {
            Note::Robots { url, sitemaps, .. } => {
                robots = Some(RobotsSeen { url: url.clone(), sitemaps: sitemaps.clone() });
            }
            Note::Visit(note) => {
                let visit = planned(progress, note)?;
                replayed.under_way = Duration::from_secs(note.under_way);
                replayed.pushed_back(&visit, &group);
                replayed.visit(&visit, (note, group.status()));
                let robots = robots.take();
                progress.count_sent(&note.sent(), robots.as_ref());
                replay_visit(progress, &visit, robots.as_ref(), group);
            }
            Note::Closing(outcome) if outcome.state != SiteState::Interrupted => {
                replayed.closed = Some(outcome.clone());
                replayed.first_ended = replayed.first_ended.or(groups.span().map(|span| span.ended));
            }
            Note::Closing(_) => {}
            Note::Again => replayed.again(progress),
        }
    }
    Ok(replayed)
}

impl Replayed {
    /// The site is done with no longer: what was missed is asked for once more.
    pub(super) fn again(&mut self, progress: &mut Progress) {
        self.closed = None;
        self.asked_again = Some(progress.ask_again(std::mem::take(&mut self.missed)));
    }

    /// Takes notice of a host that asked to be left alone. Once it answers well, what it had asked for is over.
    fn pushed_back(&mut self, visit: &Visit, group: &Group) {
        let Note::Visit(note) = &group.note else { return };
        let was_asked = note.sent().iter().any(|sent| sent.purpose == Purpose::Content && sent.requests > 0);
        if group.status() == Some(200) && was_asked {
            self.push_backs.retain(|push| push.url.host_str() != visit.url.host_str());
        }
        self.push_backs.extend(group.push_back().into_iter().chain(note.push_backs.iter().cloned()));
    }

    fn visit(&mut self, visit: &Visit, (note, status): (&VisitNote, Option<u16>)) {
        match (&note.outcome, status) {
            (Outcome::Failed { cause }, _) => self.missed.note(visit, Missing::Failed(cause)),
            (Outcome::NotAsked { cause }, _) => self.missed.note(visit, Missing::NotAsked(cause)),
            (_, Some(status)) if Unreachable::Status(status).may_pass() => {
                self.missed.note(visit, Missing::Failed(&Unreachable::Status(status)));
            }
            _ => self.missed.had(&visit.url),
        }
    }
}

/// The plan's next visit, which must be the one that the archive holds.
fn planned(progress: &mut Progress, note: &VisitNote) -> Result<Visit, Unreplayable> {
    let visit = progress.next_visit();
    match visit {
        Some(visit)
            if visit.url == note.url && visit.attempt == note.attempt && visit.found == note.found =>
        {
            Ok(visit)
        }
        other => Err(Unreplayable::OtherPlan {
            expected: other.map_or_else(|| "nothing more".to_owned(), |visit| visit.url.to_string()),
            found: note.url.to_string(),
        }),
    }
}

/// Moves the plan on with a visit as an archive holds it.
pub(super) fn replay_visit(
    progress: &mut Progress,
    visit: &Visit,
    robots: Option<&RobotsSeen>,
    group: Group,
) {
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
            refresh: page.refresh.as_deref(),
            content_type: &page.content_type,
            charset: page.charset.as_deref(),
            body: &page.body,
            hindrance: page.hindrance.as_ref(),
            drawing: page.drawing,
        };
        progress.absorb(visit, robots, Seen::Answer(answer));
    }
}
