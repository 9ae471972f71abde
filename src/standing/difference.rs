//! What changed between two measurements, question by question and never by totals only. It must not know how
//! measurements are kept or shown.

use schemars::JsonSchema;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

use super::{Edition, Moment, SiteResult};
use crate::index::Share;
use crate::judgement::{Answer, State};
use crate::rubric::QuestionId;

/// A judged measurement, as it is compared with another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judged {
    /// Which measurement, with its totals.
    pub moment: Moment,
    /// What was measured.
    pub results: Vec<SiteResult>,
    /// The rubric's questions with the hash of how each is judged.
    pub questions: BTreeMap<QuestionId, String>,
}

/// What happened to one question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// More points.
    Gained,
    /// Fewer points, seen in two measurements or at once in a new rubric.
    Lost,
    /// Fewer points, seen for the first time: the earlier points still count.
    Unconfirmed,
    /// Other points, by a question that is judged in another way now.
    Question,
    /// Points before; the pages could not be read now.
    Unreachable,
    /// Points now; the pages could not be read before.
    Reached,
    /// The same points, by other words or another page.
    Evidence,
    /// Only in the later rubric.
    Added,
    /// Only in the earlier rubric.
    Removed,
}

/// What was seen of a question in one measurement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Seen {
    /// What is known.
    pub state: State,
    /// Address of the proof; empty without one.
    pub url: String,
    /// Words of the proof; empty without one.
    pub quote: String,
}

/// One question that changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct QuestionChange {
    /// Which question.
    pub question: QuestionId,
    /// What happened.
    pub change: Change,
    /// Before; `None` when it was not asked.
    pub before: Option<Seen>,
    /// Now, as seen; `None` when it is not asked.
    pub now: Option<Seen>,
}

/// What changed for one body that is in both measurements.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct BodyChanges {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Total before; `None` without a rank.
    pub before: Option<Share>,
    /// Total now; `None` without a rank.
    pub now: Option<Share>,
    /// Whether the totals differ by more than the judgement's own error can explain.
    pub beyond_noise: bool,
    /// The questions that changed, in the order of their identifiers.
    pub changes: Vec<QuestionChange>,
}

/// What changed between two measurements.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Changes {
    /// The earlier one.
    pub before: Edition,
    /// The later one.
    pub now: Edition,
    /// Whether both were judged by the same rubric; if not, a change can be the rubric's.
    pub same_rubric: bool,
    /// The bodies of both, by code.
    pub bodies: Vec<BodyChanges>,
    /// Names of those only in the later one.
    pub joined: Vec<String>,
    /// Names of those only in the earlier one.
    pub left: Vec<String>,
}

impl Changes {
    /// From an earlier measurement to a later one.
    pub fn between(before: &Judged, now: &Judged) -> Self {
        Self::of_sides(&before.side(), &now.side())
    }

    /// The same, where nothing of the two is copied.
    pub(super) fn of_sides(before: &Side<'_>, now: &Side<'_>) -> Self {
        let missing = |here: &Side<'_>, there: &Side<'_>| {
            let gone = here.bodies.iter().filter(|(code, _)| !there.bodies.contains_key(*code));
            gone.map(|(_, own)| own.name.to_owned()).collect()
        };
        let both = now.bodies.iter().filter_map(|(code, new)| Some((*code, before.bodies.get(code)?, new)));
        Self {
            same_rubric: before.moment.edition.rubric.hash == now.moment.edition.rubric.hash,
            bodies: both.map(|(code, old, new)| body_changes(code, (before, old), (now, new))).collect(),
            joined: missing(now, before),
            left: missing(before, now),
            before: before.moment.edition.clone(),
            now: now.moment.edition.clone(),
        }
    }

    /// What changed for one body.
    pub fn of(&self, code: &str) -> Option<&BodyChanges> {
        self.bodies.iter().find(|body| body.code == code)
    }
}

impl Judged {
    pub(super) fn side<'a>(&'a self) -> Side<'a> {
        let own = |result: &'a SiteResult| {
            let SiteResult { body, answers, unconfirmed, .. } = result;
            (body.code.as_str(), OneBody { name: &body.name, answers, unconfirmed })
        };
        Side {
            moment: &self.moment,
            bodies: self.results.iter().map(own).collect(),
            questions: &self.questions,
        }
    }
}

/// One measurement of the two, by reference: the answers of a nation are too much to be copied.
pub(super) struct Side<'a> {
    pub(super) moment: &'a Moment,
    /// By code.
    pub(super) bodies: BTreeMap<&'a str, OneBody<'a>>,
    pub(super) questions: &'a BTreeMap<QuestionId, String>,
}

/// What was seen at one body.
pub(super) struct OneBody<'a> {
    pub(super) name: &'a str,
    pub(super) answers: &'a [Answer],
    pub(super) unconfirmed: &'a [Answer],
}

fn body_changes(
    code: &str,
    (before, old): (&Side<'_>, &OneBody<'_>),
    (now, new): (&Side<'_>, &OneBody<'_>),
) -> BodyChanges {
    let (was, is) = (before.moment.totals.get(code), now.moment.totals.get(code));
    let (counted, unconfirmed) = (by_question(old.answers), by_question(new.unconfirmed));
    let mut seen_now = by_question(new.answers);
    seen_now.extend(&unconfirmed);
    let asked: BTreeSet<&QuestionId> = before.questions.keys().chain(now.questions.keys()).collect();
    let change = |question: &QuestionId| {
        let judged = (before.questions.get(question), now.questions.get(question));
        let (old, new) = (counted.get(question).copied(), seen_now.get(question).copied());
        let change = match judged {
            (None, _) => Some(Change::Added),
            (_, None) => Some(Change::Removed),
            _ if unconfirmed.contains_key(question) => Some(Change::Unconfirmed),
            (was, is) => change(old?, new?, was == is),
        }?;
        Some(QuestionChange { question: question.clone(), change, before: old.map(seen), now: new.map(seen) })
    };
    BodyChanges {
        code: code.to_owned(),
        name: new.name.to_owned(),
        before: was.map(|total| total.share),
        now: is.map(|total| total.share),
        beyond_noise: was.zip(is).is_some_and(|(was, is)| was.differs_beyond_noise(is)),
        changes: asked.into_iter().filter_map(change).collect(),
    }
}

fn by_question(answers: &[Answer]) -> BTreeMap<&QuestionId, &Answer> {
    answers.iter().map(|answer| (&answer.question, answer)).collect()
}

/// What happened to a question that both rubrics ask.
fn change(old: &Answer, new: &Answer, same_question: bool) -> Option<Change> {
    match (old.points(), new.points()) {
        (Some(was), Some(is)) if was != is && !same_question => Some(Change::Question),
        (Some(was), Some(is)) if was < is => Some(Change::Gained),
        (Some(was), Some(is)) if was > is => Some(Change::Lost),
        (Some(_), Some(_)) => (place(old) != place(new)).then_some(Change::Evidence),
        (Some(_), None) if same_question => Some(Change::Unreachable),
        (None, Some(_)) if same_question => Some(Change::Reached),
        (None, None) => None,
        _ => Some(Change::Question),
    }
}

fn place(answer: &Answer) -> Option<(&str, &str)> {
    answer.evidence.as_ref().map(|evidence| (evidence.url.as_str(), evidence.quote.as_str()))
}

fn seen(answer: &Answer) -> Seen {
    let (url, quote) = place(answer).unwrap_or_default();
    Seen { state: answer.state, url: url.to_owned(), quote: quote.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::standing::{Benchmark, sample};

    fn judged(edit: impl Fn(&mut SiteResult)) -> Judged {
        let rubric = sample::rubric(3);
        let mut results = sample::results(&rubric, 3);
        edit(&mut results[0]);
        sample::judged(&Benchmark::of(sample::edition(), &rubric, results))
    }

    /// What happens to the second question of the first body, whose states were these.
    fn check(before: State, now: State, expected: Option<Change>) {
        let with = |state| judged(move |result| result.answers[1].state = state);
        let changes = Changes::between(&with(before), &with(now));
        let found: Vec<_> = changes.bodies.iter().flat_map(|body| &body.changes).map(|c| c.change).collect();
        assert_eq!(found, Vec::from_iter(expected), "{before:?} to {now:?}");
    }

    #[test]
    fn each_question_tells_what_happened() {
        use State::{Blocked, Error, Full, NotFound, Partial};
        check(Full, Full, None);
        check(NotFound, Partial, Some(Change::Gained));
        check(Full, Partial, Some(Change::Lost));
        check(Full, Blocked, Some(Change::Unreachable));
        check(Error, NotFound, Some(Change::Reached));
        check(Error, Blocked, None);
    }

    #[test]
    fn other_words_are_a_change_of_evidence() {
        let other = judged(|result| {
            let proof = result.answers.iter_mut().find_map(|answer| answer.evidence.as_mut());
            "Andra ord".clone_into(&mut proof.unwrap().quote);
        });
        let changes = Changes::between(&judged(|_| ()), &other);
        assert!(changes.same_rubric && changes.bodies.iter().all(|body| !body.beyond_noise));
        let [change] = &changes.bodies[0].changes[..] else { panic!("one change") };
        assert_eq!(change.change, Change::Evidence);
        assert_eq!(change.now.as_ref().unwrap().quote, "Andra ord");
    }

    #[test]
    fn questions_and_bodies_come_and_go() {
        let (before, mut now) = (judged(|_| ()), judged(|_| ()));
        let gone = now.questions.pop_first().unwrap().0;
        now.questions.insert("sokfunktion.ny".into(), "1".to_owned());
        now.results.remove(2);
        let changes = Changes::between(&before, &now);
        assert_eq!((changes.left.len(), changes.joined.len(), changes.bodies.len()), (1, 0, 2));
        let found: Vec<_> = changes.bodies[0].changes.iter().map(|c| (&c.question, c.change)).collect();
        assert_eq!(found, [(&gone, Change::Removed), (&"sokfunktion.ny".into(), Change::Added)]);
    }

    #[test]
    fn a_question_that_is_judged_otherwise_is_no_gain() {
        let with = |state| judged(move |result| result.answers[1].state = state);
        let (before, mut now) = (with(State::NotFound), with(State::Full));
        now.questions.values_mut().for_each(|hash| hash.push('x'));
        let changes = Changes::between(&before, &now);
        assert_eq!(changes.bodies[0].changes[0].change, Change::Question);
    }
}
