//! All rules on one page. Knows checks and rules; not sites.

use super::checks::CHECKS;
use super::finding::{Found, Outcome};
use super::rule::{Rule, Verdict, rule};
use super::semantics::Page;

/// What one rule found on a page.
#[derive(Debug)]
pub struct Result {
    /// The rule.
    pub rule: &'static Rule,
    /// What it found.
    pub found: Found,
}

/// Runs every rule on a page. A rule that is for review never says more than that.
pub fn assess(page: &Page) -> Vec<Result> {
    let run = CHECKS.iter().map(|(id, check)| {
        let rule = rule(id).expect("every check has a rule: tested");
        let mut found = Found::default();
        check(page, &mut found);
        if rule.verdict == Verdict::Review {
            for finding in &mut found.findings {
                finding.outcome = Outcome::Review;
            }
        }
        Result { rule, found }
    });
    run.collect()
}
