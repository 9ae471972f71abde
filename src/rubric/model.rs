//! What a rubric is: areas, questions and how each is judged, as values. It must not know how the TOML
//! looks (that is `super::load`) nor how a page is read.

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};
use std::{borrow::Cow, fmt};

use super::{Judge, Probe};

/// Identifies a question for ever: `area.name`, e.g. `forskola.ansok-plats`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct QuestionId(pub String);

impl QuestionId {
    /// The part before the dot: the area.
    pub fn area(&self) -> &str {
        self.0.split('.').next().unwrap_or_default()
    }
}

impl fmt::Display for QuestionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<&str> for QuestionId {
    fn from(id: &str) -> Self {
        Self(id.to_owned())
    }
}

/// A text in Swedish (first) and English.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Bilingual {
    /// Swedish.
    pub sv: String,
    /// English.
    pub en: String,
}

/// What kind of answer a question asks for (the survey's two kinds).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A piece of information.
    Info,
    /// An errand that can be done on the web.
    Eservice,
}

/// The points that an answer can carry (survey: 3 comprehensive, 1 short or general, 0 not found).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "u8", try_from = "u8")]
pub enum Points {
    /// 0: absent, or not found within two minutes.
    None,
    /// 1: short or general; an e-service that is only mentioned.
    Partial,
    /// 3: comprehensive and clear; an e-service that can be used.
    Full,
}

impl Points {
    /// The most that a question can give.
    pub const MAX: u64 = 3;

    /// 0, 1 or 3.
    pub fn value(self) -> u8 {
        match self {
            Self::None => 0,
            Self::Partial => 1,
            Self::Full => 3,
        }
    }
}

impl JsonSchema for Points {
    fn schema_name() -> Cow<'static, str> {
        "Points".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "description": "0, 1 or 3", "enum": [0, 1, 3] })
    }
}

impl From<Points> for u8 {
    fn from(points: Points) -> Self {
        points.value()
    }
}

impl TryFrom<u8> for Points {
    type Error = String;

    fn try_from(value: u8) -> Result<Self, Self::Error> {
        match value {
            0 => Ok(Self::None),
            1 => Ok(Self::Partial),
            3 => Ok(Self::Full),
            other => Err(format!("points are 0, 1 or 3, not {other}")),
        }
    }
}

/// One of the areas into which the questions are divided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Area {
    /// Stable identifier, e.g. `forskola`.
    pub id: String,
    /// Name shown to readers.
    pub name: Bilingual,
    /// National means of the old survey, per cent, by year (SKL 2013 and 2015).
    pub national_means: Vec<(u16, u8)>,
}

/// A citizen's question, what gives points, and how a machine finds that out.
#[derive(Debug, Clone)]
pub struct Question {
    /// Stable identifier.
    pub id: QuestionId,
    /// Information or e-service.
    pub kind: Kind,
    /// Whether it is one of the questions of the e-service index.
    pub index: bool,
    /// The question itself.
    pub text: Bilingual,
    /// What gives 3 points, in Swedish.
    pub full: String,
    /// What gives 1 point, in Swedish.
    pub partial: String,
    /// Topic words: where to look, never proof.
    pub terms: Vec<String>,
    /// Kind of answer expected, e.g. `price`, `opening_hours`.
    pub answer: String,
    /// Law or other source that the question rests on; may be empty.
    pub source: String,
    /// A property of the whole site that answers it, instead of evidence on pages.
    pub site_test: Option<SiteTest>,
    /// How it is judged; `None` means not assessed, which lowers coverage and no score.
    pub judge: Option<Judge>,
    /// How it is judged from what the site's own search answers.
    pub probe: Option<Probe>,
}

/// A property of a whole site that answers a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SiteTest {
    /// A search box on the start page and every other page (3), or only on some (1).
    SearchBox,
}

impl Question {
    /// Whether the rubric says how to judge it; otherwise it lowers coverage and no score.
    pub fn is_assessed(&self) -> bool {
        self.judge.is_some() || self.site_test.is_some() || self.probe.is_some()
    }
}

/// Which rubric judged: shown with every result.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct RubricVersion {
    /// Identifier, e.g. `information-at-alla`.
    pub id: String,
    /// Semantic version of the rubric's text.
    pub version: String,
    /// SHA-256 over all of the rubric's files, hexadecimal.
    pub hash: String,
}

/// A whole rubric: the areas in reading order and their questions in order.
#[derive(Debug, Clone)]
pub struct Rubric {
    /// Which one.
    pub version: RubricVersion,
    /// Name shown to readers.
    pub name: Bilingual,
    /// Areas in the order of the survey.
    pub areas: Vec<Area>,
    /// Questions, area by area.
    pub questions: Vec<Question>,
    /// The words that all questions share.
    pub thesaurus: super::thesaurus::Thesaurus,
}

impl Rubric {
    /// The questions of one area, in order.
    pub fn questions_of<'a>(&'a self, area: &'a str) -> impl Iterator<Item = &'a Question> {
        self.questions.iter().filter(move |q| q.id.area() == area)
    }

    /// The question with this identifier.
    pub fn question(&self, id: &QuestionId) -> Option<&Question> {
        self.questions.iter().find(|q| &q.id == id)
    }

    /// The twelve questions of the e-service index, in order.
    pub fn index_questions(&self) -> impl Iterator<Item = &Question> {
        self.questions.iter().filter(|q| q.index)
    }
}
