//! Words without an answer: proof that only repeats the words that a question is searched by. It must not know rules.

use rustc_hash::FxHashSet;

use super::candidate::{Candidate, Route};
use super::reading::{FIRST, Reading};
use crate::language::{Stemmer, words};
use crate::rubric::{Points, Question, Signal};

/// So many different words of its own make proof more than a repetition; a figure, an e-mail address, a digital route or another host is enough alone.
const OWN: usize = 2;
/// Words shorter than this (in letters) say nothing of their own, unless they are numbers.
const LEAST: usize = 3;

/// The words of a question: of its text and of the terms that it is searched by.
#[derive(Debug)]
pub(super) struct AskedWords(FxHashSet<String>);

impl AskedWords {
    pub(super) fn of(question: &Question) -> Self {
        let texts = question.terms.iter().map(String::as_str).chain([question.text.sv.as_str()]);
        let stemmer = Stemmer::default();
        Self(texts.flat_map(|text| stems(text, &stemmer).collect::<Vec<_>>()).collect())
    }
}

fn stems<'t>(text: &'t str, stemmer: &'t Stemmer) -> impl Iterator<Item = String> + 't {
    let all = words(text).into_iter().map(|word| text[word.start as usize..word.end as usize].to_lowercase());
    let telling =
        all.filter(|word| word.chars().count() >= LEAST || word.bytes().any(|byte| byte.is_ascii_digit()));
    telling.map(|word| stemmer.stem(&word))
}

/// Lowers full points whose proof says nothing beyond the question's own words. A link, a form, and a page that is a
/// service are more than their words.
pub(super) fn lower(candidate: &mut Candidate, asked: &AskedWords, reading: &Reading<'_>) {
    let more = candidate.link.is_some() || reading.service || candidate.route == Some(Route::WebForm);
    if candidate.points == Points::Full && !more && repeats(&candidate.proof, asked, reading) {
        candidate.points = Points::Partial;
        "bara frågans egna ord upprepas, utan svar".clone_into(&mut candidate.reason);
    }
}

fn repeats(proof: &[u32], asked: &AskedWords, reading: &Reading<'_>) -> bool {
    let stemmer = Stemmer::default();
    let mut own = FxHashSet::default();
    for &sentence in proof.iter().filter(|&&sentence| sentence >= FIRST) {
        let signals = &reading.sentences[sentence as usize].signals;
        if [Signal::Email, Signal::Eservice, Signal::WebForm, Signal::OtherHost]
            .iter()
            .any(|&more| signals.contains(more))
        {
            return false;
        }
        for stem in stems(reading.text(sentence), &stemmer).filter(|stem| !asked.0.contains(stem)) {
            let figure = stem.bytes().any(|byte| byte.is_ascii_digit());
            own.insert(stem);
            if figure || own.len() >= OWN {
                return false;
            }
        }
    }
    true
}
