//! Judges and publishes an edition for the commands that do.

use std::path::PathBuf;

use anyhow::Context;
use kommunspegel::archive::Manifest;
use kommunspegel::catalogue::Catalogue;
use kommunspegel::edition::{Census, DataDirectory, Halt, audit, measure, publish, refusals};
use kommunspegel::rubric::Rubric;
use kommunspegel::standing::{Benchmark, Edition, confirmed};

use crate::catalogued::{catalogue, past};

/// Whether an edition's archives are of now, and replace what had its name, or were judged and published before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Archives {
    /// Crawled by this run.
    New,
    /// Kept from before.
    Kept,
}

/// Judges an edition from its archives and writes the catalogue's rows of it anew. What was published by another rubric
/// stays as it is: the archive judged again is a measurement of its own.
/// Its accessibility is checked beside that.
pub(crate) fn judge_edition(
    data: &DataDirectory,
    edition: (&str, Archives),
    rubric: &Rubric,
    halt: &Halt,
) -> anyhow::Result<Benchmark> {
    let (edition, archives) = edition;
    let (mut edition, mut results) = measure(&data.edition(edition), rubric, halt)?;
    let mut catalogue = catalogue(data, rubric)?;
    let published = if archives == Archives::Kept { published(data, &catalogue, &edition.id)? } else { None };
    if published.is_some_and(|published| published.rubric.hash != rubric.version.hash) {
        edition = edition.judged_again(&rubric.version);
    }
    let past = past(&catalogue, &edition, &results)?;
    if let Some(before) = past.before.as_ref().filter(|before| before.moment.edition.rubric == edition.rubric)
    {
        results = confirmed(&before.results, results);
    }
    let benchmark = Benchmark::of(edition, rubric, results).after(past);
    catalogue.replace_edition(&benchmark)?;
    audit(&data.edition(benchmark.edition.again.as_ref().unwrap_or(&benchmark.edition.id)), halt)?;
    with_beside(data, benchmark)
}

/// The benchmark with what its edition holds beside the answers.
pub(crate) fn with_beside(data: &DataDirectory, benchmark: Benchmark) -> anyhow::Result<Benchmark> {
    let edition = &benchmark.edition;
    let directory = data.edition(edition.again.as_ref().unwrap_or(&edition.id));
    let beside = directory.beside(benchmark.entries.iter().map(|entry| entry.body.code.as_str()))?;
    Ok(benchmark.beside(beside))
}

/// Writes the report into the edition's directory, or elsewhere; returns where.
pub(crate) fn publish_edition(
    data: &DataDirectory,
    benchmark: &Benchmark,
    out: Option<&PathBuf>,
    halt: &Halt,
) -> anyhow::Result<PathBuf> {
    let edition = &benchmark.edition;
    let own = match &edition.again {
        None => data.edition(&edition.id).report(),
        Some(published) => data.edition(published).report_again(&edition.id),
    };
    let directory = out.cloned().unwrap_or(own);
    publish(benchmark, &directory, halt).with_context(|| format!("cannot write {}", directory.display()))?;
    Ok(directory)
}

/// An edition as it was published: as the catalogue keeps it, or else as its report tells it.
fn published(data: &DataDirectory, catalogue: &Catalogue, name: &str) -> anyhow::Result<Option<Edition>> {
    let kept = catalogue.edition(name)?;
    // A report that cannot be read is written anew.
    let told = || data.edition(name).published().ok().flatten();
    Ok(kept.or_else(|| Some(told()?.0)))
}

/// An edition in numbers: by the catalogue, or else by its report, or else by its archives as this rubric judges them.
fn census(
    data: &DataDirectory,
    catalogue: &Catalogue,
    name: &str,
    (rubric, halt): (&Rubric, &Halt),
) -> anyhow::Result<Census> {
    let told = || data.edition(name).published().ok().flatten();
    let (known, results) = match catalogue.load(name)?.or_else(told) {
        Some(kept) => kept,
        None => measure(&data.edition(name), rubric, halt)?,
    };
    Ok(Census::of(name, &known.rubric.hash, &results))
}

/// Makes a judged edition the latest one when the guards pass; otherwise says why it was not. One that was gone on with
/// does not take the place of one that was begun after it.
pub(crate) fn make_latest(
    data: &DataDirectory,
    benchmark: &Benchmark,
    rubric: &Rubric,
    halt: &Halt,
) -> anyhow::Result<Option<String>> {
    let catalogue = catalogue(data, rubric)?;
    let census = |edition: &str| census(data, &catalogue, edition, (rubric, halt));
    let new = census(&benchmark.edition.id)?;
    // A link to an edition that is gone leads nowhere.
    let latest = data.latest().filter(|name| data.editions().contains(name));
    if latest.as_deref().is_some_and(|latest| is_later(data, latest, &benchmark.edition.id)) {
        return Ok(None);
    }
    let before = latest.as_deref().map(census).transpose()?;
    let refusals = refusals(&new, before.as_ref(), benchmark.questions.len());
    if refusals.is_empty() {
        data.set_latest(&benchmark.edition.id)?;
        return Ok(None);
    }
    let reasons: Vec<String> = refusals.iter().map(ToString::to_string).collect();
    let stays = latest.map(|name| format!("; latest stays {name}")).unwrap_or_default();
    Ok(Some(format!("Not made the latest edition: {}{stays}", reasons.join(", "))))
}

/// Whether the one edition was begun after the other.
fn is_later(data: &DataDirectory, one: &str, other: &str) -> bool {
    let begun = |name: &str| Manifest::load(data.edition(name).path()).map(|manifest| manifest.started);
    matches!((begun(one), begun(other)), (Ok(one), Ok(other)) if one > other)
}
