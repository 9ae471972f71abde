//! The test cases of the W3C's ACT rules: every rule on every case, compared with what is expected
//! (<https://www.w3.org/TR/act-rules-format-1.1/>, section 14). Knows cases; not where they lie.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::assess::assess;
use super::finding::Outcome;
use super::load::{Sheets, read};
use super::rule::rules;

/// What a case should come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Expected {
    /// The rule is kept.
    Passed,
    /// The rule is broken.
    Failed,
    /// The rule is not about it.
    Inapplicable,
}

/// A case. Other words of the file are not needed.
#[derive(Debug, Clone, Deserialize)]
pub struct Case {
    /// The ACT rule.
    pub rule_id: String,
    /// The case.
    pub testcase_id: String,
    /// Its title.
    pub title: String,
    /// What it should come to.
    pub expected: Expected,
    /// The markup.
    pub html: String,
    /// What kind of file it is: `html`, `svg`, `xml`.
    #[serde(default)]
    pub ext: String,
    /// Where it lies on its site.
    #[serde(default)]
    pub path: String,
}

/// What a case came to.
#[derive(Debug, Clone, Serialize)]
pub struct Judged {
    /// The ACT rule.
    pub rule_id: String,
    /// The case.
    pub testcase_id: String,
    /// Its title.
    pub title: String,
    /// What it should come to.
    pub expected: Expected,
    /// `failed`, `passed`, `inapplicable`, `review`, or `untested` when no rule is mapped to the ACT rule.
    pub outcome: &'static str,
}

/// Counts over all cases. `untested` counts as not flagged.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// Failed cases that are flagged.
    pub true_positives: usize,
    /// Passed or inapplicable cases that are flagged.
    pub false_positives: usize,
    /// Failed cases that are not flagged.
    pub false_negatives: usize,
    /// Passed or inapplicable cases that are not flagged.
    pub true_negatives: usize,
    /// Rules with failed cases, all of them flagged, and no other flagged.
    pub consistent_rules: usize,
    /// Rules of the cases that the engine implements.
    pub rules: usize,
}

/// Cases with their outcomes, and the counts.
#[derive(Debug, Clone, Serialize)]
pub struct Measured {
    /// Every case, in the order of the file.
    pub cases: Vec<Judged>,
    /// The counts.
    pub summary: Summary,
}

/// Runs all cases; `sheets` finds the stylesheets that a case links to.
pub fn measure(cases: &[Case], sheets: &dyn Sheets) -> Measured {
    let judged: Vec<Judged> = cases.iter().map(|case| judge(case, sheets)).collect();
    let summary = summarise(&judged);
    Measured { cases: judged, summary }
}

fn judge(case: &Case, sheets: &dyn Sheets) -> Judged {
    let mut page = read(&case.html, sheets);
    page.is_html = case.ext.is_empty() || case.ext.starts_with("htm") || case.ext == "xhtml";
    let results = assess(&page);
    let mapped = results.iter().filter(|result| result.rule.act.contains(&case.rule_id));
    let worst = mapped.map(|result| result.found.outcome()).max();
    let outcome = match worst {
        None => "untested",
        Some(Outcome::Inapplicable) => "inapplicable",
        Some(Outcome::Passed) => "passed",
        Some(Outcome::Review) => "review",
        Some(Outcome::Failed) => "failed",
    };
    Judged {
        rule_id: case.rule_id.clone(),
        testcase_id: case.testcase_id.clone(),
        title: case.title.clone(),
        expected: case.expected,
        outcome,
    }
}

fn summarise(judged: &[Judged]) -> Summary {
    let implemented: BTreeSet<&str> = rules().iter().flat_map(|rule| &rule.act).map(String::as_str).collect();
    let mut summary = Summary::default();
    let mut by_rule: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for case in judged {
        let (failed, wrong) = by_rule.entry(&case.rule_id).or_default();
        *failed += usize::from(case.expected == Expected::Failed);
        let flagged = case.outcome == "failed";
        match (case.expected == Expected::Failed, flagged) {
            (true, true) => summary.true_positives += 1,
            (true, false) => summary.false_negatives += 1,
            (false, true) => summary.false_positives += 1,
            (false, false) => summary.true_negatives += 1,
        }
        *wrong += usize::from(flagged != (case.expected == Expected::Failed));
    }
    let mine = || by_rule.iter().filter(|(rule, _)| implemented.contains(*rule));
    summary.rules = mine().count();
    summary.consistent_rules = mine().filter(|(_, (failed, wrong))| *failed > 0 && *wrong == 0).count();
    summary
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::accessibility::load::OwnSheets;

    #[test]
    fn counts() {
        let case = |rule: &str, html: &str, expected: Expected| Case {
            rule_id: rule.into(),
            testcase_id: String::new(),
            title: String::new(),
            expected,
            html: html.into(),
            ext: "html".into(),
            path: String::new(),
        };
        let cases = [
            case("c487ae", "<a href=x></a>", Expected::Failed),
            case("c487ae", "<a href=x>y</a>", Expected::Passed),
            case("97a4e1", "<button></button>", Expected::Passed),
            case("unknown", "<p>", Expected::Failed),
        ];
        let measured = measure(&cases, &OwnSheets);
        let outcomes: Vec<&str> = measured.cases.iter().map(|case| case.outcome).collect();
        assert_eq!(outcomes, ["failed", "passed", "failed", "untested"]);
        let expected = Summary {
            true_positives: 1,
            false_positives: 1,
            false_negatives: 1,
            true_negatives: 1,
            consistent_rules: 1,
            rules: 2,
        };
        assert_eq!(measured.summary, expected);
    }
}
