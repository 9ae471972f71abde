//! An invented nation for tests: small, with every state, ties, awkward letters and text that must be
//! escaped. It must not be mistaken for a measurement.

use super::{
    Accessibility, Band, Benchmark, Beside, Body, Criterion, Defect, Edition, Entry, Item, Judged, Receipt,
    Site, SiteResult, Statement, Visitor,
};
use crate::judgement::{Answer, Evidence, Rejected, Route, State, Step};
use crate::rubric::{Area, Bilingual, Kind, Points, Question, QuestionId, Rubric, RubricVersion};
use crate::rubric::{SiteTest, thesaurus::Thesaurus};
use std::collections::BTreeMap;

/// Areas with the errand that their e-service question asks for.
const AREAS: [(&str, &str, &str, &str); 12] = [
    ("oppenhet-paverkan", "Öppenhet & påverkan", "Openness and influence", "lämna ett medborgarförslag"),
    ("forskola", "Förskola", "Preschool", "ansöka om plats i förskola"),
    ("grundskola", "Grundskola", "Compulsory school", "ansöka om skolskjuts"),
    ("gymnasieskola", "Gymnasieskola", "Upper secondary school", "söka till gymnasiet"),
    ("aldreomsorg", "Äldreomsorg", "Elderly care", "ansöka om hemtjänst"),
    ("individ-familj", "Individ- och familjeomsorg", "Individual and family care", "söka ekonomiskt bistånd"),
    ("funktionsnedsattning", "Handikappomsorg", "Disability care", "söka parkeringstillstånd"),
    ("bygga-bo", "Bygga & bo", "Building and housing", "ansöka om bygglov"),
    ("gator-miljo", "Gator, vägar & miljö", "Streets and environment", "felanmäla en gata"),
    (
        "tillstand-naringsliv",
        "Tillstånd, näringsliv m.m.",
        "Permits and business",
        "söka serveringstillstånd",
    ),
    ("kultur-fritid", "Ideell sektor, kultur & fritid", "Culture and leisure", "boka en idrottshall"),
    ("sokfunktion", "Sökfunktion", "Search function", "söka bland e-tjänster"),
];

/// Invented bodies: name, county code, county, SKR group, inhabitants.
const BODIES: [(&str, &str, &str, &str, u32); 9] = [
    ("Östanå", "51", "Vikarnas län", "C6", 9_200),
    ("Ängeboda", "51", "Vikarnas län", "C6", 14_750),
    ("Åsvik", "51", "Vikarnas län", "B3", 88_430),
    ("Björkhamra", "52", "Skogslän", "B3", 54_020),
    ("Zinkberga", "52", "Skogslän", "C6", 11_300),
    ("Norrsele", "52", "Skogslän", "C6", 6_480),
    ("Lindsjö", "52", "Skogslän", "B4", 31_900),
    ("Ekvik", "51", "Vikarnas län", "B4", 40_115),
    ("Dimvalla", "52", "Skogslän", "B4", 22_600),
];

fn both(sv: &str, en: &str) -> Bilingual {
    Bilingual { sv: sv.to_owned(), en: en.to_owned() }
}

/// Twelve areas with `each` questions; the first of each area is of the e-service index.
pub(crate) fn rubric(each: usize) -> Rubric {
    let question = |area: &(&str, &str, &str, &str), n: usize| {
        let (kind, sv) = if n == 0 {
            (Kind::Eservice, format!("Kan jag {} via e-tjänst?", area.3))
        } else {
            (Kind::Info, format!("Var står det viktigaste om {} ({n})?", area.1.to_lowercase()))
        };
        Question {
            id: QuestionId(format!("{}.fraga-{n}", area.0)),
            kind,
            index: n == 0,
            text: both(&sv, &format!("Question {n} about {}?", area.2.to_lowercase())),
            full: "Pris i kronor, klockslag eller länk till e-tjänst".to_owned(),
            partial: "Nämns utan uppgifter".to_owned(),
            terms: Vec::new(),
            answer: "text".to_owned(),
            source: String::new(),
            site_test: (n + 1 < each || each == 1).then_some(SiteTest::SearchBox),
            judge: None,
            probe: None,
        }
    };
    let area = |a: &(&str, &str, &str, &str)| Area {
        id: a.0.to_owned(),
        name: both(a.1, a.2),
        national_means: Vec::new(),
    };
    Rubric {
        version: RubricVersion {
            id: "information-at-alla".to_owned(),
            version: "1.0.0".to_owned(),
            hash: "5f3c".repeat(16),
        },
        name: both("Information åt alla", "Information for everyone"),
        areas: AREAS.iter().map(area).collect(),
        questions: AREAS.iter().flat_map(|area| (0..each).map(|n| question(area, n))).collect(),
        thesaurus: Thesaurus::default(),
    }
}

/// The edition of the sample.
pub(crate) fn edition() -> Edition {
    Edition {
        id: "2026-11".to_owned(),
        date: "2026-11-03".to_owned(),
        rubric: rubric(1).version,
        register_hash: "a90b".repeat(16),
        again: None,
    }
}

fn body(n: usize) -> Body {
    let (name, county_code, county, skr, population) = BODIES[n % BODIES.len()];
    let round = n / BODIES.len();
    let name = if round == 0 { name.to_owned() } else { format!("{name} {round}") };
    Body {
        code: format!("{county_code}{n:03}"),
        website: format!("https://www.kommun{n}.example/"),
        name,
        county_code: county_code.to_owned(),
        county: county.to_owned(),
        skr_group_code: skr.to_owned(),
        skr_group: format!("Grupp {skr}"),
        size_class: if population < 15_000 { "under 15 000" } else { "15 000 eller fler" }.to_owned(),
        networks: if n.is_multiple_of(3) { vec!["Kustkommunerna".to_owned()] } else { Vec::new() },
        population: Some(population),
    }
}

/// A number from 0 to 99 that only looks random.
fn dice(body: usize, question: usize) -> usize {
    (body * 7919 + question * 104_729 + (body + 3) * (question + 5) * 31) % 9973 % 100
}

fn state(body: usize, question: usize) -> State {
    let skill = 30 + body % 9 * 9;
    match dice(body, question) {
        d if d + 3 < skill => State::Full,
        d if d < skill + 12 => State::Partial,
        99 => State::NotReached,
        _ => State::NotFound,
    }
}

fn evidence(body: usize, area: &str) -> Evidence {
    let start = format!("https://www.kommun{body}.example/");
    let url = format!("{start}{area}/avgifter?typ=a&b");
    Evidence {
        url: url.clone(),
        title: "Avgifter & tider".to_owned(),
        heading_path: vec!["Avgifter & tider".to_owned(), "Det här kostar det".to_owned()],
        quote: format!(
            "Avgiften är 1 {body}78 kr per månad, \"maxtaxa\" <b>gäller</b>. Öppet 06.30–18.30, även på lov."
        ),
        block: 12,
        link: Some(format!("https://etjanster.kommun{body}.example/oversikt/overview/{body}")),
        click_path: vec![
            Step { label: "Start".to_owned(), url: start.clone() },
            Step { label: "Avgifter".to_owned(), url },
        ],
        archived_record: format!("<urn:uuid:00000000-0000-4000-8000-{body:012}>"),
    }
}

fn answer(rubric: &Rubric, body: usize, at: usize) -> Answer {
    let question = &rubric.questions[at];
    let state = if question.is_assessed() { state(body, at) } else { State::NotAssessed };
    let found = matches!(state, State::Full | State::Partial);
    let rejected = Rejected {
        evidence: evidence(body, question.id.area()),
        points: Points::Partial,
        reason: "Meny, inte text på sidan".to_owned(),
    };
    Answer {
        question: question.id.clone(),
        state,
        confidence: if found { 85 } else { 60 },
        reason: match state {
            State::Full => "Belopp i kronor nära frågans ord".to_owned(),
            State::Partial => "=Nämns utan uppgifter".to_owned(),
            State::NotFound => "Inget stycke svarar på frågan".to_owned(),
            _ => String::new(),
        },
        evidence: found.then(|| evidence(body, question.id.area())),
        rejected: if state == State::NotFound { vec![rejected] } else { Vec::new() },
        searched: if state == State::NotAssessed { 0 } else { 412 },
        route: question.index.then_some(if found { Route::Eservice } else { Route::Form }),
        maturity: (question.index && found).then_some(2),
    }
}

/// `count` bodies judged by `rubric`. The last of every nine refused the crawler.
pub(crate) fn results(rubric: &Rubric, count: usize) -> Vec<SiteResult> {
    let result = |n: usize| {
        let refused = n % BODIES.len() == BODIES.len() - 1;
        let mut answers: Vec<_> = (0..rubric.questions.len()).map(|at| answer(rubric, n, at)).collect();
        let reason = both("", "");
        let mut site = Site { state: "ok".to_owned(), reason, pages: 412, refused: 3, failed: 1, left: 0 };
        if refused {
            let reason = both("robots.txt säger nej", "robots.txt says no");
            site = Site { state: "blocked".to_owned(), reason, pages: 0, refused: 1, failed: 0, left: 0 };
            for answer in answers.iter_mut().filter(|answer| answer.state != State::NotAssessed) {
                answer.state = State::Blocked;
                (answer.evidence, answer.rejected, answer.searched) = (None, Vec::new(), 0);
            }
        }
        SiteResult { body: body(n), site, answers, unconfirmed: Vec::new() }
    };
    (0..count).map(result).collect()
}

/// What lies beside the answers of the first nine: all have a receipt, the first three were checked.
pub(crate) fn beside() -> Beside {
    let code = |n: usize| body(n).code;
    let receipt = |n: usize| Receipt {
        requests: 431,
        bytes: 31_400_000,
        unchanged: 12,
        failed: BTreeMap::from([("timeout".to_owned(), n as u64 % 2)]),
    };
    Beside {
        visitor: Some(Visitor {
            user_agent: "Kommunspegel/0.1 (+https://kommunspegel.example/robot)".to_owned(),
            contact: Some("https://kommunspegel.example/robot".to_owned()),
            pace: 1,
            refuse: "User-agent: Kommunspegel\nDisallow: /\n".to_owned(),
            allow: "User-agent: Kommunspegel\nAllow: /\n".to_owned(),
        }),
        receipts: (0..9).map(|n| (code(n), receipt(n))).collect(),
        accessibility: (0..3).map(|n| (code(n), accessibility(n))).collect(),
    }
}

fn accessibility(n: usize) -> Accessibility {
    let number = u32::try_from(n).expect("bodies are few");
    let criterion = |(id, failed_pages, passed_pages): (&str, u32, u32)| {
        (id.to_owned(), Criterion { failed_pages, passed_pages, components: failed_pages.min(2) })
    };
    let criteria = [("1.1.1", 3, 390), ("1.4.3", 120, 292), ("2.4.2", 63, 349), ("3.1.1", 0, 412)];
    Accessibility {
        figure: Some(430 - 90 * number),
        band: Some([Band::Green, Band::Yellow, Band::Red][n % 3]),
        defects: 4 + 40 * number,
        pages_checked: 412,
        pages_uncertain: number,
        statement: statement(n),
        criteria: criteria.map(criterion).into(),
        components: vec![Defect {
            rule: "page-title".to_owned(),
            criteria: vec!["2.4.2".to_owned()],
            lawful: true,
            impact: "serious".to_owned(),
            reason: both("Sidan har ingen titel.", "The page has no title."),
            remedy: both("Skriv vad sidan handlar om.", "Write what the page is about."),
            target: "html > head".to_owned(),
            pages: 63,
            addresses: vec![format!("https://bibliotek.kommun{n}.example/")],
        }],
    }
}

fn statement(n: usize) -> Statement {
    let item = |(id, verdict): (&str, &str)| Item {
        id: id.to_owned(),
        verdict: verdict.to_owned(),
        quote: String::new(),
    };
    let address = format!("https://www.kommun{n}.example/tillganglighet");
    Statement {
        whose: ["own", "body-only", "missing"][n % 3].to_owned(),
        address: if n % 3 == 2 { String::new() } else { address },
        claim: (n == 0).then(|| "partial".to_owned()),
        age_months: (n == 0).then_some(6),
        items: [("body", "found"), ("method", "missing"), ("report", "missing"), ("burden", "not-claimed")]
            .map(item)
            .into(),
    }
}

/// Nine invented municipalities and twelve areas of three questions.
pub(crate) fn benchmark() -> Benchmark {
    let rubric = rubric(3);
    Benchmark::of(edition(), &rubric, results(&rubric, 9))
}

/// A benchmark as a catalogue gives it back, to be compared with another.
pub(crate) fn judged(benchmark: &Benchmark) -> Judged {
    let result = |entry: &Entry| SiteResult {
        body: entry.body.clone(),
        site: entry.site.clone(),
        answers: entry.answers.clone(),
        unconfirmed: entry.unconfirmed.clone(),
    };
    let results = benchmark.entries.iter().map(result).collect();
    Judged { moment: benchmark.moment(), results, questions: benchmark.judging() }
}
