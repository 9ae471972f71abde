//! The links of the content: in which sentence each stands, and where it leads. It must not know any single question.

use std::ops::Range;

use super::compile::CompiledRubric;
use super::reading::Reading;
use super::route::{self, LinkRoute};
use crate::rubric::Signal;

/// A link of the content.
#[derive(Debug)]
pub(super) struct SeenLink {
    pub sentence: u32,
    pub block: usize,
    /// Number of the link in its block.
    pub number: usize,
    /// Bytes of its text in the sentence.
    pub range: Range<u32>,
    pub route: LinkRoute,
}

/// Finds the links of a page whose sentences have been read, in order, and tells their sentences where they lead.
pub(super) fn find(reading: &mut Reading<'_>, rubric: &CompiledRubric) {
    for (block, of_block) in reading.of_block.iter().enumerate() {
        let sentences = &reading.sentences[of_block.start as usize..of_block.end as usize];
        for (number, link) in reading.page.blocks[block].links.iter().enumerate() {
            let at = link.start as usize;
            let Some(holder) = sentences.partition_point(|s| s.range.start <= at).checked_sub(1) else {
                continue;
            };
            let from = u32::try_from(sentences[holder].range.start).unwrap_or_default();
            let sentence = of_block.start + u32::try_from(holder).expect("a sentence of the block");
            let range = link.start - from..link.end - from;
            reading.links.push(SeenLink { sentence, block, number, range, route: LinkRoute::Plain });
        }
    }
    for at in 0..reading.links.len() {
        let route = route::classify(reading, &reading.links[at], rubric);
        let external = route::is_external(reading, &reading.links[at]);
        let elsewhere = route::is_on_another_host(reading, &reading.links[at]);
        let link = &mut reading.links[at];
        link.route = route;
        let signals = &mut reading.sentences[link.sentence as usize].signals;
        route.signals().iter().for_each(|signal| signals.insert(*signal));
        if external {
            signals.insert(Signal::ExternalLink);
        }
        if elsewhere {
            signals.insert(Signal::OtherHost);
        }
    }
}

impl Reading<'_> {
    /// The links of a run of sentences, in order.
    pub(super) fn links_in(&self, sentences: &Range<u32>) -> &[SeenLink] {
        let from = self.links.partition_point(|link| link.sentence < sentences.start);
        let count = self.links[from..].partition_point(|link| link.sentence < sentences.end);
        &self.links[from..from + count]
    }
}
