//! Whose turn it is: one visit after the other, and when nothing else is left those that have to wait for all others.
//!
//! Pure; a part of a site's progress.

use std::collections::VecDeque;

use url::Url;

use crate::plan::{Found, SitePlan, Visit};

use super::progress::{Progress, is_entrance};

/// Visits that have to wait for all others.
#[derive(Debug, Default)]
pub(super) struct Later {
    /// Had their turn and were not asked for, or failed before another chance.
    aside: VecDeque<Visit>,
    /// Were answered "not now".
    repeats: Vec<Visit>,
    /// Had their turn again.
    repeated: Vec<Url>,
}

impl Later {
    /// Keeps a visit that has had its turn, as it is.
    pub(super) fn put_aside(&mut self, visit: Visit) {
        self.aside.push_back(visit);
    }

    /// Keeps a visit that was answered "not now", to be asked for once more.
    pub(super) fn repeat(&mut self, visit: &Visit) {
        self.repeats.push(visit.clone());
    }

    /// The visit whose turn it is, now that nothing else is left. What is repeated counts against the plan's budget.
    pub(super) fn next(&mut self, plan: &mut SitePlan) -> Option<Visit> {
        self.aside.pop_front().or_else(|| {
            for visit in self.repeats.drain(..) {
                plan.repeat_last(&visit);
                self.repeated.push(visit.url);
            }
            plan.next_visit()
        })
    }

    /// Whether an address is asked for once more, when nothing else is left: what comes of it speaks of itself alone.
    pub(super) fn has_repeated(&self, url: &Url) -> bool {
        self.repeated.contains(url)
    }

    /// How many wait.
    pub(super) fn waiting(&self) -> usize {
        self.aside.len() + self.repeats.len()
    }

    /// Everything that was asked for in vain gets another chance, and needs no repetition.
    pub(super) fn forget_repeats(&mut self) {
        self.aside.retain(|visit| visit.attempt == 0);
        self.repeats.clear();
        self.repeated.clear();
    }
}

impl Progress {
    /// The next visit, if any is left: the site's pages first, then one that cannot exist, then the pages' stylesheets,
    /// then the questions to its search, then what had to wait for all others. A page that would be asked of a host that
    /// was given up has its visit too, in which nobody is asked; what such a host was asked for in vain is not asked for
    /// again.
    pub(super) fn next_visit(&mut self) -> Option<Visit> {
        loop {
            let visit = match self.next_of_all() {
                Some(visit) if is_planned(&visit) && self.strain.sets_aside(&visit) => {
                    self.later.put_aside(visit);
                    continue;
                }
                Some(visit) => visit,
                None => self.later.next(&mut self.plan)?,
            };
            let Some(cause) = self.given_up.cause(&visit.url) else { return Some(visit) };
            if is_planned(&visit) && visit.attempt == 0 {
                return Some(visit);
            }
            if is_planned(&visit) {
                let cause = cause.clone();
                self.plan.not_asked(&visit);
                if cause.is_push_back() {
                    self.break_off(&visit, &cause);
                }
            }
        }
    }

    fn next_of_all(&mut self) -> Option<Visit> {
        let page = self.plan.next_visit().or_else(|| self.nonsense.next_visit());
        if page.is_some() || self.waited_out {
            return page;
        }
        self.sheets.next_visit().or_else(|| self.probes.next_visit())
    }

    /// "Not now" may be said of one page only: all others come first, except where nothing is known without it.
    pub(super) fn pushed_back(&mut self, visit: &Visit) {
        if is_entrance(visit) { self.plan.repeat_now(visit) } else { self.later.repeat(visit) }
    }
}

/// Whether it is planned by what the site's pages and sitemaps name, and no aid.
fn is_planned(visit: &Visit) -> bool {
    visit.found.is_page() || visit.found == Found::SitemapFile
}
