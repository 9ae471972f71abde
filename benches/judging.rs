//! How fast pages are judged by all questions: `cargo bench --bench judging`.
//!
//! The pages are about 100 kB each, made from the demo nation's. `ordinary` ones are about one matter amid menus, script
//! and style, as municipal pages are; a fifth of `mixed` ones is content on many matters; `dense` ones are content on many
//! matters from end to end. One core. Ends with pages a second and what each
//! step takes of the time.

mod pages;

use std::hint::black_box;
use std::time::{Duration, Instant};

use criterion::{Criterion, Throughput};
use kommunspegel::evidence::{CompiledRubric, Fetched, Reading, Words, candidates};
use kommunspegel::page::{self, Page};
use kommunspegel::rubric::{builtin, load};
use pages::{Document, documents};

/// The allocator of the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Size of a page in bytes.
const SIZE: usize = 100_000;
/// Pages of each kind.
const PAGES: usize = 32;
/// Rounds over all pages for the closing lines.
const ROUNDS: u32 = 10;

const FETCHED: Option<Fetched> = Some(Fetched { year: 2026, month: 11 });

/// So many documents as municipalities have them: content on one matter, and for the rest of `size` bytes a third each of
/// menus, style and script.
fn ordinary(count: usize, size: usize) -> Vec<Document> {
    let with_menu = |Document { url, html }: Document| {
        let (before, main) = html.split_once("<main").expect("a page has a main part");
        Document { url, html: format!("{before}{}<main{main}", menu(size / 3)) }
    };
    documents(count, size - size / 3, 0).into_iter().map(with_menu).collect()
}

/// So many bytes of a menu that shows several levels.
fn menu(size: usize) -> String {
    let item = |number: usize| {
        format!(
            "<li class=\"menu-item level-{}\"><a href=\"/avdelning/sida-{number}\" data-node=\"4.{number:x}\">Avdelningens sida {number}</a></li>\n",
            number % 4
        )
    };
    let count = size / item(1000).len();
    format!("<nav class=\"menu\"><ul>{}</ul></nav>", (0..count).map(item).collect::<String>())
}

/// Counts what all questions find on a page.
fn questions(reading: &Reading<'_>, rubric: &CompiledRubric) -> usize {
    (0..rubric.questions.len()).map(|number| candidates(reading, rubric, number).len()).sum()
}

fn parsed(document: &Document) -> Page {
    page::parse(&document.html, &document.url)
}

fn whole(document: &Document, rubric: &CompiledRubric, words: &mut Words) -> usize {
    let page = parsed(document);
    questions(&Reading::new(&page, FETCHED, rubric, words), rubric)
}

fn measure(criterion: &mut Criterion, name: &str, documents: &[Document], rubric: &CompiledRubric) {
    let mut group = criterion.benchmark_group(name);
    group.throughput(Throughput::Elements(PAGES as u64)).sample_size(20);
    group.bench_function("parse, read, judge", |bencher| {
        let mut words = Words::default();
        bencher.iter(|| documents.iter().map(|one| whole(one, rubric, &mut words)).sum::<usize>());
    });
    group.bench_function("DOM alone", |bencher| {
        bencher.iter(|| {
            for one in documents {
                drop(black_box(scraper::Html::parse_document(&one.html)));
            }
        });
    });
    group.finish();
}

/// The time of one step over all documents.
#[derive(Default)]
struct Shares {
    parsing: Duration,
    reading: Duration,
    questions: Duration,
}

impl Shares {
    fn of(documents: &[Document], rubric: &CompiledRubric) -> Self {
        let (mut shares, mut words) = (Self::default(), Words::default());
        for document in (0..ROUNDS).flat_map(|_| documents) {
            let begun = Instant::now();
            let page = parsed(document);
            let parsed = Instant::now();
            let reading = Reading::new(&page, FETCHED, rubric, &mut words);
            let read = Instant::now();
            black_box(questions(&reading, rubric));
            shares.parsing += parsed - begun;
            shares.reading += read - parsed;
            shares.questions += read.elapsed();
        }
        shares
    }

    #[expect(clippy::print_stdout, reason = "a benchmark prints its result")]
    fn print(&self, name: &str, documents: &[Document]) {
        let all = (self.parsing + self.reading + self.questions).as_secs_f64();
        let percent = |part: Duration| 100.0 * part.as_secs_f64() / all;
        let pages = f64::from(ROUNDS) * documents.len() as f64 / all;
        let size = documents.iter().map(|one| one.html.len()).sum::<usize>() / documents.len() / 1000;
        println!(
            "{name}: {pages:.0} pages a second of {size} kB: parsing {:.0} %, reading {:.0} %, questions {:.0} %",
            percent(self.parsing),
            percent(self.reading),
            percent(self.questions),
        );
    }
}

fn main() {
    let rubric = load(&builtin()).expect("the built-in rubric is checked by a test");
    let compiled = CompiledRubric::new(&rubric);
    let kinds = [
        ("ordinary", ordinary(PAGES, SIZE)),
        ("mixed", documents(PAGES, SIZE, SIZE / 5)),
        ("dense", documents(PAGES, SIZE, SIZE - SIZE / 10)),
    ];
    let mut criterion = Criterion::default().configure_from_args();
    for (name, documents) in &kinds {
        measure(&mut criterion, name, documents, &compiled);
    }
    criterion.final_summary();
    for (name, documents) in &kinds {
        Shares::of(documents, &compiled).print(name, documents);
    }
}
