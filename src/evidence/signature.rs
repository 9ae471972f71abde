//! A quick no: whether two sets of words can share any. It must not know what the words are.

use super::lexicon::Atom;

/// A set of atoms in few bits: two sets that share no bit share no atom.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Signature([u64; 4]);

impl Signature {
    pub(super) const NONE: Self = Self([0; 4]);

    pub(super) fn of(atoms: &[Atom]) -> Self {
        let mut bits = [0; 4];
        for atom in atoms {
            bits[(atom >> 6) as usize & 3] |= 1 << (atom & 63);
        }
        Self(bits)
    }

    pub(super) fn join(&mut self, other: Self) {
        self.0.iter_mut().zip(other.0).for_each(|(bits, more)| *bits |= more);
    }

    pub(super) fn meets(self, other: Self) -> bool {
        self.0.iter().zip(other.0).any(|(bits, others)| bits & others != 0)
    }
}
