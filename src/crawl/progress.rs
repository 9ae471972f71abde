//! What one site's crawl knows: its plan and its numbers, moved on by one visit at a time.
//!
//! Pure, and the same for a live visit and for one that is replayed from the archive.

use rustc_hash::FxHashSet;
use url::Url;

use crate::archive::{Counts, SiteOutcome, SiteState};
use crate::fetch::Unreachable;
use crate::page::Shell;
use crate::page::charset::encoding;
use crate::page::wall::is_log_in;
use crate::plan::{
    Budget, Found, FoundLink, Nonsense, Probes, Scope, SitePlan, StyleSheets, Visit, redirect_target,
};

use super::answer::{Answer, RobotsSeen, Seen};
use super::hosts::{self, GivenUp};
use super::later::Later;
use super::links::{Extracted, extract, refreshed};
use super::looks::looks;
use super::strain::{Strain, Trouble};

/// Times an address is asked for when the host says "not now".
const MAX_ATTEMPTS: u8 = 3;
/// One site's crawl so far.
#[derive(Debug)]
pub(super) struct Progress {
    pub(super) plan: SitePlan,
    pub(super) sheets: StyleSheets,
    pub(super) nonsense: Nonsense,
    pub(super) probes: Probes,
    pub(super) counts: Counts,
    pub(super) authorities: FxHashSet<String>,
    pub(super) strain: Strain,
    pub(super) later: Later,
    pub(super) given_up: GivenUp,
    trouble: Option<Unreachable>,
    pub(super) waited_out: bool,
    /// The host of the start page.
    home: Option<String>,
    /// Why it was given up before everything that was known of it had been asked for.
    pub(super) broken_off: Option<Unreachable>,
    /// How it stood when it was given another chance.
    pub(super) before: Option<SiteState>,
}

impl Progress {
    /// A crawl that has not begun.
    pub(super) fn new(start: Url, scope: Scope, (budget, probes): (Budget, &[String])) -> Self {
        Self {
            nonsense: Nonsense::new(&scope),
            probes: Probes::new(probes, budget.probes),
            sheets: StyleSheets::new(budget.style_sheets),
            plan: SitePlan::new(start, scope, budget),
            counts: Counts::default(),
            authorities: FxHashSet::default(),
            strain: Strain::default(),
            later: Later::default(),
            given_up: GivenUp::default(),
            trouble: None,
            waited_out: false,
            home: None,
            broken_off: None,
            before: None,
        }
    }

    /// The site is left before everything was asked for, if the host that was given up is that of its start page.
    pub(super) fn break_off(&mut self, visit: &Visit, cause: &Unreachable) {
        if self.home.as_deref() == Some(visit.url.authority()) {
            self.broken_off.get_or_insert_with(|| cause.clone());
        }
    }

    /// Why nobody is asked in a visit, if nobody is: the host was given up, or has had all that is asked of a host of others.
    pub(super) fn in_vain(&self, visit: &Visit) -> Option<Unreachable> {
        let given_up = self.given_up.cause(&visit.url).cloned();
        given_up.or_else(|| self.plan.is_beyond(visit).then_some(Unreachable::Bound))
    }

    /// Visits so far.
    pub(super) fn visits(&self) -> u64 {
        self.counts.visits
    }

    /// How many known addresses will still be asked for within the budget.
    pub(super) fn to_come(&self) -> u64 {
        self.plan.to_come() + u64::try_from(self.later.waiting()).expect("a count fits in 64 bits")
    }

    /// Whether the robots.txt at this address has not been taken notice of.
    pub(super) fn is_new_robots(&self, robots: &Url) -> bool {
        !self.authorities.contains(robots.as_str())
    }

    /// A page was as an earlier edition had kept it.
    pub(super) fn count_unchanged(&mut self) {
        self.counts.unchanged += 1;
    }

    /// Takes what came of a visit, and the robots.txt that was read for it if it was new.
    pub(super) fn absorb(&mut self, visit: &Visit, robots: Option<&RobotsSeen>, seen: Seen<'_>) {
        self.absorb_robots(visit, robots);
        self.counts.visits += 1;
        hosts::count(&mut self.counts.hosts, visit, seen);
        if let Seen::Answer(Answer { drawing: Some(drawing), .. }) = seen {
            *if drawing.in_vain { &mut self.counts.undrawn } else { &mut self.counts.drawn } += 1;
            self.counts.drawing += u64::from(drawing.requests);
        }
        match visit.found {
            Found::Probe => return self.absorb_probe(visit, seen),
            // Whatever is said of a page that cannot exist: it is archived, and tells of hosts that cannot exist.
            Found::Nonsense => return self.absorb_nonsense(visit, seen),
            Found::StyleSheet => return self.absorb_sheet(visit, seen),
            Found::SearchDescription => return self.absorb_description(visit, seen),
            _ => {}
        }
        match seen {
            Seen::Answer(answer) => self.absorb_answer(visit, answer),
            Seen::Failure(reason) => self.absorb_failure(visit, reason),
        }
    }

    /// Takes a visit in which nobody was asked: it costs nothing, and what the page holds is not known.
    pub(super) fn absorb_not_asked(
        &mut self,
        visit: &Visit,
        robots: Option<&RobotsSeen>,
        cause: &Unreachable,
    ) {
        self.absorb_robots(visit, robots);
        self.plan.not_asked(visit);
        self.counts.left += u64::from(*cause != Unreachable::Format);
        if !matches!(cause, Unreachable::Format | Unreachable::Bound) {
            self.break_off(visit, cause);
        }
    }

    fn absorb_answer(&mut self, visit: &Visit, answer: Answer<'_>) {
        self.counts.bytes += u64::try_from(answer.body.len()).expect("a length fits in 64 bits");
        let html = if visit.found == Found::SitemapFile { None } else { answer.html() };
        if let Some(cause) = answer.hindered(html.as_deref()) {
            return self.absorb_failure(visit, &cause);
        }
        if answer.status < 500 && answer.status != 429 {
            self.strain.relieve(visit);
        }
        match (answer.redirect_to, Unreachable::of_status(answer.status)) {
            (Some(target), _) => {
                self.counts.redirects += 1;
                if let Some(target) = redirect_target(target, &visit.url) {
                    self.plan.redirected(visit, target);
                }
            }
            (None, None) => self.absorb_content(visit, answer, html.as_deref()),
            (None, Some(reason)) => self.absorb_error(visit, (answer.status, &reason)),
        }
    }

    fn absorb_content(&mut self, visit: &Visit, answer: Answer<'_>, html: Option<&str>) {
        if visit.found == Found::SitemapFile {
            return self.absorb_sitemap(visit, answer.body);
        }
        let Some(html) = html else {
            if visit.depth == 0 && matches!(visit.found, Found::Start | Found::Redirect) {
                return self.absorb_failure(visit, &Unreachable::Format);
            }
            self.counts.pages += 1;
            return;
        };
        let beside = |link: &FoundLink| {
            matches!(link.found, Found::StyleSheet | Found::SearchDescription | Found::SitemapFile)
        };
        let refresh = answer.refresh.and_then(|field| refreshed(field, &visit.url));
        let Extracted { links, beyond } = extract(html, &visit.url);
        let (aids, links): (Vec<FoundLink>, Vec<FoundLink>) =
            refresh.into_iter().chain(links).partition(beside);
        self.counts.dropped += beyond;
        if visit.depth == 0 && is_log_in(html, || links.len()) {
            return self.absorb_failure(visit, &Unreachable::LoginWall);
        }
        self.counts.pages += 1;
        if visit.depth == 0 {
            self.home.get_or_insert_with(|| visit.url.authority().to_owned());
        }
        self.plan.shows(visit, looks(html, &visit.url));
        let is_shell = !answer.is_drawn() && Shell::of(html).is_some();
        self.counts.shells += u64::from(is_shell);
        self.nonsense.page(visit);
        self.plan.found_links(visit, &links);
        let (feeds, aids): (Vec<FoundLink>, Vec<FoundLink>) =
            aids.into_iter().partition(|link| link.found == Found::SitemapFile);
        for feed in feeds.into_iter().filter(|_| visit.depth == 0) {
            self.plan.found_sitemap_file(&visit.url, feed.url);
        }
        let (sheets, descriptions): (Vec<FoundLink>, Vec<FoundLink>) =
            aids.into_iter().partition(|link| link.found == Found::StyleSheet);
        self.found_sheets(visit, sheets.into_iter().map(|link| link.url));
        let charset = encoding(answer.body, answer.charset).name();
        self.found_searches(visit, (html, charset), descriptions);
    }

    /// A host that cannot exist and answers says that every host name does, and how.
    fn absorb_nonsense(&mut self, visit: &Visit, seen: Seen<'_>) {
        let Seen::Answer(answer) = seen else { return };
        let new = match (answer.redirect_to, answer.html()) {
            (Some(target), _) => redirect_target(target, &visit.url)
                .is_some_and(|target| self.plan.nonsense_redirected(visit, target)),
            (None, Some(html)) if answer.status == 200 => {
                self.plan.nonsense_answered(visit, looks(&html, &visit.url).text)
            }
            _ => false,
        };
        self.counts.wildcards += u64::from(new);
    }

    fn absorb_error(&mut self, visit: &Visit, (status, reason): (u16, &Unreachable)) {
        self.count_failure(visit, reason);
        if reason.is_push_back() && visit.attempt + 1 < MAX_ATTEMPTS {
            self.pushed_back(visit);
        } else if reason.is_transient() && visit.attempt == 0 {
            self.plan.repeat_last(visit);
        }
        let trouble = if reason.is_push_back() { Trouble::PushBack } else { Trouble::Error };
        if (reason.is_push_back() || status >= 500) && self.strain.add(visit, trouble) {
            self.given_up.add(&visit.url, reason);
        }
    }

    fn absorb_failure(&mut self, visit: &Visit, reason: &Unreachable) {
        self.count_failure(visit, reason);
        if *reason == Unreachable::Robots {
            return self.plan.not_asked(visit);
        }
        if reason.is_of_page() {
            return self.strain.relieve(visit);
        }
        let broken = self.strain.add(visit, Trouble::of(reason));
        if reason.is_transient() && visit.attempt == 0 && !broken {
            self.plan.repeat_last(visit);
        } else if reason.is_of_host() || broken {
            self.given_up.add(&visit.url, reason);
        }
        let is_waiting = *reason == Unreachable::WaitedOut && !self.later.has_repeated(&visit.url);
        self.waited_out |= is_waiting && self.plan.is_own(&visit.url);
    }

    pub(super) fn count_failure(&mut self, visit: &Visit, reason: &Unreachable) {
        if *reason == Unreachable::Robots {
            self.counts.refused += 1;
        } else {
            *self.counts.failed.entry(class(reason)).or_default() += 1;
        }
        if is_entrance(visit) {
            self.trouble = Some(reason.clone());
        }
    }

    /// How the crawl ended, when it came to its own end.
    pub(super) fn outcome(&self) -> SiteOutcome {
        let state = if self.counts.pages == 0 {
            // Without a failure and without a page, it was sent from one address to the next.
            SiteState::Unreachable { cause: self.trouble.clone().unwrap_or(Unreachable::Redirects) }
        } else if self.waited_out {
            SiteState::WaitedOut
        } else if let Some(cause) = &self.broken_off {
            SiteState::BrokenOff { cause: cause.clone() }
        } else if self.plan.is_spent() && self.plan.waiting() > 0 {
            SiteState::BudgetSpent
        } else {
            SiteState::Complete
        };
        self.ended(state)
    }

    /// How the crawl stands when it is stopped.
    pub(super) fn interrupted(&self) -> SiteOutcome {
        self.ended(SiteState::Interrupted)
    }

    fn ended(&self, state: SiteState) -> SiteOutcome {
        let waiting = self.plan.waiting() + self.later.waiting();
        let waiting = u64::try_from(waiting).expect("a count fits in 64 bits");
        let (left, dropped) = (self.counts.left + waiting, self.counts.dropped + self.plan.dropped());
        SiteOutcome { state, counts: Counts { left, dropped, ..self.counts.clone() } }
    }
}

/// The start page, or where it leads.
pub(super) fn is_entrance(visit: &Visit) -> bool {
    visit.depth == 0 && visit.found != Found::SitemapFile
}

/// The word under which a failure is counted.
pub fn class(reason: &Unreachable) -> String {
    match reason {
        Unreachable::Status(status) => format!("status_{status}"),
        Unreachable::Address(_) => "address".to_owned(),
        Unreachable::Certificate(_) => "certificate".to_owned(),
        other => format!("{other:?}").to_ascii_lowercase(),
    }
}
