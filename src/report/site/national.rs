//! Pages about the whole: start and comparison. It must not know single answers.

use askama::Template;

use super::{Page, frame, frame::Frame, ranking, ranking::Ranking, trend::TrendChart};
use crate::report::tongue::Tongue;
use crate::standing::{AreaName, Benchmark, Group, GroupKind, HistoricMean, Measure};

/// How many the start page ranks.
const BEST: usize = 10;

/// The last year in which the old survey was made by outsiders and told areas.
const SURVEY: u16 = 2015;

/// The start page: the nation at a glance.
#[derive(Template)]
#[template(path = "start.html")]
pub(super) struct StartPage {
    frame: Frame,
    bodies: usize,
    questions: usize,
    assessed: usize,
    answers: String,
    ranking: Ranking,
    eservices: Ranking,
    /// The most points of the e-service index.
    possible: u32,
    areas: Vec<AreaLine>,
    /// Whether another survey tells of areas.
    with_survey: bool,
    trend: Option<TrendChart>,
}

/// One area of the nation.
struct AreaLine {
    name: String,
    path: String,
    mean: String,
    bar: String,
    /// The old survey's mean.
    survey: String,
}

impl StartPage {
    /// The nation of this benchmark.
    pub(super) fn of(benchmark: &Benchmark, tongue: Tongue) -> Page {
        let path = "index.html";
        let ranking = |measure| Ranking::of(benchmark, tongue, benchmark.everybody(), measure);
        let line = |area: &AreaName| AreaLine::of(benchmark, tongue, area);
        let title = tongue.say("Så svarar kommunernas webbplatser", "How municipal web sites answer");
        let judged: u32 = benchmark.entries.iter().map(|entry| entry.scorecard.all.judged).sum();
        let areas: Vec<_> = benchmark.areas.iter().map(line).collect();
        Page::new(
            path,
            &Self {
                frame: Frame::new(benchmark, tongue, path, title),
                bodies: benchmark.entries.len(),
                questions: benchmark.questions.len(),
                assessed: benchmark.questions.iter().filter(|question| question.assessed).count(),
                answers: tongue.grouped(judged),
                ranking: ranking(&Measure::Total).best(BEST),
                eservices: ranking(&Measure::Eservices),
                possible: ranking::possible(benchmark, &Measure::Eservices).unwrap_or_default(),
                with_survey: areas.iter().any(|area| area.survey != "–"),
                areas,
                trend: TrendChart::of(benchmark, tongue),
            },
        )
    }
}

impl AreaLine {
    fn of(benchmark: &Benchmark, tongue: Tongue, area: &AreaName) -> Self {
        let measure = Measure::Area(area.id.clone());
        let mean = benchmark.nation(&measure).map(|s| s.mean);
        let same = |mean: &&HistoricMean| mean.measure == measure && mean.year == SURVEY;
        let survey = benchmark.history.iter().find(same);
        Self {
            name: tongue.of(&area.name).to_owned(),
            path: frame::area_path(&area.id),
            mean: tongue.percent_or_dash(mean),
            bar: mean.map(|mean| Tongue::English.decimal(mean)).unwrap_or_default(),
            survey: survey
                .map_or("–".to_owned(), |mean| format!("{}{}", mean.low, tongue.say("\u{a0}%", "%"))),
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
    pub(super) fn of(benchmark: &Benchmark, tongue: Tongue) -> Page {
        let path = "jamfor/index.html";
        let kinds = [
            (GroupKind::County, tongue.say("Län", "Counties")),
            (GroupKind::Skr, tongue.say("SKR:s kommungrupper", "SKR's groups of municipalities")),
            (GroupKind::Size, tongue.say("Storlek", "Size")),
            (GroupKind::Network, tongue.say("Nätverk", "Networks")),
        ];
        let kind = |(kind, name)| {
            let groups = benchmark.groups.iter().filter(|group| group.kind == kind);
            let line = |group: &Group| {
                let statistics = group.statistics.get(&Measure::Total);
                GroupLine {
                    name: tongue.group(group),
                    path: frame::group_path(group),
                    members: group.members.len(),
                    mean: tongue.percent_or_dash(statistics.map(|s| s.mean)),
                    median: tongue.percent_or_dash(statistics.map(|s| s.median)),
                }
            };
            Kind { name, groups: groups.map(line).collect() }
        };
        let kinds = kinds.map(kind).into_iter().filter(|kind| !kind.groups.is_empty()).collect();
        let title = tongue.say("Jämför inom grupper", "Compare within groups");
        Page::new(path, &Self { frame: Frame::new(benchmark, tongue, path, title), kinds })
    }
}
