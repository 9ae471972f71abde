//! Reads one sentence for all concepts at once.

use super::lexicon::{Atom, ConceptId, Lexicon, Sequence, Step};
use super::words::{Known, Words};
use crate::language::{fold, words};

/// Words that a gap in a term may span.
const GAP: usize = 3;
/// Small words that may stand unnamed between two words of a term.
const SMALL_BETWEEN: usize = 3;

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
    known: Known,
}

/// A hit by word numbers, `last` inclusive.
#[derive(Clone, Copy)]
struct Span {
    concept: ConceptId,
    first: usize,
    last: usize,
}

/// The concepts of a sentence, ordered by concept, then place.
pub(super) fn hits(lexicon: &Lexicon, words: &mut Words, sentence: &str) -> Vec<Hit> {
    let tokens = tokens(lexicon, words, sentence);
    let mut spans = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        for &atom in token.known.atoms.iter() {
            let single = lexicon.single[atom as usize].iter();
            spans.extend(single.map(|&concept| Span { concept, first: at, last: at }));
        }
    }
    for level in 0..=lexicon.levels {
        find_sequences(lexicon, &tokens, level, &mut spans);
    }
    let mut hits: Vec<Hit> = spans
        .into_iter()
        .map(|s| Hit { concept: s.concept, start: tokens[s.first].start, end: tokens[s.last].end })
        .collect();
    hits.sort_unstable();
    hits.dedup();
    hits
}

/// The concepts that single words of an address stand for; they have no place in any text.
pub(super) fn folded_hits(lexicon: &Lexicon, path: &str) -> Vec<Hit> {
    let path = path.to_lowercase();
    path.split(|c: char| !c.is_alphanumeric())
        .filter(|word| word.len() >= 4)
        .flat_map(|word| lexicon.look_up_folded(word))
        .flat_map(|concept| lexicon.with_wider(concept))
        .map(|concept| Hit { concept, start: 0, end: 0 })
        .collect()
}

fn tokens(lexicon: &Lexicon, memory: &mut Words, sentence: &str) -> Vec<Token> {
    let places = words(sentence);
    let texts: Vec<String> =
        places.iter().map(|w| fold(&sentence[w.start as usize..w.end as usize])).collect();
    places
        .iter()
        .enumerate()
        .map(|(at, word)| {
            let text = &texts[at];
            let known = match text.ends_with('-').then(|| carrier(&texts[at + 1..])).flatten() {
                Some(whole) => memory.look_up_ellipsis(lexicon, text, whole),
                None => memory.look_up(lexicon, text.trim_end_matches('-')),
            };
            Token { start: word.start, end: word.end, known }
        })
        .collect()
}

/// The word that carries the rest of an ellipsis: the first of the next words without a hyphen at its end
/// that is no conjunction.
fn carrier(next: &[String]) -> Option<&str> {
    let joins = |word: &str| matches!(word, "och" | "eller" | "samt" | "respektive");
    next.iter().take(6).map(String::as_str).find(|word| !word.ends_with('-') && !joins(word))
}

fn find_sequences(lexicon: &Lexicon, tokens: &[Token], level: usize, spans: &mut Vec<Span>) {
    let mut found = Vec::new();
    let mut attempt = |number: usize, at: usize, after: usize| {
        let sequence = &lexicon.sequences[number];
        if sequence.level == level
            && let Some(last) = follow(sequence, tokens, spans, after)
        {
            found.push(Span { concept: sequence.concept, first: at, last });
        }
    };
    for (at, token) in tokens.iter().enumerate() {
        for &atom in token.known.atoms.iter() {
            for &number in &lexicon.by_atom[atom as usize] {
                attempt(number, at, at + 1);
            }
        }
    }
    if level > 0 {
        for span in spans.iter() {
            for &number in lexicon.by_concept.get(&span.concept).into_iter().flatten() {
                attempt(number, span.first, span.last + 1);
            }
        }
    }
    spans.extend(found);
}

/// The last word of a sequence whose first step has been taken, when the rest follows at `after`.
fn follow(sequence: &Sequence, tokens: &[Token], spans: &[Span], after: usize) -> Option<usize> {
    let mut at = after;
    let mut gap = 0;
    for step in &sequence.steps[1..] {
        if *step == Step::Gap {
            gap = GAP;
            continue;
        }
        let mut places = (at..=at + gap).chain(past_small(tokens, at));
        at = places.find_map(|place| take(step, tokens, spans, place))?;
        gap = 0;
    }
    Some(at - 1)
}

/// Places after one, two … small words.
fn past_small(tokens: &[Token], at: usize) -> impl Iterator<Item = usize> {
    let small =
        tokens[at.min(tokens.len())..].iter().take(SMALL_BETWEEN).take_while(|t| t.known.small).count();
    (1..=small).map(move |skip| at + skip)
}

fn take(step: &Step, tokens: &[Token], spans: &[Span], at: usize) -> Option<usize> {
    match step {
        Step::Word(atoms) => {
            let token = tokens.get(at)?;
            atoms.iter().any(|atom: &Atom| token.known.atoms.binary_search(atom).is_ok()).then_some(at + 1)
        }
        Step::Concept(id) => {
            spans.iter().find(|span| span.concept == *id && span.first == at).map(|span| span.last + 1)
        }
        Step::Gap => None,
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
    fn a_term_may_rest_on_concepts() {
        let terms = [("a", "ansöka"), ("b", "@a ~ plats"), ("c", "nu @b")];
        let found = found(&terms, "Nu ansöker du om plats");
        assert_eq!(found, ["ansöker", "ansöker du om plats", "Nu ansöker du om plats"]);
    }
}
