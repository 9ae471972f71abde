//! Typed values in a sentence: clock times, kronor, telephone numbers and the like.

use regex::{Regex, RegexSet};
use std::sync::LazyLock;

use super::reading::Fetched;
use crate::rubric::{Signal, SignalSet};

/// Each kind of value with the patterns of which one is enough.
const PATTERNS: &[(Signal, &str)] = &[
    (
        Signal::Clock,
        r"(?i)\b(?:[01]?\d|2[0-4])[.:][0-5]\d\s?(?:[-–—]|till|och)\s?(?:kl\.?\s?)?(?:[01]?\d|2[0-4])(?:[.:][0-5]\d)?\b",
    ),
    (Signal::Clock, r"(?i)\b(?:kl\.?|klockan)\s?(?:[01]?\d|2[0-4])(?:[.:]?[0-5]\d)?\b"),
    (
        Signal::Clock,
        r"(?i)\b(?:mån|tis|ons|tors?|fre|lör|sön|måndag|tisdag|onsdag|torsdag|fredag|lördag|söndag|måndagar|tisdagar|onsdagar|torsdagar|fredagar|lördagar|söndagar|vardagar|helger|dagligen)\b[^.]{0,25}?\b(?:[01]?\d|2[0-4])(?:[.:][0-5]\d)?\s?[-–—]\s?(?:[01]?\d|2[0-4])\b",
    ),
    (Signal::Clock, r"(?i)\bdygnet runt\b"),
    (Signal::Clock, r"(?:^|[\s|(])(?:0?[6-9]|1\d|2[0-3])[.:](?:00|15|30|45)(?:$|[,;|).]|\s(?:[^k\d%]|$))"),
    (
        Signal::Weekday,
        r"(?i)\b(?:mån|tis|ons|tors?|fre|lör|sön)(?:dag(?:en|ar|arna|s)?)?\b|\b(?:vardag|helgfri|måndag|tisdag|onsdag|torsdag|fredag|lördag|söndag)\w*|\bdagligen\b|\balla dagar\b",
    ),
    (
        Signal::Kronor,
        r"(?i)\d(?:[\d .\u{a0}]*\d)?(?:,\d{1,2})?\s?(?:kr\b|kronor|:-|sek\b|öre\b|tkr\b|mkr\b|mnkr\b|miljoner kr)",
    ),
    (Signal::Kronor, r"(?i)\b(?:kr|kronor|sek)\.?(?:\s?/\s?\w+)?\s?[|:]?\s?\d"),
    (
        Signal::Free,
        r"(?i)\b(?:kostnadsfri\w*|avgiftsfri\w*|gratis|ingen avgift|utan kostnad|utan avgift|kostar ingenting|kostar inget)\b",
    ),
    (
        Signal::Phone,
        r"(?:\+46|\b0)\s?\(?\d{1,3}\)?\s?[-–/ ]\s?\d{2,3}[ \u{a0}]?\d{2,3}(?:[ \u{a0}]?\d{2,3})?\b",
    ),
    (Signal::Phone, r"\b0\d{8,9}\b|\b(?:112|1177|114 ?14|116 ?000|116 ?111|020-\d\d ?\d\d ?\d\d)\b"),
    (Signal::Email, r"(?i)[\w.+-]+\s?(?:@|\(at\)|\[at\])\s?[\w-]+(?:\.[\w-]+)+"),
    (
        Signal::Address,
        r"\b[A-ZÅÄÖ][\wåäöé]*(?:gatan|gata|vägen|väg|torget|torg|gränd|gränden|plan|plats|platsen|allén|backen|stigen|leden|gården|esplanaden|kajen|höjden|parken|ringen|bron)\s\d{1,3}\s?[A-Ha-h]?\b",
    ),
    (
        Signal::Address,
        r"\b\d{3}\s?\d{2}\s+[A-ZÅÄÖ][a-zåäö]+|\b[A-ZÅÄÖ]\w+\s(?:gatan|vägen|torg|allé|gata|väg|gränd|plan)\s\d{1,3}\b|(?i)\bbesöksadress\b[^.]{3,}",
    ),
    (
        Signal::Date,
        r"(?i)\b\d{1,2}(?::?[ea])?\s(?:jan(?:uari)?|feb(?:ruari)?|mars|april|maj|juni|juli|aug(?:usti)?|sep(?:t(?:ember)?)?|okt(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b",
    ),
    (Signal::Date, r"\b20\d\d-\d\d-\d\d\b|\b[0-3]?\d/(?:1[0-2]|0?[1-9])\b"),
    (
        Signal::Duration,
        r"(?i)\b(?:\d+|en|ett|två|tre|fyra|fem|sex|sju|åtta|nio|tio|elva|tolv|tjugo|trettio|några)\s(?:hela\s|hel\s)?(?:kalender|arbets|vardag|helgfria\s)?(?:dag|dagar|dagars|dygn|vecka|veckor|veckors|månad|månader|månaders|år|års)\b",
    ),
    (
        Signal::Duration,
        r"(?i)\b(?:halvår|kvartal)\w*|\b\d+[-–]\d+\s(?:dagar|veckor|månader|år)\b|\b\w+(?:månaders|veckors|dagars)\b",
    ),
    (Signal::Percent, r"(?i)(?:\d|\b(?:en|två|tre|fyra|fem|tio))\s?(?:%|procent)"),
    (Signal::Percent, r"(?i)\bprocent\b[^|]*\|\s?\d"),
    (
        Signal::Distance,
        r"(?i)(?:\d|\b(?:en|två|tre|fyra|fem|sex|sju|åtta|tio))\s?(?:km|kilometer|meter|mil|m)\b",
    ),
    (Signal::Size, r"(?i)\d\s?(?:kvadratmeter|kvm|m2|m²)"),
    (
        Signal::Hours,
        r"(?i)\b(?:\d+|en|två|tre|fyra|fem|sex|sju|åtta|tio|femton|trettio)\s?(?:timmar|timmars|tim|timme)\b",
    ),
    (Signal::Year, r"\b(?:199\d|20[0-3]\d)\b"),
    (Signal::Number, r"\d"),
    (
        Signal::Person,
        r"\b[A-ZÅÄÖ][a-zåäöé]+(?:-[A-ZÅÄÖ][a-zåäöé]+)?\s(?:(?:von|af|de)\s)?[A-ZÅÄÖ][a-zåäöéü]{2,}(?:-[A-ZÅÄÖ][a-zåäö]+)?\b",
    ),
];

static SET: LazyLock<RegexSet> = LazyLock::new(|| {
    RegexSet::new(PATTERNS.iter().map(|(_, pattern)| pattern)).expect("the patterns are constants")
});

/// Words that begin names of places and bodies, not of persons.
static NO_PERSON: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?:Om|I|På|För|Till|Den|Det|De|En|Ett|Vi|Du|Här|Vad|Hur|När|Var|Läs|Se|Ring|Kontakta|Ansök|Mina|Våra|Alla|Från|Stora|Lilla|Norra|Södra|Östra|Västra|Gamla|Nya)\s")
        .expect("the pattern is a constant")
});

/// The values of a sentence on a page fetched at a time (unknown: every year is recent).
pub(super) fn values(sentence: &str, fetched: Option<Fetched>) -> SignalSet {
    if !sentence.bytes().any(|b| b.is_ascii_digit() || b.is_ascii_uppercase() || b == b'@')
        && !has_spelt_value(sentence)
    {
        return SignalSet::default();
    }
    let mut found = SignalSet::default();
    for number in &SET.matches(sentence) {
        found.insert(PATTERNS[number].0);
    }
    if found.contains(Signal::Person) && !names_a_person(sentence) {
        found.0 &= !Signal::Person.bit();
    }
    if found.contains(Signal::Year) {
        add_recency(sentence, fetched, &mut found);
    } else if fetched.is_none() && found.contains(Signal::Date) {
        RECENCY.iter().for_each(|(signal, _)| found.insert(*signal));
    }
    found
}

/// Whether a text without digits and capitals may hold a value in words ("tre veckor", "vardagar").
fn has_spelt_value(sentence: &str) -> bool {
    const SPELT: &[&str] =
        &["dag", "veck", "mån", "år", "dygn", "tim", "fri", "gratis", "kost", "avgift", "procent"];
    SPELT.iter().any(|part| sentence.contains(part))
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

fn names_a_person(sentence: &str) -> bool {
    static NAME: LazyLock<Regex> = LazyLock::new(|| {
        let (_, pattern) = PATTERNS.last().expect("the person's pattern is the last");
        Regex::new(pattern).expect("the patterns are constants")
    });
    NAME.find_iter(sentence).any(|name| !NO_PERSON.is_match(name.as_str()))
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
    fn recognises_values() {
        check("Öppet 8.00–16.30", Signal::Clock, true);
        check("måndag-fredag 8-16", Signal::Clock, true);
        check("Vi stänger kl. 17", Signal::Clock, true);
        check("sidan 8-16", Signal::Clock, false);
        check("28 januari, 18.00, Folkets hus", Signal::Clock, true);
        check("Porto 10.30 kr", Signal::Clock, false);
        check("Priset är 10.50 kr", Signal::Clock, false);
        check("mån–tors", Signal::Weekday, true);
        check("Avgiften är 1 688 kr", Signal::Kronor, true);
        check("4 650:-", Signal::Kronor, true);
        check("tre kronor", Signal::Kronor, false);
        check("Telefon 0999-140 00", Signal::Phone, true);
        check("08-465 004 10", Signal::Phone, true);
        check("0410-555 00 00", Signal::Phone, true);
        check("ring 112", Signal::Phone, true);
        check("2025-10-11", Signal::Phone, false);
        check("info@tallviken.example", Signal::Email, true);
        check("Storgatan 4", Signal::Address, true);
        check("senast 31 mars", Signal::Date, true);
        check("inom tre veckor", Signal::Duration, true);
        check("15 timmar i veckan", Signal::Hours, true);
        check("högst 3 procent", Signal::Percent, true);
        check("30 kvadratmeter", Signal::Size, true);
        check("Rektor: Anna Lindgren", Signal::Person, true);
        check("Om Tallviken", Signal::Person, false);
    }
}
