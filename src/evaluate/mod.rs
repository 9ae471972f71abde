//! Evaluation: how far the machine agrees with careful readers, on single pages and on whole sites. It must
//! not know how evidence is found.

mod agreement;
mod cases;
mod truth;

pub use agreement::{Agreement, Compared, Confusion, Summary, summary};
pub use cases::{Case, CaseError, Disagreement, Given, judge_cases, read_cases};
pub use truth::{Difference, Shares, SiteComparison, Truth, TruthError, compare_site, read_truth};
