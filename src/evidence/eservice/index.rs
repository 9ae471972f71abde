//! Where an errand's places stand among the links of a page, found once: each link asks what stands near it without looking
//! at all of them.

use rustc_hash::FxHashMap;
use std::ops::Range;

use super::Errand;
use crate::evidence::links::SeenLink;
use crate::evidence::place::{Firmness, Place};
use crate::evidence::reading::Reading;
use crate::evidence::route::LinkRoute;
use crate::evidence::rule::first_in;
use crate::page::BlockKind;

/// What is found of an errand's places before any link is looked at.
#[derive(Debug)]
pub(super) struct Index {
    /// Sentences that name the matter, ascending: all, those under the page's heading or trail alone, those that are none.
    names: Vec<u32>,
    below: Vec<u32>,
    pub sentences: Vec<u32>,
    /// The first place that is named in each block.
    in_block: FxHashMap<usize, usize>,
    /// Sections as they begin, each with the furthest end of it and of those before, and its number among the places.
    sections: Vec<(u32, u32, usize)>,
}

impl Index {
    pub(super) fn new(reading: &Reading<'_>, places: &[Place<'_>]) -> Self {
        let named = |wanted: &dyn Fn(Firmness) -> bool| {
            let wanted = places.iter().filter(|place| wanted(place.firmness));
            let mut names: Vec<u32> = wanted.map(|place| place.names).collect();
            names.sort_unstable();
            names
        };
        let mut in_block = FxHashMap::default();
        for (number, place) in places.iter().enumerate() {
            if let Some(block) = reading.block(place.names) {
                in_block.entry(block).or_insert(number);
            }
        }
        let mut furthest = 0;
        let sections = places.iter().enumerate().filter(|(_, place)| place.firmness == Firmness::Section);
        let sections = sections.map(|(number, place)| {
            furthest = place.sentences.end.max(furthest);
            (place.sentences.start, furthest, number)
        });
        Self {
            names: named(&|_| true),
            below: named(&|firmness| matches!(firmness, Firmness::Section | Firmness::Sentence)),
            sentences: named(&|firmness| firmness == Firmness::Sentence),
            in_block,
            sections: sections.collect(),
        }
    }

    /// Whether a sentence names the matter.
    pub(super) fn names(&self, sentence: u32) -> bool {
        self.names.binary_search(&sentence).is_ok()
    }

    /// Whether a sentence does, or the heading of its section, and not only what stands over all of the page.
    pub(super) fn names_below(&self, sentence: u32) -> bool {
        self.below.binary_search(&sentence).is_ok()
    }

    /// The first place, by its number, that is named in a block.
    pub(super) fn in_block(&self, block: usize) -> Option<usize> {
        self.in_block.get(&block).copied()
    }

    /// The first section about the matter, by its number among the places, in which a sentence stands.
    pub(super) fn section(&self, sentence: u32) -> Option<usize> {
        let reaches = self.sections.partition_point(|&(_, furthest, _)| furthest <= sentence);
        let (start, _, number) = *self.sections.get(reaches)?;
        (start <= sentence).then_some(number)
    }
}

/// The page's links that lead to a service in which an errand may be done, as numbers among its links, ascending.
#[derive(Debug)]
pub(super) struct Leading {
    free: Vec<u32>,
    /// Those that name another errand.
    rivals: Vec<u32>,
}

impl Errand<'_, '_> {
    fn leading(&self) -> &Leading {
        self.leading.get_or_init(|| {
            let marks = &self.question.marks;
            let leads = |link: &SeenLink| {
                (link.route == LinkRoute::Digital
                    || link.route == LinkRoute::Likely && self.holds(link.sentence, marks.log_in))
                    && !self.is_refused(link.sentence)
                    && !self.holds(link.sentence, marks.planned)
            };
            let numbered = (0u32..).zip(&self.reading.links).filter(|(_, link)| leads(link));
            let (rivals, free) = numbered.partition::<Vec<_>, _>(|(_, link)| self.names_a_rival(link));
            let numbers =
                |links: Vec<(u32, &SeenLink)>| links.into_iter().map(|(number, _)| number).collect();
            Leading { free: numbers(free), rivals: numbers(rivals) }
        })
    }

    /// The first link in some sentences, otherwise the first of the page, to the service of which a sentence speaks. One
    /// that names another errand is that only beside the sentence, which says that its errand is done there too.
    pub(super) fn service_of(&self, sentence: u32, near: &Range<u32>) -> Option<&SeenLink> {
        let beside = self.reading.block(sentence).map(|block| self.reading.of_block[block].clone());
        let there_too = self.holds(sentence, self.question.marks.same_service);
        let beside = beside.filter(|_| there_too).unwrap_or_default();
        let first = |sentences: Range<u32>| {
            let both = sentences.start.max(beside.start)..sentences.end.min(beside.end);
            let free = first_in(&self.leading().free, &self.numbers(&sentences));
            let rival = first_in(&self.leading().rivals, &self.numbers(&both));
            free.into_iter().chain(rival).min()
        };
        let number = first(near.clone()).or_else(|| first(self.reading.content()))?;
        Some(&self.reading.links[number as usize])
    }

    /// The numbers of the links in some sentences.
    fn numbers(&self, sentences: &Range<u32>) -> Range<u32> {
        let links = &self.reading.links;
        let before =
            |end: u32| u32::try_from(links.partition_point(|link| link.sentence < end)).unwrap_or(u32::MAX);
        if sentences.start < sentences.end { before(sentences.start)..before(sentences.end) } else { 0..0 }
    }

    /// For a list item, the last block before it that is none.
    pub(super) fn introduction(&self, block: usize) -> Option<usize> {
        let introductions = self.introductions.get_or_init(|| {
            let blocks = self.reading.page.blocks.iter().enumerate();
            let last = blocks.scan(None, |last, (number, block)| {
                if block.kind != BlockKind::Item {
                    *last = Some(number);
                }
                Some(*last)
            });
            last.collect()
        });
        introductions[block]
    }
}
