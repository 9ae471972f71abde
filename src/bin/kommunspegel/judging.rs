//! Judges and publishes an edition for the commands that do.

use std::path::PathBuf;

use anyhow::Context;
use kommunspegel::catalogue::Catalogue;
use kommunspegel::edition::{DataDirectory, measure, publish};
use kommunspegel::rubric::Rubric;
use kommunspegel::standing::{Benchmark, Edition, Past, SiteResult, confirmed};

/// Judges an edition from its archives and writes the catalogue's rows of it anew.
pub(crate) fn judge_edition(data: &DataDirectory, edition: &str, rubric: &Rubric) -> anyhow::Result<Benchmark> {
    let (edition, mut results) = measure(&data.edition(edition), rubric)?;
    let mut catalogue = Catalogue::open(&data.catalogue())?;
    let past = past(&catalogue, &edition, &results)?;
    if let Some(before) = past.before.as_ref().filter(|before| before.moment.edition.rubric == edition.rubric) {
        results = confirmed(&before.results, results);
    }
    let benchmark = Benchmark::of(edition, rubric, results).after(past);
    catalogue.replace_edition(&benchmark)?;
    Ok(benchmark)
}

/// What was measured before an edition, of the same bodies.
pub(crate) fn past(catalogue: &Catalogue, edition: &Edition, results: &[SiteResult]) -> anyhow::Result<Past> {
    let codes: Vec<&str> = results.iter().map(|result| result.body.code.as_str()).collect();
    Ok(catalogue.past(edition, &codes)?)
}

/// Writes the report into the edition's directory, or elsewhere; returns where.
pub(crate) fn publish_edition(
    data: &DataDirectory,
    benchmark: &Benchmark,
    out: Option<&PathBuf>,
) -> anyhow::Result<PathBuf> {
    let directory = out.cloned().unwrap_or_else(|| data.edition(&benchmark.edition.id).report());
    publish(benchmark, &directory).with_context(|| format!("cannot write {}", directory.display()))?;
    Ok(directory)
}
