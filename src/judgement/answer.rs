//! The answer to one question at one municipality: state, points and proof. Pure values; it must not know
//! how pages are read nor how points are summed.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::evidence::Route;
use crate::rubric::{Points, QuestionId};

/// What is known about a question at a site. Only the first three carry points; unknown is not no.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// 3 points.
    Full,
    /// 1 point.
    Partial,
    /// 0 points: searched for and not found.
    NotFound,
    /// The crawl broke off before the pages that could answer were reached.
    NotReached,
    /// The site refused the crawler (robots.txt, login or bot wall).
    Blocked,
    /// The site could not be read (down, broken).
    Error,
    /// The question does not apply to this body.
    NotApplicable,
    /// The rubric has no way to judge it (yet), or what it needs was not recorded.
    NotAssessed,
}

impl State {
    /// The points that this state carries; `None` lowers coverage, never the score.
    pub fn points(self) -> Option<Points> {
        match self {
            Self::Full => Some(Points::Full),
            Self::Partial => Some(Points::Partial),
            Self::NotFound => Some(Points::None),
            _ => None,
        }
    }

    /// The name used in files: `full`, `not_found` …
    pub fn name(self) -> &'static str {
        match self {
            Self::Full => "full",
            Self::Partial => "partial",
            Self::NotFound => "not_found",
            Self::NotReached => "not_reached",
            Self::Blocked => "blocked",
            Self::Error => "error",
            Self::NotApplicable => "not_applicable",
            Self::NotAssessed => "not_assessed",
        }
    }
}

impl From<Points> for State {
    fn from(points: Points) -> Self {
        match points {
            Points::Full => Self::Full,
            Points::Partial => Self::Partial,
            Points::None => Self::NotFound,
        }
    }
}

/// A page on the way from the start page to the evidence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Step {
    /// The text of the link that was followed (the page's title for the first step).
    pub label: String,
    /// The address it led to.
    pub url: String,
}

/// The proof behind points: words on a page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Evidence {
    /// Address of the page.
    pub url: String,
    /// Title of the page.
    pub title: String,
    /// Headings above the quote, outermost first.
    pub heading_path: Vec<String>,
    /// The words themselves, as they stand on the page (at most some 300 characters).
    pub quote: String,
    /// Where the quote stands: the number of its block on the page, counted from 0.
    pub block: u32,
    /// Where a link in the evidence leads, when the link is part of the proof.
    pub link: Option<String>,
    /// The clicks from the start page to this page; empty when a page was judged alone.
    pub click_path: Vec<Step>,
    /// `WARC-Record-ID` of the archived response; empty when a page was judged alone.
    pub archived_record: String,
}

/// A place that looked like an answer and was not taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Rejected {
    /// The place.
    pub evidence: Evidence,
    /// The points it would have given.
    pub points: Points,
    /// Why it was not taken, in Swedish.
    pub reason: String,
}

/// The answer to one question at one municipality.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Answer {
    /// Which question.
    pub question: QuestionId,
    /// What is known.
    pub state: State,
    /// 0-100: how often answers on the same ground were right on judged pages; 0 when nothing was judged.
    pub confidence: u8,
    /// The rule that fired, in the rubric's words (Swedish).
    pub reason: String,
    /// The proof; always there for `full` and `partial`.
    pub evidence: Option<Evidence>,
    /// The best candidates that were not taken (at most three).
    pub rejected: Vec<Rejected>,
    /// Number of pages that were searched: the proof behind a zero.
    pub searched: u32,
    /// How the errand is done (e-service questions only).
    pub route: Option<Route>,
    /// E-service maturity 0-4 as far as a crawler sees (e-service questions only; Österåker's scale).
    pub maturity: Option<u8>,
}

impl Answer {
    /// The points, when the state carries any.
    pub fn points(&self) -> Option<Points> {
        self.state.points()
    }
}
