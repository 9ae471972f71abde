//! The ranking as `run` prints it.

use std::io::{self, Write};
use std::path::Path;

use kommunspegel::standing::{Benchmark, Entry, Measure};
use serde_json::{Value, json};

use crate::args::Format;

/// Prints the ranking; unranked bodies come last, with their reason.
pub(crate) fn print(
    benchmark: &Benchmark,
    report: &Path,
    format: Format,
    out: &mut impl Write,
) -> io::Result<()> {
    match format {
        Format::Human => human(benchmark, out),
        Format::Json => {
            serde_json::to_writer_pretty(&mut *out, &document(benchmark, report))?;
            writeln!(out)
        }
    }
}

fn ordered(benchmark: &Benchmark) -> Vec<&Entry> {
    let mut entries: Vec<&Entry> = benchmark.entries.iter().collect();
    let rank = |entry: &Entry| entry.place(&Measure::Total).map_or(usize::MAX, |place| place.rank);
    entries.sort_by(|a, b| rank(a).cmp(&rank(b)).then_with(|| a.body.name.cmp(&b.body.name)));
    entries
}

fn human(benchmark: &Benchmark, out: &mut impl Write) -> io::Result<()> {
    let rubric = &benchmark.edition.rubric;
    writeln!(
        out,
        "{}, utgåva {}, rubrik {} {}\n",
        benchmark.rubric_name.sv, benchmark.edition.id, rubric.id, rubric.version
    )?;
    writeln!(out, "{:<11} {:<22} {:>6} {:>12} {:>9}", "Plats", "Kommun", "Totalt", "E-tjänster", "Bedömt")?;
    for entry in ordered(benchmark) {
        let card = &entry.scorecard;
        let place = entry.place(&Measure::Total).map_or("–".to_owned(), |place| {
            if place.sharing > 1 { format!("delad {}:a", place.rank) } else { place.rank.to_string() }
        });
        let percent = |share: Option<kommunspegel::index::Share>| {
            share.map_or("–".to_owned(), |share| format!("{} %", share.percent()))
        };
        let index = card.eservice_index;
        let services = index
            .known_points()
            .map_or("–".to_owned(), |points| format!("{points} av {}", index.possible()));
        let note =
            if entry.site.state == "ok" { String::new() } else { format!("  {}", entry.site.reason.sv) };
        let (total, coverage) = (percent(card.total), percent(card.coverage));
        writeln!(out, "{place:<11} {:<22} {total:>6} {services:>12} {coverage:>9}{note}", entry.body.name)?;
    }
    Ok(())
}

fn document(benchmark: &Benchmark, report: &Path) -> Value {
    let ranking: Vec<Value> = ordered(benchmark).into_iter().map(row).collect();
    json!({
        "schema_version": benchmark.schema_version,
        "edition": benchmark.edition.id,
        "rubric": benchmark.edition.rubric,
        "report": report.display().to_string(),
        "ranking": ranking,
    })
}

fn row(entry: &Entry) -> Value {
    let card = &entry.scorecard;
    let areas: serde_json::Map<String, Value> = card
        .areas
        .iter()
        .map(|area| (area.area.clone(), area.share.map_or(Value::Null, |share| json!(share.percent()))))
        .collect();
    json!({
        "code": entry.body.code,
        "name": entry.body.name,
        "rank": entry.place(&Measure::Total).map(|place| place.rank),
        "total_percent": card.total.map(kommunspegel::index::Share::percent),
        "pooled_percent": card.pooled.map(kommunspegel::index::Share::percent),
        "coverage_percent": card.coverage.map(kommunspegel::index::Share::percent),
        "eservice_index": { "points": card.eservice_index.known_points(), "maximum": card.eservice_index.possible(), "judged": card.eservice_index.judged },
        "areas_percent": areas,
        "site": entry.site,
    })
}
