//! Whether the action that words name is the errand's.

use super::Errand;
use crate::evidence::lexicon::ConceptId;

impl Errand<'_, '_> {
    pub(super) fn any_action(&self, holds: impl Fn(ConceptId) -> bool) -> bool {
        self.question.actions.iter().chain(&self.question.other_actions).any(|&concept| holds(concept))
    }

    pub(super) fn action_fits(&self, holds: impl Fn(ConceptId) -> bool) -> bool {
        self.question.actions.iter().any(|&concept| holds(concept))
            || !self.question.other_actions.iter().any(|&concept| holds(concept))
    }

    pub(super) fn own_action(&self, sentence: u32) -> bool {
        self.question.actions.iter().any(|&concept| self.holds(sentence, concept))
    }

    /// Whether the nearest heading that names an action names a fitting one.
    pub(super) fn above_fits(&self, block: usize) -> bool {
        let above = self.reading.above(Some(block));
        let naming =
            above.sentences.iter().copied().find(|&heading| self.any_action(|c| self.holds(heading, c)));
        naming.is_none_or(|heading| self.action_fits(|concept| self.holds(heading, concept)))
    }
}
