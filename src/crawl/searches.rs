//! How a site's own search is found, and what came of asking it.
//!
//! Pure; a part of a site's progress.

use url::Url;

use crate::fetch::Unreachable;
use crate::plan::{Found, FoundLink, Visit, redirect_target, usual_search, without_words};

use super::answer::{Answer, Seen};
use super::described::described_search;
use super::forms::search_forms;
use super::links::extract;
use super::progress::Progress;

impl Progress {
    /// The search forms of a page, the descriptions of a search that it names, and the search that its system usually has.
    pub(super) fn found_searches(
        &mut self,
        visit: &Visit,
        (html, charset): (&str, &str),
        descriptions: Vec<FoundLink>,
    ) {
        for description in descriptions.into_iter().filter(|link| self.plan.is_own(&link.url)) {
            self.probes.found_description(visit, description.url);
        }
        if visit.depth == 0
            && let Some(usual) = usual_search(html, &visit.url)
        {
            self.probes.found_usual(visit, usual);
        }
        if self.probes.wants_form_of(visit) {
            let mut forms = search_forms(html, &visit.url, charset);
            forms.retain(|form| self.plan.is_own(&form.action));
            self.probes.found_forms(visit, forms);
        }
    }

    /// What a site says of how its search is asked.
    pub(super) fn absorb_description(&mut self, visit: &Visit, seen: Seen<'_>) {
        match seen {
            Seen::Failure(reason) => self.count_failure(visit, reason),
            Seen::Answer(answer) if answer.status == 200 => {
                let form = described_search(answer.body, &visit.url);
                if let Some(form) = form.filter(|form| self.plan.is_own(&form.action)) {
                    self.probes.described(visit, form);
                }
            }
            Seen::Answer(answer) => self.count_failure(visit, &Unreachable::Status(answer.status)),
        }
    }

    /// What the site's search answered is kept; it names no pages to visit.
    pub(super) fn absorb_probe(&mut self, visit: &Visit, seen: Seen<'_>) {
        match seen {
            Seen::Failure(reason) => {
                self.count_failure(visit, reason);
                if *reason == Unreachable::Robots { self.probes.stop() } else { self.probes.failed() }
            }
            Seen::Answer(Answer { redirect_to: Some(target), .. }) => {
                self.counts.redirects += 1;
                match redirect_target(target, &visit.url).filter(|url| self.plan.is_own(url)) {
                    Some(target) => self.probes.redirected(visit, target),
                    None => self.probes.failed(),
                }
            }
            Seen::Answer(answer) => {
                self.counts.bytes += u64::try_from(answer.body.len()).expect("a length fits in 64 bits");
                if let Some(reason) = Unreachable::of_status(answer.status) {
                    self.count_failure(visit, &reason);
                    self.probes.failed();
                } else {
                    self.counts.probes += 1;
                    self.probes.answered(listed(visit, answer));
                }
            }
        }
    }
}

/// Where an answer links to beside the search itself, in its order (a hit may be in the menu too), without the words that links
/// carry on: those differ though nothing is listed.
fn listed(visit: &Visit, answer: Answer<'_>) -> Vec<Url> {
    let Some(html) = answer.html() else { return Vec::new() };
    let links = extract(&html, &visit.url).links.into_iter();
    let links = links.filter(|link| matches!(link.found, Found::Link | Found::NofollowLink));
    let elsewhere = links.filter(|link| link.url.path() != visit.url.path());
    elsewhere.map(|link| without_words(link.url, &visit.anchor)).collect()
}
