//! The site: static pages in Swedish that are whole without scripts and ask no other host for anything. It
//! must not compute results; it shows those of the benchmark.

mod answer;
mod frame;
mod municipality;
mod national;
mod question;
mod radar;
mod ranking;

use askama::Template;
use std::io;

use super::Sink;
use crate::standing::{Benchmark, GroupKind, Measure};

/// The only style sheet.
const STYLE: &str = include_str!("../templates/style.css");

/// Writes every page, one at a time.
pub(super) fn write(benchmark: &Benchmark, sink: &mut dyn Sink) -> io::Result<()> {
    let mut page = |path: &str, template: &dyn DynPage| sink.file(path, template.html()?.as_bytes());
    page("index.html", &national::StartPage::of(benchmark))?;
    page("metod/index.html", &national::MethodPage::of(benchmark))?;
    page("jamfor/index.html", &national::ComparePage::of(benchmark))?;
    page("fragor/index.html", &question::QuestionsPage::of(benchmark))?;
    for group in benchmark.groups.iter().filter(|group| group.kind != GroupKind::Nation) {
        page(&frame::group_path(group), &ranking::RankingPage::within(benchmark, group))?;
    }
    for area in &benchmark.areas {
        page(&frame::area_path(&area.id), &ranking::RankingPage::by_area(benchmark, area))?;
    }
    page("e-tjanster/index.html", &ranking::RankingPage::by_eservices(benchmark))?;
    for entry in &benchmark.entries {
        page(&frame::body_path(&entry.body), &municipality::MunicipalityPage::of(benchmark, entry))?;
    }
    for at in 0..benchmark.questions.len() {
        page(&frame::question_path(&benchmark.questions[at].id), &question::QuestionPage::of(benchmark, at))?;
    }
    sink.file("style.css", STYLE.as_bytes())
}

/// A page that can be written.
trait DynPage {
    /// The page as HTML.
    fn html(&self) -> io::Result<String>;
}

impl<T: Template> DynPage for T {
    fn html(&self) -> io::Result<String> {
        self.render().map_err(io::Error::other)
    }
}

/// The name that readers know a measure by.
fn measure_name(benchmark: &Benchmark, measure: &Measure) -> String {
    match measure {
        Measure::Total => "Totalt".to_owned(),
        Measure::Pooled => "Sammanvägt".to_owned(),
        Measure::Eservices => "E-tjänster".to_owned(),
        Measure::Area(id) => {
            let area = benchmark.areas.iter().find(|area| &area.id == id);
            area.map_or_else(|| id.clone(), |area| area.name.sv.clone())
        }
    }
}
