//! Judges and publishes an edition for the commands that do.

use std::path::PathBuf;

use anyhow::Context;
use kommunspegel::catalogue::Catalogue;
use kommunspegel::edition::{DataDirectory, judge, publish};
use kommunspegel::rubric::Rubric;
use kommunspegel::standing::Benchmark;

/// Judges an edition from its archives and writes the catalogue's rows of it anew.
pub(crate) fn judge_edition(
    data: &DataDirectory,
    edition: &str,
    rubric: &Rubric,
) -> anyhow::Result<Benchmark> {
    let benchmark = judge(&data.edition(edition), rubric)?;
    let mut catalogue = Catalogue::open(&data.catalogue())?;
    catalogue.replace_edition(&benchmark)?;
    Ok(benchmark)
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
