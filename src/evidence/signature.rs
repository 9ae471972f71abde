//! A quick no: whether two sets of numbers can share any. It must not know what the numbers mean.

/// A set of numbers (of words, of concepts) in few bits: two sets that share no bit share no number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Signature([u64; 4]);

impl Signature {
    pub(super) const NONE: Self = Self([0; 4]);
    pub(super) const ALL: Self = Self([u64::MAX; 4]);

    pub(super) fn of(numbers: impl IntoIterator<Item = u32>) -> Self {
        let mut bits = [0; 4];
        for number in numbers {
            bits[(number >> 6) as usize & 3] |= 1 << (number & 63);
        }
        Self(bits)
    }

    /// Whether a number can be in the set.
    pub(super) fn may_hold(self, number: u32) -> bool {
        self.0[(number >> 6) as usize & 3] & (1 << (number & 63)) != 0
    }

    pub(super) fn join(&mut self, other: Self) {
        self.0.iter_mut().zip(other.0).for_each(|(bits, more)| *bits |= more);
    }

    pub(super) fn meets(self, other: Self) -> bool {
        self.0.iter().zip(other.0).any(|(bits, others)| bits & others != 0)
    }
}
