//! Whether an edition may become the latest one. Pure arithmetic over what was measured; knows no files.

use std::fmt;

use crate::rubric::Points;
use crate::standing::SiteResult;

/// Least share of the sites that must have been read, in per cent.
const LEAST_READ: u64 = 50;
/// Least share of the bodies of the edition before, in per cent.
const LEAST_BODIES: u64 = 80;
/// Largest fall of the share of sites that were read, in percentage points.
const LARGEST_FALL: u64 = 20;
/// Least share of the judged answers per site of the edition before, in per cent.
const LEAST_JUDGED: u64 = 80;
/// Largest change of the share of points, in percentage points.
const LARGEST_TURN: u64 = 15;

/// An edition in numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Census {
    /// The edition.
    pub edition: String,
    /// The hash of the rubric that judged it.
    pub rubric: String,
    /// Bodies.
    pub bodies: u64,
    /// Bodies whose site was read, and not cut off.
    pub read: u64,
    /// Answers, whatever their state.
    pub answers: u64,
    /// Answers of those sites that carry points.
    pub judged: u64,
    /// The points of those answers.
    pub points: u64,
}

impl Census {
    /// Counts an edition judged by a rubric.
    pub fn of(edition: &str, rubric: &str, results: &[SiteResult]) -> Self {
        let read = || results.iter().filter(|result| was_read(result));
        let points = || read().flat_map(|result| &result.answers).filter_map(|answer| answer.state.points());
        Self {
            edition: edition.to_owned(),
            rubric: rubric.to_owned(),
            bodies: count(results.iter()),
            read: count(read()),
            answers: count(results.iter().flat_map(|result| &result.answers)),
            judged: count(points()),
            points: points().map(|points| u64::from(points.value())).sum(),
        }
    }

    /// The share of points, in per cent.
    fn share(&self) -> u64 {
        per_cent(self.points, self.judged * Points::MAX)
    }
}

/// Whether a site's visit says something of the site: it was neither refused nor cut off, and some question was judged.
/// What an outage leaves of a site (a start page, and then nothing more) is no reading of it.
fn was_read(result: &SiteResult) -> bool {
    result.site.state == "ok" && result.answers.iter().any(|answer| answer.state.points().is_some())
}

fn count<T>(items: impl Iterator<Item = T>) -> u64 {
    u64::try_from(items.count()).expect("a count fits in 64 bits")
}

fn per_cent(part: u64, whole: u64) -> u64 {
    (part * 100).checked_div(whole).unwrap_or(0)
}

/// Why an edition may not become the latest one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// Too few sites were read.
    Unread {
        /// Sites that were read.
        read: u64,
        /// Sites.
        of: u64,
    },
    /// Answers are missing: not every body has one for every question.
    Incomplete {
        /// Answers that there are.
        found: u64,
        /// Answers that there should be.
        expected: u64,
    },
    /// Far fewer bodies than before.
    FewerBodies {
        /// Now.
        now: u64,
        /// In the latest edition.
        before: u64,
    },
    /// Far fewer of the sites were read than before, in per cent.
    FewerRead {
        /// Now.
        now: u64,
        /// In the latest edition.
        before: u64,
    },
    /// Far fewer answers carry points for each site that was read.
    FewerJudged {
        /// Now.
        now: u64,
        /// In the latest edition.
        before: u64,
    },
    /// The same rubric gives a share of points that no night brings about, in per cent.
    Turned {
        /// Now.
        now: u64,
        /// In the latest edition.
        before: u64,
    },
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unread { read, of } => write!(f, "only {read} of {of} sites could be read"),
            Self::Incomplete { found, expected } => write!(f, "{found} answers where {expected} should be"),
            Self::FewerBodies { now, before } => write!(f, "{now} bodies where there were {before}"),
            Self::FewerRead { now, before } => {
                write!(f, "{now} per cent of the sites could be read where it was {before}")
            }
            Self::FewerJudged { now, before } => {
                write!(f, "{now} judged answers for each site where there were {before}")
            }
            Self::Turned { now, before } => {
                write!(f, "{now} per cent of the points where there were {before}, by the same rubric")
            }
        }
    }
}

/// Everything that speaks against making an edition the latest one; `questions` is their number in the rubric.
/// Compared with the latest edition, unless that is the same one.
pub fn refusals(new: &Census, latest: Option<&Census>, questions: usize) -> Vec<Refusal> {
    let expected = new.bodies * u64::try_from(questions).expect("a count fits in 64 bits");
    let mut refusals = Vec::new();
    if new.read * 100 < new.bodies * LEAST_READ || new.bodies == 0 {
        refusals.push(Refusal::Unread { read: new.read, of: new.bodies });
    }
    if new.answers != expected {
        refusals.push(Refusal::Incomplete { found: new.answers, expected });
    }
    if let Some(before) = latest.filter(|before| before.edition != new.edition) {
        refusals.extend(compared(new, before));
    }
    refusals
}

fn compared(new: &Census, before: &Census) -> Vec<Refusal> {
    let mut refusals = Vec::new();
    if new.bodies * 100 < before.bodies * LEAST_BODIES {
        refusals.push(Refusal::FewerBodies { now: new.bodies, before: before.bodies });
    }
    let [now, then] = [new, before].map(|census| per_cent(census.read, census.bodies));
    if now + LARGEST_FALL < then {
        refusals.push(Refusal::FewerRead { now, before: then });
    }
    let [now, then] = [new, before].map(|census| census.judged / census.read.max(1));
    if now * 100 < then * LEAST_JUDGED {
        refusals.push(Refusal::FewerJudged { now, before: then });
    }
    let [now, then] = [new.share(), before.share()];
    if new.rubric == before.rubric && now.abs_diff(then) > LARGEST_TURN {
        refusals.push(Refusal::Turned { now, before: then });
    }
    refusals
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::judgement::State;
    use crate::standing::sample;

    fn census(edition: &str) -> Census {
        Census {
            edition: edition.to_owned(),
            rubric: "r".to_owned(),
            bodies: 100,
            read: 96,
            answers: 1000,
            judged: 900,
            points: 1800,
        }
    }

    fn check(new: &Census, expected: &[Refusal]) {
        assert_eq!(refusals(new, Some(&census("before")), 10), expected, "{new:?}");
    }

    #[test]
    fn an_edition_like_the_one_before_passes() {
        check(&census("now"), &[]);
        assert!(refusals(&census("now"), None, 10).is_empty());
    }

    #[test]
    fn each_guard_refuses() {
        let now = || census("now");
        check(&Census { answers: 999, ..now() }, &[Refusal::Incomplete { found: 999, expected: 1000 }]);
        check(
            &Census { bodies: 70, read: 70, answers: 700, judged: 650, points: 1300, ..now() },
            &[Refusal::FewerBodies { now: 70, before: 100 }],
        );
        check(
            &Census { read: 60, judged: 560, points: 1120, ..now() },
            &[Refusal::FewerRead { now: 60, before: 96 }],
        );
        check(&Census { judged: 600, points: 1200, ..now() }, &[Refusal::FewerJudged { now: 6, before: 9 }]);
        check(&Census { points: 900, ..now() }, &[Refusal::Turned { now: 33, before: 66 }]);
        check(&Census { points: 900, rubric: "other".to_owned(), ..now() }, &[]);
        let blind = Census { read: 10, ..now() };
        assert_eq!(refusals(&blind, None, 10), [Refusal::Unread { read: 10, of: 100 }]);
    }

    #[test]
    fn an_edition_is_not_compared_with_itself() {
        check(&Census { points: 900, ..census("before") }, &[]);
    }

    #[test]
    fn a_night_without_a_network_is_refused() {
        let rubric = sample::rubric(3);
        let whole = sample::results(&rubric, 8);
        let cut_off = |state: Option<State>| {
            let mut results = whole.clone();
            for result in &mut results {
                "incomplete".clone_into(&mut result.site.state);
                result.answers.iter_mut().for_each(|answer| answer.state = state.unwrap_or(answer.state));
            }
            results
        };
        let of = |results: &[SiteResult]| Census::of("night", "r", results);
        let refused = |results: &[SiteResult]| refusals(&of(results), None, rubric.questions.len());
        assert_eq!((of(&whole).read, refused(&whole)), (8, Vec::new()));
        for state in [Some(State::NotReached), None] {
            let (results, refusal) = (cut_off(state), Refusal::Unread { read: 0, of: 8 });
            assert_eq!((of(&results).judged, refused(&results)), (0, vec![refusal]));
        }
        // Nothing is known of a site that was read to its end and where nothing could be judged.
        let mut unknown = cut_off(Some(State::NotReached));
        for result in &mut unknown {
            "ok".clone_into(&mut result.site.state);
        }
        assert_eq!(of(&unknown).read, 0);
    }
}
