//! How sure a place is: the nation is judged again many times with points that err as often as the machine was
//! measured to err. Deterministic: the same answers give the same intervals. It must not know how they are shown.

use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeMap;

use super::{ErrorRates, QuestionText, error_rates::CLASSES};
use crate::index::Share;
use crate::judgement::Answer;

/// How often the nation is judged again.
pub const ROUNDS: usize = 1000;

/// Of the rounds, how many per cent lie below the interval, and how many above it.
const TAIL: usize = 5;

/// A whole in the fixed-point arithmetic of a round.
const WHOLE: u64 = 1 << 32;

/// Where a body's place and total lie in nine rounds of ten. The published values lie always within.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Interval {
    /// Best place.
    pub best: usize,
    /// Worst place.
    pub worst: usize,
    /// Lowest total, in whole tenths of a per cent.
    pub low: Share,
    /// Highest total, in whole tenths of a per cent.
    pub high: Share,
}

/// A ranked body, as it takes part in the simulation.
pub(super) struct Contestant<'a> {
    /// Its code, which seeds its dice: a body's draws are the same whoever else takes part.
    pub(super) code: &'a str,
    /// Its answers in the order of the questions.
    pub(super) answers: &'a [Answer],
    /// The published place.
    pub(super) rank: usize,
    /// The published total.
    pub(super) total: Share,
}

/// The interval of each contestant, in their order.
pub(super) fn intervals(
    contestants: &[Contestant<'_>],
    questions: &[QuestionText],
    rates: &ErrorRates,
) -> Vec<Interval> {
    let totals: Vec<Vec<u64>> =
        contestants.iter().map(|one| Draws::of(one, questions, rates).rounds()).collect();
    let mut ranks: Vec<Vec<usize>> = vec![Vec::with_capacity(ROUNDS); contestants.len()];
    for round in 0..ROUNDS {
        let mut sorted: Vec<u64> = totals.iter().map(|own| own[round]).collect();
        sorted.sort_unstable();
        for (own, ranks) in totals.iter().zip(&mut ranks) {
            let not_better = sorted.partition_point(|other| *other <= own[round]);
            ranks.push(sorted.len() - not_better + 1);
        }
    }
    let interval = |((one, mut ranks), mut totals): ((&Contestant<'_>, Vec<usize>), Vec<u64>)| {
        let (best, worst) = ends(&mut ranks);
        let (low, high) = ends(&mut totals);
        let share = |permille| Share::of(permille, 1000).expect("the whole is not zero");
        Interval {
            best: best.min(one.rank),
            worst: worst.max(one.rank),
            low: share(low * 1000 / WHOLE).min(one.total),
            high: share((high * 1000).div_ceil(WHOLE)).max(one.total),
        }
    };
    contestants.iter().zip(ranks).zip(totals).map(interval).collect()
}

/// The values that cut off the tails.
fn ends<T: Ord + Copy>(values: &mut [T]) -> (T, T) {
    values.sort_unstable();
    let tail = values.len() * TAIL / 100;
    (values[tail], values[values.len() - 1 - tail])
}

/// One body's questions, area by area, each with the weights of 0, 1 and 3 points.
struct Draws {
    areas: Vec<Vec<[u32; 3]>>,
    dice: Dice,
}

impl Draws {
    fn of(one: &Contestant<'_>, questions: &[QuestionText], rates: &ErrorRates) -> Self {
        let mut areas: BTreeMap<&str, Vec<[u32; 3]>> = BTreeMap::new();
        for (question, answer) in questions.iter().zip(one.answers) {
            if let Some(points) = answer.points() {
                areas.entry(&question.area).or_default().push(rates.weights(question.kind, points));
            }
        }
        Self { areas: areas.into_values().collect(), dice: Dice::seeded(one.code) }
    }

    /// The total of each round: the unweighted mean of the areas.
    fn rounds(mut self) -> Vec<u64> {
        (0..ROUNDS).map(|_| self.total()).collect()
    }

    fn total(&mut self) -> u64 {
        let mut sum = 0;
        for area in &self.areas {
            let points: u64 = area.iter().map(|weights| self.dice.points(*weights)).sum();
            sum += points * WHOLE / (area.len() as u64 * 3);
        }
        sum / (self.areas.len().max(1) as u64)
    }
}

/// `SplitMix64` (Steele, Lea and Flood 2014): small, and the same on every machine.
struct Dice(u64);

impl Dice {
    /// Seeded by a text (FNV-1a).
    fn seeded(text: &str) -> Self {
        let mix = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        Self(text.bytes().fold(0xcbf2_9ce4_8422_2325, mix))
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// 0, 1 or 3 points, as often as the weights say.
    fn points(&mut self, weights: [u32; 3]) -> u64 {
        let sum: u64 = weights.iter().map(|weight| u64::from(*weight)).sum();
        let mut left = ((self.next() >> 32) * sum) >> 32;
        for (weight, points) in weights.into_iter().zip(CLASSES) {
            match left.checked_sub(weight.into()) {
                Some(rest) => left = rest,
                None => return points.value().into(),
            }
        }
        unreachable!("what is left is less than the sum of the weights")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::standing::{Benchmark, Measure, sample};

    #[test]
    fn dice_follow_the_weights() {
        let mut dice = Dice::seeded("0114");
        let mut seen = [0_u32; 4];
        for _ in 0..10_000 {
            seen[usize::try_from(dice.points([1, 2, 7])).unwrap()] += 1;
        }
        assert!(seen[0].abs_diff(1000) < 150 && seen[1].abs_diff(2000) < 200 && seen[3].abs_diff(7000) < 250);
    }

    #[test]
    fn intervals_hold_the_published_values_and_stay_among_the_ranked() {
        let rubric = sample::rubric(3);
        let benchmark = Benchmark::of(sample::edition(), &rubric, sample::results(&rubric, 27));
        for entry in &benchmark.entries {
            let place = entry.place(&Measure::Total);
            assert_eq!(entry.interval.is_some(), place.is_some());
            let (Some(interval), Some(place)) = (entry.interval, place) else { continue };
            assert!(1 <= interval.best && interval.best <= place.rank);
            assert!(place.rank <= interval.worst && interval.worst <= place.of);
            let total = entry.scorecard.total.unwrap();
            assert!(interval.low <= total && total <= interval.high && interval.low < interval.high);
        }
    }

    #[test]
    fn who_else_takes_part_does_not_change_the_total() {
        let rubric = sample::rubric(3);
        let lows = |count| {
            let benchmark = Benchmark::of(sample::edition(), &rubric, sample::results(&rubric, count));
            benchmark.entries[0].interval.map(|interval| (interval.low, interval.high))
        };
        assert_eq!(lows(3), lows(9));
    }
}
