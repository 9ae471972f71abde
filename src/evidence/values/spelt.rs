//! Values written in words: weekdays, "kostnadsfri", "tre veckor". Reads words; no patterns, since every sentence is
//! read.

use regex::Regex;
use std::sync::LazyLock;

use crate::language::is_letter;
use crate::rubric::{Signal, SignalSet};

/// Beginnings of words that name weekdays.
const DAYS: &[&str] =
    &["måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag", "vardag", "helgfri", "daglig"];
/// Weekdays cut short.
const SHORT_DAYS: &[&str] = &["mån", "tis", "ons", "tors", "tor", "fre", "lör", "sön"];
/// Numbers in words.
const NUMBERS: &[&str] = &[
    "en", "ett", "två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio", "tio", "elva", "tolv", "tretton",
    "fjorton", "femton", "sexton", "sjutton", "arton", "nitton", "tjugo", "trettio", "fyrtio", "femtio",
    "sextio", "sjuttio", "åttio", "nittio", "hundra", "tusen", "några",
];
/// Words that may stand between a number and its unit.
const BETWEEN: &[&str] = &["hela", "hel", "helgfria", "hela", "kalender"];
/// Beginnings that a unit of time may have: `arbetsdagar`.
const UNIT_HEADS: &[&str] = &["kalender", "arbets", "vardags", "vardag"];
/// Units of time.
const TIMES: &[&str] = &[
    "dag",
    "dagar",
    "dagars",
    "dygn",
    "vecka",
    "veckor",
    "veckors",
    "månad",
    "månads",
    "månader",
    "månaders",
    "år",
    "års",
];

/// Adds what the words of a lower-case sentence say.
pub(super) fn add(lower: &str, found: &mut SignalSet) {
    add_phrases(lower, found);
    let (mut number, mut amount, mut struck) = (false, false, false);
    for word in lower.split(|c: char| !is_letter(c)).filter(|word| !word.is_empty()) {
        if DAY_HEADS.contains(&word.as_bytes()[0]) && is_day(word) {
            found.insert(Signal::Weekday);
        }
        if number && let Some(signal) = unit(word) {
            found.insert(signal);
        }
        if is_spelt_length(word) {
            found.insert(Signal::Duration);
        }
        if amount && matches!(word, "kronor" | "krona" | "kr") {
            found.insert(Signal::Kronor);
        }
        let spelt = is_number(word);
        if struck && spelt && word != "en" {
            found.insert(Signal::Clock);
        }
        struck = matches!(word, "halv" | "klockan" | "kl");
        amount = spelt && word != "tre";
        number = word.bytes().all(|b| b.is_ascii_digit()) || spelt || number && BETWEEN.contains(&word);
    }
}

/// First bytes of the names of days: a quick no for most words.
const DAY_HEADS: &[u8] = b"mtoflsvhd";
/// First bytes of numbers in words.
const NUMBER_HEADS: &[u8] = b"etfsnh\xc3a";

fn is_day(word: &str) -> bool {
    SHORT_DAYS.contains(&word) || DAYS.iter().any(|day| word.starts_with(day))
}

/// Whether a word is a number, made of one or several: `tvåhundrafyrtio`.
fn is_number(word: &str) -> bool {
    let mut rest = word;
    while !rest.is_empty() {
        if !NUMBER_HEADS.contains(&rest.as_bytes()[0]) {
            return false;
        }
        let head = rest.as_bytes().get(..2);
        let alike = NUMBERS.iter().filter(|number| number.as_bytes().get(..2) == head);
        let part = alike.filter(|number| rest.starts_with(**number)).max_by_key(|number| number.len());
        let Some(part) = part else { return false };
        rest = &rest[part.len()..];
    }
    !word.is_empty()
}

/// Phrases that are values by themselves.
static PHRASES: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        "dygnet runt|alla dagar|besöksadress|kostnadsfri|avgiftsfri|gratis|ingen avgift|utan kostnad|",
        "utan avgift|kostar ingenting|kostar inget"
    ))
    .expect("the pattern is a constant")
});

fn add_phrases(lower: &str, found: &mut SignalSet) {
    for phrase in PHRASES.find_iter(lower) {
        match phrase.as_str() {
            "dygnet runt" => found.insert(Signal::Clock),
            "alla dagar" => found.insert(Signal::Weekday),
            "besöksadress" if lower.len() <= phrase.len() + 4 => {}
            "besöksadress" => found.insert(Signal::Address),
            _ => found.insert(Signal::Free),
        }
    }
}

/// What a number before this word counts.
fn unit(word: &str) -> Option<Signal> {
    let bare = UNIT_HEADS.iter().find_map(|head| word.strip_prefix(head)).filter(|rest| !rest.is_empty());
    if TIMES.contains(&bare.unwrap_or(word)) {
        return Some(Signal::Duration);
    }
    match word {
        "timmar" | "timmars" | "tim" | "timme" => Some(Signal::Hours),
        "km" | "kilometer" | "meter" | "mil" => Some(Signal::Distance),
        "procent" => Some(Signal::Percent),
        _ => None,
    }
}

/// "halvår", "kvartal", "tvåmånaders", "tioveckors".
fn is_spelt_length(word: &str) -> bool {
    word.starts_with("halvår")
        || word.starts_with("kvartal")
        || ["månaders", "veckors", "dagars"].iter().any(|end| word.len() > end.len() && word.ends_with(end))
}
