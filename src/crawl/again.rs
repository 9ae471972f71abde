//! When a site is left before everything was asked for, and its other chance: what its own hosts did not give, for reasons
//! that may pass, is asked for once more.
//!
//! Pure; a part of a site's progress, and the same for a live crawl and for one that is replayed from the archive.

use rustc_hash::FxHashMap;
use url::Url;

use crate::archive::{SiteOutcome, SiteState};
use crate::fetch::Unreachable;
use crate::plan::{Found, Ground, Visit};

use super::progress::{Progress, is_entrance};

/// Whether another try, hours later, may bring more of a site that ended so.
pub(super) fn may_recover(state: &SiteState) -> bool {
    match state {
        SiteState::Unreachable { cause } | SiteState::BrokenOff { cause } => cause.may_pass(),
        SiteState::WaitedOut => true,
        SiteState::Complete | SiteState::BudgetSpent | SiteState::Interrupted => false,
    }
}

/// What came of asking, as far as another chance is concerned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Missing<'a> {
    /// It was asked for in vain.
    Failed(&'a Unreachable),
    /// It was not asked for.
    NotAsked(&'a Unreachable),
}

/// The visits to a site's own hosts that brought nothing, in their order.
#[derive(Debug, Default)]
pub(super) struct Missed {
    by_address: FxHashMap<Url, Miss>,
    noted: usize,
}

#[derive(Debug)]
struct Miss {
    visit: Visit,
    number: usize,
    /// What it adds to the addresses that were left.
    left: u64,
    /// Whether nobody was asked: its host had been given up, or had to be waited for too long.
    unasked: bool,
}

impl Missed {
    /// Takes a visit that brought nothing, if it may bring something later.
    pub(super) fn note(&mut self, visit: &Visit, missing: Missing<'_>) {
        let (cause, left) = match missing {
            Missing::Failed(cause) => (cause, 0),
            Missing::NotAsked(cause) => (cause, 1),
        };
        let is_planned = visit.found.is_page() || visit.found == Found::SitemapFile;
        if is_planned && visit.ground == Ground::Own && cause.may_pass() {
            self.noted += 1;
            let unasked = left > 0 || *cause == Unreachable::WaitedOut;
            let miss = Miss { visit: visit.clone(), number: self.noted, left, unasked };
            self.by_address.insert(visit.url.clone(), miss);
        }
    }

    /// An address was had after all.
    pub(super) fn had(&mut self, url: &Url) {
        self.by_address.remove(url);
    }
}

impl Progress {
    /// How the crawl ended, when its time was up before the visit that it was at.
    pub(super) fn out_of_time(&self, at: Option<&Visit>) -> SiteOutcome {
        let mut outcome = self.outcome();
        outcome.counts.left += u64::from(at.is_some_and(|visit| visit.found.is_page()));
        outcome.state = match outcome.state {
            // What was unknown before another chance that came to no end is so still.
            SiteState::Complete | SiteState::BudgetSpent if outcome.counts.left > 0 => {
                self.before.clone().unwrap_or(SiteState::BudgetSpent)
            }
            // Nothing had gone wrong.
            SiteState::Unreachable { cause: Unreachable::Redirects } => {
                SiteState::Unreachable { cause: Unreachable::WaitedOut }
            }
            state => state,
        };
        outcome
    }

    /// Asks once more for what was missed, as if for the first time, and of hosts that were given up for it; what was asked
    /// for in vain comes after everything else, since it may be why nothing else was asked for. What came of it gives the
    /// hosts' addresses, one each.
    pub(super) fn ask_again(&mut self, missed: Missed) -> Vec<Url> {
        let before = self.outcome().state;
        self.before = Some(before)
            .filter(|before| matches!(before, SiteState::WaitedOut | SiteState::BrokenOff { .. }));
        self.waited_out = false;
        self.broken_off = None;
        let mut missed: Vec<Miss> = missed.by_address.into_values().collect();
        missed.sort_by_key(|miss| miss.number);
        self.later.forget_repeats();
        let mut hosts: Vec<Url> = Vec::new();
        for Miss { visit, left, unasked, .. } in missed {
            if hosts.iter().all(|host| host.authority() != visit.url.authority()) {
                hosts.push(visit.url.clone());
                self.strain.forget(&visit.url);
                self.given_up.forgive(&visit.url);
            }
            self.counts.left = self.counts.left.saturating_sub(left);
            if unasked || is_entrance(&visit) {
                self.plan.ask_again(visit);
            } else {
                self.later.put_aside(Visit { attempt: 0, ..visit });
            }
        }
        hosts
    }
}

#[cfg(test)]
mod tests {
    use crate::plan::{Budget, Platforms, Scope};

    use super::super::answer::{Answer, Seen};
    use super::*;

    #[test]
    fn who_gets_another_chance() {
        let check = |state: SiteState, expected: bool| assert_eq!(may_recover(&state), expected, "{state:?}");
        check(SiteState::WaitedOut, true);
        check(SiteState::BrokenOff { cause: Unreachable::Timeout }, true);
        check(SiteState::BrokenOff { cause: Unreachable::TooLarge }, false);
        check(SiteState::Unreachable { cause: Unreachable::RobotsUnreachable }, true);
        check(SiteState::Unreachable { cause: Unreachable::Status(503) }, true);
        check(SiteState::Unreachable { cause: Unreachable::Robots }, false);
        check(SiteState::Complete, false);
    }

    #[test]
    fn a_host_that_says_not_now_to_everything_is_asked_again_later() {
        let start: Url = "https://x.example/".parse().unwrap();
        let scope = Scope::new(&start, &[], Platforms::embedded());
        let mut progress = Progress::new(start, scope, (Budget::default(), &[]));
        let links = (0..40).map(|number| format!("<a href=/{number}>A</a>")).collect::<Vec<_>>().concat();
        let answer = |status, body| Answer {
            status,
            redirect_to: None,
            refresh: None,
            content_type: "text/html",
            charset: None,
            body,
            hindrance: None,
            drawing: None,
        };
        let (mut asked, mut missed) = (0, Missed::default());
        while let Some(visit) = progress.next_visit() {
            if let Some(cause) = progress.in_vain(&visit) {
                missed.note(&visit, Missing::NotAsked(&cause));
                progress.absorb_not_asked(&visit, None, &cause);
                continue;
            }
            let seen = if asked == 0 { answer(200, links.as_bytes()) } else { answer(429, b"") };
            missed.note(&visit, Missing::Failed(&Unreachable::Status(seen.status)));
            progress.absorb(&visit, None, Seen::Answer(seen));
            asked += 1;
        }
        let SiteOutcome { state, counts } = progress.outcome();
        assert_eq!((asked, counts.failed["status_429"], counts.left), (1 + 8, 8, 32));
        assert_eq!(state, SiteState::BrokenOff { cause: Unreachable::Status(429) });
        assert!(may_recover(&state));
        progress.ask_again(missed);
        let order: Vec<String> =
            std::iter::from_fn(|| progress.next_visit()).map(|visit| visit.url.path().to_owned()).collect();
        assert_eq!(order.iter().position(|path| path == "/8"), Some(0), "{order:?}");
        assert_eq!(order[order.len() - 8..][0], "/0", "what failed comes last: {order:?}");
    }

    #[test]
    fn a_chance_that_comes_to_no_end_leaves_unknown_what_was_unknown() {
        let state_after = |before: SiteState| {
            let start: Url = "https://x.example/".parse().unwrap();
            let scope = Scope::new(&start, &[], Platforms::embedded());
            let mut progress = Progress::new(start, scope, (Budget::default(), &[]));
            progress.counts.pages = 3;
            progress.waited_out = before == SiteState::WaitedOut;
            if let SiteState::BrokenOff { cause } = before {
                progress.broken_off = Some(cause);
            }
            progress.ask_again(Missed::default());
            progress.counts.left = 2;
            progress.out_of_time(None).state
        };
        let broken = SiteState::BrokenOff { cause: Unreachable::Timeout };
        assert_eq!(state_after(broken.clone()), broken);
        assert_eq!(state_after(SiteState::WaitedOut), SiteState::WaitedOut);
        assert_eq!(state_after(SiteState::Complete), SiteState::BudgetSpent);
    }
}
