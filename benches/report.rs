//! What a report of a whole nation costs: 290 invented municipalities with an answer to every question of the built-in
//! rubric, compared and written to disk. `cargo bench --bench report` prints time, memory and the weight of the pages,
//! and fails beyond what was promised.

mod memory;

use std::error::Error;
use std::fs::{self, File};
use std::io::Write;
use std::path::Path;
use std::time::{Duration, Instant};

use flate2::{Compression, write::GzEncoder};
use kommunspegel::edition::{Halt, publish};
use kommunspegel::judgement::{Answer, Evidence, Rejected, Route, State, Step};
use kommunspegel::rubric::{Kind, Points, Question, Rubric, builtin, load};
use kommunspegel::standing::{Benchmark, Body, Edition, Site, SiteResult};
use memory::peak_memory;

/// As many as there are in Sweden.
const BODIES: usize = 290;

/// The promises.
const LONGEST: Duration = Duration::from_secs(20);
const MOST_MEMORY: u64 = 500_000_000;
const HEAVIEST_PAGE: usize = 200_000;

fn main() -> Result<(), Box<dyn Error>> {
    let rubric = load(&builtin()).map_err(|problems| format!("{problems:?}"))?;
    let before = peak_memory()?;
    let results = (0..BODIES).map(|number| result(&rubric, number)).collect();
    let folder = tempfile::tempdir()?;
    let began = Instant::now();
    let benchmark = Benchmark::of(edition(&rubric), &rubric, results);
    let compared = began.elapsed();
    let began_to_write = Instant::now();
    let report = folder.path().join("report");
    publish(&benchmark, &report, &Halt::never())?;
    let (written, memory) = (began_to_write.elapsed(), peak_memory()?);
    let (page, weight) = heaviest(&report.join("kommun"))?;
    let (files, bytes) = size(&report)?;
    let mut out = std::io::stdout();
    writeln!(
        out,
        "{BODIES} municipalities, {} questions: {files} files, {} MB",
        rubric.questions.len(),
        bytes / 1_000_000
    )?;
    writeln!(out, "compared in {:.1} s, written in {:.1} s", compared.as_secs_f64(), written.as_secs_f64())?;
    writeln!(
        out,
        "most memory {} MB, of it {} MB before the results",
        memory / 1_000_000,
        before / 1_000_000
    )?;
    writeln!(out, "heaviest page of a municipality {} kB by gzip ({page})", weight / 1000)?;
    let kept = compared + written < LONGEST && memory < MOST_MEMORY && weight < HEAVIEST_PAGE;
    if kept { Ok(()) } else { Err("beyond what was promised".into()) }
}

fn edition(rubric: &Rubric) -> Edition {
    Edition {
        id: "2026-11".to_owned(),
        date: "2026-11-22".to_owned(),
        rubric: rubric.version.clone(),
        register_hash: String::new(),
        again: None,
    }
}

fn body(number: usize) -> Body {
    let county = number % 21 + 1;
    let group = ["A1", "A2", "B3", "B4", "B5", "C6", "C7", "C8", "C9"][number % 9];
    let population = 2_400 + u32::try_from(number).expect("bodies are few") * 1_031;
    Body {
        code: format!("{county:02}{number:03}"),
        name: format!("Åkommun {number}"),
        county_code: format!("{county:02}"),
        county: format!("Län {county}"),
        skr_group_code: group.to_owned(),
        skr_group: format!("Grupp {group}"),
        size_class: if population < 15_000 { "-14999" } else { "15000-" }.to_owned(),
        networks: Vec::new(),
        population: Some(population),
        website: format!("https://www.kommun{number}.example/"),
    }
}

/// A number that only looks random.
fn dice(body: usize, question: usize) -> usize {
    (body * 7_919 + question * 104_729 + (body + 3) * (question + 5) * 31) % 9_973 % 100
}

fn result(rubric: &Rubric, number: usize) -> SiteResult {
    let site = Site { state: "ok".to_owned(), pages: 900, ..Site::default() };
    let answer = |(at, question): (usize, &Question)| answer(number, at, question);
    let answers = rubric.questions.iter().enumerate().map(answer).collect();
    SiteResult { body: body(number), site, answers, unconfirmed: Vec::new() }
}

/// Quotes, paths and rejected candidates as long and as many as sites have them, and longer.
fn answer(body: usize, at: usize, question: &Question) -> Answer {
    let state = match dice(body, at) {
        0..45 => State::Full,
        45..65 => State::Partial,
        65..99 => State::NotFound,
        _ => State::NotReached,
    };
    let found = matches!(state, State::Full | State::Partial);
    let rejected = |n: usize| Rejected {
        evidence: evidence(body * 31 + n, at, question),
        points: Points::Partial,
        reason: "Bara frågans egna ord, inget svar".to_owned(),
    };
    Answer {
        question: question.id.clone(),
        state,
        confidence: 85,
        reason: format!("{}: belopp i kronor nära frågans ord i ett stycke under rubriken", question.full),
        evidence: found.then(|| evidence(body, at, question)),
        rejected: (0..dice(at, body) % 4).map(rejected).collect(),
        searched: 900,
        route: (question.kind == Kind::Eservice).then_some(Route::Eservice),
        maturity: (question.kind == Kind::Eservice && found).then_some(2),
    }
}

fn evidence(body: usize, at: usize, question: &Question) -> Evidence {
    let start = format!("https://www.kommun{body}.example/");
    let url = format!("{start}omsorg-och-utbildning/sida-{at}/avgifter-och-regler-{}.html", body * at % 977);
    Evidence {
        url: url.clone(),
        title: format!("{} - Åkommun", question.text.sv),
        heading_path: vec!["Avgifter och regler".to_owned(), format!("Det här gäller {at}")],
        quote: format!(
            "Avgiften är {} kronor per månad och höjs {} januari. Kontakta oss på telefon 0{}-{} {} så hjälper vi dig vidare.",
            body * 7 + at,
            body % 28 + 1,
            at % 900,
            body % 90 + 10,
            at * body % 90 + 10
        ),
        block: 12,
        link: at
            .is_multiple_of(3)
            .then(|| format!("https://etjanster.kommun{body}.example/oversikt/overview/{at}")),
        click_path: [("Start", &start), ("Omsorg och utbildning", &url), ("Avgifter och regler", &url)]
            .map(|(label, url)| Step { label: label.to_owned(), url: url.clone() })
            .into(),
        archived_record: format!("<urn:uuid:{body:08x}-{at:04x}-4000-8000-{:012x}>", body * 7_919 * (at + 1)),
    }
}

/// The page that weighs most when compressed as servers do it.
fn heaviest(folder: &Path) -> Result<(String, usize), Box<dyn Error>> {
    let mut heaviest = (String::new(), 0);
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let mut encoder = GzEncoder::new(Vec::new(), Compression::new(6));
        std::io::copy(&mut File::open(path.join("index.html"))?, &mut encoder)?;
        let weight = encoder.finish()?.len();
        if weight > heaviest.1 {
            heaviest = (path.file_name().unwrap_or_default().to_string_lossy().into_owned(), weight);
        }
    }
    Ok(heaviest)
}

/// Files and bytes below a folder.
fn size(folder: &Path) -> Result<(usize, u64), Box<dyn Error>> {
    let (mut files, mut bytes) = (0, 0);
    let mut open = vec![folder.to_owned()];
    while let Some(path) = open.pop() {
        for entry in fs::read_dir(path)? {
            let entry = entry?;
            let metadata = entry.metadata()?;
            if metadata.is_dir() {
                open.push(entry.path());
            } else {
                (files, bytes) = (files + 1, bytes + metadata.len());
            }
        }
    }
    Ok((files, bytes))
}
