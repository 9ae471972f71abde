//! Judges an edition from its archives: nothing else is read.

use rayon::prelude::*;

use super::contain::contained;
use super::directory::{DirectoryError, EditionDirectory};
use super::halt::{Halt, Halted};
use crate::archive::{Manifest, ManifestError};
use crate::evidence::{CompiledRubric, Fetched};
use crate::rubric::{Bilingual, Rubric};
use crate::score;
use crate::standing::{Benchmark, Body, Edition, Site, SiteResult};

/// An edition could not be judged.
#[derive(Debug, thiserror::Error)]
pub enum JudgeError {
    /// There is no readable manifest.
    #[error(transparent)]
    Manifest(#[from] ManifestError),
    /// The directory failed.
    #[error(transparent)]
    Directory(#[from] DirectoryError),
    /// It was to be left.
    #[error(transparent)]
    Halted(#[from] Halted),
}

/// The setting of the manifest that says as of when years are judged (`2026-11`), when that is not when the crawl
/// began: pages of the demo nation are as of when they were written.
pub const AS_OF: &str = "judged_as_of";

/// Judges all sites of an edition, alone.
pub fn judge(directory: &EditionDirectory, rubric: &Rubric, halt: &Halt) -> Result<Benchmark, JudgeError> {
    let (edition, results) = measure(directory, rubric, halt)?;
    Ok(Benchmark::of(edition, rubric, results))
}

/// Judges all sites of an edition. A body whose archive is missing or cannot be judged is listed, not judged. What
/// is to be left is left between two sites; what the pages of those before offered is remembered.
pub fn measure(
    directory: &EditionDirectory,
    rubric: &Rubric,
    halt: &Halt,
) -> Result<(Edition, Vec<SiteResult>), JudgeError> {
    let manifest = Manifest::load(directory.path())?;
    let bodies = directory.read_bodies()?;
    let compiled = CompiledRubric::new(rubric);
    let fetched = as_of(&manifest);
    let results: Result<Vec<SiteResult>, JudgeError> = bodies
        .into_par_iter()
        .map(|body| {
            halt.go_on()?;
            let archive = directory.archive().join(format!("{}.warc.gz", body.code));
            if !archive.is_file() {
                return Ok(unread(body, ("arkivet saknas", "the archive is missing")));
            }
            let place = directory.findings(&body.code);
            let judged = || score::site_again(&archive, (rubric, &compiled), fetched, &place);
            let Some(scored) = contained(judged) else {
                return Ok(unread(
                    body,
                    ("arkivet kan inte läsas eller bedömas", "the archive cannot be read or judged"),
                ));
            };
            Ok(SiteResult { body, site: scored.site, answers: scored.answers, unconfirmed: Vec::new() })
        })
        .collect();
    let edition = Edition {
        date: manifest.settings.get(AS_OF).cloned().unwrap_or_else(|| manifest.started.date().to_string()),
        id: manifest.edition,
        rubric: rubric.version.clone(),
        register_hash: manifest.register_hash,
        again: None,
    };
    Ok((edition, results?))
}

fn unread(body: Body, (sv, en): (&str, &str)) -> SiteResult {
    let reason = Bilingual { sv: sv.to_owned(), en: en.to_owned() };
    let site = Site { state: "error".to_owned(), reason, ..Site::default() };
    SiteResult { body, site, answers: Vec::new(), unconfirmed: Vec::new() }
}

pub(super) fn as_of(manifest: &Manifest) -> Fetched {
    let given = manifest.settings.get(AS_OF).and_then(|text| {
        let (year, month) = text.split_once('-')?;
        Some(Fetched { year: year.parse().ok()?, month: month.parse().ok()? })
    });
    given.unwrap_or_else(|| Fetched {
        year: u16::try_from(manifest.started.year()).unwrap_or_default(),
        month: manifest.started.month().into(),
    })
}
