//! What a check says about a page: for each target passed, failed, or for somebody to look at; nothing said means
//! inapplicable. Knows no rule.

use serde::{Deserialize, Serialize};

use super::document::NodeId;

/// What came of a rule at a target, or on a whole page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    /// There is nothing that the rule is about.
    Inapplicable,
    /// The rule is kept.
    Passed,
    /// Somebody must look; counts neither for nor against.
    Review,
    /// The rule is broken.
    Failed,
}

/// A finding at one target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Failed or review.
    pub outcome: Outcome,
    /// The element, or a text in it.
    pub target: NodeId,
    /// The name of the reason in the rule's data.
    pub reason: &'static str,
    /// What stands in the reason's place `{}`: a ratio, a value.
    pub detail: String,
}

/// Findings of one rule on one page that are kept; more say nothing new.
const MOST: usize = 2_000;

/// What a rule found on a page.
#[derive(Debug, Default)]
pub struct Found {
    /// Targets where the rule is kept.
    pub passed: usize,
    /// The rest, in document order.
    pub findings: Vec<Finding>,
}

impl Found {
    /// The rule is kept here.
    pub fn pass(&mut self) {
        self.passed += 1;
    }

    /// The rule is broken here.
    pub fn fail(&mut self, target: NodeId, reason: &'static str, detail: impl Into<String>) {
        self.note(Finding { outcome: Outcome::Failed, target, reason, detail: detail.into() });
    }

    /// Somebody must look here.
    pub fn review(&mut self, target: NodeId, reason: &'static str, detail: impl Into<String>) {
        self.note(Finding { outcome: Outcome::Review, target, reason, detail: detail.into() });
    }

    /// Broken or kept.
    pub fn expect(&mut self, kept: bool, target: NodeId, reason: &'static str) {
        if kept {
            self.pass();
        } else {
            self.fail(target, reason, "");
        }
    }

    fn note(&mut self, finding: Finding) {
        if self.findings.len() < MOST {
            self.findings.push(finding);
        }
    }

    /// The outcome for the whole page.
    pub fn outcome(&self) -> Outcome {
        let worst = self.findings.iter().map(|finding| finding.outcome).max();
        worst.unwrap_or(if self.passed > 0 { Outcome::Passed } else { Outcome::Inapplicable })
    }
}
