//! Reads the rubric that the settings name.

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context;
use kommunspegel::config::RubricSource;
use kommunspegel::rubric::{Problem, Rubric, Source, builtin, load};

/// A rubric with mistakes: all of them, each with its file and line.
#[derive(Debug)]
pub(crate) struct RubricError(pub(crate) Vec<Problem>);

impl fmt::Display for RubricError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the rubric has {} mistakes", self.0.len())?;
        self.0.iter().try_for_each(|problem| write!(f, "\n{problem}"))
    }
}

impl std::error::Error for RubricError {}

/// The rubric, or everything that is wrong with it.
pub(crate) fn rubric(source: &RubricSource) -> anyhow::Result<Rubric> {
    let files = match source {
        RubricSource::Builtin => builtin(),
        RubricSource::Directory(path) => files(path)?,
    };
    Ok(load(&files).map_err(RubricError)?)
}

/// All TOML files below a directory.
fn files(root: &Path) -> anyhow::Result<Vec<Source>> {
    let mut found = Vec::new();
    let mut waiting: Vec<PathBuf> = vec![root.to_owned()];
    while let Some(directory) = waiting.pop() {
        let entries =
            fs::read_dir(&directory).with_context(|| format!("cannot read {}", directory.display()))?;
        for entry in entries {
            let path = entry?.path();
            if path.is_dir() {
                waiting.push(path);
            } else if path.extension().is_some_and(|extension| extension == "toml") {
                let text =
                    fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
                let relative = path.strip_prefix(root).unwrap_or(&path);
                found.push(Source { path: relative.to_string_lossy().replace('\\', "/"), text });
            }
        }
    }
    found.sort();
    Ok(found)
}
