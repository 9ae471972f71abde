//! The rules of searches, ready to be tried on a page, a hit or a page of results. It must not know ranks
//! nor points.

use super::reading::Reading;
use super::rule::{Scope, holds};
use super::test::Test;
use crate::rubric::{Absent, Demand, Needed, QuestionId};

/// A rule about a whole page, a hit drawn as a page, or what stands beside the hits.
#[derive(Debug, Clone)]
pub struct WholePage(pub(super) Test);

impl WholePage {
    /// Whether the rule is true of the page: content, title, main heading, breadcrumb and address.
    pub fn holds(&self, reading: &Reading<'_>) -> bool {
        holds(&self.0, &Scope::new(reading, reading.content(), reading.above(None)))
    }
}

/// A search ready for judging.
#[derive(Debug)]
pub struct CompiledCase {
    /// The words that are searched for.
    pub queries: Vec<String>,
    /// Which of them must give the right page.
    pub needed: Needed,
    /// What the right hit holds.
    pub hit: WholePage,
    /// What a hit holds that is near but not right.
    pub weak: Option<WholePage>,
    /// What the page behind the hit, or the hit itself, must hold as well.
    pub page: Option<WholePage>,
    /// What the page of results may hold instead.
    pub suggestion: Option<WholePage>,
}

/// How a question is judged from answers of the site's own search, ready for judging.
#[derive(Debug)]
pub struct CompiledProbe {
    /// Which question.
    pub id: QuestionId,
    /// How.
    pub test: ProbeTest,
}

/// The two kinds of searches; see [`crate::rubric::Probe`].
#[derive(Debug)]
pub enum ProbeTest {
    /// By the rank of the right page.
    Hits {
        /// The searches.
        cases: Vec<CompiledCase>,
        /// What gives 3 points.
        full: Demand,
        /// What gives 1 point.
        partial: Demand,
    },
    /// By what the page of results offers.
    Results {
        /// The words that are searched for.
        queries: Vec<String>,
        /// What gives 3 points.
        full: Option<WholePage>,
        /// What gives 1 point.
        partial: Option<WholePage>,
        /// What it means when neither is there.
        absent: Absent,
    },
}
