//! How a question is judged from what a site's own search answers. Values only.

use super::model::Rubric;
use super::rule::Rule;

/// How a question is judged from recorded answers of the site's own search.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Probe {
    /// By the rank of the right page among the hits.
    Hits(HitProbe),
    /// By what the page of results itself offers.
    Results(ResultsProbe),
}

/// The right page must stand high enough among the hits of enough searches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HitProbe {
    /// The searches.
    pub cases: Vec<Case>,
    /// What gives 3 points.
    pub full: Demand,
    /// What gives 1 point.
    pub partial: Demand,
}

/// So many searches must give the right page among so many first hits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Demand {
    /// Searches.
    pub cases: usize,
    /// The lowest place that counts, from 1.
    pub rank: usize,
}

/// One search: words, and what the right page looks like as a hit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    /// The words that are searched for.
    pub queries: Vec<String>,
    /// Which of them must give the right page.
    pub needed: Needed,
    /// What the right hit holds: its title is a heading, its address a place, its excerpt a paragraph.
    pub hit: Rule,
    /// What a hit holds that is near but not right; it counts for 1 point only.
    pub weak: Option<Rule>,
    /// What the page behind the hit, or the hit itself, must hold as well.
    pub page: Option<Rule>,
    /// What the page of results may hold beside the hits instead: "menade du bygglov".
    pub suggestion: Option<Rule>,
}

/// Which queries of a case must give the right page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Needed {
    /// One of them is enough.
    #[default]
    Any,
    /// All of them must give the same page.
    Same,
}

/// The page of results must offer something, beside the hits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResultsProbe {
    /// The words that are searched for; the best page of results counts.
    pub queries: Vec<String>,
    /// What gives 3 points.
    pub full: Option<Rule>,
    /// What gives 1 point.
    pub partial: Option<Rule>,
    /// What it means when neither is there.
    pub absent: Absent,
}

/// What it means that a page of results does not show something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Absent {
    /// It is not there: 0 points.
    #[default]
    NotFound,
    /// It may show only while a person writes: not assessed.
    Unknown,
}

impl Probe {
    /// The words that it searches for, in order.
    pub fn queries(&self) -> impl Iterator<Item = &str> {
        let (cases, own): (&[Case], &[String]) = match self {
            Self::Hits(probe) => (&probe.cases, &[]),
            Self::Results(probe) => (&[], &probe.queries),
        };
        cases.iter().flat_map(|case| &case.queries).chain(own).map(String::as_str)
    }
}

impl Rubric {
    /// Everything that is searched for on a site's own search, each once, in the order of the questions.
    pub fn queries(&self) -> Vec<String> {
        let mut queries = Vec::<String>::new();
        for query in
            self.questions.iter().filter_map(|question| question.probe.as_ref()).flat_map(Probe::queries)
        {
            if !queries.iter().any(|known| known == query) {
                queries.push(query.to_owned());
            }
        }
        queries
    }
}
