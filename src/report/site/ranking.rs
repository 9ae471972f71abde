//! Ranking pages: the nation or a group, by the total, an area or the e-services. It must not compute places.

use askama::Template;

use super::{frame, frame::Frame, measure_name};
use crate::report::{swedish, tables::best_first};
use crate::standing::{AreaName, Benchmark, Entry, Group, GroupKind, Measure, Statistics, Unranked};

/// A ranking table with what lies around it.
pub(super) struct Ranking {
    /// What it ranks by.
    pub(super) measure: String,
    /// Middle and spread as name and value.
    pub(super) figures: Vec<(&'static str, String)>,
    /// The ranked, best first.
    pub(super) rows: Vec<Row>,
    /// The unranked: name, address, why.
    pub(super) unranked: Vec<(String, String, String)>,
}

/// One ranked body.
pub(super) struct Row {
    pub(super) place: String,
    pub(super) name: String,
    pub(super) path: String,
    pub(super) county: String,
    /// What is ranked by, as shown.
    pub(super) value: String,
    /// Length of its bar, 0-100 with a point.
    pub(super) bar: String,
    /// The e-service index, `21 av 36`.
    pub(super) eservices: String,
    pub(super) coverage: String,
}

impl Ranking {
    /// The members of a group by a measure.
    pub(super) fn of(benchmark: &Benchmark, group: &Group, measure: &Measure) -> Self {
        let members = benchmark.entries.iter().filter(|e| group.members.binary_search(&e.body.code).is_ok());
        let sorted = best_first(members, &group.id, measure);
        let possible = possible(benchmark, measure);
        Self {
            measure: measure_name(benchmark, measure),
            figures: group.statistics.get(measure).map_or_else(Vec::new, |s| figures(s, possible)),
            rows: sorted.iter().filter_map(|entry| row(entry, group, measure)).collect(),
            unranked: sorted
                .iter()
                .filter(|entry| measure.of(&entry.scorecard).is_none())
                .map(|entry| (entry.body.name.clone(), frame::body_path(&entry.body), why(entry)))
                .collect(),
        }
    }
}

/// The points that a measure is counted in; `None` for per cent.
fn possible(benchmark: &Benchmark, measure: &Measure) -> Option<u32> {
    let index = benchmark.entries.first()?.scorecard.eservice_index;
    (*measure == Measure::Eservices).then(|| index.possible())
}

/// Middle and spread: in per cent, or in points of `possible`.
pub(super) fn figures(s: &Statistics, possible: Option<u32>) -> Vec<(&'static str, String)> {
    let shown = |share| match possible {
        Some(points) => swedish::points_of(share, points),
        None => swedish::percent(share),
    };
    let mut figures = vec![
        ("Medelvärde", shown(s.mean)),
        ("Median", shown(s.median)),
        ("Undre kvartil", shown(s.lower_quartile)),
        ("Övre kvartil", shown(s.upper_quartile)),
        ("Högst", shown(s.best)),
        ("Lägst", shown(s.worst)),
    ];
    if let Some(points) = possible {
        figures.insert(0, ("Högsta möjliga", points.to_string()));
    }
    figures
}

fn row(entry: &Entry, group: &Group, measure: &Measure) -> Option<Row> {
    let share = measure.of(&entry.scorecard)?;
    let place = entry.places.get(&group.id)?.get(measure)?;
    Some(Row {
        place: swedish::place(*place),
        name: entry.body.name.clone(),
        path: frame::body_path(&entry.body),
        county: entry.body.county.clone(),
        value: swedish::percent(share),
        bar: swedish::decimal(share).replace(',', "."),
        eservices: eservices(entry),
        coverage: swedish::percent_or_dash(entry.scorecard.coverage),
    })
}

/// The e-service index as readers know it: `21 av 36`; of less when some could not be judged.
pub(super) fn eservices(entry: &Entry) -> String {
    let index = entry.scorecard.eservice_index;
    if index.judged == 0 {
        return "ej bedömd".to_owned();
    }
    format!("{} av {}", index.points, index.maximum)
}

/// Why an entry has no place.
pub(super) fn why(entry: &Entry) -> String {
    let reason = match entry.unranked {
        Some(Unranked::NothingJudged) => "Ingen fråga kunde bedömas",
        Some(Unranked::LowCoverage) => "Mindre än hälften av frågorna kunde bedömas",
        None => "Mindre än hälften av frågorna här kunde bedömas",
    };
    if entry.site.reason.sv.is_empty() {
        reason.to_owned()
    } else {
        format!("{reason}: {}", entry.site.reason.sv.trim_end_matches('.'))
    }
}

/// A ranking with a page of its own.
#[derive(Template)]
#[template(path = "ranking.html")]
pub(super) struct RankingPage {
    frame: Frame,
    lead: String,
    ranking: Ranking,
    /// Questions of the area: text, address.
    questions: Vec<(String, String)>,
}

impl RankingPage {
    /// A county, SKR group, size class or network by the total.
    pub(super) fn within(benchmark: &Benchmark, group: &Group) -> Self {
        let kind = match group.kind {
            GroupKind::Nation => "Riket",
            GroupKind::County => "Län",
            GroupKind::Skr => "SKR:s kommungrupp",
            GroupKind::Size => "Storleksklass (invånare)",
            GroupKind::Network => "Nätverk",
        };
        Self {
            frame: Frame::new(benchmark, group.name.clone(), 2),
            lead: format!(
                "{kind}. {} kommuner, ordnade efter totalresultat inom gruppen.",
                group.members.len()
            ),
            ranking: Ranking::of(benchmark, group, &Measure::Total),
            questions: Vec::new(),
        }
    }

    /// The nation by one area.
    pub(super) fn by_area(benchmark: &Benchmark, area: &AreaName) -> Self {
        let questions = benchmark.questions.iter().filter(|question| question.area == area.id);
        Self {
            frame: Frame::new(benchmark, area.name.sv.clone(), 2),
            lead: "Poäng i procent av högsta möjliga för områdets bedömda frågor.".to_owned(),
            ranking: Ranking::of(benchmark, benchmark.everybody(), &Measure::Area(area.id.clone())),
            questions: questions.map(|q| (q.text.sv.clone(), frame::question_path(&q.id))).collect(),
        }
    }

    /// The nation by the e-service index.
    pub(super) fn by_eservices(benchmark: &Benchmark) -> Self {
        let questions = benchmark.questions.iter().filter(|question| question.index);
        Self {
            frame: Frame::new(benchmark, "E-tjänstindex", 1),
            lead: "Frågorna om e-tjänster, 3 poäng för en e-tjänst som finns, 1 för en som bara nämns."
                .to_owned(),
            ranking: Ranking::of(benchmark, benchmark.everybody(), &Measure::Eservices),
            questions: questions.map(|q| (q.text.sv.clone(), frame::question_path(&q.id))).collect(),
        }
    }
}
