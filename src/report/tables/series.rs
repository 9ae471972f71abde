//! Measurement after measurement: the nation's means as published, and archives judged again as rows of their own. It
//! must not know single bodies.

use super::{Cells, Rows, percent};
use crate::standing::{Benchmark, TrendPoint};

/// The columns.
pub(super) const SERIES: [(&str, Cells, &str); 11] = [
    ("utgava", Cells::Text, "Mätningens namn"),
    ("datum", Cells::Text, "Mätningens dag eller månad"),
    (
        "bedomd_i_efterhand",
        Cells::Flag,
        "1 när ett äldre arkiv bedömts med en senare frågelista; 0 när talet publicerats",
    ),
    ("arkiv", Cells::Text, "Den publicerade utgåva vars arkiv det är; annars tom"),
    ("fragelista", Cells::Text, "Frågelistans beteckning"),
    ("version", Cells::Text, "Frågelistans version"),
    ("kontrollsumma", Cells::Text, "Frågelistans SHA-256"),
    ("rangordnade", Cells::Whole, "Rangordnade kommuner"),
    ("medel", Cells::Decimal, "Deras medelvärde av totalen, procent"),
    ("fast_panel", Cells::Decimal, "Medelvärde för dem som rangordnats i alla seriens mätningar, procent"),
    ("brott", Cells::Flag, "1 när en annan frågelista bedömde än i mätningen före: ett brott i serien"),
];

/// One row per measurement: the published, oldest first, then those judged again.
pub(super) fn series(benchmark: &Benchmark) -> Rows<'_> {
    let row = |point: &TrendPoint| {
        let edition = &point.edition;
        vec![
            edition.id.clone(),
            edition.date.clone(),
            u8::from(edition.again.is_some()).to_string(),
            edition.again.clone().unwrap_or_default(),
            edition.rubric.id.clone(),
            edition.rubric.version.clone(),
            edition.rubric.hash.clone(),
            point.ranked.to_string(),
            percent(point.mean),
            percent(point.panel),
            u8::from(point.after_break).to_string(),
        ]
    };
    Box::new(benchmark.trend.points.iter().chain(&benchmark.trend.again).map(row))
}
