//! What a body could fix first: points to gain where its like already have them. It must not know how it is
//! shown.

use std::cmp::Reverse;

use super::{Benchmark, Entry, Measure};
use crate::index::{AreaShare, Share};
use crate::judgement::State;
use crate::rubric::Points;

/// How many bodies to learn from are named.
const EXAMPLES: usize = 3;

/// A question with points to gain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Improvement<'a> {
    /// Where the question stands in the rubric.
    pub question: usize,
    /// Points to gain: 3 or 2.
    pub gain: u8,
    /// How many of the others in the group have 3 points.
    pub full: u32,
    /// How many of the others in the group were judged.
    pub judged: u32,
    /// Up to three with 3 points: of the group, surest first, and then of the nation.
    pub examples: Vec<&'a Entry>,
}

impl Benchmark {
    /// The name of the SKR group whose others a body learns from; `None` when it has no group, or none of the others in
    /// it was judged: then those of the nation.
    pub fn group_to_learn_from<'a>(&self, entry: &'a Entry) -> Option<&'a str> {
        let group = &entry.body.skr_group_code;
        let other = |e: &&Entry| e.body.code != entry.body.code && &e.body.skr_group_code == group;
        let judged = |e: &Entry| e.scorecard.all.judged > 0;
        let learns = !group.is_empty() && self.entries.iter().filter(other).any(judged);
        learns.then_some(entry.body.skr_group.as_str())
    }

    /// The questions with points to gain, those that most of the bodies that it learns from answer first; then by
    /// points to gain, then in the rubric's order.
    pub fn improvements<'a>(&'a self, entry: &Entry) -> Vec<Improvement<'a>> {
        let others: Vec<&Entry> = self.entries.iter().filter(|e| e.body.code != entry.body.code).collect();
        let within = self.group_to_learn_from(entry).is_some();
        let alike = |other: &&Entry| !within || other.body.skr_group_code == entry.body.skr_group_code;
        let near: Vec<&Entry> = others.iter().copied().filter(alike).collect();
        let lacking =
            |question: &usize| matches!(entry.answers[*question].state, State::Partial | State::NotFound);
        let improvement = |question: usize| {
            let points = entry.answers[question].points().map_or(0, Points::value);
            let judged = near.iter().filter(|e| e.answers[question].points().is_some()).count();
            let near = surest(&near, question);
            let far = surest(&others, question).into_iter().filter(|other| !alike(other));
            Improvement {
                question,
                gain: Points::Full.value() - points,
                judged: count(judged),
                full: count(near.len()),
                examples: near.into_iter().chain(far).take(EXAMPLES).collect(),
            }
        };
        let mut found: Vec<_> = (0..self.questions.len()).filter(lacking).map(improvement).collect();
        found.sort_by_key(|i| {
            (Reverse(Share::of(i.full.into(), i.judged.into())), Reverse(i.gain), i.question)
        });
        found
    }
}

impl Benchmark {
    /// The total, and the place among the others as they are, that a body would have with 3 points for these
    /// questions as well. `None` when it has no place.
    pub fn what_if(&self, entry: &Entry, questions: &[usize]) -> Option<(Share, usize)> {
        entry.place(&Measure::Total)?;
        let share = |area: &AreaShare| {
            let own = questions.iter().filter(|question| self.questions[**question].area == area.area);
            let gain: u32 = own.map(|question| lacking(entry, *question)).sum();
            Share::of((area.tally.points + gain).into(), area.tally.maximum.into())
        };
        let total = Share::mean(&entry.scorecard.areas.iter().filter_map(share).collect::<Vec<_>>())?;
        let others = self.entries.iter().filter(|other| other.body.code != entry.body.code);
        let better = others.filter(|other| other.share(&Measure::Total) > Some(total)).count();
        Some((total, better + 1))
    }
}

/// Points from full, of a judged question.
fn lacking(entry: &Entry, question: usize) -> u32 {
    let points = entry.answers[question].points().unwrap_or(Points::Full);
    u32::from(Points::Full.value() - points.value())
}

/// Those with 3 points, surest first.
fn surest<'a>(entries: &[&'a Entry], question: usize) -> Vec<&'a Entry> {
    let full = |entry: &&&Entry| entry.answers[question].state == State::Full;
    let mut full: Vec<&Entry> = entries.iter().filter(full).copied().collect();
    full.sort_by_key(|entry| Reverse(entry.answers[question].confidence));
    full
}

fn count(bodies: usize) -> u32 {
    u32::try_from(bodies).expect("bodies are few")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::standing::sample;

    #[test]
    fn what_the_group_has_comes_first() {
        let benchmark = sample::benchmark();
        let entry = &benchmark.entries[0];
        let found = benchmark.improvements(entry);
        assert!(!found.is_empty());
        let shares: Vec<_> = found.iter().map(|i| Share::of(i.full.into(), i.judged.into())).collect();
        assert!(shares.is_sorted_by(|a, b| a >= b));
        for improvement in &found {
            let points = entry.answers[improvement.question].points().unwrap().value();
            assert_eq!(points + improvement.gain, 3);
            for example in &improvement.examples {
                assert_eq!(example.answers[improvement.question].state, State::Full);
            }
        }
    }

    #[test]
    fn what_if_all_were_answered() {
        let benchmark = sample::benchmark();
        let entry = &benchmark.entries[0];
        let total = entry.scorecard.total.unwrap();
        assert_eq!(benchmark.what_if(entry, &[]), Some((total, entry.place(&Measure::Total).unwrap().rank)));
        let all: Vec<usize> = benchmark.improvements(entry).iter().map(|i| i.question).collect();
        assert_eq!(benchmark.what_if(entry, &all), Some((Share::of(1, 1).unwrap(), 1)));
        let refused = benchmark.entries.iter().find(|entry| entry.unranked.is_some()).unwrap();
        assert_eq!(benchmark.what_if(refused, &[]), None);
    }

    #[test]
    fn nothing_is_asked_of_what_could_not_be_read() {
        let benchmark = sample::benchmark();
        let refused = benchmark.entries.iter().find(|entry| entry.unranked.is_some()).unwrap();
        assert!(benchmark.improvements(refused).is_empty());
    }
}
