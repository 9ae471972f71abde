//! `benchmark.json` (everything), `korning.json` (how the run went), and the JSON Schema of each, made from the types.

use schemars::{JsonSchema, generate::SchemaSettings};
use serde::Serialize;
use std::{collections::BTreeMap, io};

use super::Sink;
use crate::standing::{Benchmark, Edition, Entry, SCHEMA_VERSION, Site};

/// How a run went.
#[derive(Debug, Serialize, JsonSchema)]
struct RunRecord<'a> {
    /// Version of this file's shape.
    schema_version: &'static str,
    /// Which measurement, by which rubric and register.
    edition: &'a Edition,
    /// Sites by how their visit went.
    sites_by_state: BTreeMap<&'a str, usize>,
    /// Pages read in all.
    pages: u64,
    /// Answers by state.
    answers_by_state: BTreeMap<&'static str, usize>,
    /// The visits, by the body's code.
    sites: Vec<SiteRecord<'a>>,
}

/// How one visit went.
#[derive(Debug, Serialize, JsonSchema)]
struct SiteRecord<'a> {
    /// The body's code.
    code: &'a str,
    /// Its name.
    name: &'a str,
    /// The visit.
    #[serde(flatten)]
    site: &'a Site,
}

/// Writes both documents and their schemas.
pub(super) fn write(benchmark: &Benchmark, sink: &mut dyn Sink) -> io::Result<()> {
    sink.fill("benchmark.json", &mut |out| Ok(serde_json::to_writer(out, benchmark)?))?;
    sink.file("korning.json", &serde_json::to_vec_pretty(&RunRecord::of(benchmark))?)?;
    sink.file("schema/benchmark.schema.json", &schema::<Benchmark>()?)?;
    sink.file("schema/korning.schema.json", &schema::<RunRecord<'_>>()?)
}

/// The JSON Schema of a type, as it is written.
pub(super) fn schema<T: JsonSchema>() -> io::Result<Vec<u8>> {
    let generator = SchemaSettings::draft2020_12().for_serialize().into_generator();
    Ok(serde_json::to_vec_pretty(&generator.into_root_schema_for::<T>())?)
}

impl<'a> RunRecord<'a> {
    fn of(benchmark: &'a Benchmark) -> Self {
        let (mut sites_by_state, mut answers_by_state) = (BTreeMap::new(), BTreeMap::new());
        for entry in &benchmark.entries {
            *sites_by_state.entry(entry.site.state.as_str()).or_default() += 1;
            for answer in &entry.answers {
                *answers_by_state.entry(answer.state.name()).or_default() += 1;
            }
        }
        let site = |entry: &'a Entry| SiteRecord {
            code: &entry.body.code,
            name: &entry.body.name,
            site: &entry.site,
        };
        Self {
            schema_version: SCHEMA_VERSION,
            edition: &benchmark.edition,
            sites_by_state,
            pages: benchmark.entries.iter().map(|entry| u64::from(entry.site.pages)).sum(),
            answers_by_state,
            sites: benchmark.entries.iter().map(site).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::standing::sample;

    #[test]
    fn the_numbers_of_a_run_add_up() {
        let benchmark = sample::benchmark();
        let record = RunRecord::of(&benchmark);
        assert_eq!(record.sites_by_state.values().sum::<usize>(), benchmark.entries.len());
        let answers = benchmark.entries.len() * benchmark.questions.len();
        assert_eq!(record.answers_by_state.values().sum::<usize>(), answers);
    }

    #[test]
    fn schemas_name_every_field() {
        let schema: serde_json::Value = serde_json::from_slice(&schema::<Benchmark>().unwrap()).unwrap();
        let document = serde_json::to_value(sample::benchmark()).unwrap();
        for field in document.as_object().unwrap().keys() {
            assert!(schema["properties"][field].is_object(), "{field}");
        }
        assert!(schema["$defs"]["Share"]["properties"]["percent"].is_object());
    }
}
