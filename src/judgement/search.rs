//! Points from all recorded answers of a site's own search, taken together: what every page of results lists is no hit, and a
//! search that lists the same, or anything, whatever is searched for is not judged. It must not know how pages are read.

use rustc_hash::{FxHashMap, FxHashSet};

use super::answer::{Answer, Evidence, State};
use super::places::{CaseNumber, Places, place};
use super::probe::{Fit, Match, ResultsRead};
use super::site::UNMEASURED;
use super::unread::unknown;
use crate::evidence::{CompiledCase, CompiledProbe, CompiledRubric, ProbeTest};
use crate::plan::without_words;
use crate::rubric::{Absent, Demand, Needed, Points};

/// Fewest pages of results by which it can be told what all of them show.
const VARIED: usize = 3;

/// What the answers of a site's search say about a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum ProbeVerdict {
    /// Points, with the reason and the best proof.
    Points(Points, String, Option<Evidence>),
    /// The search was not asked, or its answers cannot be told.
    Unknown(&'static str),
    /// The page behind a hit, which would have to be read, was not.
    Unread(String),
}

/// All recorded answers of a site's search, and what is known of the pages that they lead to.
#[derive(Debug, Default)]
pub(super) struct SearchAnswers {
    pub(super) places: Places,
    read: Vec<ResultsRead>,
}

/// The answers with what all of them show taken off.
#[derive(Debug)]
struct Told<'a> {
    places: &'a Places,
    read: &'a [ResultsRead],
    /// Places that (nearly) every page of results lists.
    common: FxHashSet<&'a str>,
}

/// A match that is near enough to the top.
#[derive(Debug, Clone, Copy)]
struct Ranked<'a> {
    found: &'a Match,
    read: &'a ResultsRead,
    /// Place among the hits, from 1; 0 for a suggestion beside them.
    rank: usize,
}

/// What a match must be: among so many hits, so good at least, or so good perhaps if its page was not read.
#[derive(Debug, Clone, Copy)]
struct Wanted {
    rank: usize,
    least: Fit,
    perhaps: bool,
}

impl SearchAnswers {
    /// Takes a page of results.
    pub(super) fn add(&mut self, results: ResultsRead) {
        self.read.push(results);
    }

    /// The answer to a question that the rubric puts to the search; one to another question stays as it is.
    pub(super) fn answer(&self, mut answer: Answer, compiled: &CompiledRubric) -> Answer {
        let mut probes = compiled.probes.iter().enumerate();
        let Some((number, probe)) = probes.find(|(_, probe)| probe.id == answer.question) else {
            return answer;
        };
        match self.verdict(number, probe) {
            ProbeVerdict::Unknown(why) => unknown(answer, State::NotAssessed, why),
            ProbeVerdict::Unread(why) => unknown(answer, State::NotReached, &why),
            ProbeVerdict::Points(points, reason, evidence) => {
                answer.state = points.into();
                answer.confidence = UNMEASURED;
                answer.reason = reason;
                answer.evidence = evidence.filter(|_| points > Points::None);
                answer
            }
        }
    }

    /// The verdict of the `number`-th probe.
    pub(super) fn verdict(&self, number: usize, probe: &CompiledProbe) -> ProbeVerdict {
        if self.read.is_empty() {
            return ProbeVerdict::Unknown(
                "webbplatsens sökning kunde inte prövas (ingen sökruta, robots.txt eller fel)",
            );
        }
        let told = Told { places: &self.places, read: &self.read, common: common(&self.read) };
        if let Err(why) = told.is_search() {
            return ProbeVerdict::Unknown(why);
        }
        match &probe.test {
            ProbeTest::Hits { cases, full, partial } => told.ranked(number, cases, (*full, *partial)),
            ProbeTest::Results { queries, absent, .. } => told.shown(number, queries, *absent),
        }
    }
}

/// The places that nine of ten pages of results list: short cuts, popular pages, menus. Where most searches find nothing, the
/// few that find the same page do not make it common.
fn common(read: &[ResultsRead]) -> FxHashSet<&str> {
    let listing = read.iter().filter(|read| !read.listed.is_empty()).count();
    let of = if 2 * listing > read.len() { listing } else { read.len() };
    let mut pages: FxHashMap<&str, usize> = FxHashMap::default();
    for read in read {
        let places: FxHashSet<&str> = read.listed.iter().map(|listed| listed.place.as_str()).collect();
        for place in places {
            *pages.entry(place).or_default() += 1;
        }
    }
    let is_common = |(_, count): &(&str, usize)| of >= VARIED && 10 * count >= 9 * of;
    pages.into_iter().filter(is_common).map(|(place, _)| place).collect()
}

impl<'a> Told<'a> {
    /// The places of the hits of a page of results.
    fn hits(&self, read: &'a ResultsRead) -> Vec<&'a str> {
        let listed = read.listed.iter().filter(|_| !read.none).map(|listed| listed.place.as_str());
        listed.filter(|place| !self.common.contains(place)).collect()
    }

    /// Whether it lists hits or says that there are none.
    fn is_understood(&self, read: &'a ResultsRead) -> bool {
        read.none || !self.hits(read).is_empty()
    }

    /// Whether the pages are pages of results at all: most are understood, they differ, and what they list has to do with
    /// what was searched for; a page that scripts fill may show its readers some news for each.
    fn is_search(&self) -> Result<(), &'static str> {
        const MUTE: &str = "sökresultaten visas bara med skript eller gick inte att tyda";
        let understood = self.read.iter().filter(|read| self.is_understood(read)).count();
        let listing: Vec<&ResultsRead> =
            self.read.iter().filter(|read| !self.hits(read).is_empty()).collect();
        if 2 * understood <= self.read.len() {
            return Err(MUTE);
        }
        if understood >= VARIED && listing.is_empty() {
            // No municipality lacks a page for all of the words: it is more likely that the question was put amiss.
            return Err(
                "sökningen gav inga träffar på något av orden som prövades, så den går inte att bedöma",
            );
        }
        let speaks = |read: &&&ResultsRead| {
            let mut hits = read.listed.iter().filter(|listed| !self.common.contains(listed.place.as_str()));
            hits.any(|listed| listed.speaks)
        };
        let different: FxHashSet<Vec<&str>> = listing.iter().map(|read| self.hits(read)).collect();
        let speaking = listing.iter().filter(speaks).count();
        let varied = different.len() > 1 || understood > listing.len();
        let is_about = varied && 4 * speaking >= listing.len();
        if listing.len() < VARIED || is_about { Ok(()) } else { Err(MUTE) }
    }

    fn ranked(
        &self,
        number: usize,
        cases: &'a [CompiledCase],
        (full, partial): (Demand, Demand),
    ) -> ProbeVerdict {
        let found = |demand: Demand, least, perhaps| -> Vec<Ranked<'a>> {
            let wanted = Wanted { rank: demand.rank, least, perhaps };
            cases.iter().enumerate().filter_map(|(at, case)| self.best((number, at), case, wanted)).collect()
        };
        let enough = |found: &[Ranked<'_>], demand: Demand| found.len() >= demand.cases;
        let [right, weak] = [found(full, Fit::Right, false), found(partial, Fit::Weak, false)];
        let (points, demand, found_of) = if enough(&right, full) {
            (Points::Full, full, right)
        } else if cases.iter().flat_map(|case| &case.queries).any(|query| !self.is_answered(query)) {
            return ProbeVerdict::Unknown("en av sökningarna besvarades inte");
        } else if enough(&weak, partial) {
            (Points::Partial, partial, weak)
        } else {
            let hopes = [(full, found(full, Fit::Right, true)), (partial, found(partial, Fit::Weak, true))];
            if let Some((_, hoped)) = hopes.iter().find(|(demand, hoped)| enough(hoped, *demand)) {
                return self.unread(hoped);
            }
            (Points::None, partial, weak)
        };
        let best = found_of.iter().min_by_key(|found| found.rank);
        let share = format!("{} av {}", found_of.len(), cases.len());
        let reason = format!("{share} sökningar ger rätt sida bland de {} första träffarna", demand.rank);
        ProbeVerdict::Points(points, reason, best.map(Ranked::evidence))
    }

    fn is_answered(&self, query: &str) -> bool {
        self.read.iter().any(|read| read.query == query && self.is_understood(read))
    }

    fn unread(&self, hoped: &[Ranked<'_>]) -> ProbeVerdict {
        let unread = hoped.iter().find(|ranked| self.is_unread(ranked.found, ranked.read));
        let page = unread.map(|ranked| ranked.found.url.as_str()).unwrap_or_default();
        ProbeVerdict::Unread(format!(
            "en sida bland träffarna, som kan vara den rätta, blev inte läst: {page}"
        ))
    }

    /// The best match of a case that is as it is wanted.
    fn best(&self, number: CaseNumber, case: &'a CompiledCase, wanted: Wanted) -> Option<Ranked<'a>> {
        let of = |query: &str| -> Vec<Ranked<'a>> {
            let read = self.read.iter().filter(|read| read.query == query);
            let matches = read.flat_map(|read| read.matches.iter().map(move |found| (found, read)));
            let of_case = matches.filter(|(found, _)| found.case == number);
            let fitting = of_case.filter(|(found, read)| self.fits((found, read), wanted));
            let ranked = fitting.filter_map(|(found, read)| self.rank(found, read));
            ranked.filter(|ranked| ranked.rank <= wanted.rank).collect()
        };
        match case.needed {
            Needed::Any => case.queries.iter().flat_map(|query| of(query)).min_by_key(|found| found.rank),
            Needed::Same => {
                let (first, others) = case.queries.split_first()?;
                let same = |one: &Ranked<'a>| {
                    others.iter().all(|other| of(other).iter().any(|found| found.place() == one.place()))
                };
                of(first).into_iter().filter(same).min_by_key(|found| found.rank)
            }
        }
    }

    /// A match with its place among the hits, if it is one.
    fn rank(&self, found: &'a Match, read: &'a ResultsRead) -> Option<Ranked<'a>> {
        let Some(number) = found.number else { return Some(Ranked { found, read, rank: 0 }) };
        let is_hit = |at: &usize| !self.common.contains(read.listed[*at].place.as_str());
        is_hit(&number).then(|| Ranked { found, read, rank: (0..=number).filter(is_hit).count() })
    }

    /// Whether a match is good enough when the page behind it is asked too.
    fn fits(&self, (found, read): (&Match, &ResultsRead), wanted: Wanted) -> bool {
        if found.fit > Fit::Unproven {
            return found.fit >= wanted.least;
        }
        self.page_holds(found, read).unwrap_or(wanted.perhaps)
    }

    fn is_unread(&self, found: &Match, read: &ResultsRead) -> bool {
        found.fit == Fit::Unproven && self.page_holds(found, read).is_none()
    }

    fn page_holds(&self, found: &Match, read: &ResultsRead) -> Option<bool> {
        self.places.holds(&read.listed.get(found.number?)?.place, found.case)
    }

    fn shown(&self, number: usize, queries: &[String], absent: Absent) -> ProbeVerdict {
        let own = self.read.iter().filter(|read| self.is_understood(read) && queries.contains(&read.query));
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
}

impl Ranked<'_> {
    fn place(&self) -> String {
        place(&without_words(self.found.url.clone(), &self.read.query))
    }

    fn evidence(&self) -> Evidence {
        let quote = &self.found.quote;
        match self.rank {
            0 => proof(self.read, quote.clone(), None),
            rank => proof(self.read, format!("{rank}. {quote}"), Some(self.found.url.to_string())),
        }
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
    use crate::evidence::{Reading, Words};
    use crate::judgement::probe::pages_held;
    use crate::judgement::read_results;
    use crate::page;
    use crate::rubric::{Rubric, builtin, load};
    use url::Url;

    /// The verdict on a question when the site's search answers each query with this page, and these pages were read.
    fn verdict_with(question: &str, answers: &[(&str, &str)], pages: &[(&str, &str)]) -> ProbeVerdict {
        let rubric: Rubric = load(&builtin()).unwrap();
        let compiled = CompiledRubric::new(&rubric);
        let (mut search, mut words) = (SearchAnswers::default(), Words::default());
        let parsed = |html: &str, path: &str| {
            let url = Url::parse("https://x.example").unwrap().join(path).unwrap();
            page::parse(&format!("<main><h1>Sök</h1>{html}</main>"), &url)
        };
        for (query, html) in answers {
            let page = parsed(html, &format!("/sok?q={query}"));
            search.add(read_results(&page, (query, ""), &compiled, &mut words));
        }
        for (path, html) in pages {
            let page = parsed(html, path);
            let held = pages_held(&Reading::new(&page, None, &compiled, &mut words), &compiled);
            search.places.page(&page.url, &held, true);
        }
        let (number, probe) =
            compiled.probes.iter().enumerate().find(|(_, probe)| probe.id.0 == question).unwrap();
        search.verdict(number, probe)
    }

    fn verdict(question: &str, answers: &[(&str, &str)]) -> ProbeVerdict {
        verdict_with(question, answers, &[])
    }

    fn check(question: &str, answers: &[(&str, &str)], expected: Option<Points>) {
        let verdict = verdict(question, answers);
        let points = match &verdict {
            ProbeVerdict::Points(points, ..) => Some(*points),
            ProbeVerdict::Unknown(_) | ProbeVerdict::Unread(_) => None,
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

    const CHEF: &str = "sokfunktion.socialchef";

    #[test]
    fn contact_details_must_stand_in_the_hit_or_behind_it() {
        let named = "<p><a href=/s>Socialchef</a> Eva Lind, 0999-123 45</p>";
        let nameless = "<p><a href=/s>Socialchef</a> Leder förvaltningen</p>";
        let answers = |hit| [("socialchef", hit), ("socialdirektör", NOTHING)];
        check(CHEF, &answers(named), Some(Points::Full));
        let behind = |pages: &[(&str, &str)]| verdict_with(CHEF, &answers(nameless), pages);
        let full = [("/s", "<p>Socialchef är Eva Lind, telefon 0999-123 45.</p>")];
        assert!(matches!(behind(&full), ProbeVerdict::Points(Points::Full, ..)));
        assert!(matches!(behind(&[("/s", "<p>Om oss.</p>")]), ProbeVerdict::Points(Points::None, ..)));
        // Nobody looked: that is no no.
        assert!(matches!(behind(&[]), ProbeVerdict::Unread(why) if why.ends_with("https://x.example/s")));
        let far = (0..10).fold(String::new(), |all, n| format!("{all}<p><a href=/n{n}>Sida {n}</a>"));
        check(CHEF, &answers(&format!("{far}{nameless}")), Some(Points::None));
    }

    #[test]
    fn a_hit_leads_to_a_page_whatever_its_address_carries() {
        let full = [("/s", "<p>Socialchef är Eva Lind, telefon 0999-123 45.</p>")];
        for address in [
            "/s/",
            "/s?_t_id=1B2M&_t_q=socialchef&_t_tags=language%3asv&_t_hit.id=Page/_7_sv&_t_hit.pos=1",
            "/s?highlight=socialchef",
            "/s?searchterm=socialchef",
            "/s?utm_source=sok",
            "http://www.x.example/%73",
        ] {
            let hit = format!("<p><a href='{address}'>Socialchef</a> Leder förvaltningen</p>");
            let found = verdict_with(CHEF, &[("socialchef", &hit), ("socialdirektör", NOTHING)], &full);
            assert!(matches!(found, ProbeVerdict::Points(Points::Full, ..)), "{address}: {found:?}");
        }
        let hit = |word: &str| format!("<p><a href='/f?_t_q={word}&_t_hit.pos=1'>Bygglov</a>");
        let [one, other] = ["ansöka bygglov", "bygglovsansökan"].map(hit);
        let pages = [("ansöka bygglov", one.as_str()), ("bygglovsansökan", other.as_str())];
        let rest = ["förskola", "förskolor", "skollov", "skolloven", "förskoleavgift", "avgift förskola"];
        let rest = rest.iter().chain(&["återvinningscentral", "återvinningscentraler"]);
        let answers: Vec<(&str, &str)> = pages.into_iter().chain(rest.map(|word| (*word, NOTHING))).collect();
        let found = verdict("sokfunktion.bojning-sammansattning", &answers);
        assert!(matches!(&found, ProbeVerdict::Points(_, why, _) if why.starts_with("1 av 5")), "{found:?}");
    }

    /// Answers to some queries; what is listed for each is told by its number.
    fn answers(page: impl Fn(usize) -> String) -> Vec<(&'static str, String)> {
        let words = ["bygglov", "förskola", "dagis", "tippen", "soptipp", "qzxvwkj"];
        words.into_iter().enumerate().map(|(number, word)| (word, page(number))).collect()
    }

    fn lent<'a>(answers: &'a [(&'static str, String)]) -> Vec<(&'a str, &'a str)> {
        answers.iter().map(|(word, page)| (*word, page.as_str())).collect()
    }

    #[test]
    fn what_every_page_of_results_lists_is_no_hit() {
        let short = (0..6).fold("<h2>Genvägar</h2>".to_owned(), |all, n| {
            format!("{all}<p><a href=/genvag{n}>Genväg nummer {n}</a></p>")
        });
        let hits = ["Bygglov", "Förskola", "Förskola", "Återvinning", "Återvinning", ""];
        let pages = answers(|number| match hits[number] {
            "" => format!("{short}{NOTHING}"),
            hit => format!("{short}<p><a href='/{hit}'>{hit}</a> Om oss</p>"),
        });
        check("sokfunktion.synonym-dagis", &lent(&pages), Some(Points::Full));
        let few = answers(|number| if number == 2 { short.clone() } else { pages[number].1.clone() });
        check("sokfunktion.synonym-dagis", &lent(&few), None);
    }

    #[test]
    fn a_page_of_its_own_with_changing_news_is_no_page_of_results() {
        let mute = "<p><a href=/a>Bygga och bo</a></p><p><a href=/b>Skola</a></p>";
        let news =
            answers(|number| format!("{mute}<p><a href=/n{number}>Nyhet nummer {number} om fest</a></p>"));
        check("sokfunktion.synonym-dagis", &lent(&news), None);
        check("sokfunktion.filter-typ", &lent(&news), None);
        check("sokfunktion.synonym-dagis", &lent(&answers(|_| mute.to_owned())), None);
    }

    #[test]
    fn a_search_that_finds_nothing_at_all_is_not_judged() {
        check("sokfunktion.synonym-dagis", &lent(&answers(|_| NOTHING.to_owned())), None);
        let one =
            answers(|number| if number == 0 { "<p><a href=/b>Bygglov</a>" } else { NOTHING }.to_owned());
        check("sokfunktion.synonym-dagis", &lent(&one), Some(Points::None));
    }
}
