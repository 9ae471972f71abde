//! Pages about the whole: start, comparison, method. It must not know single answers.

use askama::Template;

use super::{frame, frame::Frame, ranking::Ranking};
use crate::report::swedish;
use crate::standing::{Benchmark, GroupKind, Measure};

/// The start page: the nation at a glance and the ranking.
#[derive(Template)]
#[template(path = "start.html")]
pub(super) struct StartPage {
    frame: Frame,
    bodies: usize,
    questions: usize,
    assessed: usize,
    ranking: Ranking,
    eservices: Ranking,
    areas: Vec<AreaLine>,
}

/// One area of the nation.
struct AreaLine {
    name: String,
    path: String,
    mean: String,
    bar: String,
}

impl StartPage {
    /// The nation of this benchmark.
    pub(super) fn of(benchmark: &Benchmark) -> Self {
        let ranking = |measure| Ranking::of(benchmark, benchmark.everybody(), measure);
        let line = |area: &crate::standing::AreaName| {
            let mean = benchmark.nation(&Measure::Area(area.id.clone())).map(|s| s.mean);
            AreaLine {
                name: area.name.sv.clone(),
                path: frame::area_path(&area.id),
                mean: swedish::percent_or_dash(mean),
                bar: mean.map(swedish::decimal).unwrap_or_default().replace(',', "."),
            }
        };
        Self {
            frame: Frame::new(benchmark, "Så svarar kommunernas webbplatser", 0),
            bodies: benchmark.entries.len(),
            questions: benchmark.questions.len(),
            assessed: benchmark.questions.iter().filter(|question| question.assessed).count(),
            ranking: ranking(&Measure::Total),
            eservices: ranking(&Measure::Eservices),
            areas: benchmark.areas.iter().map(line).collect(),
        }
    }
}

/// The groups to compare within.
#[derive(Template)]
#[template(path = "compare.html")]
pub(super) struct ComparePage {
    frame: Frame,
    kinds: Vec<Kind>,
}

/// One way to divide the nation.
struct Kind {
    name: &'static str,
    groups: Vec<GroupLine>,
}

/// One group.
struct GroupLine {
    name: String,
    path: String,
    members: usize,
    mean: String,
    median: String,
}

impl ComparePage {
    /// All groups of this benchmark.
    pub(super) fn of(benchmark: &Benchmark) -> Self {
        let kinds = [
            (GroupKind::County, "Län"),
            (GroupKind::Skr, "SKR:s kommungrupper"),
            (GroupKind::Size, "Storlek"),
            (GroupKind::Network, "Nätverk"),
        ];
        let kind = |(kind, name)| {
            let groups = benchmark.groups.iter().filter(|group| group.kind == kind);
            let line = |group: &crate::standing::Group| {
                let statistics = group.statistics.get(&Measure::Total);
                GroupLine {
                    name: group.name.clone(),
                    path: frame::group_path(group),
                    members: group.members.len(),
                    mean: swedish::percent_or_dash(statistics.map(|s| s.mean)),
                    median: swedish::percent_or_dash(statistics.map(|s| s.median)),
                }
            };
            Kind { name, groups: groups.map(line).collect() }
        };
        let kinds = kinds.map(kind).into_iter().filter(|kind| !kind.groups.is_empty()).collect();
        Self { frame: Frame::new(benchmark, "Jämför inom grupper", 1), kinds }
    }
}

/// How points, states, coverage and places are made, and how to dispute.
#[derive(Template)]
#[template(path = "method.html")]
pub(super) struct MethodPage {
    frame: Frame,
    rubric_id: String,
    rubric_hash: String,
    register_hash: String,
    areas: usize,
    index: usize,
    questions: usize,
    assessed: usize,
}

impl MethodPage {
    /// The method of this benchmark.
    pub(super) fn of(benchmark: &Benchmark) -> Self {
        let edition = &benchmark.edition;
        Self {
            frame: Frame::new(benchmark, "Metod", 1),
            rubric_id: edition.rubric.id.clone(),
            rubric_hash: edition.rubric.hash.clone(),
            register_hash: edition.register_hash.clone(),
            areas: benchmark.areas.len(),
            index: benchmark.questions.iter().filter(|question| question.index).count(),
            questions: benchmark.questions.len(),
            assessed: benchmark.questions.iter().filter(|question| question.assessed).count(),
        }
    }
}
