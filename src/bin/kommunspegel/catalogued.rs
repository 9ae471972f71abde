//! The catalogue of a data directory, with what it lacks put back from the editions' reports: what an edition is compared
//! with, and held against before it becomes the latest, does not go with a file that may be removed.

use kommunspegel::archive::Manifest;
use kommunspegel::catalogue::Catalogue;
use kommunspegel::edition::DataDirectory;
use kommunspegel::rubric::Rubric;
use kommunspegel::standing::{Benchmark, Edition, Past, SiteResult};

use crate::output::tell;

/// Opens the catalogue. Published editions that it lacks are put back, if this rubric judged them: what another one gave
/// can be read from their reports, and not be added up without it.
pub(crate) fn catalogue(data: &DataDirectory, rubric: &Rubric) -> anyhow::Result<Catalogue> {
    let mut catalogue = Catalogue::open(&data.catalogue())?;
    for name in lacking(data, &catalogue, rubric)? {
        let (edition, results) = match data.edition(&name).published() {
            Ok(Some(published)) => published,
            Ok(None) => continue,
            Err(error) => {
                tell(&format!(
                    "Edition {name} is not in the catalogue and its report cannot be read: {error}; judge it again: kommunspegel score {name}"
                ));
                continue;
            }
        };
        if edition.rubric.hash == rubric.version.hash {
            let past = past(&catalogue, &edition, &results)?;
            catalogue.replace_edition(&Benchmark::of(edition, rubric, results).after(past))?;
            tell(&format!("Edition {name} was not in the catalogue and is put back from its report"));
        }
    }
    Ok(catalogue)
}

/// The published editions that the catalogue does not hold and that this rubric judged, the first one first.
fn lacking(data: &DataDirectory, catalogue: &Catalogue, rubric: &Rubric) -> anyhow::Result<Vec<String>> {
    let mut found = Vec::new();
    for name in data.editions() {
        if catalogue.edition(&name)?.is_some() {
            continue;
        }
        let directory = data.edition(&name);
        let Ok(manifest) = Manifest::load(directory.path()) else { continue };
        let same = manifest.rubric.as_ref().is_none_or(|stamp| stamp.hash == rubric.version.hash);
        if same && directory.is_published(&manifest) {
            found.push((manifest.started, name));
        }
    }
    found.sort();
    Ok(found.into_iter().map(|(_, name)| name).collect())
}

/// What was measured before an edition, of the same bodies.
pub(crate) fn past(catalogue: &Catalogue, edition: &Edition, results: &[SiteResult]) -> anyhow::Result<Past> {
    let codes: Vec<&str> = results.iter().map(|result| result.body.code.as_str()).collect();
    Ok(catalogue.past(edition, &codes)?)
}
