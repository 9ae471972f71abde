//! What bodies scored: in total and per area. It must not know single answers.

use super::{Rows, best_first, header, percent, text};
use crate::index::AreaShare;
use crate::standing::{Benchmark, Entry, Measure};

const RANKING: [&str; 14] = [
    "kommunkod",
    "kommun",
    "lan",
    "skr_grupp",
    "storleksklass",
    "plats",
    "delar_plats",
    "av",
    "total",
    "sammanvagt",
    "tackning",
    "etjanster_poang",
    "etjanster_max",
    "etjanster_plats",
];

/// One row per body, best first; a column per area at the end.
pub(super) fn ranking(benchmark: &Benchmark) -> Rows {
    let mut head = header(&RANKING);
    head.extend(benchmark.areas.iter().map(|area| format!("omrade_{}", area.id.replace('-', "_"))));
    let row = |entry: &Entry| {
        let (body, card) = (&entry.body, &entry.scorecard);
        let (total, services) = (entry.place(&Measure::Total), entry.place(&Measure::Eservices));
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
            card.eservice_index.points.to_string(),
            card.eservice_index.maximum.to_string(),
            text(services.map(|place| place.rank)),
        ];
        row.extend(card.areas.iter().map(|area| percent(area.share)));
        row
    };
    let sorted = best_first(&benchmark.entries, "riket", &Measure::Total);
    std::iter::once(head).chain(sorted.into_iter().map(row)).collect()
}

const AREAS: [&str; 10] =
    ["kommunkod", "kommun", "omrade", "poang", "max", "andel", "bedomda", "fragor", "plats", "riket_medel"];

/// One row per body and area.
pub(super) fn areas(benchmark: &Benchmark) -> Rows {
    let head = header(&AREAS);
    let row = |entry: &Entry| {
        let row = |area: &AreaShare| {
            let measure = Measure::Area(area.area.clone());
            vec![
                entry.body.code.clone(),
                entry.body.name.clone(),
                area.area.clone(),
                area.tally.points.to_string(),
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
    std::iter::once(head).chain(benchmark.entries.iter().flat_map(row)).collect()
}
