//! Measures of agreement between given and judged points.

use serde::Serialize;
use std::collections::BTreeMap;

use crate::measured::{Ground, Reliability};
use crate::rubric::{Points, QuestionId};

/// One question judged twice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Compared {
    /// Which question.
    pub question: QuestionId,
    /// `info` or `eservice`.
    pub kind: crate::rubric::Kind,
    /// The careful reader's points.
    pub expected: Points,
    /// The machine's points; `None` when it does not assess the question.
    pub given: Option<Points>,
    /// What the machine's points rest on; `None` where only points are compared.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ground: Option<Ground>,
}

/// Rows: expected 0, 1, 3. Columns: given 0, 1, 3.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(transparent)]
pub struct Confusion(pub [[u32; 3]; 3]);

/// How far two judges agree.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Agreement {
    /// Number of judgements compared.
    pub judgements: u32,
    /// Judgements that the machine does not assess; they count as disagreement.
    pub not_assessed: u32,
    /// Share of judgements with the same points, 0-1.
    pub agreement: f64,
    /// Cohen's kappa with quadratic weights over the ordered classes 0, 1, 3 (Cohen 1968), -1 to 1; 1 when both judges always
    /// say the same single class.
    pub weighted_kappa: f64,
    /// Who said what.
    pub confusion: Confusion,
}

impl Agreement {
    /// Measures a set of judgements.
    pub fn of<'a>(compared: impl IntoIterator<Item = &'a Compared>) -> Self {
        let mut confusion = Confusion::default();
        let mut not_assessed = 0;
        let mut judgements = 0;
        for one in compared {
            judgements += 1;
            match one.given {
                Some(given) => confusion.0[class(one.expected)][class(given)] += 1,
                None => not_assessed += 1,
            }
        }
        let same: u32 = (0..3).map(|c| confusion.0[c][c]).sum();
        let agreement = if judgements == 0 { 1.0 } else { f64::from(same) / f64::from(judgements) };
        Self { judgements, not_assessed, agreement, weighted_kappa: weighted_kappa(&confusion), confusion }
    }
}

fn class(points: Points) -> usize {
    match points {
        Points::None => 0,
        Points::Partial => 1,
        Points::Full => 2,
    }
}

/// Quadratic weights by class number.
fn weighted_kappa(confusion: &Confusion) -> f64 {
    let cell = |row: usize, column: usize| f64::from(confusion.0[row][column]);
    let total: f64 = (0..9).map(|n| cell(n / 3, n % 3)).sum();
    let row = |r: usize| (0..3).map(|c| cell(r, c)).sum::<f64>();
    let column = |c: usize| (0..3).map(|r| cell(r, c)).sum::<f64>();
    let weight = |r: usize, c: usize| (r.abs_diff(c) as f64).powi(2);
    let sum = |value: &dyn Fn(usize, usize) -> f64| {
        (0..9).map(|n| weight(n / 3, n % 3) * value(n / 3, n % 3)).sum()
    };
    let observed: f64 = sum(&cell);
    let expected: f64 = sum(&|r, c| row(r) * column(c) / total.max(1.0));
    if expected == 0.0 { 1.0 } else { 1.0 - observed / expected }
}

/// Agreement in all, per kind, per area and per question, worst first.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Summary {
    /// Over all judgements.
    #[serde(flatten)]
    pub all: Agreement,
    /// Per kind of question.
    pub by_kind: BTreeMap<String, Agreement>,
    /// Per area.
    pub by_area: BTreeMap<String, Agreement>,
    /// Per question, the worst first.
    pub by_question: Vec<(QuestionId, Agreement)>,
    /// Per ground on which answers rest; empty where only points are compared.
    pub grounds: Vec<Reliability>,
}

/// Measures a set of judgements and its parts.
pub fn summary(compared: &[Compared]) -> Summary {
    let kind = |one: &Compared| format!("{:?}", one.kind).to_lowercase();
    let mut by_question: Vec<_> = grouped(compared, |one| one.question.clone()).into_iter().collect();
    by_question.sort_by(|(a, x), (b, y)| x.agreement.total_cmp(&y.agreement).then(a.cmp(b)));
    Summary {
        all: Agreement::of(compared),
        by_kind: grouped(compared, kind),
        by_area: grouped(compared, |one| one.question.area().to_owned()),
        by_question,
        grounds: Ground::ALL.into_iter().filter_map(|ground| measured(compared, ground)).collect(),
    }
}

fn measured(compared: &[Compared], ground: Ground) -> Option<Reliability> {
    let of_ground = || compared.iter().filter(|one| one.ground == Some(ground));
    let count = |number: usize| u32::try_from(number).expect("a set of cases is small");
    let right = of_ground().filter(|one| one.given == Some(one.expected)).count();
    let all = of_ground().count();
    (all > 0).then(|| Reliability { ground, judgements: count(all), right: count(right) })
}

fn grouped<K: Ord>(compared: &[Compared], key: impl Fn(&Compared) -> K) -> BTreeMap<K, Agreement> {
    let mut groups: BTreeMap<K, Vec<&Compared>> = BTreeMap::new();
    for one in compared {
        groups.entry(key(one)).or_default().push(one);
    }
    groups.into_iter().map(|(key, group)| (key, Agreement::of(group))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(pairs: &[(u8, u8)]) -> Agreement {
        let points = |n: u8| Points::try_from(n).unwrap();
        let compared: Vec<Compared> = pairs
            .iter()
            .map(|&(expected, given)| Compared {
                question: "a.b".into(),
                kind: crate::rubric::Kind::Info,
                expected: points(expected),
                given: Some(points(given)),
                ground: None,
            })
            .collect();
        Agreement::of(&compared)
    }

    #[test]
    fn kappa_by_hand() {
        let perfect = judged(&[(0, 0), (1, 1), (3, 3)]);
        assert!((perfect.weighted_kappa - 1.0).abs() < 1e-12);
        let one_off = judged(&[(0, 0), (0, 0), (3, 3), (3, 1)]);
        assert!((one_off.agreement - 0.75).abs() < 1e-12);
        // Weighted disagreement observed 1; by chance (2·1·1 + 2·1·4 + 2·2·4 + 2·1·1) / 4 = 7.
        assert!((one_off.weighted_kappa - (1.0 - 1.0 / 7.0)).abs() < 1e-12);
    }

    #[test]
    fn what_is_not_assessed_is_no_agreement() {
        let compared = Compared {
            question: "a.b".into(),
            kind: crate::rubric::Kind::Info,
            expected: Points::None,
            given: None,
            ground: None,
        };
        let agreement = Agreement::of(&[compared]);
        assert_eq!((agreement.judgements, agreement.not_assessed), (1, 1));
        assert!(agreement.agreement < 0.5);
    }
}
