//! A quick no: whether two sets of numbers can share any. It must not know what the numbers mean.

/// A set of numbers in `64 * N` bits (`N` a power of two): two sets that share no bit share no number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Signature<const N: usize>([u64; N]);

/// What words satisfy: few patterns, asked for often.
pub(super) type OfAtoms = Signature<4>;
/// What sentences hold: a sentence with the headings above it easily holds two hundred concepts.
pub(super) type OfConcepts = Signature<16>;

impl<const N: usize> Signature<N> {
    pub(super) const NONE: Self = Self([0; N]);
    pub(super) const ALL: Self = Self([u64::MAX; N]);

    pub(super) fn of(numbers: impl IntoIterator<Item = u32>) -> Self {
        let mut bits = [0; N];
        for number in numbers {
            bits[Self::place(number)] |= 1 << (number & 63);
        }
        Self(bits)
    }

    fn place(number: u32) -> usize {
        (number >> 6) as usize % N
    }

    /// Whether a number can be in the set.
    pub(super) fn may_hold(&self, number: u32) -> bool {
        self.0[Self::place(number)] & (1 << (number & 63)) != 0
    }

    pub(super) fn join(&mut self, other: &Self) {
        self.0.iter_mut().zip(other.0).for_each(|(bits, more)| *bits |= more);
    }

    pub(super) fn meets(&self, other: &Self) -> bool {
        self.0.iter().zip(other.0).any(|(bits, others)| bits & others != 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_that_share_a_number_meet() {
        let (some, others) = (OfConcepts::of([3, 700, 9000]), OfConcepts::of([700]));
        assert!(some.meets(&others) && others.meets(&some) && some.may_hold(9000));
        let mut all = OfConcepts::NONE;
        assert!(!all.meets(&some) && !all.may_hold(3));
        all.join(&some);
        assert_eq!(all, some);
    }
}
