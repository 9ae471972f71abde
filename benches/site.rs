//! What the judging of a great site costs: ten thousand pages, read one after the other as an archive gives them.
//! `cargo bench --bench site` prints pages a second and the most memory, and fails beyond what was promised.

mod memory;
mod pages;

use std::error::Error;
use std::io::Write;
use std::time::Instant;

use kommunspegel::evidence::{CompiledRubric, Fetched, Words};
use kommunspegel::judgement::{Knowledge, SiteJudge, State, Visit, read_page};
use kommunspegel::page;
use kommunspegel::rubric::{builtin, load};
use memory::peak_memory;

/// The allocator of the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Pages of the site.
const PAGES: usize = 10_000;
/// Different contents among them; the rest differs by its heading.
const CONTENTS: usize = 64;
/// Size of a page and of its content in bytes.
const SIZE: (usize, usize) = (60_000, 12_000);
/// The promise, in bytes.
const MOST_MEMORY: u64 = 300_000_000;

fn main() -> Result<(), Box<dyn Error>> {
    let rubric = load(&builtin()).map_err(|problems| format!("{problems:?}"))?;
    let compiled = CompiledRubric::new(&rubric);
    let documents = pages::documents(CONTENTS, SIZE.0, SIZE.1);
    let (mut judge, mut words) = (SiteJudge::new(&rubric, &compiled), Words::default());
    let began = Instant::now();
    for number in 0..PAGES {
        let document = &documents[number % documents.len()];
        let mut url = document.url.clone();
        url.set_path(&format!("/avdelning-{}/sida-{number}", number % 97));
        let html = document.html.replacen("</h1>", &format!(" {number}</h1>"), 1);
        let page = page::parse(&html, &url);
        let found = read_page(&page, Some(Fetched { year: 2026, month: 11 }), &compiled, &mut words);
        judge.add(found, visit(url, number));
    }
    let answers = judge.answers(Knowledge::Whole);
    let full = answers.iter().filter(|answer| answer.state == State::Full).count();
    let (seconds, memory) = (began.elapsed().as_secs_f64(), peak_memory()?);
    writeln!(
        std::io::stdout(),
        "{PAGES} pages of {} kB judged in {seconds:.0} s, {:.0} a second; {full} answers in full; most memory {} MB",
        SIZE.0 / 1000,
        PAGES as f64 / seconds,
        memory / 1_000_000
    )?;
    if memory < MOST_MEMORY { Ok(()) } else { Err("beyond what was promised".into()) }
}

fn visit(url: url::Url, number: usize) -> Visit {
    let depth = u16::try_from(1 + number % 4).ok();
    Visit { url, depth, via: None, anchor: "Läs mer".to_owned(), record: format!("<urn:uuid:{number:032}>") }
}
