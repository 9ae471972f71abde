//! Rules whose concepts are numbers, and what can be said of them without a page. It must not know how they are tried.

use super::anchor::Anchors;
use super::lexicon::ConceptId;
use super::signature::OfConcepts;
use crate::rubric::Signal;

/// A rule whose concepts are numbers.
#[derive(Debug, Clone)]
pub(super) enum Test {
    Concept(ConceptId),
    /// One of some concepts.
    Concepts(Box<[ConceptId]>, Box<OfConcepts>),
    Signal(Signal),
    All(Vec<Test>),
    Any(Vec<Test>),
    Not(Box<Test>),
    Sentence(Box<Test>, Anchors),
    Block(Box<Test>, Anchors),
    Heading(Box<Test>),
    Nearest(Box<Test>),
    Path(Box<Test>),
    Subheading(Box<Test>, Anchors),
    LinkText(Box<Test>),
    /// On more than the place; with a number by which it is remembered (see [`super::wide`]).
    Section(Box<Test>, u32),
    Page(Box<Test>, u32),
    AtLeast(usize, Box<Test>, Anchors),
    Of(usize, Vec<Test>),
}

impl Test {
    /// Alternatives; neighbours that are concepts are tried together.
    pub(super) fn one_of(tests: &[Self]) -> Self {
        let named = |test: &Self| if let Self::Concept(id) = test { Some(*id) } else { None };
        let runs = tests.chunk_by(|a, b| named(a).is_some() && named(b).is_some());
        let together = |run: &[Self]| {
            if let [one] = run {
                return one.clone();
            }
            let ids: Box<[ConceptId]> = run.iter().filter_map(named).collect();
            let some = OfConcepts::of(ids.iter().copied());
            Self::Concepts(ids, Box::new(some))
        };
        let mut tests: Vec<Self> = runs.map(together).collect();
        if tests.len() == 1 { tests.remove(0) } else { Self::Any(tests) }
    }

    pub(super) fn anchored(test: Self, make: impl FnOnce(Box<Self>, Anchors) -> Self) -> Self {
        let anchors = Anchors::of(&test);
        make(Box::new(test), anchors)
    }

    /// Whether nothing but the words of a place can be what makes it true there.
    pub(super) fn is_of_words_alone(&self) -> bool {
        match self {
            Self::Signal(_) | Self::Heading(_) | Self::Nearest(_) => false,
            Self::Concept(_)
            | Self::Concepts(..)
            | Self::Not(_)
            | Self::Path(_)
            | Self::Section(..)
            | Self::Page(..) => true,
            Self::All(tests) | Self::Any(tests) | Self::Of(_, tests) => {
                tests.iter().all(Self::is_of_words_alone)
            }
            Self::Sentence(test, _)
            | Self::Block(test, _)
            | Self::Subheading(test, _)
            | Self::LinkText(test)
            | Self::AtLeast(_, test, _) => test.is_of_words_alone(),
        }
    }

    /// The concepts that the test names where they must be found (not those it forbids).
    pub(super) fn concepts(&self) -> Vec<ConceptId> {
        match self {
            Self::Concept(id) => vec![*id],
            Self::Concepts(ids, _) => ids.to_vec(),
            Self::Signal(_) | Self::Not(_) | Self::Path(_) | Self::Section(..) | Self::Page(..) => Vec::new(),
            Self::All(tests) | Self::Any(tests) | Self::Of(_, tests) => {
                tests.iter().flat_map(Self::concepts).collect()
            }
            Self::Sentence(test, _)
            | Self::Block(test, _)
            | Self::Heading(test)
            | Self::Nearest(test)
            | Self::Subheading(test, _)
            | Self::LinkText(test)
            | Self::AtLeast(_, test, _) => test.concepts(),
        }
    }
}
