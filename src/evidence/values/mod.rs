//! Typed values in a sentence: clock times, kronor, telephone numbers and the like.

mod spelt;
mod stated;

pub(super) use stated::stated;

use regex::{Regex, RegexSet};
use std::sync::LazyLock;

use super::reading::{Fetched, Reading};
use crate::language::fold;
use crate::page::BlockKind;
use crate::rubric::{Signal, SignalSet};

/// Values that hold digits, each with the patterns of which one is enough. Word boundaries are ASCII's, which
/// keeps the search in one automaton.
const PATTERNS: &[(Signal, &str)] = &[
    (
        Signal::Clock,
        r"(?-u:\b)(?:[01]?[0-9]|2[0-4])[.:][0-5][0-9]\s?(?:[-–—]|till|och)\s?(?:kl\.?\s?)?(?:[01]?[0-9]|2[0-4])(?:[.:][0-5][0-9])?(?-u:\b)",
    ),
    (
        Signal::Clock,
        r"(?:telefontid|öppet|öppettider?|(?:nås|ring|ringa|ringer|telefon|öppen|öppna|öppet|öppnar|svarar)(?-u:\b)[^.]{0,60}(?:mellan|från)):?\s(?:[01]?[0-9]|2[0-4])(?:[.:][0-5][0-9])?\s?(?:[-–—]|till|och)\s?(?:[01]?[0-9]|2[0-4])(?:[.:][0-5][0-9])?(?:$|[^0-9% ]|\s(?:[^åm%]|$))",
    ),
    (Signal::Clock, r"(?-u:\b)(?:kl\.?|klockan)\s?(?:[01]?[0-9]|2[0-4])(?:[.:]?[0-5][0-9])?(?-u:\b)"),
    (
        Signal::Clock,
        r"(?:mån|tis|ons|tors?|fre|lör|sön|dag|dagar|helger|dagligen)(?-u:\b)[^.]{0,25}?[ :|,;(](?:[01]?[0-9]|2[0-4])(?:[.:][0-5][0-9])?\s?[-–—]\s?(?:[01]?[0-9]|2[0-4])(?-u:\b)",
    ),
    (
        Signal::Clock,
        r"(?:^|[\s|(])(?:0?[6-9]|1[0-9]|2[0-3])[.:](?:00|15|30|45)(?:$|[,;|).]|\s(?:[^k0-9%]|$))",
    ),
    (
        Signal::Clock,
        r"[0-9]{2}\s?[(,]\s?(?:kl\.?\s?)?(?:[01]?[0-9]|2[0-4])(?:[.:][0-5][0-9])?\s?[-–—]\s?(?:[01]?[0-9]|2[0-4])(?:[.:][0-5][0-9])?\s?(?:[,).]|$)",
    ),
    (
        Signal::Clock,
        r"(?-u:\b)(?:[01]?[0-9]|2[0-4])\s?(?:[-–—]|till|och)\s?(?:[01]?[0-9]|2[0-4])\s(?:(?:på|under|varje|alla)\s)?(?:vardag|helg|måndag|tisdag|onsdag|torsdag|fredag|lördag|söndag|dagligen)",
    ),
    (
        Signal::Clock,
        r"(?:mån|tis|ons|tors?|fre|lör|sön|dag|dagar|helger|dagligen)(?-u:\b)[^.]{0,25}?\s(?:från|mellan)\s(?:[01]?[0-9]|2[0-4])\s(?:till|och)\s(?:[01]?[0-9]|2[0-4])(?:$|[^0-9% ]|\s(?:[^å%]|$))",
    ),
    (
        Signal::Kronor,
        r"[0-9](?:[0-9 .\u{a0}]*[0-9])?(?:,[0-9]{1,2})?\s?(?:kr(?-u:\b)|kronor|:-|sek(?-u:\b)|öre|tkr|mkr|mnkr|miljoner kr)",
    ),
    (Signal::Kronor, r"(?-u:\b)(?:kr|kronor|sek)\.?(?:\s?/\s?[a-zåäö]+)?\s?[|:]?\s?[0-9]"),
    (
        Signal::Phone,
        r"(?:\+46|(?-u:\b)0)\s?\(?[0-9]{1,3}\)?\s?[-–/ ]\s?[0-9]{2,3}[ \u{a0}]?[0-9]{2,3}(?:[ \u{a0}]?[0-9]{2,3})?(?-u:\b)",
    ),
    (
        Signal::Phone,
        r"(?-u:\b)(?:0[0-9]{8,9}|112|1177|114 ?14|116 ?000|116 ?111|020-[0-9]{2} ?[0-9]{2} ?[0-9]{2})(?-u:\b)",
    ),
    (
        Signal::Date,
        r"(?-u:\b)[0-9]{1,2}(?::?[ea])?\s(?:jan(?:uari)?|feb(?:ruari)?|mars?|apr(?:il)?|maj|juni?|juli?|aug(?:usti)?|sep(?:t(?:ember)?)?|okt(?:ober)?|nov(?:ember)?|dec(?:ember)?)(?-u:\b)",
    ),
    (
        Signal::Date,
        r"(?-u:\b)20[0-9]{2}-[0-9]{2}-[0-9]{2}(?-u:\b)|(?:^|[^0-9\s]\s?)(?-u:\b)[0-3]?[0-9]/(?:1[0-2]|0?[1-9])(?-u:\b)",
    ),
    (
        Signal::Weekday,
        r"(?:^|[\s(,;|:])(?:må|ti|on|to|fr|lö|sö)(?:\s?[-–,]\s?(?:må|ti|on|to|fr|lö|sö))*:?\s(?:kl\.?\s?)?[0-9]{1,2}(?:[.:][0-9]{2})?\s?[-–]",
    ),
    (Signal::Duration, r"[0-9]+[-–][0-9]+\s(?:dagar|veckor|månader|år)"),
    (Signal::Percent, r"[0-9]\s?(?:%|procent)|procent[^|]*\|\s?[0-9]"),
    (Signal::Distance, r"[0-9]\s?(?:km|kilometer|meter|mil|m)(?-u:\b)"),
    (Signal::Size, r"[0-9]\s?(?:kvadratmeter|kvm|m2|m²)"),
    (Signal::Year, r"(?-u:\b)(?:199[0-9]|20[0-3][0-9])(?-u:\b)"),
];

static SET: LazyLock<RegexSet> = LazyLock::new(|| {
    RegexSet::new(PATTERNS.iter().map(|(_, pattern)| pattern)).expect("the patterns are constants")
});

/// A street with its number, or a postal address; capitals matter.
static ADDRESS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"[A-ZÅÄÖ][A-Za-zåäöéÅÄÖ]*(?:gatan|gata|vägen|väg|torget|torg|gränd|gränden|plan|plats|platsen|allén|backen|stigen|",
        r"leden|gården|esplanaden|kajen|höjden|parken|ringen|bron)\s[0-9]{1,3}\s?[A-Ha-h]?(?-u:\b)",
        r"|(?-u:\b)[0-9]{3}\s?[0-9]{2}\s+[A-ZÅÄÖ][a-zåäö]+",
        r"|[A-ZÅÄÖ][a-zåäö]+\s(?:gatan|vägen|torg|torget|allé|gata|väg|gränd|plan|backe|plats)\s[0-9]{1,3}(?-u:\b)",
        r"|(?-u:\b)Torget\s[0-9]{1,3}(?-u:\b)"
    ))
    .expect("the pattern is a constant")
});

static EMAIL: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)[a-z0-9_.+-]+\s?(?:@|\(at\)|\[at\])\s?[a-z0-9åäö-]+(?:\.[a-z0-9åäö-]+)+")
        .expect("the pattern is a constant")
});

/// The values of a sentence on a page fetched at a time (unknown: every year is recent).
pub(super) fn values(sentence: &str, fetched: Option<Fetched>) -> SignalSet {
    let mut found = SignalSet::default();
    let lower = fold(sentence);
    if stated::is_about_the_page(&lower) {
        return found;
    }
    spelt::add(&lower, &mut found);
    if lower.bytes().any(|byte| byte.is_ascii_digit()) {
        found.insert(Signal::Number);
        for number in &SET.matches(&lower) {
            found.insert(PATTERNS[number].0);
        }
        if ADDRESS.find_iter(sentence).any(|address| !is_box(&sentence[..address.start()])) {
            found.insert(Signal::Address);
        }
    }
    if (lower.contains('@') || lower.contains("(at)") || lower.contains("[at]")) && EMAIL.is_match(sentence) {
        found.insert(Signal::Email);
    }
    if names_a_person(sentence) {
        found.insert(Signal::Person);
    }
    add_times(&lower, fetched, &mut found);
    found
}

/// Whether what stands before a postal address is a box, at which nobody can be visited.
fn is_box(before: &str) -> bool {
    let before = before.trim_end_matches(|c: char| !c.is_alphanumeric());
    let words = before.trim_end_matches(|c: char| c.is_ascii_digit()).trim_end().to_lowercase();
    words.len() < before.len() && words.ends_with("box")
}

fn add_times(lower: &str, fetched: Option<Fetched>, found: &mut SignalSet) {
    if found.contains(Signal::Date) && !fetched.is_some_and(|fetched| has_passed(lower, fetched)) {
        found.insert(Signal::Upcoming);
    }
    if found.contains(Signal::Year) {
        add_recency(lower, fetched, found);
    } else if fetched.is_none() && found.contains(Signal::Date) {
        for (signal, _) in RECENCY {
            found.insert(*signal);
        }
    }
}

/// Words that begin names of places and bodies, not of persons.
const NO_PERSON: &[&str] = &[
    "Om", "I", "På", "För", "Till", "Den", "Det", "De", "En", "Ett", "Vi", "Du", "Här", "Vad", "Hur", "När",
    "Var", "Läs", "Se", "Ring", "Kontakta", "Ansök", "Mina", "Våra", "Alla", "Från", "Stora", "Lilla",
    "Norra", "Södra", "Östra", "Västra", "Gamla", "Nya",
];

/// Whether two words with capitals follow one another: a given name and a surname, `von` and `af` between.
fn names_a_person(sentence: &str) -> bool {
    let named = |word: &str| {
        let mut letters = word.chars();
        letters.next().is_some_and(char::is_uppercase)
            && word.chars().count() >= 2
            && letters.all(|c| c.is_lowercase() || c == '-' || c.is_uppercase() && word.contains('-'))
    };
    let mut before: Option<&str> = None;
    for raw in sentence.split(' ') {
        let word = raw.trim_end_matches([',', '.', ';', ':', ')', '!', '?', '|']);
        let opens = raw.starts_with(['(', '"', '”', '|']);
        if let Some(given) = before
            && !opens
            && named(word)
            && !NO_PERSON.contains(&given)
            && !NO_PERSON.contains(&word)
        {
            return true;
        }
        let between = before.is_some() && matches!(word, "von" | "af" | "de");
        if !between {
            let bare = word.trim_start_matches(['(', '"', '”']);
            before = (named(bare) && word.len() == raw.len()).then_some(bare);
        }
    }
    false
}

/// Whether every date of the lower-case sentence names its year and had passed by the month of fetching.
fn has_passed(lower: &str, fetched: Fetched) -> bool {
    let dates = stated::dates(lower);
    !dates.is_empty() && dates.iter().all(|date| *date < fetched)
}

/// Signals of recency, with the years that each looks back.
const RECENCY: &[(Signal, u16)] = &[(Signal::ThisYear, 0), (Signal::Recent, 1), (Signal::LastThree, 2)];

fn add_recency(sentence: &str, fetched: Option<Fetched>, found: &mut SignalSet) {
    static YEAR: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"\b(?:199\d|20[0-3]\d)\b(?:\s?[-–/]\s?(?:20)?(\d\d)\b)?").expect("a constant")
    });
    let newest = YEAR
        .captures_iter(sentence)
        .filter_map(|year| {
            let first: u16 = year[0][..4].parse().ok()?;
            let last =
                year.get(1).and_then(|end| Some(first / 100 * 100 + end.as_str().parse::<u16>().ok()?));
            Some(last.filter(|last| last.abs_diff(first) < 10).unwrap_or(first).max(first))
        })
        .max();
    for (signal, back) in RECENCY {
        let spring = fetched.is_some_and(|at| at.month <= 2 && *back == 0);
        let oldest = fetched.map_or(0, |at| at.year - back - u16::from(spring));
        if newest.is_some_and(|year| year >= oldest) {
            found.insert(*signal);
        }
    }
}

/// What the head row of a table says of the bare numbers below it.
#[derive(Clone, Copy, Default, Debug, PartialEq, Eq)]
struct Head {
    /// They are amounts.
    priced: bool,
    /// Spans of them are times on weekdays.
    timed: bool,
    /// Spans of them in this column are times.
    hours: Option<usize>,
}

/// Under a head row that names kronor or a price, bare numbers are amounts; under one that names weekdays, "10–18" is a time.
pub(super) fn columns(reading: &mut Reading<'_>) {
    static SPAN: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"\b\d{1,2}([.:]\d\d)?\s?[-–—]\s?\d{1,2}\b").expect("a constant"));
    let blocks = &reading.page.blocks;
    let mut head = Head::default();
    for (number, block) in blocks.iter().enumerate() {
        let first =
            block.kind == BlockKind::Row && (number == 0 || blocks[number - 1].kind != BlockKind::Row);
        if block.kind != BlockKind::Row || first {
            head = if first { heads(&block.text) } else { Head::default() };
            continue;
        }
        let timed = head.timed && SPAN.is_match(&block.text);
        let hours = head.hours.and_then(|column| block.text.split(" | ").nth(column));
        let timed_here = hours.is_some_and(|cell| SPAN.is_match(cell));
        for sentence in reading.of_block[number].clone() {
            let signals = &mut reading.sentences[sentence as usize].signals;
            if head.priced && signals.contains(Signal::Number) {
                signals.insert(Signal::Kronor);
            }
            if timed {
                signals.insert(Signal::Clock);
                signals.insert(Signal::Weekday);
            }
            if timed_here {
                signals.insert(Signal::Clock);
            }
        }
    }
}

fn heads(row: &str) -> Head {
    let row = row.to_lowercase();
    let holds = |word: &str| row.split(|c: char| !c.is_alphanumeric()).any(|part| part.starts_with(word));
    let days =
        ["mån", "tis", "ons", "tors", "fre", "lör", "sön"].into_iter().filter(|day| holds(day)).count();
    let hours =
        |cell: &str| ["tid", "tider", "telefontid", "öppet", "öppettid", "öppettider"].contains(&cell);
    Head {
        priced: heads_prices(&row),
        timed: row.contains('|') && days > 1,
        hours: row.split(" | ").map(str::trim).position(hours),
    }
}

fn heads_prices(row: &str) -> bool {
    let words = |word: &str| row.split(|c: char| !c.is_alphanumeric()).any(|part| part == word);
    row.contains('|')
        && ["kr", "kronor", "pris", "avgift", "kostnad", "belopp", "taxa"].into_iter().any(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(sentence: &str, signal: Signal, expected: bool) {
        assert_eq!(values(sentence, None).contains(signal), expected, "{} in {sentence}", signal.name());
    }

    #[test]
    fn years_are_counted_from_the_fetching() {
        let this =
            |text: &str, year, month| values(text, Some(Fetched { year, month })).contains(Signal::ThisYear);
        assert!(this("Taxa 2026", 2026, 11));
        assert!(!this("Taxa 2025", 2026, 11));
        assert!(this("Taxa 2025", 2026, 2));
        assert!(this("läsåret 2025/26", 2026, 11));
        assert!(this("Budget 2025–2027", 2026, 11));
        assert!(values("Taxa 2012", None).contains(Signal::ThisYear));
    }

    #[test]
    fn a_date_may_have_passed() {
        let upcoming =
            |text: &str| values(text, Some(Fetched { year: 2026, month: 11 })).contains(Signal::Upcoming);
        assert!(!upcoming("6 juni 2026 | Nationaldag"));
        assert!(!upcoming("2026-06-06"));
        assert!(upcoming("6 juni 2027"));
        assert!(upcoming("6 juni"));
        assert!(upcoming("28 november 2026"));
    }

    #[test]
    fn recognises_times_and_places() {
        check("Öppet 8.00–16.30", Signal::Clock, true);
        check("måndag-fredag 8-16", Signal::Clock, true);
        check("Vi stänger kl. 17", Signal::Clock, true);
        check("sidan 8-16", Signal::Clock, false);
        check("Receptionen är öppen 8–16 på vardagar", Signal::Clock, true);
        check("Tisdag, onsdag och fredag från 16 till 21.", Signal::Clock, true);
        check("Onsdagar från 6 till 12 år", Signal::Clock, false);
        check("barn 8–16 på lovet", Signal::Clock, false);
        check("nås på telefon mellan 8 och 10", Signal::Clock, true);
        check("telefontid 8–10.", Signal::Clock, true);
        check("Förskolan är öppen mellan 6 och 18.", Signal::Clock, true);
        check("Vi har öppet från halv sju på morgonen.", Signal::Clock, true);
        check("Klockan fem stänger vi.", Signal::Clock, true);
        check("Öppen för barn från 6 till 12 år", Signal::Clock, false);
        check("en halv tomt", Signal::Clock, false);
        check("ring om barn mellan 8 och 10 år", Signal::Clock, false);
        check("28 januari, 18.00, Folkets hus", Signal::Clock, true);
        check("Porto 10.30 kr", Signal::Clock, false);
        check("ring 018-55 43 43 (9–12, 13–16)", Signal::Clock, true);
        check("årskurs (1–3)", Signal::Clock, false);
        check("Tider: ti–to 10–18, lö 10–14", Signal::Weekday, true);
        check("to 10 personer", Signal::Weekday, false);
        check("Box 3, 450 11 Järnbäck", Signal::Address, false);
        check("Box 3, Storgatan 5, 450 11 Järnbäck", Signal::Address, true);
        check("33 1/3 prisbasbelopp", Signal::Date, false);
        check("senast den 1/3", Signal::Date, true);
    }

    #[test]
    fn the_head_of_a_table_tells_what_numbers_are() {
        let check =
            |row, priced, timed, hours| assert_eq!(heads(row), Head { priced, timed, hours }, "{row}");
        check("Tomt | Yta | Pris", true, false, None);
        check("Bibliotek | Måndag | Tisdag", false, true, None);
        check("Enhet | Telefon | Tid", false, false, Some(2));
        check("Åldrar på måndagar", false, false, None);
    }

    #[test]
    fn recognises_values() {
        check("Priset är 10.50 kr", Signal::Clock, false);
        check("mån–tors", Signal::Weekday, true);
        check("Avgiften är 1 688 kr", Signal::Kronor, true);
        check("4 650:-", Signal::Kronor, true);
        check("tre kronor", Signal::Kronor, false);
        check("tvåhundrafyrtio kronor i månaden", Signal::Kronor, true);
        check("inom fjorton dagar", Signal::Duration, true);
        check("Torget 4", Signal::Address, true);
        check("Nils Ek", Signal::Person, true);
        check("Sidan uppdaterades den 3 maj 2026", Signal::Date, false);
        check("Telefon 0999-140 00", Signal::Phone, true);
        check("08-465 004 10", Signal::Phone, true);
        check("0410-555 00 00", Signal::Phone, true);
        check("ring 112", Signal::Phone, true);
        check("2025-10-11", Signal::Phone, false);
        check("info@tallviken.example", Signal::Email, true);
        check("Storgatan 4", Signal::Address, true);
        check("senast 31 mars", Signal::Date, true);
        check("8 apr | Preliminärt resultat", Signal::Date, true);
        check("Kommunstyrelsen | 9/2, 13/4", Signal::Date, true);
        check("inom tre veckor", Signal::Duration, true);
        check("15 timmar i veckan", Signal::Hours, true);
        check("högst 3 procent", Signal::Percent, true);
        check("30 kvadratmeter", Signal::Size, true);
        check("Rektor: Anna Lindgren", Signal::Person, true);
        check("Om Tallviken", Signal::Person, false);
    }
}
