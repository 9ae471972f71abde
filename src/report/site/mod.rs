//! The site: static pages in Swedish, and in English below `en/`, that are whole without scripts and ask no other
//! host for anything. It must not compute results; it shows those of the benchmark.

mod answer;
mod changes;
pub(super) mod frame;
mod municipality;
mod national;
mod question;
mod radar;
mod ranking;
mod texts;
mod trend;
mod wording;

use askama::Template;
use std::io;

use super::{Sink, tongue::Tongue};
use crate::standing::{Benchmark, GroupKind, Measure};

/// The only style sheet.
const STYLE: &str = include_str!("../templates/style.css");

/// Sorts and filters tables that are whole without it.
const TABLES: &str = include_str!("../templates/tables.js");

/// Copies answers with their proof.
const COPY: &str = include_str!("../templates/copy.js");

/// The sign of the site.
const ICON: &str = include_str!("../templates/icon.svg");

/// Writes every page in both languages, one at a time.
pub(super) fn write(benchmark: &Benchmark, sink: &mut dyn Sink) -> io::Result<()> {
    sink.file("style.css", STYLE.as_bytes())?;
    sink.file("tables.js", TABLES.as_bytes())?;
    sink.file("copy.js", COPY.as_bytes())?;
    sink.file("icon.svg", ICON.as_bytes())?;
    for tongue in Tongue::ALL {
        pages(benchmark, tongue, &mut |page: Page| {
            sink.file(&format!("{}{}", tongue.prefix(), page.path), page.html.as_bytes())
        })?;
    }
    Ok(())
}

fn pages(
    benchmark: &Benchmark,
    tongue: Tongue,
    write: &mut dyn FnMut(Page) -> io::Result<()>,
) -> io::Result<()> {
    write(national::StartPage::of(benchmark, tongue))?;
    write(ranking::RankingPage::national(benchmark, tongue))?;
    write(national::ComparePage::of(benchmark, tongue))?;
    write(changes::ChangesPage::of(benchmark, tongue))?;
    write(question::QuestionsPage::of(benchmark, tongue))?;
    write(texts::MethodPage::of(benchmark, tongue))?;
    write(texts::DataPage::of(benchmark, tongue))?;
    write(texts::DisputePage::of(benchmark, tongue))?;
    write(texts::StatementPage::of(benchmark, tongue))?;
    for group in benchmark.groups.iter().filter(|group| group.kind != GroupKind::Nation) {
        write(ranking::RankingPage::within(benchmark, tongue, group))?;
    }
    for area in &benchmark.areas {
        write(ranking::RankingPage::by_area(benchmark, tongue, area))?;
    }
    write(ranking::RankingPage::by_eservices(benchmark, tongue))?;
    for entry in &benchmark.entries {
        write(municipality::MunicipalityPage::of(benchmark, tongue, entry))?;
    }
    (0..benchmark.questions.len()).try_for_each(|at| write(question::QuestionPage::of(benchmark, tongue, at)))
}

/// A finished page.
struct Page {
    /// Below the start of its language.
    path: String,
    html: String,
}

impl Page {
    fn new(path: &str, template: &impl Template) -> Self {
        let html = template.render().expect("writing to a String cannot fail");
        Self { path: path.to_owned(), html }
    }
}

/// The name that readers know a measure by.
fn measure_name(benchmark: &Benchmark, tongue: Tongue, measure: &Measure) -> String {
    match measure {
        Measure::Total => tongue.say("Totalt", "Total").to_owned(),
        Measure::Pooled => tongue.say("Sammanvägt", "Pooled").to_owned(),
        Measure::Eservices => tongue.say("E-tjänster", "E-services").to_owned(),
        Measure::Area(id) => {
            let area = benchmark.areas.iter().find(|area| &area.id == id);
            area.map_or_else(|| id.clone(), |area| tongue.of(&area.name).to_owned())
        }
    }
}
