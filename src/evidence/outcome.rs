//! What is kept of a test that is true: nothing, whose it is, or its proof. It must not know tests.

use smallvec::{SmallVec, smallvec};

/// What is kept of a test that is true.
pub(super) trait Outcome: Default {
    /// A sentence of the place proves it.
    fn at(sentence: u32) -> Self;
    /// What is kept of a proof.
    fn of(proof: &Proof) -> Self;
    /// Both are needed.
    fn join(self, other: Self) -> Self;
    /// It was found outside the place.
    fn outside(self) -> Self;
    /// Whether it is as good as it can be: no other alternative needs to be tried.
    fn own(&self) -> bool;
}

/// Nothing: the test is true, and that is all.
impl Outcome for () {
    fn at(_: u32) -> Self {}
    fn of(_: &Proof) -> Self {}
    fn join(self, (): Self) -> Self {}
    fn outside(self) -> Self {}
    fn own(&self) -> bool {
        true
    }
}

/// Whether a part of the proof stands in the place itself, not only above it.
#[derive(Default)]
pub(super) struct Own(bool);

impl Outcome for Own {
    fn at(_: u32) -> Self {
        Self(true)
    }

    fn of(proof: &Proof) -> Self {
        Self(proof.own)
    }

    fn join(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    fn outside(self) -> Self {
        Self(false)
    }

    fn own(&self) -> bool {
        self.0
    }
}

/// The sentences that prove a test, in the order of the test's parts.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Proof {
    pub sentences: SmallVec<[u32; 6]>,
    own: bool,
}

impl Outcome for Proof {
    fn at(sentence: u32) -> Self {
        Self { sentences: smallvec![sentence], own: true }
    }

    fn of(proof: &Proof) -> Self {
        proof.clone()
    }

    fn join(mut self, other: Self) -> Self {
        for sentence in other.sentences {
            if !self.sentences.contains(&sentence) {
                self.sentences.push(sentence);
            }
        }
        self.own |= other.own;
        self
    }

    fn outside(self) -> Self {
        Self { own: false, ..self }
    }

    fn own(&self) -> bool {
        self.own
    }
}
