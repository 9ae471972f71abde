//! The best of a question's findings at a site becomes its answer. It must not know how findings were lowered nor what
//! is unknown of the site.

use super::answer::{Answer, Evidence, Rejected, State};
use crate::evidence::Route;
use crate::measured::Ground;
use crate::rubric::Points;

/// Rejected candidates shown with an answer.
const SHOWN: usize = 3;

/// A finding as it counts at its site.
pub(super) struct Judged {
    pub(super) points: Points,
    /// Before it was lowered.
    pub(super) offered: Points,
    pub(super) strength: u8,
    pub(super) evidence: Evidence,
    pub(super) reason: String,
    pub(super) route: Option<Route>,
    pub(super) identified: bool,
}

/// Takes the best finding; the next ones are shown as rejected.
pub(super) fn choose(answer: &mut Answer, mut judged: Vec<Judged>) {
    judged.sort_by_key(|one| std::cmp::Reverse((one.points, one.strength)));
    let best = judged.first().map_or(Points::None, |best| best.points);
    answer.state = best.into();
    answer.confidence = Ground::of(judged.first().map(|best| (best.points, best.strength))).confidence();
    let mut rest = judged.into_iter();
    if best > Points::None {
        let taken = rest.next().expect("the best finding gave points");
        answer.maturity = taken.route.and_then(|route| maturity(route, taken.identified));
        answer.route = taken.route;
        answer.reason = taken.reason;
        answer.evidence = Some(taken.evidence);
    } else {
        "ämnet hittades inte på webbplatsen".clone_into(&mut answer.reason);
        answer.route = Some(Route::Absent);
    }
    let reject = |one: Judged| Rejected {
        reason: if one.offered < best {
            format!("{} (sämre än det valda)", one.reason)
        } else {
            one.reason
        },
        evidence: one.evidence,
        points: one.offered,
    };
    answer.rejected = rest.take(SHOWN).map(reject).collect();
    if let (State::NotFound, Some(near)) = (answer.state, answer.rejected.first()) {
        answer.reason = format!("inget gav poäng; närmast: {}", near.reason);
    }
}

/// E-service maturity as far as a crawler sees (Österåker's scale, after SKL's method): 0 a form on paper or PDF, 1 filled in
/// digitally, 2 with an e-identification. What happens behind the log-in (3 and 4) is not observed.
fn maturity(route: Route, identified: bool) -> Option<u8> {
    match route {
        Route::Eservice if identified => Some(2),
        Route::Eservice | Route::WebForm => Some(1),
        Route::Form => Some(0),
        Route::Contact | Route::Described | Route::Absent => None,
    }
}
