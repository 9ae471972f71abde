//! The thesaurus made fast: every distinct word is looked up once, every sentence is read once for all
//! concepts. It must not know questions.

use rustc_hash::FxHashMap;

use super::signature::OfAtoms;
use crate::language::Stemmer;
use crate::rubric::thesaurus::{Element, Term, Thesaurus, WordPattern};

/// Number of a word pattern.
pub(super) type Atom = u32;
/// Number of a concept, or of a term written in a rule.
pub(super) type ConceptId = u32;

/// Words shorter than this (in letters) must be spelt right.
const TOLERANT_FROM: usize = 9;

/// One place of a term with several words.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Step {
    Word(Vec<Atom>),
    Concept(ConceptId),
    Gap,
}

/// A term with several words, or one that refers to another concept.
#[derive(Debug)]
pub(super) struct Sequence {
    pub concept: ConceptId,
    pub steps: Vec<Step>,
}

/// A sequence that a word or a concept may begin.
#[derive(Debug, Clone, Copy)]
pub(super) struct Start {
    /// Its number in [`Lexicon::sequences`].
    pub sequence: u32,
    /// How deep its concept rests on concepts.
    pub level: u32,
    /// What the words that follow must share with its second step; `None` when that is no word, or there is none.
    pub second: Option<OfAtoms>,
}

/// All concepts, compiled.
#[derive(Debug, Default)]
pub(super) struct Lexicon {
    stemmer: Stemmer,
    patterns: FxHashMap<WordPattern, Atom>,
    inflected: FxHashMap<String, Vec<Atom>>,
    exact: FxHashMap<String, Vec<Atom>>,
    prefixes: FxHashMap<String, Vec<Atom>>,
    suffixes: FxHashMap<String, Vec<Atom>>,
    inside: Vec<(String, Atom)>,
    /// Words and their beginnings without å, ä and ö, as addresses write them.
    folded: FxHashMap<String, Vec<Atom>>,
    folded_prefixes: FxHashMap<String, Vec<Atom>>,
    /// Long words by their first two letters, for typing errors.
    tolerant: FxHashMap<String, Vec<(String, Atom)>>,
    /// Concepts that one word is enough for, by atom.
    pub single: Vec<Vec<ConceptId>>,
    pub sequences: Vec<Sequence>,
    /// What each atom, and at each level each concept, may begin.
    by_atom: Vec<Vec<Start>>,
    by_concept: Vec<Vec<Vec<Start>>>,
    names: FxHashMap<String, ConceptId>,
    terms: FxHashMap<Term, ConceptId>,
    concept_levels: Vec<usize>,
    /// How deep concepts rest on concepts.
    pub levels: usize,
}

impl Lexicon {
    pub(super) fn new(thesaurus: &Thesaurus) -> Self {
        let mut lexicon = Self::default();
        for name in thesaurus.0.keys() {
            lexicon.concept(name, thesaurus);
        }
        lexicon
    }

    /// The concept with this name, compiling it and what it rests on when it is new.
    pub(super) fn concept(&mut self, name: &str, thesaurus: &Thesaurus) -> ConceptId {
        if let Some(&id) = self.names.get(name) {
            return id;
        }
        let terms = thesaurus.0.get(name).map_or(&[][..], Vec::as_slice);
        let below = terms.iter().flat_map(Term::concepts).collect::<Vec<_>>();
        let below: Vec<usize> = below
            .into_iter()
            .map(|other| {
                let id = self.concept(other, thesaurus);
                self.concept_levels[id as usize] + 1
            })
            .collect();
        let id = self.new_concept(below.into_iter().max().unwrap_or(0));
        self.names.insert(name.to_owned(), id);
        for term in terms {
            self.add_term(id, term);
        }
        id
    }

    /// The anonymous concept of a term that a rule holds.
    pub(super) fn words(&mut self, term: &Term, thesaurus: &Thesaurus) -> ConceptId {
        if let Some(&id) = self.terms.get(term) {
            return id;
        }
        let below = term.concepts().map(|other| {
            let id = self.concept(other, thesaurus);
            self.concept_levels[id as usize] + 1
        });
        let level = below.max().unwrap_or(0);
        let id = self.new_concept(level);
        self.terms.insert(term.clone(), id);
        self.add_term(id, term);
        id
    }

    fn new_concept(&mut self, level: usize) -> ConceptId {
        self.concept_levels.push(level);
        self.levels = self.levels.max(level);
        self.by_concept.push(Vec::new());
        ConceptId::try_from(self.concept_levels.len() - 1)
            .expect("a rubric has thousands of concepts at most")
    }

    fn add_term(&mut self, concept: ConceptId, term: &Term) {
        let steps: Vec<Step> = term.0.iter().map(|element| self.step(element)).collect();
        if let [Step::Word(atoms)] = steps.as_slice() {
            for &atom in atoms {
                self.single[atom as usize].push(concept);
            }
            return;
        }
        let level = self.concept_levels[concept as usize];
        let named = steps[1..].iter().find(|step| **step != Step::Gap);
        let second = match named {
            Some(Step::Word(atoms)) => Some(OfAtoms::of(atoms.iter().copied())),
            _ => None,
        };
        let number = |number: usize| u32::try_from(number).expect("a rubric has thousands of terms at most");
        let start = Start { sequence: number(self.sequences.len()), level: number(level), second };
        match &steps[0] {
            Step::Word(atoms) => {
                for &atom in atoms {
                    self.by_atom[atom as usize].push(start);
                }
            }
            Step::Concept(id) => at_level(&mut self.by_concept[*id as usize], level).push(start),
            Step::Gap => {}
        }
        self.sequences.push(Sequence { concept, steps });
    }

    fn step(&mut self, element: &Element) -> Step {
        match element {
            Element::Gap => Step::Gap,
            Element::Concept(name) => {
                Step::Concept(*self.names.get(name).expect("what a concept rests on is compiled first"))
            }
            Element::Word(patterns) => {
                Step::Word(patterns.iter().map(|pattern| self.atom(pattern)).collect())
            }
        }
    }

    fn atom(&mut self, pattern: &WordPattern) -> Atom {
        if let Some(&atom) = self.patterns.get(pattern) {
            return atom;
        }
        let atom = Atom::try_from(self.single.len()).expect("a rubric has thousands of words at most");
        self.single.push(Vec::new());
        self.by_atom.push(Vec::new());
        self.patterns.insert(pattern.clone(), atom);
        match pattern {
            WordPattern::Inflected(word) => self.add_inflected(word, atom),
            WordPattern::Exact(word) => self.exact.entry(word.clone()).or_default().push(atom),
            WordPattern::Prefix(word) => {
                self.folded_prefixes.entry(without_dots(word)).or_default().push(atom);
                self.prefixes.entry(word.clone()).or_default().push(atom);
            }
            WordPattern::Suffix(word) => {
                self.suffixes.entry(self.stemmer.stem(word)).or_default().push(atom);
                self.suffixes.entry(word.clone()).or_default().push(atom);
            }
            WordPattern::Inside(word) => self.inside.push((word.clone(), atom)),
        }
        atom
    }

    fn add_inflected(&mut self, word: &str, atom: Atom) {
        self.exact.entry(word.to_owned()).or_default().push(atom);
        self.folded.entry(self.stemmer.stem(&without_dots(word))).or_default().push(atom);
        let stem = self.stemmer.stem(word);
        if word.chars().count() >= TOLERANT_FROM {
            let head: String = stem.chars().take(2).collect();
            self.tolerant.entry(head).or_default().push((stem.clone(), atom));
        }
        self.inflected.entry(stem).or_default().push(atom);
    }

    /// The patterns that a lower-case word satisfies.
    pub(super) fn look_up(&self, word: &str) -> Vec<Atom> {
        let stem = self.stemmer.stem(word);
        let mut atoms = self.spelt(word, &stem);
        let inside = self.inside.iter().filter(|(part, _)| word.contains(part.as_str()));
        atoms.extend(inside.map(|(_, atom)| atom));
        if atoms.is_empty() && word.chars().count() >= TOLERANT_FROM {
            let head: String = stem.chars().take(2).collect();
            let near = self.tolerant.get(&head).into_iter().flatten();
            atoms.extend(near.filter(|(other, _)| one_edit_apart(&stem, other)).map(|(_, atom)| *atom));
        }
        atoms.sort_unstable();
        atoms.dedup();
        atoms
    }

    /// The patterns of a word joined of a beginning and some ending of another, which may be no word at all ("m" and
    /// "arkivningslov" of "mark- och rivningslov"): nothing is guessed, and what it holds must begin it.
    pub(super) fn look_up_joined(&self, word: &str) -> Vec<Atom> {
        let mut atoms = self.spelt(word, &self.stemmer.stem(word));
        let inside = self.inside.iter().filter(|(part, _)| word.starts_with(part.as_str()));
        atoms.extend(inside.map(|(_, atom)| atom));
        atoms
    }

    /// The patterns that know a word by its beginning, its ending, or all of it.
    fn spelt(&self, word: &str, stem: &str) -> Vec<Atom> {
        let mut atoms = Vec::new();
        atoms.extend(self.exact.get(word).into_iter().flatten());
        atoms.extend(self.inflected.get(stem).into_iter().flatten());
        for (at, _) in word.char_indices().skip(1) {
            atoms.extend(self.prefixes.get(&word[..at]).into_iter().flatten());
        }
        atoms.extend(self.prefixes.get(word).into_iter().flatten());
        for word in [stem, word] {
            let endings = word.char_indices().filter_map(|(at, _)| self.suffixes.get(&word[at..]));
            atoms.extend(endings.flatten());
        }
        atoms
    }
}

impl Lexicon {
    /// How many concepts there are; they are numbered from 0.
    pub(super) fn concepts(&self) -> usize {
        self.concept_levels.len()
    }

    /// The sequences that an atom may begin.
    pub(super) fn begun_by_atom(&self, atom: Atom) -> &[Start] {
        &self.by_atom[atom as usize]
    }

    /// The sequences of a level that a concept may begin.
    pub(super) fn begun_by_concept(&self, concept: ConceptId, level: usize) -> &[Start] {
        self.by_concept[concept as usize].get(level).map_or(&[], Vec::as_slice)
    }

    /// The patterns that one word of an address, without å, ä and ö, satisfies.
    pub(super) fn look_up_folded(&self, word: &str) -> Vec<Atom> {
        let mut atoms: Vec<Atom> =
            self.folded.get(&self.stemmer.stem(word)).into_iter().flatten().copied().collect();
        for (at, _) in word.char_indices().skip(4) {
            atoms.extend(self.folded_prefixes.get(&word[..at]).into_iter().flatten());
        }
        atoms.extend(self.folded_prefixes.get(word).into_iter().flatten());
        atoms
    }
}

fn at_level(by_level: &mut Vec<Vec<Start>>, level: usize) -> &mut Vec<Start> {
    if by_level.len() <= level {
        by_level.resize_with(level + 1, Vec::new);
    }
    &mut by_level[level]
}

pub(super) fn without_dots(word: &str) -> String {
    word.chars()
        .map(|c| match c {
            'å' | 'ä' => 'a',
            'ö' => 'o',
            'é' => 'e',
            c => c,
        })
        .collect()
}

/// Whether two different stems differ by one letter put in, left out, changed, or two swapped.
fn one_edit_apart(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    if a.len().abs_diff(b.len()) > 1 {
        return false;
    }
    let same = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    let (a, b) = (&a[same..], &b[same..]);
    let swapped = a.len() >= 2 && b.len() >= 2 && a[0] == b[1] && a[1] == b[0] && a[2..] == b[2..];
    match a.len().cmp(&b.len()) {
        std::cmp::Ordering::Equal => a.get(1..) == b.get(1..) || swapped,
        std::cmp::Ordering::Less => a == &b[1..],
        std::cmp::Ordering::Greater => &a[1..] == b,
    }
}

#[cfg(test)]
mod tests {
    use super::super::words::Words;
    use super::*;

    fn lexicon(terms: &[&str]) -> Lexicon {
        let terms = terms.iter().map(|t| Term::parse(t).unwrap()).collect();
        Lexicon::new(&Thesaurus([("x".to_owned(), terms)].into()))
    }

    fn check(term: &str, word: &str, expected: bool) {
        let lexicon = lexicon(&[term]);
        let mut words = Words::default();
        let known = words.look_up(&lexicon, word);
        assert_eq!(!words.known(known).atoms.is_empty(), expected, "{term} {word}");
    }

    #[test]
    fn words_match_by_their_pattern() {
        check("avgift", "avgifterna", true);
        check("avgift", "förskoleavgift", false);
        check("*avgift", "förskoleavgiften", true);
        check("*badet", "vikbadet", true);
        check("bygglov*", "bygglovsansökan", true);
        check("bygglov*", "bygg", false);
        check("*bistånd*", "biståndsenheten", true);
        check("=lss", "lss-insatser", true);
        check("=lss", "klss", false);
        check("serveringstillstånd", "serverinsgtillståndet", true);
        check("serveringstillstånd", "serveringstilstånd", true);
        check("amälan", "anmälan", false);
    }

    #[test]
    fn an_ellipsis_stands_for_the_whole_word() {
        let lexicon = lexicon(&["bygglov", "vårdboende"]);
        let mut words = Words::default();
        let mut stands = |head, whole| {
            let known = words.look_up_ellipsis(&lexicon, head, whole);
            !words.known(known).atoms.is_empty()
        };
        assert!(stands("bygg-", "rivningslov"));
        assert!(stands("vård-", "omsorgsboenden"));
        assert!(!stands("mark-", "rivningslov"));
    }
}
