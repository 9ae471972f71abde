//! Rules as data: what is checked, which criterion it belongs to, how grave a defect is, and what to do about it, in
//! Swedish and English. Read from `rubrics/accessibility/`. Knows no page.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

/// A text in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Text {
    /// Swedish.
    pub sv: String,
    /// English.
    pub en: String,
}

/// How grave a defect is for those it meets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Impact {
    /// An annoyance.
    Minor,
    /// A detour.
    Moderate,
    /// A great obstacle.
    Serious,
    /// Something cannot be used.
    Critical,
}

impl Impact {
    /// How much a rule counts in figures: 1, 3, 6, 10.
    pub fn weight(self) -> u64 {
        match self {
            Self::Minor => 1,
            Self::Moderate => 3,
            Self::Serious => 6,
            Self::Critical => 10,
        }
    }
}

/// The level of the criterion.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize)]
pub enum Level {
    /// Asked for by law.
    A,
    /// Asked for by law.
    AA,
    /// Beyond the law: told, never counted.
    AAA,
    /// No criterion: good practice.
    #[serde(rename = "-")]
    Practice,
}

/// What a rule's finding is at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// A defect that is certain.
    Failure,
    /// A matter that somebody must look at; it never lowers a figure.
    Review,
}

/// A rule.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Its name in reports.
    pub id: String,
    /// Rules of the ACT Rules Community Group that it implements.
    #[serde(default)]
    pub act: Vec<String>,
    /// Rules of axe-core that are about the same.
    #[serde(default)]
    pub axe: Vec<String>,
    /// WCAG 2.2 success criteria.
    #[serde(default)]
    pub criteria: Vec<String>,
    /// Clauses of EN 301 549 V3.2.1; for the web `9.` and the criterion.
    #[serde(default)]
    pub clauses: Vec<String>,
    /// The level of the criteria.
    pub level: Level,
    /// How grave a defect is.
    pub impact: Impact,
    /// What a finding is at most.
    pub verdict: Verdict,
    /// What holds when the rule is kept.
    pub title: Text,
    /// What to do when it is not.
    pub remedy: Text,
    /// What is wrong, by the names that the check uses.
    pub reasons: BTreeMap<String, Text>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    rule: Vec<Rule>,
}

const FILES: [&str; 6] = [
    include_str!("../../rubrics/accessibility/names.toml"),
    include_str!("../../rubrics/accessibility/roles.toml"),
    include_str!("../../rubrics/accessibility/language.toml"),
    include_str!("../../rubrics/accessibility/structure.toml"),
    include_str!("../../rubrics/accessibility/looks.toml"),
    include_str!("../../rubrics/accessibility/media.toml"),
];

static RULES: LazyLock<Vec<Rule>> = LazyLock::new(|| {
    let read = |text: &str| toml::from_str::<File>(text).expect("the rules are tested").rule;
    FILES.iter().flat_map(|text| read(text)).collect()
});

/// All rules, in the order of the files.
pub fn rules() -> &'static [Rule] {
    &RULES
}

/// The rule of a name.
pub fn rule(id: &str) -> Option<&'static Rule> {
    RULES.iter().find(|rule| rule.id == id)
}

impl Rule {
    /// Whether a failure of it is a breach of the law: a criterion of level A or AA.
    pub fn is_lawful(&self) -> bool {
        matches!(self.level, Level::A | Level::AA) && self.verdict == Verdict::Failure
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::accessibility::checks::CHECKS;

    #[test]
    fn every_rule_has_one_check() {
        let mut rules: Vec<&str> = RULES.iter().map(|rule| rule.id.as_str()).collect();
        let mut checks: Vec<&str> = CHECKS.iter().map(|(id, _)| *id).collect();
        rules.sort_unstable();
        checks.sort_unstable();
        assert_eq!(rules, checks);
    }

    #[test]
    fn clauses_follow_the_criteria() {
        for rule in RULES.iter().filter(|rule| rule.is_lawful()) {
            assert!(!rule.criteria.is_empty() && !rule.reasons.is_empty(), "{}", rule.id);
            let expected: Vec<String> =
                rule.criteria.iter().map(|criterion| format!("9.{criterion}")).collect();
            assert_eq!(rule.clauses, expected, "{}", rule.id);
        }
    }
}
