//! How sure an answer is: the share of answers on equal ground that were right on judged pages. It must not know sites.

use serde::{Deserialize, Serialize};

use super::table;
use crate::rubric::Points;

/// What an answer rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ground {
    /// 0 points; nothing came near.
    Nothing,
    /// 0 points; something came near and was rejected.
    Near,
    /// 1 point by a passing sentence, or by a heading and what stands under it.
    PartialSentence,
    /// 1 point by a page whose main heading is the matter, or by a link.
    PartialPage,
    /// 3 points by a sentence.
    FullSentence,
    /// 3 points by a section or a page about the matter, or a link near it.
    FullPage,
    /// 3 points by a link whose own text names the errand, or by the service itself.
    FullService,
}

impl Ground {
    /// All, weakest points first.
    pub const ALL: [Self; 7] = [
        Self::Nothing,
        Self::Near,
        Self::PartialSentence,
        Self::PartialPage,
        Self::FullSentence,
        Self::FullPage,
        Self::FullService,
    ];

    /// The ground of the best candidate's points and strength; without a candidate there is nothing.
    pub fn of(best: Option<(Points, u8)>) -> Self {
        match best {
            None => Self::Nothing,
            Some((Points::None, _)) => Self::Near,
            Some((Points::Partial, ..3)) => Self::PartialSentence,
            Some((Points::Partial, _)) => Self::PartialPage,
            Some((Points::Full, ..2)) => Self::FullSentence,
            Some((Points::Full, ..6)) => Self::FullPage,
            Some((Points::Full, _)) => Self::FullService,
        }
    }

    /// How sure an answer on this ground is, in per cent.
    pub fn confidence(self) -> u8 {
        table().grounds.iter().find(|row| row.ground == self).map_or(50, Reliability::confidence)
    }
}

/// How often answers on a ground were right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reliability {
    /// What they rested on.
    pub ground: Ground,
    /// How many were compared with a careful reader's.
    pub judgements: u32,
    /// How many had the same points.
    pub right: u32,
}

impl Reliability {
    /// Per cent that are right, by Laplace's rule of succession: few cases move it little from a half.
    pub fn confidence(&self) -> u8 {
        let percent = (200 * (self.right + 1)).div_ceil(self.judgements + 2) / 2;
        u8::try_from(percent).expect("no more are right than were compared")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_ground_was_measured() {
        for ground in Ground::ALL {
            let confidence = ground.confidence();
            assert!((51..=99).contains(&confidence), "{ground:?}: {confidence}");
        }
    }

    #[test]
    fn few_cases_say_little() {
        let measured =
            |judgements, right| Reliability { ground: Ground::Near, judgements, right }.confidence();
        assert_eq!([measured(0, 0), measured(1, 1), measured(98, 89), measured(98, 98)], [50, 67, 90, 99]);
    }
}
