//! One recorded answer of a site's own search, read for all questions. It must not know how the questions were put, nor what
//! the other answers say.

use url::{Url, form_urlencoded};

use super::places::{CaseNumber, place};
use super::results::{Hit, beside, hits};
use crate::evidence::{CompiledCase, CompiledRubric, ProbeTest, Reading, WholePage, Words};
use crate::language::fold;
use crate::page::Page;
use crate::plan::without_words;
use crate::rubric::Points;

/// Longest quote, in characters.
const QUOTE: usize = 320;
/// Letters of a word that a hit must share to speak of it; shorter words are no words of a matter.
const SHARED: usize = 5;
const SHORTEST: usize = 4;

/// How good a hit is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fit {
    /// Right by its own words; only the page behind it can tell.
    Unproven,
    /// Near.
    Weak,
    /// Right.
    Right,
}

/// A hit that fits a case.
#[derive(Debug, Clone)]
pub(super) struct Match {
    pub case: CaseNumber,
    /// Number among what the page lists; none for a suggestion beside it.
    pub number: Option<usize>,
    pub fit: Fit,
    pub url: Url,
    pub quote: String,
}

/// What a page of results lists: perhaps a hit, perhaps one of the links that it shows whatever is searched for.
#[derive(Debug, Clone)]
pub(super) struct Listed {
    pub place: String,
    /// Whether its title or address speaks of what was searched for.
    pub speaks: bool,
}

/// What one page of results offers.
#[derive(Debug, Clone)]
pub struct ResultsRead {
    pub(super) query: String,
    pub(super) url: Url,
    pub(super) title: String,
    pub(super) record: String,
    pub(super) listed: Vec<Listed>,
    /// Whether it says that there are no hits.
    pub(super) none: bool,
    pub(super) matches: Vec<Match>,
    /// Points of tests of the page itself, by number of the probe, with the words that prove them.
    pub(super) shown: Vec<(usize, Points, String)>,
}

/// Reads the page of results of one query for all questions. `record` names the archived answer.
pub fn read_results(
    page: &Page,
    (query, record): (&str, &str),
    rubric: &CompiledRubric,
    words: &mut Words,
) -> ResultsRead {
    let mut found = hits(page);
    let rest = beside(page, &found);
    let beside = Reading::new(&rest, None, rubric, words);
    let none = rubric.no_hits.holds(&beside);
    let listed = found.iter().map(|hit| listed(hit, query)).collect();
    if none {
        found.clear();
    }
    let drawn: Vec<Page> = found.iter().map(Hit::as_page).collect();
    let read: Vec<Reading<'_>> = drawn.iter().map(|page| Reading::new(page, None, rubric, words)).collect();
    let mut results = ResultsRead {
        query: query.to_owned(),
        url: page.url.clone(),
        title: page.title.clone(),
        record: record.to_owned(),
        listed,
        none,
        matches: Vec::new(),
        shown: Vec::new(),
    };
    for (number, probe) in rubric.probes.iter().enumerate() {
        match &probe.test {
            ProbeTest::Hits { cases, .. } => {
                let asked =
                    cases.iter().enumerate().filter(|(_, case)| case.queries.iter().any(|q| q == query));
                for (at, case) in asked {
                    results.matches.extend(matches((number, at), case, &found, &read));
                    results.matches.extend(suggested((number, at), case, &beside));
                }
            }
            ProbeTest::Results { queries, full, partial, .. } if queries.iter().any(|q| q == query) => {
                results.shown.push((number, shown(&beside, (full, partial)), text(&rest)));
            }
            ProbeTest::Results { .. } => {}
        }
    }
    results
}

fn listed(hit: &Hit, query: &str) -> Listed {
    // Swedish letters are often left out of addresses.
    let plain = |text: &str| fold(text).replace(['å', 'ä'], "a").replace('ö', "o");
    let address = form_urlencoded::parse(hit.url.path().as_bytes()).map(|(path, _)| path.into_owned());
    let speaking = plain(&format!("{} {}", hit.title, address.collect::<String>()));
    let speaks_of = |word: &str| {
        let shared: String = word.chars().take(SHARED).collect();
        word.chars().count() >= SHORTEST && speaking.contains(&shared)
    };
    let speaks = plain(query).split(|letter: char| !letter.is_alphanumeric()).any(speaks_of);
    Listed { place: place(&without_words(hit.url.clone(), query)), speaks }
}

/// Points of what stands beside the hits, by the rules of 3 points and of 1.
pub(super) fn shown(
    beside: &Reading<'_>,
    (full, partial): (&Option<WholePage>, &Option<WholePage>),
) -> Points {
    let holds = |rule: &Option<WholePage>| rule.as_ref().is_some_and(|rule| rule.holds(beside));
    match (holds(full), holds(partial)) {
        (true, _) => Points::Full,
        (false, true) => Points::Partial,
        (false, false) => Points::None,
    }
}

fn matches(number: CaseNumber, case: &CompiledCase, hits: &[Hit], read: &[Reading<'_>]) -> Vec<Match> {
    let mut matches = Vec::new();
    for (at, (hit, reading)) in hits.iter().zip(read).enumerate() {
        let mut add = |fit| {
            let quote = cut(&format!("{} {}", hit.title, hit.excerpt));
            matches.push(Match { case: number, number: Some(at), fit, url: hit.url.clone(), quote });
        };
        let itself = case.page.as_ref().is_none_or(|rule| rule.holds(reading));
        if case.hit.holds(reading) {
            add(if itself { Fit::Right } else { Fit::Unproven });
        }
        if case.weak.as_ref().is_some_and(|rule| rule.holds(reading)) {
            add(Fit::Weak);
        }
    }
    matches
}

fn suggested(number: CaseNumber, case: &CompiledCase, beside: &Reading<'_>) -> Option<Match> {
    case.suggestion.as_ref().filter(|rule| rule.holds(beside))?;
    let (url, quote) = (beside.page.url.clone(), text(beside.page));
    Some(Match { case: number, number: None, fit: Fit::Right, url, quote })
}

fn text(page: &Page) -> String {
    cut(&page.blocks.iter().map(|block| block.text.as_str()).collect::<Vec<_>>().join(" | "))
}

fn cut(text: &str) -> String {
    match text.char_indices().nth(QUOTE) {
        Some((end, _)) => format!("{}…", text[..end].trim_end()),
        None => text.trim().to_owned(),
    }
}

/// The cases whose rule about the page behind a hit is true of a page, by number of probe and case.
pub(super) fn pages_held(reading: &Reading<'_>, rubric: &CompiledRubric) -> Vec<CaseNumber> {
    let cases = rubric.probes.iter().enumerate().flat_map(|(number, probe)| {
        let cases = match &probe.test {
            ProbeTest::Hits { cases, .. } => cases.as_slice(),
            ProbeTest::Results { .. } => &[],
        };
        cases.iter().enumerate().map(move |(at, case)| ((number, at), case))
    });
    let held = cases.filter(|(_, case)| case.page.as_ref().is_some_and(|rule| rule.holds(reading)));
    held.map(|(number, _)| number).collect()
}
