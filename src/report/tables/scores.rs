//! What bodies scored: in total and per area. It must not know single answers.

use super::{Cells, Column, Row, Rows, best_first, columns, percent, text};
use crate::index::AreaShare;
use crate::standing::{AreaName, Benchmark, Entry, Measure, Quarter};

/// The columns.
const RANKING: [(&str, Cells, &str); 21] = [
    ("kommunkod", Cells::Text, "Kommunens kod"),
    ("kommun", Cells::Text, "Kommunens namn"),
    ("lan", Cells::Text, "Länets namn"),
    ("skr_grupp", Cells::Text, "Kod i SKR:s kommungruppsindelning"),
    ("storleksklass", Cells::Text, "Storleksklass efter invånare"),
    ("plats", Cells::Whole, "Plats i riket; tom utan placering"),
    ("delar_plats", Cells::Whole, "Hur många som har platsen"),
    ("av", Cells::Whole, "Hur många som är rangordnade"),
    ("total", Cells::Decimal, "Ovägt medelvärde av områdena, procent"),
    ("sammanvagt", Cells::Decimal, "Alla poäng av alla högsta möjliga, procent"),
    ("tackning", Cells::Decimal, "Bedömda frågor av dem som gäller, procent"),
    ("etjanster_poang", Cells::Whole, "Poäng i e-tjänstindex; tom när inget är bedömt"),
    ("etjanster_max", Cells::Whole, "Högsta möjliga av de bedömda"),
    ("etjanster_plats", Cells::Whole, "Plats efter e-tjänstindex"),
    ("plats_lagst", Cells::Whole, "Bästa plats i nio av tio simuleringar"),
    ("plats_hogst", Cells::Whole, "Sämsta plats i nio av tio simuleringar"),
    ("total_lagst", Cells::Decimal, "Lägsta total i nio av tio simuleringar, procent"),
    ("total_hogst", Cells::Decimal, "Högsta total i nio av tio simuleringar, procent"),
    ("fjardedel", Cells::Text, "basta, mitten eller lagsta; tom bland färre än fyra"),
    ("topp_40", Cells::Flag, "1 bland de 40 högsta i riket, när fler än 40 är rangordnade"),
    ("etjanster_topp_40", Cells::Flag, "1 bland de 40 högsta i e-tjänstindex, när fler än 40 är rangordnade"),
];

/// The columns of the ranking: a column per area at the end.
pub(super) fn ranking_columns(benchmark: &Benchmark) -> Vec<Column> {
    let area = |area: &AreaName| Column {
        name: format!("omrade_{}", area.id.replace('-', "_")),
        cells: Cells::Decimal,
        meaning: format!("{}, procent", area.name.sv),
    };
    columns(&RANKING).into_iter().chain(benchmark.areas.iter().map(area)).collect()
}

/// One row per body, best first.
pub(super) fn ranking(benchmark: &Benchmark) -> Rows<'_> {
    let row = move |entry: &Entry| {
        let (body, card) = (&entry.body, &entry.scorecard);
        let (total, services) = (entry.place(&Measure::Total), entry.place(&Measure::Eservices));
        let ranked = total.and(card.total).zip(benchmark.nation(&Measure::Total));
        let top = |measure| u8::from(entry.top_40.contains(measure)).to_string();
        let quarter = ranked.and_then(|(share, statistics)| statistics.quarter(share));
        let mut row = vec![
            body.code.clone(),
            body.name.clone(),
            body.county.clone(),
            body.skr_group_code.clone(),
            body.size_class.clone(),
            text(total.map(|place| place.rank)),
            text(total.map(|place| place.sharing)),
            text(total.map(|place| place.of)),
            percent(card.total),
            percent(card.pooled),
            percent(card.coverage),
            text(card.eservice_index.known_points()),
            card.eservice_index.maximum.to_string(),
            text(services.map(|place| place.rank)),
            text(entry.interval.map(|interval| interval.best)),
            text(entry.interval.map(|interval| interval.worst)),
            percent(entry.interval.map(|interval| interval.low)),
            percent(entry.interval.map(|interval| interval.high)),
            quarter.map(quarter_name).unwrap_or_default().to_owned(),
            top(&Measure::Total),
            top(&Measure::Eservices),
        ];
        row.extend(card.areas.iter().map(|area| percent(area.share)));
        row
    };
    let sorted = best_first(&benchmark.entries, "riket", &Measure::Total);
    Box::new(sorted.into_iter().map(row))
}

/// The columns.
pub(super) const AREAS: [(&str, Cells, &str); 10] = [
    ("kommunkod", Cells::Text, "Kommunens kod"),
    ("kommun", Cells::Text, "Kommunens namn"),
    ("omrade", Cells::Text, "Områdets beteckning"),
    ("poang", Cells::Whole, "Poäng; tom när inget är bedömt"),
    ("max", Cells::Whole, "Högsta möjliga av de bedömda frågorna"),
    ("andel", Cells::Decimal, "Poäng av högsta möjliga, procent; tom när inget är bedömt"),
    ("bedomda", Cells::Whole, "Bedömda frågor"),
    ("fragor", Cells::Whole, "Frågor i området"),
    ("plats", Cells::Whole, "Plats i riket"),
    ("riket_medel", Cells::Decimal, "Rikets medelvärde, procent"),
];

/// One row per body and area.
pub(super) fn areas(benchmark: &Benchmark) -> Rows<'_> {
    let row = move |entry: &Entry| {
        let row = |area: &AreaShare| -> Row {
            let measure = Measure::Area(area.area.clone());
            vec![
                entry.body.code.clone(),
                entry.body.name.clone(),
                area.area.clone(),
                text(area.tally.known_points()),
                area.tally.maximum.to_string(),
                percent(area.share),
                area.tally.judged.to_string(),
                area.tally.questions.to_string(),
                text(entry.place(&measure).map(|place| place.rank)),
                percent(benchmark.nation(&measure).map(|statistics| statistics.mean)),
            ]
        };
        entry.scorecard.areas.iter().map(row).collect::<Vec<_>>()
    };
    Box::new(benchmark.entries.iter().flat_map(row))
}

fn quarter_name(quarter: Quarter) -> &'static str {
    match quarter {
        Quarter::Best => "basta",
        Quarter::Middle => "mitten",
        Quarter::Worst => "lagsta",
    }
}
