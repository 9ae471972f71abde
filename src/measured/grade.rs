//! How far a question may be left to the machine, earned by measured agreement.

use std::sync::LazyLock;

use schemars::JsonSchema;
use serde::Serialize;

use super::table;
use crate::rubric::{QuestionId, RubricVersion, builtin, fingerprint};

/// How far a question may be left to the machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Grade {
    /// Its points may be published as they are.
    Auto,
    /// Its points are to be looked over where they matter.
    Assisted,
    /// A person should judge it.
    Manual,
}

/// So many judgements at the agreement of all questions are added to a question's own, since its own are few.
const WEIGHT: f64 = 4.0;
/// Fewer judgements of its own never earn [`Grade::Auto`].
const LEAST: u32 = 3;

impl Grade {
    /// All, best first.
    pub const ALL: [Self; 3] = [Self::Auto, Self::Assisted, Self::Manual];

    /// The grade of a rubric's question; `None` where another rubric than the built-in one judges, which nobody measured.
    pub fn of(question: &QuestionId, rubric: &RubricVersion) -> Option<Self> {
        static BUILTIN: LazyLock<String> = LazyLock::new(|| fingerprint(&builtin()));
        (rubric.hash == *BUILTIN).then(|| Self::measured(question))
    }

    fn measured(question: &QuestionId) -> Self {
        let own = table().questions().get(question).copied();
        let (judgements, agreement) = own.map_or((0, 0.0), |own| (own.judgements, own.agreement));
        Self::earned(judgements, agreement, table().agreement)
    }

    /// From its own judgements, the share of them that agree, and that share over all questions.
    fn earned(judgements: u32, agreement: f64, over_all: f64) -> Self {
        let own = f64::from(judgements);
        let share = (own * agreement + WEIGHT * over_all) / (own + WEIGHT);
        match share {
            share if share >= 0.9 && judgements >= LEAST => Self::Auto,
            share if share >= 0.7 => Self::Assisted,
            _ => Self::Manual,
        }
    }

    /// `auto`, `assisted` or `manual`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Assisted => "assisted",
            Self::Manual => "manual",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rubric::load;

    #[test]
    fn a_grade_is_earned() {
        let check = |judgements, agreement, expected| {
            assert_eq!(Grade::earned(judgements, agreement, 0.88), expected, "{judgements} {agreement}");
        };
        check(0, 0.0, Grade::Assisted);
        check(2, 1.0, Grade::Assisted);
        check(4, 1.0, Grade::Auto);
        check(4, 0.75, Grade::Assisted);
        check(4, 0.5, Grade::Manual);
    }

    #[test]
    fn questions_have_different_grades() {
        assert_eq!(Grade::measured(&"nej.nej".into()), Grade::Assisted);
        assert!(table().questions().keys().any(|question| Grade::measured(question) == Grade::Auto));
    }

    #[test]
    fn another_rubric_has_no_grades() {
        let mut version = load(&builtin()).unwrap().version;
        let question = "forskola.avgift".into();
        assert_eq!(Grade::of(&question, &version), Some(Grade::measured(&question)));
        version.hash.push('0');
        assert_eq!(Grade::of(&question, &version), None);
    }
}
