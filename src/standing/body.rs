//! Who was measured and how the visit went: the plain input of a comparison. It must not know how a register
//! is read or a site is crawled.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::judgement::Answer;
use crate::rubric::Bilingual;

/// A municipality, or any other body with a web site. Empty texts mean that nothing is known.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Body {
    /// Four digits for a municipality; text, because of leading zeros.
    pub code: String,
    /// Name without "kommun".
    pub name: String,
    /// Two digits.
    pub county_code: String,
    /// Name of the county.
    pub county: String,
    /// SKR's grouping of 2023, e.g. `C7`.
    pub skr_group_code: String,
    /// Name of that group.
    pub skr_group: String,
    /// Size class, as shown to readers.
    pub size_class: String,
    /// Names of the networks it belongs to.
    pub networks: Vec<String>,
    /// Inhabitants.
    pub population: Option<u32>,
    /// Start page.
    pub website: String,
}

/// How the visit to the site went.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Site {
    /// `ok`, `incomplete`, `blocked`, `error`: the crawler's word.
    pub state: String,
    /// Why, when it is not `ok` or not all was read; else empty.
    pub reason: Bilingual,
    /// Pages that were read.
    pub pages: u32,
    /// Addresses that robots.txt refused.
    pub refused: u32,
    /// Addresses that could not be had.
    pub failed: u32,
    /// Known addresses that were left unvisited when the crawl ended.
    pub left: u32,
}

impl Site {
    /// Whether its crawl came to an end of its own: of one that was cut off the zeros are not known, and what is left would
    /// be compared too well.
    pub fn is_comparable(&self) -> bool {
        !matches!(self.state.as_str(), "incomplete" | "blocked" | "error")
    }
}

/// Why an entry has no rank in the total.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Unranked {
    /// Nothing was judged: the site could not be read.
    NothingJudged,
    /// Less than half of what the rubric can judge was judged.
    LowCoverage,
    /// The crawl of its site was cut off.
    CutOff,
}

/// All that was measured at one body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SiteResult {
    /// Who.
    pub body: Body,
    /// How the visit went.
    pub site: Site,
    /// The answers that count, in any order.
    pub answers: Vec<Answer>,
    /// Answers with fewer points than count, seen for the first time (see [`super::confirmed`]).
    pub unconfirmed: Vec<Answer>,
}
