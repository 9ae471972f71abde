//! The static interface below `api/v1/`: one small JSON file per thing, so that a program need not fetch the whole
//! result. Fields are added within v1, never renamed or removed.

use serde_json::{Value, json};
use std::io;

use super::{Sink, site::frame};
use crate::standing::{Benchmark, Entry, Measure, QuestionText};

/// Writes every file.
pub(super) fn write(benchmark: &Benchmark, sink: &mut dyn Sink) -> io::Result<()> {
    let mut document = |path: &str, document: &Value| -> io::Result<()> {
        sink.file(&format!("api/v1/{path}"), &serde_json::to_vec(document)?)
    };
    document("index.json", &index(benchmark))?;
    document("kommuner.json", &json!(benchmark.entries.iter().map(summary).collect::<Vec<_>>()))?;
    document("omraden.json", &json!(benchmark.areas))?;
    document("grupper.json", &json!(benchmark.groups))?;
    document("fragor.json", &json!(benchmark.questions))?;
    for entry in &benchmark.entries {
        document(&format!("kommun/{}.json", entry.body.code), &json!(entry))?;
    }
    for (at, asked) in benchmark.questions.iter().enumerate() {
        document(&format!("fraga/{}.json", asked.id), &question(benchmark, (at, asked)))?;
    }
    Ok(())
}

fn index(benchmark: &Benchmark) -> Value {
    json!({
        "schema_version": benchmark.schema_version,
        "edition": benchmark.edition,
        "kommuner": "kommuner.json",
        "kommun": "kommun/{kommunkod}.json",
        "omraden": "omraden.json",
        "grupper": "grupper.json",
        "fragor": "fragor.json",
        "fraga": "fraga/{fraga}.json",
    })
}

fn summary(entry: &Entry) -> Value {
    json!({
        "code": entry.body.code,
        "name": entry.body.name,
        "county_code": entry.body.county_code,
        "skr_group_code": entry.body.skr_group_code,
        "total": entry.scorecard.total,
        "place": entry.place(&Measure::Total),
        "interval": entry.interval,
        "eservice_points": entry.scorecard.eservice_index.points,
        "coverage": entry.scorecard.coverage,
        "document": format!("kommun/{}.json", entry.body.code),
        "page": format!("../../{}", frame::body_path(&entry.body)),
    })
}

fn question(benchmark: &Benchmark, (at, asked): (usize, &QuestionText)) -> Value {
    let answer = |entry: &Entry| {
        let answer = &entry.answers[at];
        json!({
            "code": entry.body.code,
            "state": answer.state,
            "points": answer.points().map(u8::from),
            "url": answer.evidence.as_ref().map(|evidence| &evidence.url),
            "quote": answer.evidence.as_ref().map(|evidence| &evidence.quote),
        })
    };
    json!({
        "question": asked,
        "page": format!("../../../{}", frame::question_path(&asked.id)),
        "answers": benchmark.entries.iter().map(answer).collect::<Vec<_>>(),
    })
}
