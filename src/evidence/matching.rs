//! Reads one sentence for all concepts at once.

use super::lexicon::{Atom, ConceptId, Lexicon, Sequence, Start, Step};
use super::signature::OfAtoms;
use super::words::{Known, WordId, Words};
use crate::language::{Word, fold, words};

/// Words that a gap in a term may span.
const GAP: usize = 3;
/// Small words that may stand unnamed between two words of a term.
const SMALL_BETWEEN: usize = 3;

/// Room for what a word stands for or begins.
const SPANS: usize = 6;

/// A concept found in a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Hit {
    pub concept: ConceptId,
    /// Byte offsets in the sentence.
    pub start: u32,
    pub end: u32,
}

struct Token {
    start: u32,
    end: u32,
    word: WordId,
}

/// A hit by word numbers, `last` inclusive.
#[derive(Clone, Copy)]
struct Span {
    concept: ConceptId,
    first: usize,
    last: usize,
}

/// A sentence being read.
struct Sentence<'a> {
    lexicon: &'a Lexicon,
    words: &'a Words,
    tokens: Vec<Token>,
    /// Found on lower levels, ordered by first word, then concept.
    spans: Vec<Span>,
    /// The atoms of the words that may follow, for each word and the end.
    ahead: Vec<OfAtoms>,
    /// The sequences that words may begin here, each with the number of its first word.
    begun: Vec<(&'a Start, usize)>,
}

/// The concepts of a sentence, ordered by concept, then place.
pub(super) fn hits(lexicon: &Lexicon, words: &mut Words, sentence: &str) -> Vec<Hit> {
    words.make_room();
    let tokens = tokens(lexicon, words, sentence);
    let read = Sentence::read(lexicon, words, tokens);
    let place = |span: &Span| (read.tokens[span.first].start, read.tokens[span.last].end);
    let mut hits: Vec<Hit> = read
        .spans
        .iter()
        .map(|span| {
            let (start, end) = place(span);
            Hit { concept: span.concept, start, end }
        })
        .collect();
    hits.sort_unstable_by_key(|hit| ((u64::from(hit.concept) << 32) | u64::from(hit.start), hit.end));
    hits.dedup();
    hits
}

/// The concepts that the path of an address names, each of its parts read as a sentence without å, ä and ö; they have no
/// place in any text.
pub(super) fn address_hits(lexicon: &Lexicon, words: &mut Words, path: &str) -> Vec<Hit> {
    words.make_room();
    let path = path.to_lowercase();
    let mut hits = Vec::new();
    for part in path.split('/') {
        let parts = part.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        let tokens = parts.map(|word| Token { start: 0, end: 0, word: words.look_up_address(lexicon, word) });
        let tokens = tokens.collect();
        let read = Sentence::read(lexicon, words, tokens);
        hits.extend(read.spans.iter().map(|span| Hit { concept: span.concept, start: 0, end: 0 }));
    }
    hits.sort_unstable();
    hits.dedup();
    hits
}

fn tokens(lexicon: &Lexicon, memory: &mut Words, sentence: &str) -> Vec<Token> {
    let places = words(sentence);
    let text = |word: &Word| &sentence[word.start as usize..word.end as usize];
    let known = |(at, word): (usize, &Word)| {
        let written = text(word);
        let carrier = || carrier(places[at + 1..].iter().map(text));
        let known = match written.ends_with('-').then(carrier).flatten() {
            Some(whole) => memory.look_up_ellipsis(lexicon, written, whole),
            None => memory.look_up(lexicon, written),
        };
        Token { start: word.start, end: word.end, word: known }
    };
    places.iter().enumerate().map(known).collect()
}

/// The word that carries the rest of an ellipsis: the first of the next words without a hyphen at its end
/// that is no conjunction.
fn carrier<'t>(next: impl Iterator<Item = &'t str>) -> Option<&'t str> {
    let joins = |word: &str| matches!(word, "och" | "eller" | "samt" | "respektive");
    next.take(6).find(|word| !word.ends_with('-') && !joins(&fold(word)))
}

/// Whether the second word of a sequence can be among those ahead.
fn may_follow(start: &Start, ahead: &OfAtoms) -> bool {
    start.second.is_none_or(|second| second.meets(ahead))
}

impl<'a> Sentence<'a> {
    fn read(lexicon: &'a Lexicon, words: &'a Words, tokens: Vec<Token>) -> Self {
        let mut read =
            Self { lexicon, words, tokens, spans: Vec::new(), ahead: Vec::new(), begun: Vec::new() };
        read.find_words();
        for level in 0..=lexicon.levels {
            read.find_sequences(level);
        }
        read
    }

    fn known(&self, at: usize) -> Option<&'a Known> {
        self.tokens.get(at).map(|token| self.words.known(token.word))
    }

    /// What single words stand for.
    fn find_words(&mut self) {
        self.ahead = (0..=self.tokens.len()).map(|at| self.signature_from(at)).collect();
        self.spans.reserve(SPANS * self.tokens.len());
        for at in 0..self.tokens.len() {
            let known = self.words.known(self.tokens[at].word);
            self.spans.extend(known.concepts.iter().map(|&concept| Span { concept, first: at, last: at }));
            let ahead = &self.ahead[at + 1];
            let begun = known.starts.iter().filter(|start| may_follow(start, ahead));
            self.begun.extend(begun.map(|start| (start, at)));
        }
    }

    /// The atoms of all words that a step from here may take.
    fn signature_from(&self, at: usize) -> OfAtoms {
        let mut signature = OfAtoms::NONE;
        let reach = self.tokens[at..].iter().take(1 + GAP.max(SMALL_BETWEEN));
        reach.for_each(|token| signature.join(&self.words.known(token.word).signature));
        signature
    }

    /// Terms of several words, and those that rest on concepts of lower levels.
    fn find_sequences(&mut self, level: usize) {
        let mut found = Vec::new();
        for &(start, at) in self.begun.iter().filter(|(start, _)| start.level as usize == level) {
            found.extend(self.attempt(start, at, at + 1));
        }
        if level > 0 {
            for span in &self.spans {
                let starts = self.lexicon.begun_by_concept(span.concept, level);
                let begun = starts.iter().filter(|start| may_follow(start, &self.ahead[span.last + 1]));
                found.extend(begun.filter_map(|start| self.attempt(start, span.first, span.last + 1)));
            }
        }
        if !found.is_empty() {
            let place = |span: &Span| (span.first, span.concept, span.last);
            found.sort_unstable_by_key(place);
            self.spans.extend(found);
            // Two ordered runs: the stable sort merges them.
            self.spans.sort_by_key(place);
        }
    }

    fn attempt(&self, start: &Start, first: usize, after: usize) -> Option<Span> {
        let sequence = &self.lexicon.sequences[start.sequence as usize];
        let last = self.follow(sequence, after)?;
        Some(Span { concept: sequence.concept, first, last })
    }

    /// The last word of a sequence whose first step has been taken, when the rest follows at `after`.
    fn follow(&self, sequence: &Sequence, after: usize) -> Option<usize> {
        let mut at = after;
        let mut gap = 0;
        for step in &sequence.steps[1..] {
            if *step == Step::Gap {
                gap = GAP;
                continue;
            }
            let near = (at..=at + gap).find_map(|place| self.take(step, place));
            at = near.or_else(|| self.past_small(at).find_map(|place| self.take(step, place)))?;
            gap = 0;
        }
        Some(at - 1)
    }

    /// Places after one, two … small words.
    fn past_small(&self, at: usize) -> impl Iterator<Item = usize> {
        let next = at..at + SMALL_BETWEEN;
        let small = next.take_while(|&at| self.known(at).is_some_and(|known| known.small)).count();
        (1..=small).map(move |skip| at + skip)
    }

    fn take(&self, step: &Step, at: usize) -> Option<usize> {
        match step {
            Step::Word(atoms) => {
                let known = self.known(at)?;
                let held = atoms.iter().any(|atom: &Atom| known.atoms.binary_search(atom).is_ok());
                held.then_some(at + 1)
            }
            Step::Concept(id) => {
                let from = self.spans.partition_point(|span| (span.first, span.concept) < (at, *id));
                let span = self.spans.get(from)?;
                (span.first == at && span.concept == *id).then_some(span.last + 1)
            }
            Step::Gap => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rubric::thesaurus::{Term, Thesaurus};

    fn found(terms: &[(&str, &str)], sentence: &str) -> Vec<String> {
        let concepts =
            terms.iter().map(|(name, term)| ((*name).to_owned(), vec![Term::parse(term).unwrap()]));
        let lexicon = Lexicon::new(&Thesaurus(concepts.collect()));
        hits(&lexicon, &mut Words::default(), sentence)
            .into_iter()
            .map(|hit| sentence[hit.start as usize..hit.end as usize].to_owned())
            .collect()
    }

    #[test]
    fn terms_are_found_in_sentences() {
        let check = |term: &str, sentence: &str, expected: &[&str]| {
            assert_eq!(found(&[("x", term)], sentence), expected, "{term} in {sentence}");
        };
        check("plats förskola", "Plats på förskolan söks här", &["Plats på förskolan"]);
        check("säga ~ upp", "Du säger själv platsen upp nu", &["säger själv platsen upp"]);
        check("säga ~ upp", "Du säger det", &[]);
        check("plats|placering förskola", "en placering i förskola", &["placering i förskola"]);
        check("marklov", "bygg-, mark- och rivningslov", &["mark-"]);
        check("bygglov", "BYGGLOV", &["BYGGLOV"]);
    }

    #[test]
    fn addresses_are_read_without_dots() {
        let check = |term: &str, path: &str, expected: usize| {
            let term = vec![Term::parse(term).unwrap()];
            let concepts = [("x".to_owned(), vec![Term::parse("@y").unwrap()]), ("y".to_owned(), term)];
            let lexicon = Lexicon::new(&Thesaurus(concepts.into()));
            let hits = address_hits(&lexicon, &mut Words::default(), path);
            assert_eq!(hits.len(), expected, "{path}");
        };
        check("förskola", "/barn/forskolan.html", 2);
        check("ekonomiskt bistånd", "/stod/ekonomiskt-bistand/ansok", 2);
        check("söka gymnasiet", "/soka-till-gymnasiet", 2);
        check("jobba hos oss", "/jobba-hos-oss/yrken", 2);
        check("lediga jobb", "/lediga/jobb", 0);
        check("fsk", "/fsk", 0);
    }

    #[test]
    fn a_term_may_rest_on_concepts() {
        let terms = [("a", "ansöka"), ("b", "@a ~ plats"), ("c", "nu @b"), ("d", "@e"), ("e", "plats")];
        let found = found(&terms, "Nu ansöker du om plats");
        assert_eq!(found, ["ansöker", "ansöker du om plats", "Nu ansöker du om plats", "plats", "plats"]);
    }
}
