//! A reader's memory of distinct words, so that each is looked up in the lexicon once.

use rustc_hash::FxHashMap;
use std::sync::Arc;

use super::lexicon::{Atom, Lexicon};

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
#[derive(Debug, Clone)]
pub(super) struct Known {
    pub atoms: Arc<[Atom]>,
    pub small: bool,
}

/// A reader's memory of words: each distinct word is looked up once. One per thread.
#[derive(Debug, Default)]
pub struct Words {
    known: FxHashMap<Box<str>, Known>,
}

/// Words remembered before the memory is emptied: some 100 MB of Swedish.
const REMEMBERED: usize = 400_000;

impl Words {
    /// What is known of a lower-case word, its hyphenated parts included.
    pub(super) fn look_up(&mut self, lexicon: &Lexicon, word: &str) -> Known {
        if let Some(known) = self.known.get(word) {
            return known.clone();
        }
        let mut atoms = lexicon.look_up(word);
        if word.contains('-') {
            let parts = word.split('-').filter(|part| part.chars().count() > 1);
            atoms.extend(parts.flat_map(|part| lexicon.look_up(part)));
            atoms.sort_unstable();
            atoms.dedup();
        }
        let known = Known { atoms: atoms.into(), small: SMALL.contains(&word) };
        if self.known.len() >= REMEMBERED {
            self.known.clear();
        }
        self.known.insert(word.into(), known.clone());
        known
    }

    /// What `bygg-` stands for before `och rivningslov`: every word made of its beginning and an ending of
    /// the word that carries the rest.
    pub(super) fn look_up_ellipsis(&mut self, lexicon: &Lexicon, head: &str, whole: &str) -> Known {
        let head = head.trim_end_matches('-');
        let mut atoms = Vec::new();
        for (at, _) in whole.char_indices().skip(1) {
            if whole.len() - at >= 3 {
                atoms.extend(self.look_up(lexicon, &format!("{head}{}", &whole[at..])).atoms.iter().copied());
            }
        }
        atoms.sort_unstable();
        atoms.dedup();
        Known { atoms: atoms.into(), small: false }
    }
}
