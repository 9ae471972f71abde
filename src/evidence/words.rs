//! A reader's memory of distinct words, so that each is looked up in the lexicon once.

use rustc_hash::FxHashMap;

use super::lexicon::{Atom, ConceptId, Lexicon, Start, without_dots};
use super::signature::OfAtoms;
use crate::language::fold;

/// Small words that may stand between the words of a term.
const SMALL: &[&str] = &[
    "en",
    "ett",
    "den",
    "det",
    "de",
    "din",
    "ditt",
    "dina",
    "er",
    "ert",
    "era",
    "ditt",
    "sin",
    "sitt",
    "sina",
    "i",
    "på",
    "till",
    "för",
    "av",
    "om",
    "och",
    "som",
    "att",
    "vid",
    "hos",
    "vår",
    "våra",
    "vårt",
    "med",
    "inom",
    "kommunens",
    "kommunal",
    "kommunala",
    "kommunalt",
    "ny",
    "nytt",
    "nya",
];

/// What is known of a distinct word.
#[derive(Debug)]
pub(super) struct Known {
    pub atoms: Box<[Atom]>,
    pub signature: OfAtoms,
    /// The sequences that it may begin.
    pub starts: Box<[Start]>,
    /// The concepts that it stands for by itself, ascending.
    pub concepts: Box<[ConceptId]>,
    pub small: bool,
}

impl Known {
    fn new(lexicon: &Lexicon, mut atoms: Vec<Atom>, small: bool) -> Self {
        atoms.sort_unstable();
        atoms.dedup();
        let concepts = atoms.iter().flat_map(|&atom| lexicon.single[atom as usize].iter().copied());
        let mut concepts: Vec<ConceptId> = concepts.collect();
        concepts.sort_unstable();
        concepts.dedup();
        let starts = atoms.iter().flat_map(|&atom| lexicon.begun_by_atom(atom).iter().copied()).collect();
        let signature = OfAtoms::of(atoms.iter().copied());
        Self { signature, starts, atoms: atoms.into(), concepts: concepts.into(), small }
    }
}

/// Number of a distinct word in a reader's memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct WordId(u32);

/// A reader's memory of words: each distinct word is looked up once. One per thread.
#[derive(Debug, Default)]
pub struct Words {
    /// Words as they are written, capitals and all.
    ids: FxHashMap<Box<str>, WordId>,
    known: Vec<Known>,
}

/// The shortest word of an address that stands for something by itself, in bytes.
const SHORTEST: usize = 4;

/// The longest word that may stand for something, in bytes: the longest that people write is half as long, and to look one up
/// costs the square of its length.
const LONGEST: usize = 120;

/// What stands for every longer word: nothing.
const UNKNOWN: &str = "";

/// Words remembered before the memory is emptied: some 100 MB of Swedish.
const REMEMBERED: usize = 400_000;

impl Words {
    /// Makes room before a text is read.
    pub(super) fn make_room(&mut self) {
        if self.known.len() >= REMEMBERED {
            self.ids.clear();
            self.known.clear();
        }
    }

    /// What is known of a word that has been looked up since room was made.
    pub(super) fn known(&self, id: WordId) -> &Known {
        &self.known[id.0 as usize]
    }

    /// A word as it is written, its hyphenated parts included.
    pub(super) fn look_up(&mut self, lexicon: &Lexicon, written: &str) -> WordId {
        let written = known_length(written);
        if let Some(&id) = self.ids.get(written) {
            return id;
        }
        let folded = fold(written);
        let word = folded.trim_end_matches('-');
        let mut atoms = lexicon.look_up(word);
        if word.contains('-') {
            let parts = word.split('-').filter(|part| part.chars().count() > 1);
            atoms.extend(parts.flat_map(|part| lexicon.look_up(part)));
        }
        let small = SMALL.contains(&word);
        self.remember(written, Known::new(lexicon, atoms, small))
    }

    /// What `bygg-` stands for before `och rivningslov`: every word made of its beginning and an ending of
    /// the word that carries the rest.
    pub(super) fn look_up_ellipsis(&mut self, lexicon: &Lexicon, head: &str, whole: &str) -> WordId {
        let (head, whole) = (known_length(head), known_length(whole));
        let written = format!("{head} {whole}");
        if let Some(&id) = self.ids.get(written.as_str()) {
            return id;
        }
        let (head, whole) = (fold(head), fold(whole));
        let head = head.trim_end_matches('-');
        let endings = whole.char_indices().skip(1).map(|(at, _)| &whole[at..]).filter(|rest| rest.len() >= 3);
        let whole = endings.flat_map(|rest| lexicon.look_up_joined(&format!("{head}{rest}")));
        // A term may be written with an ellipsis too: "hälso- och sjukvård".
        let atoms = whole.chain(lexicon.look_up(&format!("{head}-"))).collect();
        self.remember(&written, Known::new(lexicon, atoms, false))
    }

    /// A word of an address, which has no å, ä and ö. Short ones stand for something with others only: most are parts of
    /// numbers.
    pub(super) fn look_up_address(&mut self, lexicon: &Lexicon, word: &str) -> WordId {
        let word = known_length(word);
        let written = format!("/{word}");
        if let Some(&id) = self.ids.get(written.as_str()) {
            return id;
        }
        let small = SMALL.iter().any(|small| without_dots(small) == word);
        let mut known = Known::new(lexicon, lexicon.look_up_folded(word), small);
        if word.len() < SHORTEST {
            known.concepts = Box::default();
        }
        self.remember(&written, known)
    }

    fn remember(&mut self, written: &str, known: Known) -> WordId {
        let id = WordId(u32::try_from(self.known.len()).expect("the memory is limited"));
        self.known.push(known);
        self.ids.insert(written.into(), id);
        id
    }
}

/// The word, unless it is longer than any that stands for something.
fn known_length(word: &str) -> &str {
    if word.len() > LONGEST { UNKNOWN } else { word }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rubric::thesaurus::{Term, Thesaurus};

    #[test]
    fn words_longer_than_any_are_unknown_and_not_remembered() {
        let terms = ["bygg*", "*lov", "*gg*"].iter().map(|term| Term::parse(term).unwrap()).collect();
        let lexicon = Lexicon::new(&Thesaurus([("x".to_owned(), terms)].into()));
        let mut words = Words::default();
        for length in [LONGEST, LONGEST + 1, 2 * LONGEST, 100_000] {
            let word = format!("bygg{}lov", "a".repeat(length - 7));
            let known = [
                words.look_up(&lexicon, &word),
                words.look_up_ellipsis(&lexicon, "bygg-", &word),
                words.look_up_address(&lexicon, &word),
            ];
            for known in [known[0], known[2]] {
                assert_eq!(!words.known(known).atoms.is_empty(), length <= LONGEST, "{length}");
            }
        }
        assert_eq!(words.known.len(), 2 * 3);
    }
}
