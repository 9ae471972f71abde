//! Whether the action that words name is the errand's.

use super::Errand;
use crate::evidence::lexicon::ConceptId;
use crate::evidence::reading::TRAIL;

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

    /// Whether the nearest heading that names an action names a fitting one. The page's place on the site names none: under
    /// "Bygga nytt, ändra eller riva" stands every errand of its kind.
    pub(super) fn above_fits(&self, block: usize) -> bool {
        let headings = self.reading.above(Some(block)).sentences.iter().copied();
        let naming = headings
            .filter(|&heading| heading != TRAIL)
            .find(|&heading| self.any_action(|c| self.holds(heading, c)));
        naming.is_none_or(|heading| self.action_fits(|concept| self.holds(heading, concept)))
    }
}
