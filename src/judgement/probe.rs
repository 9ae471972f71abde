//! Points from the recorded answers of a site's own search. It must not know how the questions were put.

use rustc_hash::{FxHashMap, FxHashSet};
use url::Url;

use super::answer::Evidence;
use super::results::{Hit, beside, hits};
use crate::evidence::{CompiledCase, CompiledProbe, CompiledRubric, ProbeTest, Reading, WholePage, Words};
use crate::page::Page;
use crate::rubric::{Absent, Demand, Needed, Points};

/// Hits that a rank may name.
const RANKS: usize = 10;
/// Longest quote, in characters.
const QUOTE: usize = 320;
/// Searches whose hits must not all be the same: a page that shows the same for all words is no page of results.
const VARIED: usize = 3;

/// A case of the rubric: number of the probe, number of the case.
type CaseNumber = (usize, usize);

/// How good a hit is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    /// Right by its own words; only the page behind it can tell.
    Unproven,
    /// Near.
    Weak,
    /// Right.
    Right,
}

/// A hit that fits a case.
#[derive(Debug, Clone)]
struct Match {
    case: CaseNumber,
    /// Place among the hits, from 1; 0 for a suggestion beside them.
    rank: usize,
    fit: Fit,
    url: Url,
    quote: String,
}

/// What one page of results offers.
#[derive(Debug, Clone)]
pub struct ResultsRead {
    query: String,
    url: Url,
    title: String,
    record: String,
    hits: Vec<Url>,
    /// Whether it lists hits or says that there are none.
    understood: bool,
    matches: Vec<Match>,
    /// Points of tests of the page itself, by number of the probe, with the words that prove them.
    shown: Vec<(usize, Points, String)>,
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
    if none {
        found.clear();
    }
    let drawn: Vec<Page> = found.iter().take(RANKS).map(Hit::as_page).collect();
    let read: Vec<Reading<'_>> = drawn.iter().map(|page| Reading::new(page, None, rubric, words)).collect();
    let mut results = ResultsRead {
        query: query.to_owned(),
        url: page.url.clone(),
        title: page.title.clone(),
        record: record.to_owned(),
        understood: none || !found.is_empty(),
        hits: found.iter().map(|hit| hit.url.clone()).collect(),
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
    for (rank, (hit, reading)) in (1..).zip(hits.iter().zip(read)) {
        let mut add = |fit| {
            let quote = cut(&format!("{rank}. {} {}", hit.title, hit.excerpt));
            matches.push(Match { case: number, rank, fit, url: hit.url.clone(), quote });
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
    Some(Match { case: number, rank: 0, fit: Fit::Right, url, quote })
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

/// What the answers of a site's search say about a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum ProbeVerdict {
    /// Points, with the reason and the best proof.
    Points(Points, String, Option<Evidence>),
    /// Nothing is known, and why.
    Unknown(&'static str),
}

/// All recorded answers of a site's search.
#[derive(Debug, Default)]
pub(super) struct SearchAnswers {
    read: Vec<ResultsRead>,
    /// By page: the cases whose rule about the page is true of it.
    held: FxHashMap<Url, Vec<CaseNumber>>,
}

impl SearchAnswers {
    /// Takes a page of results.
    pub(super) fn add(&mut self, results: ResultsRead) {
        self.read.push(results);
    }

    /// Takes what a page of the site holds.
    pub(super) fn page(&mut self, url: &Url, held: Vec<CaseNumber>) {
        if !held.is_empty() {
            self.held.insert(url.clone(), held);
        }
    }

    /// Whether the pages are pages of results at all: understood, and not the same for all words.
    fn is_search(&self) -> bool {
        let understood: Vec<&ResultsRead> = self.read.iter().filter(|read| read.understood).collect();
        let different: FxHashSet<&[Url]> = understood.iter().map(|read| read.hits.as_slice()).collect();
        let varied = understood.len() < VARIED || different.len() > 1;
        varied && 2 * understood.len() > self.read.len()
    }

    /// The verdict of the `number`-th probe.
    pub(super) fn verdict(&self, number: usize, probe: &CompiledProbe) -> ProbeVerdict {
        if self.read.is_empty() {
            return ProbeVerdict::Unknown(
                "webbplatsens sökning kunde inte prövas (ingen sökruta, robots.txt eller fel)",
            );
        }
        if !self.is_search() {
            return ProbeVerdict::Unknown("sökresultaten visas bara med skript eller gick inte att tyda");
        }
        match &probe.test {
            ProbeTest::Hits { cases, full, partial } => self.ranked(number, cases, (*full, *partial)),
            ProbeTest::Results { queries, absent, .. } => self.shown(number, queries, *absent),
        }
    }

    fn ranked(
        &self,
        number: usize,
        cases: &[CompiledCase],
        (full, partial): (Demand, Demand),
    ) -> ProbeVerdict {
        let found: Vec<[Option<&Match>; 2]> = cases
            .iter()
            .enumerate()
            .map(|(at, case)| {
                let best = |rank, least| self.best((number, at), case, (rank, least));
                [best(full.rank, Fit::Right), best(partial.rank, Fit::Weak)]
            })
            .collect();
        let count = |kind: usize| found.iter().filter(|pair| pair[kind].is_some()).count();
        let asked = cases.iter().flat_map(|case| &case.queries);
        let unread =
            asked.filter(|query| !self.read.iter().any(|read| read.query == **query && read.understood));
        let (points, demand, kind) = match (count(0) >= full.cases, count(1) >= partial.cases) {
            (true, _) => (Points::Full, full, 0),
            _ if unread.count() > 0 => return ProbeVerdict::Unknown("en av sökningarna besvarades inte"),
            (false, true) => (Points::Partial, partial, 1),
            (false, false) => (Points::None, partial, 1),
        };
        let best = found.iter().filter_map(|pair| pair[kind]).min_by_key(|found| found.rank);
        let share = format!("{} av {}", count(kind), cases.len());
        let reason = format!("{share} sökningar ger rätt sida bland de {} första träffarna", demand.rank);
        ProbeVerdict::Points(points, reason, best.map(|found| self.evidence(found)))
    }

    /// The best match of a case among the first `rank` hits, at least as good as `least`.
    fn best(&self, number: CaseNumber, case: &CompiledCase, (rank, least): (usize, Fit)) -> Option<&Match> {
        let fits = |found: &&Match| found.case == number && found.rank <= rank && self.fit(found) >= least;
        let of = |query: &String| -> Vec<&Match> {
            let read = self.read.iter().filter(|read| read.query == *query);
            read.flat_map(|read| &read.matches).filter(fits).collect()
        };
        match case.needed {
            Needed::Any => case.queries.iter().flat_map(of).min_by_key(|found| found.rank),
            Needed::Same => {
                let (first, others) = case.queries.split_first()?;
                let same = |one: &&Match| {
                    others.iter().all(|other| of(other).iter().any(|found| found.url == one.url))
                };
                of(first).into_iter().filter(same).min_by_key(|found| found.rank)
            }
        }
    }

    /// How good a match is when the page behind it is asked too.
    fn fit(&self, found: &Match) -> Fit {
        let held = self.held.get(&found.url).is_some_and(|cases| cases.contains(&found.case));
        if found.fit == Fit::Unproven && held { Fit::Right } else { found.fit }
    }

    fn shown(&self, number: usize, queries: &[String], absent: Absent) -> ProbeVerdict {
        let own = self.read.iter().filter(|read| read.understood && queries.contains(&read.query));
        let shown = own.flat_map(|read| read.shown.iter().map(move |shown| (read, shown)));
        let best = shown.filter(|(_, shown)| shown.0 == number).max_by_key(|(_, shown)| shown.1);
        match best {
            None => ProbeVerdict::Unknown("en av sökningarna besvarades inte"),
            Some((_, (_, Points::None, _))) if absent == Absent::Unknown => {
                ProbeVerdict::Unknown("syns inte på resultatsidan; förslag kan visas medan man skriver")
            }
            Some((read, (_, points, quote))) => {
                let reason = match points {
                    Points::None => "resultatsidan visar det inte".to_owned(),
                    _ => "visas på resultatsidan".to_owned(),
                };
                let evidence = (*points > Points::None).then(|| proof(read, quote.clone(), None));
                ProbeVerdict::Points(*points, reason, evidence)
            }
        }
    }

    fn evidence(&self, found: &Match) -> Evidence {
        let holds = |read: &&ResultsRead| read.matches.iter().any(|other| std::ptr::eq(other, found));
        let read =
            self.read.iter().find(holds).expect("the match was taken from one of the pages of results");
        proof(read, found.quote.clone(), (found.rank > 0).then(|| found.url.to_string()))
    }
}

fn proof(read: &ResultsRead, quote: String, link: Option<String>) -> Evidence {
    Evidence {
        url: read.url.to_string(),
        title: read.title.clone(),
        heading_path: vec![format!("Sökning: {}", read.query)],
        quote,
        block: 0,
        link,
        click_path: Vec::new(),
        archived_record: read.record.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page;
    use crate::rubric::{Rubric, builtin, load};

    /// The verdict on a question when the site's search answers each query with this page.
    fn verdict(question: &str, answers: &[(&str, &str)]) -> ProbeVerdict {
        let rubric: Rubric = load(&builtin()).unwrap();
        let compiled = CompiledRubric::new(&rubric);
        let mut search = SearchAnswers::default();
        for (query, html) in answers {
            let url = Url::parse(&format!("https://x.example/sok?q={query}")).unwrap();
            let page = page::parse(&format!("<main><h1>Sök</h1>{html}</main>"), &url);
            search.add(read_results(&page, (query, ""), &compiled, &mut Words::default()));
        }
        let (number, probe) =
            compiled.probes.iter().enumerate().find(|(_, probe)| probe.id.0 == question).unwrap();
        search.verdict(number, probe)
    }

    fn check(question: &str, answers: &[(&str, &str)], expected: Option<Points>) {
        let verdict = verdict(question, answers);
        let points = match &verdict {
            ProbeVerdict::Points(points, ..) => Some(*points),
            ProbeVerdict::Unknown(_) => None,
        };
        assert_eq!(points, expected, "{question} {answers:?}: {verdict:?}");
    }

    const RIGHT: &str = "<ul><li><a href=/f>Förskola</a><p>Om våra förskolor</p></ul>";
    const OTHER: &str = "<ul><li><a href=/k>Kalender</a><p>Nytt</p></ul>";
    const NOTHING: &str = "<p>Inga träffar på ditt ord.</p>";

    #[test]
    fn the_rank_of_the_right_page_decides() {
        let question = "sokfunktion.synonym-dagis";
        let late = format!(
            "{}{RIGHT}",
            (0..5).fold(String::new(), |all, n| format!("{all}<p><a href=/n{n}>Sida {n}</a>"))
        );
        check(question, &[("dagis", RIGHT)], Some(Points::Full));
        check(question, &[("dagis", &late)], Some(Points::Partial));
        check(question, &[("dagis", OTHER)], Some(Points::None));
        check(question, &[("dagis", NOTHING)], Some(Points::None));
        check(question, &[("dagis", "<p><a href=/nyheter/f>Ny förskola</a>")], Some(Points::Partial));
    }

    #[test]
    fn what_cannot_be_read_is_not_judged() {
        let question = "sokfunktion.synonym-dagis";
        check(question, &[], None);
        check(question, &[("dagis", "<div id=app></div>")], None);
        check(question, &[("tippen", NOTHING)], None);
        check(question, &[("dagis", OTHER), ("tippen", OTHER), ("soptipp", OTHER)], None);
    }

    #[test]
    fn enough_searches_must_succeed() {
        let question = "sokfunktion.felstavning";
        let lib = "<p><a href=/b>Biblioteken</a>";
        let answers = [
            ("byggluv", "<p>Menade du bygglov?</p><p><a href=/x>Kalender</a>"),
            ("forskola", RIGHT),
            ("biblotek", lib),
            ("parkeringstilstånd", NOTHING),
            ("skolskuts", NOTHING),
        ];
        check(question, &answers, Some(Points::Partial));
        check(question, &answers[..4], None);
    }

    #[test]
    fn both_words_of_a_pair_must_give_the_same_page() {
        let pairs = [
            ("förskola", "förskolor", "Förskola"),
            ("ansöka bygglov", "bygglovsansökan", "Bygglov"),
            ("skollov", "skolloven", "Läsårstider"),
            ("förskoleavgift", "avgift förskola", "Avgifter"),
            ("återvinningscentral", "återvinningscentraler", "Återvinning"),
        ];
        for (same, expected) in
            [(5, Points::Full), (4, Points::Full), (3, Points::Partial), (1, Points::None)]
        {
            let hit = |title: &str, at: &str| format!("<p><a href='/{at}'>{title}</a>");
            let first = pairs.iter().map(|(word, _, title)| (*word, hit(title, title)));
            let second = pairs.iter().enumerate().map(|(n, (_, word, title))| {
                (*word, if n < same { hit(title, title) } else { hit(title, "annan") })
            });
            let answers: Vec<(&str, String)> = first.chain(second).collect();
            let answers: Vec<(&str, &str)> =
                answers.iter().map(|(word, html)| (*word, html.as_str())).collect();
            check("sokfunktion.bojning-sammansattning", &answers, Some(expected));
        }
    }

    #[test]
    fn the_page_of_results_itself_is_read() {
        check("sokfunktion.inga-traffar", &[("qzxvwkj", NOTHING)], Some(Points::Partial));
        let advice = format!("{NOTHING}<p>Kontrollera stavningen.</p>");
        check("sokfunktion.inga-traffar", &[("qzxvwkj", &advice)], Some(Points::Full));
        let tabs = "<p>Visa bara <button>Sidor</button> <button>Nyheter</button></p>";
        check("sokfunktion.filter-typ", &[("bygglov", &format!("{tabs}{RIGHT}"))], Some(Points::Full));
        check("sokfunktion.filter-typ", &[("bygglov", RIGHT)], Some(Points::None));
        check("sokfunktion.sokforslag", &[("bygglov", RIGHT)], None);
    }

    #[test]
    fn contact_details_must_stand_in_the_hit_or_behind_it() {
        let question = "sokfunktion.socialchef";
        let named = "<p><a href=/s>Socialchef</a> Eva Lind, 0999-123 45</p>";
        let nameless = "<p><a href=/s>Socialchef</a> Leder förvaltningen</p>";
        check(question, &[("socialchef", named), ("socialdirektör", NOTHING)], Some(Points::Full));
        check(question, &[("socialchef", nameless), ("socialdirektör", NOTHING)], Some(Points::None));
    }
}
