//! Ranking pages: the nation or a group, by the total, an area or the e-services. It must not compute places.

use askama::Template;

use super::{Page, frame, frame::Frame, measure_name, wording, wording::Shift};
use crate::report::tables::best_first;
use crate::report::tongue::{Level, Tongue};
use crate::standing::{AreaName, Benchmark, Entry, Group, GroupKind, Measure, Statistics};

/// A ranking table with what lies around it.
pub(super) struct Ranking {
    /// What it ranks by.
    pub(super) measure: String,
    /// Whether places carry an interval.
    pub(super) with_intervals: bool,
    /// Whether there is an earlier measurement to compare with.
    pub(super) with_changes: bool,
    /// Middle and spread as name and value.
    pub(super) figures: Vec<(&'static str, String)>,
    /// The ranked, best first.
    pub(super) rows: Vec<Row>,
    /// How many are ranked, when not all are shown.
    pub(super) of: usize,
    /// The unranked: name, address, why.
    pub(super) unranked: Vec<(String, String, String)>,
}

/// One ranked body.
pub(super) struct Row {
    pub(super) place: String,
    pub(super) rank: usize,
    pub(super) name: String,
    pub(super) path: String,
    pub(super) county: String,
    /// What is ranked by, as shown.
    pub(super) value: String,
    /// Length of its bar, 0-100 with a point.
    pub(super) bar: String,
    /// Where the place lies in nine simulations of ten.
    pub(super) interval: String,
    /// Which quarter of the ranked, and whether among the 40 highest of the nation.
    pub(super) level: Level,
    /// Change since the measurement before, when it exceeds the noise.
    pub(super) change: Shift,
    /// The e-service index, `21 av 36`.
    pub(super) eservices: String,
    pub(super) coverage: String,
}

impl Ranking {
    /// The members of a group by a measure.
    pub(super) fn of(benchmark: &Benchmark, tongue: Tongue, group: &Group, measure: &Measure) -> Self {
        let members = benchmark.entries.iter().filter(|e| group.members.binary_search(&e.body.code).is_ok());
        let sorted = best_first(members, &group.id, measure);
        let possible = possible(benchmark, measure);
        let statistics = group.statistics.get(measure);
        let rows: Vec<Row> =
            sorted.iter().filter_map(|entry| row(benchmark, tongue, entry, (group, measure))).collect();
        let unranked = sorted.iter().filter(|entry| entry.share(measure).is_none());
        Self {
            measure: measure_name(benchmark, tongue, measure),
            with_intervals: *measure == Measure::Total && group.kind == GroupKind::Nation,
            with_changes: *measure == Measure::Total && benchmark.changes.is_some(),
            figures: statistics.map_or_else(Vec::new, |s| figures(s, possible, tongue)),
            of: rows.len(),
            rows,
            unranked: unranked
                .map(|entry| {
                    (entry.body.name.clone(), frame::body_path(&entry.body), wording::why(entry, tongue))
                })
                .collect(),
        }
    }

    /// The best only.
    pub(super) fn best(mut self, count: usize) -> Self {
        self.rows.truncate(count);
        self
    }
}

/// The groups by kind, each with its address.
fn kinds(benchmark: &Benchmark, tongue: Tongue) -> Vec<(&'static str, Vec<(String, String)>)> {
    let kinds = [
        (GroupKind::County, tongue.say("ett län", "one county")),
        (GroupKind::Skr, tongue.say("en kommungrupp", "one group of municipalities")),
        (GroupKind::Size, tongue.say("en storlek", "one size")),
        (GroupKind::Network, tongue.say("ett nätverk", "one network")),
    ];
    let named = |group: &Group| (tongue.group(group), frame::group_path(group));
    let of = |kind| benchmark.groups.iter().filter(move |group| group.kind == kind).map(named).collect();
    let kinds = kinds.into_iter().map(|(kind, name): (_, &str)| -> (_, Vec<_>) { (name, of(kind)) });
    kinds.filter(|(_, groups)| !groups.is_empty()).collect()
}

/// The points that a measure is counted in; `None` for per cent.
pub(super) fn possible(benchmark: &Benchmark, measure: &Measure) -> Option<u32> {
    let index = benchmark.entries.first()?.scorecard.eservice_index;
    (*measure == Measure::Eservices).then(|| index.possible())
}

/// Middle and spread: in per cent, or in points of `possible`.
fn figures(s: &Statistics, possible: Option<u32>, tongue: Tongue) -> Vec<(&'static str, String)> {
    let shown = |share| match possible {
        Some(points) => tongue.points_of(share, points),
        None => tongue.percent(share),
    };
    vec![
        (tongue.say("Medelvärde", "Mean"), shown(s.mean)),
        (tongue.say("Median", "Median"), shown(s.median)),
        (tongue.say("Undre kvartil", "Lower quartile"), shown(s.lower_quartile)),
        (tongue.say("Övre kvartil", "Upper quartile"), shown(s.upper_quartile)),
        (tongue.say("Högst", "Highest"), shown(s.best)),
        (tongue.say("Lägst", "Lowest"), shown(s.worst)),
    ]
}

fn row(
    benchmark: &Benchmark,
    tongue: Tongue,
    entry: &Entry,
    (group, measure): (&Group, &Measure),
) -> Option<Row> {
    let share = entry.share(measure)?;
    let place = entry.places.get(&group.id)?.get(measure)?;
    let quarter = group.statistics.get(measure)?.quarter(share);
    Some(Row {
        place: tongue.place(*place),
        rank: place.rank,
        name: entry.body.name.clone(),
        path: frame::body_path(&entry.body),
        county: entry.body.county.clone(),
        value: tongue.percent(share),
        bar: Tongue::English.decimal(share),
        interval: wording::interval(entry.interval),
        level: wording::level(tongue, (entry, group), (measure, quarter)),
        change: wording::change(benchmark, entry, tongue),
        eservices: wording::eservices(entry, tongue),
        coverage: tongue.percent_or_dash(entry.scorecard.coverage),
    })
}

/// A ranking with a page of its own.
#[derive(Template)]
#[template(path = "ranking.html")]
pub(super) struct RankingPage {
    frame: Frame,
    lead: String,
    ranking: Ranking,
    /// Groups to narrow it to, by kind: names and addresses.
    kinds: Vec<(&'static str, Vec<(String, String)>)>,
    /// Questions of the area: text, address.
    questions: Vec<(String, String)>,
}

impl RankingPage {
    /// All by the total.
    pub(super) fn national(benchmark: &Benchmark, tongue: Tongue) -> Page {
        let path = "ranking/index.html";
        let lead = tongue.say(
            "Alla kommuner efter totalresultat. Intervallet visar var placeringen hamnar i nio av tio simuleringar av bedömningens egna fel.",
            "All municipalities by total. The interval is where the place lies in nine of ten simulations of the judgement's own errors.",
        );
        Page::new(
            path,
            &Self {
                frame: Frame::new(benchmark, tongue, path, "Ranking"),
                lead: lead.to_owned(),
                ranking: Ranking::of(benchmark, tongue, benchmark.everybody(), &Measure::Total),
                kinds: kinds(benchmark, tongue),
                questions: Vec::new(),
            },
        )
    }

    /// A county, SKR group, size class or network by the total.
    pub(super) fn within(benchmark: &Benchmark, tongue: Tongue, group: &Group) -> Page {
        let path = frame::group_path(group);
        let kind = match group.kind {
            GroupKind::Nation => tongue.say("Riket", "The nation"),
            GroupKind::County => tongue.say("Län", "County"),
            GroupKind::Skr => tongue.say("SKR:s kommungrupp", "SKR's group of municipalities"),
            GroupKind::Size => tongue.say("Storleksklass", "Size class"),
            GroupKind::Network => tongue.say("Nätverk", "Network"),
        };
        let ordered = tongue.say(
            "kommuner, ordnade efter totalresultat inom gruppen",
            "municipalities by total within the group",
        );
        Page::new(
            &path,
            &Self {
                frame: Frame::new(benchmark, tongue, &path, tongue.group(group)),
                lead: format!("{kind}. {} {ordered}.", group.members.len()),
                ranking: Ranking::of(benchmark, tongue, group, &Measure::Total),
                kinds: Vec::new(),
                questions: Vec::new(),
            },
        )
    }

    /// The nation by one area.
    pub(super) fn by_area(benchmark: &Benchmark, tongue: Tongue, area: &AreaName) -> Page {
        let path = frame::area_path(&area.id);
        let questions = benchmark.questions.iter().filter(|question| question.area == area.id);
        let lead = tongue.say(
            "Poäng i procent av högsta möjliga för områdets bedömda frågor.",
            "Points in per cent of the maximum of the area's judged questions.",
        );
        Page::new(
            &path,
            &Self {
                frame: Frame::new(benchmark, tongue, &path, tongue.of(&area.name)),
                lead: lead.to_owned(),
                ranking: Ranking::of(
                    benchmark,
                    tongue,
                    benchmark.everybody(),
                    &Measure::Area(area.id.clone()),
                ),
                kinds: Vec::new(),
                questions: questions
                    .map(|q| (tongue.of(&q.text).to_owned(), frame::question_path(&q.id)))
                    .collect(),
            },
        )
    }

    /// The nation by the e-service index.
    pub(super) fn by_eservices(benchmark: &Benchmark, tongue: Tongue) -> Page {
        let path = "e-tjanster/index.html";
        let questions = benchmark.questions.iter().filter(|question| question.index);
        let points = possible(benchmark, &Measure::Eservices).unwrap_or_default();
        let lead = match tongue {
            Tongue::Swedish => format!(
                "Frågorna om e-tjänster: 3 poäng för en e-tjänst som finns, 1 för en som bara nämns, högst {points}."
            ),
            Tongue::English => format!(
                "The questions about e-services: 3 points for one that can be used, 1 for one that is only mentioned, at most {points}."
            ),
        };
        Page::new(
            path,
            &Self {
                frame: Frame::new(benchmark, tongue, path, tongue.say("E-tjänstindex", "E-service index")),
                lead,
                ranking: Ranking::of(benchmark, tongue, benchmark.everybody(), &Measure::Eservices),
                kinds: Vec::new(),
                questions: questions
                    .map(|q| (tongue.of(&q.text).to_owned(), frame::question_path(&q.id)))
                    .collect(),
            },
        )
    }
}
