//! Confirm before demoting: a drop counts only when it is seen in two measurements, because a page that was down or
//! slow for an hour must cost nobody points. Both values stay visible. It must not know why points dropped.

use std::collections::HashMap;

use super::SiteResult;
use crate::judgement::Answer;
use crate::rubric::QuestionId;

/// The results with every drop that is seen for the first time undone: the answer is that of the measurement before,
/// and what was seen now is kept in [`SiteResult::unconfirmed`]. Both measurements must have been judged by the same
/// rubric.
pub fn confirmed(before: &[SiteResult], now: Vec<SiteResult>) -> Vec<SiteResult> {
    let earlier: HashMap<&str, &SiteResult> =
        before.iter().map(|result| (result.body.code.as_str(), result)).collect();
    let confirm = |result: SiteResult| match earlier.get(result.body.code.as_str()) {
        Some(before) => confirmed_one(before, result),
        None => result,
    };
    now.into_iter().map(confirm).collect()
}

fn confirmed_one(before: &SiteResult, mut now: SiteResult) -> SiteResult {
    let counted: HashMap<&QuestionId, &Answer> = before.answers.iter().map(|a| (&a.question, a)).collect();
    let seen: HashMap<&QuestionId, &Answer> = before.unconfirmed.iter().map(|a| (&a.question, a)).collect();
    for answer in &mut now.answers {
        let Some(counted) =
            counted.get(&answer.question).filter(|counted| answer.points() < counted.points())
        else {
            continue;
        };
        let seen_twice = seen.get(&answer.question).is_some_and(|seen| seen.points() < counted.points());
        if answer.points().is_some() && !seen_twice {
            now.unconfirmed.push(std::mem::replace(answer, (*counted).clone()));
        }
    }
    now
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::judgement::State;
    use crate::standing::sample;

    /// The states of one question in measurement after measurement, and what counts each time.
    fn check(seen: &[State], expected: &[State]) {
        let rubric = sample::rubric(3);
        let mut before: Vec<SiteResult> = Vec::new();
        for (number, (state, expected)) in seen.iter().zip(expected).enumerate() {
            let mut now = sample::results(&rubric, 1);
            now[0].answers[0].state = *state;
            before = confirmed(&before, now);
            assert_eq!(before[0].answers[0].state, *expected, "measurement {number} of {seen:?}");
            let kept = before[0].unconfirmed.iter().map(|answer| answer.state);
            let differing = (state != expected).then_some(*state);
            assert_eq!(kept.collect::<Vec<_>>(), Vec::from_iter(differing));
        }
    }

    #[test]
    fn a_drop_counts_when_seen_twice() {
        use State::{Blocked, Full, NotFound, Partial};
        check(&[Full, NotFound, NotFound, NotFound], &[Full, Full, NotFound, NotFound]);
        check(&[Full, NotFound, Full, NotFound], &[Full, Full, Full, Full]);
        check(&[Full, Partial, NotFound], &[Full, Full, NotFound]);
        check(&[NotFound, Partial, Full], &[NotFound, Partial, Full]);
        check(&[Full, Blocked, NotFound, NotFound], &[Full, Blocked, NotFound, NotFound]);
    }
}
