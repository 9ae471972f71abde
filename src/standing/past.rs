//! What a benchmark knows of earlier measurements: changes since the last one, the trend, and the old survey. It
//! must not know where they were kept.

use std::collections::BTreeMap;

use super::difference::{OneBody, Side};
use super::{Benchmark, Changes, Entry, HistoricMean, Judged, Measure, Moment, Total, Trend, old_survey};
use crate::index::Share;
use crate::rubric::QuestionId;

/// What was measured before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Past {
    /// Means of other surveys.
    pub history: Vec<HistoricMean>,
    /// Earlier measurements as published, oldest first.
    pub moments: Vec<Moment>,
    /// Earlier archives judged again by the rubric of this measurement, oldest first.
    pub again: Vec<Moment>,
    /// The one before this, in full.
    pub before: Option<Judged>,
}

impl Default for Past {
    /// Nothing was measured before, and the old survey is known.
    fn default() -> Self {
        Self { history: old_survey(), moments: Vec::new(), again: Vec::new(), before: None }
    }
}

impl Benchmark {
    /// The benchmark beside what was measured before.
    #[must_use]
    pub fn after(mut self, past: Past) -> Self {
        let now = self.moment();
        self.changes = past.before.map(|before| self.changes_since(&before, &now));
        for entry in &mut self.entries {
            let total = |moment: &Moment| {
                Some((moment.edition.id.clone(), moment.totals.get(&entry.body.code)?.share))
            };
            entry.earlier = past.moments.iter().filter_map(total).collect();
            let again = |moment: &Moment| {
                Some((moment.edition.again.clone()?, moment.totals.get(&entry.body.code)?.share))
            };
            entry.again = past.again.iter().filter_map(again).collect();
        }
        self.trend = Trend::of(&past.moments, &past.again, now);
        self.history = past.history;
        self
    }

    fn changes_since<'a>(&'a self, before: &Judged, moment: &Moment) -> Changes {
        let own = |entry: &'a Entry| {
            let Entry { body, answers, unconfirmed, .. } = entry;
            (body.code.as_str(), OneBody { name: &body.name, answers, unconfirmed })
        };
        let bodies = self.entries.iter().map(own).collect();
        Changes::of_sides(&before.side(), &Side { moment, bodies, questions: &self.judging() })
    }

    /// This measurement as a point of the trend.
    pub fn moment(&self) -> Moment {
        Moment { edition: self.edition.clone(), totals: self.totals() }
    }

    /// The rubric's questions with the hash of how each is judged.
    pub fn judging(&self) -> BTreeMap<QuestionId, String> {
        self.questions.iter().map(|q| (q.id.clone(), q.judging_hash.clone())).collect()
    }

    /// The totals of the ranked, by code.
    fn totals(&self) -> BTreeMap<String, Total> {
        let total = |entry: &Entry| {
            let share: Share = entry.share(&Measure::Total)?;
            let interval = entry.interval?;
            Some((entry.body.code.clone(), Total { share, low: interval.low, high: interval.high }))
        };
        self.entries.iter().filter_map(total).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::standing::sample;

    #[test]
    fn a_benchmark_knows_what_was_before() {
        let benchmark = sample::benchmark();
        let before = sample::judged(&benchmark);
        let past = Past { moments: vec![before.moment.clone()], before: Some(before), ..Past::default() };
        let benchmark = benchmark.after(past);
        assert_eq!(benchmark.trend.points.len(), 2);
        assert!(!benchmark.history.is_empty());
        let changes = benchmark.changes.as_ref().unwrap();
        assert_eq!(changes.bodies.len(), 9);
        assert!(changes.bodies.iter().all(|body| body.changes.is_empty() && !body.beyond_noise));
        let own = &benchmark.entries[0];
        assert_eq!(own.earlier, [("2026-11".to_owned(), own.scorecard.total.unwrap())]);
    }
}
