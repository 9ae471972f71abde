//! Where sentences stand in the outline of a page: the headings above them, the section around them. It must not know
//! what they say.

use std::ops::Range;

use super::reading::{FIRST, Reading, TITLE, TRAIL};
use super::signature::OfConcepts;

/// Sentences above a place, and what concepts they hold.
#[derive(Debug, Clone, Copy)]
pub(super) struct Above<'r> {
    pub sentences: &'r [u32],
    pub held: &'r OfConcepts,
}

impl Above<'_> {
    /// Nothing above.
    pub(super) const NONE: Above<'static> = Above { sentences: &[], held: &OfConcepts::NONE };
}

/// The headings above all places of a page: by the nearest heading, then those of blocks without one, last title and
/// trail alone.
#[derive(Debug, Default)]
pub(super) struct HeadingsAbove {
    lists: Vec<(Vec<u32>, OfConcepts)>,
    /// The block of the main heading.
    main: Option<usize>,
}

impl HeadingsAbove {
    fn at(&self, number: usize) -> Above<'_> {
        let (sentences, held) = &self.lists[number];
        Above { sentences, held }
    }
}

impl Reading<'_> {
    /// The sentences that are the headings above a block, innermost first, then the main heading, the title and the
    /// trail.
    pub(super) fn above(&self, block: Option<usize>) -> Above<'_> {
        let nearest = block.and_then(|block| self.page.blocks[block].heading);
        self.above.at(nearest.unwrap_or(self.page.headings.len()))
    }

    /// The number of the block that holds the main heading, as [`crate::page::Page::main_heading`] finds it.
    pub(super) fn main_heading(&self) -> Option<usize> {
        self.above.main
    }

    /// Title and trail, which stand above the main heading.
    pub(super) fn above_main(&self) -> Above<'_> {
        self.above.at(self.page.headings.len() + 1)
    }

    /// The headings above a sentence, as [`Reading::above`] gives them.
    pub(super) fn above_sentence(&self, sentence: u32) -> Above<'_> {
        self.above(self.block(sentence))
    }

    /// The section in which a sentence stands: its nearest heading and what that stands over; without one the content
    /// before the first heading.
    pub(super) fn section(&self, sentence: u32) -> Range<u32> {
        let page = self.page;
        let Some(block) = self.block(sentence) else { return FIRST..self.content().end };
        let own = page.headings.binary_search_by_key(&block, |heading| heading.block).ok();
        match own.or(page.blocks[block].heading).map(|at| page.headings[at]) {
            Some(heading) => self.sentences_of(heading.block..heading.end),
            None => {
                self.sentences_of(0..page.headings.first().map_or(page.blocks.len(), |first| first.block))
            }
        }
    }
}

/// The headings above the blocks of a page whose sentences have been read.
pub(super) fn headings_above(reading: &Reading<'_>) -> HeadingsAbove {
    let block = reading.page.main_heading();
    let main = block.map(|block| reading.of_block[block].start);
    let numbers = |heading: Option<usize>| {
        let up = std::iter::successors(heading, |&h| reading.page.headings[h].parent);
        let mut above: Vec<u32> =
            up.flat_map(|h| reading.of_block[reading.page.headings[h].block].clone()).collect();
        above.extend(main.filter(|main| !above.contains(main)));
        above.extend([TITLE, TRAIL]);
        above
    };
    let with_held = |sentences: Vec<u32>| {
        let mut held = OfConcepts::NONE;
        for &sentence in &sentences {
            held.join(&reading.sentences[sentence as usize].held);
        }
        (sentences, held)
    };
    let lists = (0..reading.page.headings.len()).map(Some).chain([None]).map(numbers);
    HeadingsAbove { lists: lists.chain([vec![TITLE, TRAIL]]).map(with_held).collect(), main: block }
}
