//! The static interface below `api/v1/`: one small JSON file per thing, so that a program need not fetch the whole
//! result. Fields are added within v1, never renamed or removed.

use schemars::JsonSchema;
use serde::Serialize;
use std::{collections::BTreeMap, io};

use super::{Sink, record::schema, site::frame};
use crate::index::Share;
use crate::judgement::State;
use crate::standing::{AreaName, Benchmark, Edition, Entry, Group, Interval, Measure, Place, QuestionText};

/// The start of the interface.
#[derive(Debug, Serialize, JsonSchema)]
struct Index<'a> {
    /// Version of the shape of all files.
    schema_version: &'a str,
    /// Which measurement.
    edition: &'a Edition,
    /// Where each kind of file lies, below this one; what stands in braces is put in.
    #[serde(flatten)]
    files: BTreeMap<&'static str, &'static str>,
}

/// One body of the list of all.
#[derive(Debug, Serialize, JsonSchema)]
struct Summary<'a> {
    /// The body's code.
    code: &'a str,
    /// Its name.
    name: &'a str,
    /// Code of its county.
    county_code: &'a str,
    /// Code of its SKR group.
    skr_group_code: &'a str,
    /// Its total; `None` when nothing was judged.
    total: Option<Share>,
    /// Its place in the nation; `None` without one.
    place: Option<Place>,
    /// How sure the place is.
    interval: Option<Interval>,
    /// Points of the e-service index; `None` when none of its questions could be judged.
    eservice_points: Option<u32>,
    /// Judged questions of those that apply.
    coverage: Option<Share>,
    /// Its own file.
    document: String,
    /// Its page, from this file.
    page: String,
}

/// One question with the answers of all.
#[derive(Debug, Serialize, JsonSchema)]
struct Asked<'a> {
    /// The question.
    question: &'a QuestionText,
    /// Its page, from this file.
    page: String,
    /// An answer of each body.
    answers: Vec<Given<'a>>,
}

/// The answer of one body.
#[derive(Debug, Serialize, JsonSchema)]
struct Given<'a> {
    /// The body's code.
    code: &'a str,
    /// What is known.
    state: State,
    /// 3, 1 or 0; `None` when not judged.
    points: Option<u8>,
    /// Where the proof stands.
    url: Option<&'a str>,
    /// The words of the proof.
    quote: Option<&'a str>,
}

/// Where each kind of file lies.
const FILES: [(&str, &str); 6] = [
    ("kommuner", "kommuner.json"),
    ("kommun", "kommun/{kommunkod}.json"),
    ("omraden", "omraden.json"),
    ("grupper", "grupper.json"),
    ("fragor", "fragor.json"),
    ("fraga", "fraga/{fraga}.json"),
];

/// Writes every file, and the JSON Schema of each kind.
pub(super) fn write(benchmark: &Benchmark, sink: &mut dyn Sink) -> io::Result<()> {
    described(sink, "index", schema::<Index<'_>>())?;
    described(sink, "kommuner", schema::<Vec<Summary<'_>>>())?;
    described(sink, "omraden", schema::<Vec<AreaName>>())?;
    described(sink, "grupper", schema::<Vec<Group>>())?;
    described(sink, "fragor", schema::<Vec<QuestionText>>())?;
    described(sink, "fraga", schema::<Asked<'_>>())?;
    described(sink, "kommun", schema::<Entry>())?;
    document(sink, "index", &Index::of(benchmark))?;
    document(sink, "kommuner", &benchmark.entries.iter().map(Summary::of).collect::<Vec<_>>())?;
    document(sink, "omraden", &benchmark.areas)?;
    document(sink, "grupper", &benchmark.groups)?;
    document(sink, "fragor", &benchmark.questions)?;
    for entry in &benchmark.entries {
        document(sink, &format!("kommun/{}", entry.body.code), entry)?;
    }
    for (at, asked) in benchmark.questions.iter().enumerate() {
        document(sink, &format!("fraga/{}", asked.id), &Asked::of(benchmark, (at, asked)))?;
    }
    Ok(())
}

fn described(sink: &mut dyn Sink, name: &str, schema: io::Result<Vec<u8>>) -> io::Result<()> {
    sink.file(&format!("schema/{name}.schema.json"), &schema?)
}

fn document(sink: &mut dyn Sink, name: &str, document: &impl Serialize) -> io::Result<()> {
    sink.file(&format!("api/v1/{name}.json"), &serde_json::to_vec(document)?)
}

impl<'a> Index<'a> {
    fn of(benchmark: &'a Benchmark) -> Self {
        Self {
            schema_version: benchmark.schema_version,
            edition: &benchmark.edition,
            files: FILES.into_iter().collect(),
        }
    }
}

impl<'a> Summary<'a> {
    fn of(entry: &'a Entry) -> Self {
        Self {
            code: &entry.body.code,
            name: &entry.body.name,
            county_code: &entry.body.county_code,
            skr_group_code: &entry.body.skr_group_code,
            total: entry.scorecard.total,
            place: entry.place(&Measure::Total),
            interval: entry.interval,
            eservice_points: entry.scorecard.eservice_index.known_points(),
            coverage: entry.scorecard.coverage,
            document: format!("kommun/{}.json", entry.body.code),
            page: format!("../../{}", frame::body_path(&entry.body)),
        }
    }
}

impl<'a> Asked<'a> {
    fn of(benchmark: &'a Benchmark, (at, question): (usize, &'a QuestionText)) -> Self {
        let given = |entry: &'a Entry| {
            let answer = &entry.answers[at];
            let proof = answer.evidence.as_ref();
            Given {
                code: &entry.body.code,
                state: answer.state,
                points: answer.points().map(u8::from),
                url: proof.map(|evidence| evidence.url.as_str()),
                quote: proof.map(|evidence| evidence.quote.as_str()),
            }
        };
        Self {
            question,
            page: format!("../../../{}", frame::question_path(&question.id)),
            answers: benchmark.entries.iter().map(given).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::ReportFile;
    use crate::standing::sample;

    #[test]
    fn every_kind_of_file_has_its_schema() {
        let mut files: Vec<ReportFile> = Vec::new();
        write(&sample::benchmark(), &mut files).unwrap();
        let kind =
            |path: &str| path.split('/').next().unwrap_or_default().trim_end_matches(".json").to_owned();
        for file in &files {
            let Some(path) = file.path.strip_prefix("api/v1/") else { continue };
            let schema = format!("schema/{}.schema.json", kind(path));
            assert!(files.iter().any(|other| other.path == schema), "{path} has no {schema}");
        }
        let index = files.iter().find(|file| file.path == "api/v1/index.json").unwrap();
        let index: serde_json::Value = serde_json::from_slice(&index.bytes).unwrap();
        assert!(FILES.iter().all(|(name, place)| index[name] == *place));
    }
}
