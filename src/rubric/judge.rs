//! How one question is judged: what it is about, what makes it 3 and what 1. Values only.

use super::rule::Rule;

/// How a question is judged on a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judge {
    /// What the question is about: true in a heading, the section treats the matter; true in a sentence, the
    /// sentence does.
    pub about: Rule,
    /// Topics that look alike and are not: where this is true in the heading or sentence, it is not about
    /// the question.
    pub not_about: Option<Rule>,
    /// What gives 3 points, in the section about the matter (information), or beside the built-in reading of
    /// routes (e-services).
    pub full: Option<Rule>,
    /// The rule for 3 points as written.
    pub full_text: String,
    /// What gives 1 point where the matter is only mentioned.
    pub partial: Option<Rule>,
    /// The rule for 1 point as written.
    pub partial_text: String,
    /// Where this is true in a link, its sentence or its heading, the route gives at most 1 (e-services only).
    pub only_mention: Option<Rule>,
    /// Whether the matter is a place for many errands ("Mina sidor"): naming it takes nothing from other
    /// e-service questions.
    pub general: bool,
    /// How firmly the matter must stand for a point.
    pub treated: Treated,
    /// Whether a line that only leads on may still meet the rule for 1 point, because the page that it leads to is not
    /// judged ("our housing company").
    pub pointer: bool,
    /// The actions that the errand consists of, as concepts of the thesaurus (e-services only); empty means
    /// any.
    pub actions: Vec<String>,
    /// Names of systems that are the e-service of this errand wherever they are linked (e-services only).
    pub systems: Option<Rule>,
}

/// When a matter counts as treated, so that it gives 1 point.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Treated {
    /// In the page's main heading or a section's heading, or by the rule for 1 point.
    #[default]
    Heading,
    /// In any sentence of the content.
    Sentence,
    /// Only by the rule for 1 point.
    Rule,
}
