//! What evidence is made of: candidates and the ways in which an errand is done. Plain values.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::rubric::Points;

/// How an errand is done at this site, best way first (the map of digitised routines).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Route {
    /// An e-service that can be started from the site.
    Eservice,
    /// A form on the web that is sent from the page.
    WebForm,
    /// A form to print or mail (PDF or paper).
    Form,
    /// Telephone, e-mail, letter or a visit.
    Contact,
    /// The errand is described, with no way to do it.
    Described,
    /// The errand is not treated.
    Absent,
}

/// A place on a page that may answer a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// What it gives.
    pub points: Points,
    /// How firmly it stands, for choosing between candidates with equal points; higher is better.
    pub strength: u8,
    /// Sentences that prove it (numbers in the reading), the most telling first.
    pub proof: Vec<u32>,
    /// The address of the link that is part of the proof.
    pub link: Option<url::Url>,
    /// Why, in the rubric's words (Swedish).
    pub reason: String,
    /// How the errand is done (e-service questions).
    pub route: Option<Route>,
}
