//! One body's points: per area, in total, pooled, and over the e-service index. It must not know other
//! bodies.

use schemars::JsonSchema;
use serde::Serialize;
use std::collections::HashMap;

use super::Share;
use crate::judgement::{Answer, State};
use crate::rubric::{Points, Question, QuestionId, Rubric};

/// The most that one question can give.
fn full() -> u32 {
    Points::Full.value().into()
}

/// Points over a set of questions, and how much of the set is known. Unknown is not no: it lowers the
/// coverage, never the share.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Tally {
    /// Sum of the points.
    pub points: u32,
    /// The most that the judged questions could give: 3 each.
    pub maximum: u32,
    /// Questions with a state that carries points.
    pub judged: u32,
    /// Questions that apply and that the rubric can judge.
    pub assessed: u32,
    /// Questions that apply to this body.
    pub applicable: u32,
    /// All questions of the set.
    pub questions: u32,
}

impl Tally {
    /// Points of the maximum; `None` when nothing is judged.
    pub fn share(&self) -> Option<Share> {
        Share::of(self.points.into(), self.maximum.into())
    }

    /// The points; `None` when nothing is judged, which is not the same as no points.
    pub fn known_points(&self) -> Option<u32> {
        (self.judged > 0).then_some(self.points)
    }

    /// Judged questions of those that apply.
    pub fn coverage(&self) -> Option<Share> {
        Share::of(self.judged.into(), self.applicable.into())
    }

    /// Judged questions of those that the rubric can judge: 1 unless the site could not be read in full.
    pub fn reach(&self) -> Option<Share> {
        Share::of(self.judged.into(), self.assessed.into())
    }

    /// The most that the whole set could give: 36 for the e-service index.
    pub fn possible(&self) -> u32 {
        self.questions * full()
    }

    fn add(&mut self, state: State) {
        self.questions += 1;
        self.applicable += u32::from(state != State::NotApplicable);
        self.assessed += u32::from(!matches!(state, State::NotApplicable | State::NotAssessed));
        if let Some(points) = state.points() {
            self.points += u32::from(points.value());
            self.maximum += full();
            self.judged += 1;
        }
    }
}

/// The tally of one area.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct AreaShare {
    /// Identifier of the area.
    pub area: String,
    /// Its points.
    #[serde(flatten)]
    pub tally: Tally,
    /// Points of the maximum; `None` when no question is judged.
    pub share: Option<Share>,
}

/// One body's result, before any comparison.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Scorecard {
    /// The unweighted mean of the areas that have a judged question (how the published totals behave).
    pub total: Option<Share>,
    /// How many areas the total is the mean of.
    pub total_areas: u32,
    /// All points of all maxima, shown beside the total.
    pub pooled: Option<Share>,
    /// Judged questions of those that apply.
    pub coverage: Option<Share>,
    /// Points over all questions.
    pub all: Tally,
    /// Points over the questions of the e-service index (12 questions, 36 points).
    pub eservice_index: Tally,
    /// The areas in the rubric's order.
    pub areas: Vec<AreaShare>,
}

impl Scorecard {
    /// Sums one body's answers. A question without an answer counts as not assessed; an answer to a
    /// question outside the rubric counts for nothing.
    pub fn of(rubric: &Rubric, answers: &[Answer]) -> Self {
        let states: HashMap<&QuestionId, State> = answers.iter().map(|a| (&a.question, a.state)).collect();
        let tally = |questions: &mut dyn Iterator<Item = &Question>| {
            let mut tally = Tally::default();
            for question in questions {
                tally.add(states.get(&question.id).copied().unwrap_or(State::NotAssessed));
            }
            tally
        };
        let area_share = |area: &String| {
            let tally = tally(&mut rubric.questions_of(area));
            AreaShare { area: area.clone(), tally, share: tally.share() }
        };
        let areas: Vec<_> = rubric.areas.iter().map(|area| area_share(&area.id)).collect();
        let shares: Vec<_> = areas.iter().filter_map(|area| area.share).collect();
        let all = tally(&mut rubric.questions.iter());
        Self {
            total: Share::mean(&shares),
            total_areas: u32::try_from(shares.len()).expect("areas are few"),
            pooled: all.share(),
            coverage: all.coverage(),
            all,
            eservice_index: tally(&mut rubric.index_questions()),
            areas,
        }
    }

    /// The tally of one area.
    pub fn area(&self, id: &str) -> Option<&AreaShare> {
        self.areas.iter().find(|area| area.area == id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rubric::{Area, Bilingual, Kind, RubricVersion};
    use proptest::prelude::*;

    const STATES: [State; 8] = [
        State::Full,
        State::Partial,
        State::NotFound,
        State::NotReached,
        State::Blocked,
        State::Error,
        State::NotApplicable,
        State::NotAssessed,
    ];

    fn both(text: &str) -> Bilingual {
        Bilingual { sv: text.to_owned(), en: text.to_owned() }
    }

    /// Two areas, `a` and `b`, of four questions each; the first of each is an index question.
    fn rubric() -> Rubric {
        let question = |area: &str, n: usize| Question {
            id: QuestionId(format!("{area}.{n}")),
            kind: if n == 0 { Kind::Eservice } else { Kind::Info },
            index: n == 0,
            text: both("?"),
            full: String::new(),
            partial: String::new(),
            terms: Vec::new(),
            answer: String::new(),
            source: String::new(),
            site_test: None,
            judge: None,
            probe: None,
        };
        Rubric {
            version: RubricVersion { id: "r".into(), version: "1.0.0".into(), hash: "0".into() },
            name: both("r"),
            areas: ["a", "b"].map(|id| Area { id: id.into(), name: both(id), national_means: vec![] }).into(),
            questions: ["a", "b"].iter().flat_map(|area| (0..4).map(|n| question(area, n))).collect(),
            thesaurus: crate::rubric::thesaurus::Thesaurus::default(),
        }
    }

    fn answers(states: &[State]) -> Vec<Answer> {
        let rubric = rubric();
        let answer = |(question, state): (&Question, &State)| Answer {
            question: question.id.clone(),
            state: *state,
            confidence: 90,
            reason: String::new(),
            evidence: None,
            rejected: Vec::new(),
            searched: 1,
            route: None,
            maturity: None,
        };
        rubric.questions.iter().zip(states).map(answer).collect()
    }

    fn card(states: &[State]) -> Scorecard {
        Scorecard::of(&rubric(), &answers(states))
    }

    #[test]
    fn the_total_is_the_unweighted_mean_of_the_areas() {
        use State::{Blocked, Full, NotApplicable, NotAssessed, NotFound, Partial};
        let card = card(&[Full, Full, Partial, NotFound, Blocked, Partial, NotApplicable, NotAssessed]);
        assert_eq!(card.areas[0].share, Share::of(7, 12));
        assert_eq!(card.areas[1].share, Share::of(1, 3));
        assert_eq!(card.total, Share::of(11, 24));
        assert_eq!(card.pooled, Share::of(8, 15));
        assert_eq!(card.coverage, Share::of(5, 7));
        assert_eq!(card.all.reach(), Share::of(5, 6));
        assert_eq!((card.eservice_index.points, card.eservice_index.judged), (3, 1));
        assert_eq!(card.eservice_index.possible(), 6);
    }

    #[test]
    fn an_area_without_a_judged_question_has_no_part_in_the_total() {
        let card = card(&[State::Full, State::Full, State::Full, State::Full]);
        assert_eq!((card.total, card.total_areas), (Share::of(1, 1), 1));
        assert_eq!(card.areas[1].share, None);
        let nothing = super::Scorecard::of(&rubric(), &[]);
        assert_eq!((nothing.total, nothing.coverage), (None, Share::of(0, 8)));
    }

    proptest! {
        /// Whatever is not judged could as well be missing: shares are those of the judged questions.
        #[test]
        fn states_without_points_never_change_a_share(picks in prop::collection::vec(0_usize..8, 8)) {
            let states: Vec<_> = picks.iter().map(|pick| STATES[*pick]).collect();
            let unknown: Vec<_> =
                states.iter().map(|s| if s.points().is_some() { *s } else { State::Error }).collect();
            let (one, other) = (card(&states), card(&unknown));
            prop_assert_eq!(one.total, other.total);
            prop_assert_eq!(one.pooled, other.pooled);
        }

        /// A zero that turns out to be unknown lowers the coverage and never the score.
        #[test]
        fn unknown_lowers_coverage_never_the_score(
            picks in prop::collection::vec(0_usize..8, 8), at in 0_usize..8,
        ) {
            let mut states: Vec<_> = picks.iter().map(|pick| STATES[*pick]).collect();
            states[at] = State::NotFound;
            let before = card(&states);
            for unknown in [State::NotReached, State::Blocked, State::Error] {
                states[at] = unknown;
                let after = card(&states);
                prop_assert!(after.coverage < before.coverage);
                prop_assert!(after.pooled.is_none() || after.pooled >= before.pooled);
                let area = at / 4;
                prop_assert!(after.areas[area].share.is_none() || after.areas[area].share >= before.areas[area].share);
            }
        }

        /// Better evidence never lowers a score.
        #[test]
        fn more_points_never_lower_a_score(picks in prop::collection::vec(0_usize..8, 8), at in 0_usize..8) {
            let mut states: Vec<_> = picks.iter().map(|pick| STATES[*pick]).collect();
            states[at] = State::Partial;
            let before = card(&states);
            states[at] = State::Full;
            prop_assert!(card(&states).total > before.total);
        }
    }
}
