//! How far a question may be left to the machine, earned by measured agreement.

use serde::Serialize;

use super::table;
use crate::rubric::QuestionId;

/// How far a question may be left to the machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
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
    /// The grade of a question of the built-in rubric.
    pub fn of(question: &QuestionId) -> Self {
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
        assert_eq!(Grade::of(&"nej.nej".into()), Grade::Assisted);
        assert!(table().questions().keys().any(|question| Grade::of(question) == Grade::Auto));
    }
}
