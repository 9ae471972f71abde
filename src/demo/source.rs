//! Where the nation's files come from: the program itself, or a directory. Knows nothing of their meaning.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use include_dir::{Dir, include_dir};

use super::{Nation, NationError};

static EMBEDDED: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/fixtures/nation");

/// No nation could be had from a directory.
#[derive(Debug, thiserror::Error)]
pub enum SourceError {
    /// A file cannot be read, or is not UTF-8.
    #[error("cannot read {}: {error}", path.display())]
    Io {
        /// The file or directory.
        path: PathBuf,
        /// Why.
        error: std::io::Error,
    },
    /// The files make no nation.
    #[error(transparent)]
    Nation(#[from] NationError),
}

impl Nation {
    /// The nation that travels inside the program.
    pub fn embedded() -> Self {
        let mut files = BTreeMap::new();
        embedded(&EMBEDDED, &mut files);
        Self::from_files(&files).expect("the embedded nation is read by a test")
    }

    /// A nation from a directory of the same layout.
    pub fn read(directory: &Path) -> Result<Self, SourceError> {
        let mut files = BTreeMap::new();
        collect(directory, "", &mut files)?;
        Ok(Self::from_files(&files)?)
    }
}

fn embedded(directory: &Dir<'_>, files: &mut BTreeMap<String, String>) {
    for file in directory.files() {
        let path = file.path().to_string_lossy().replace('\\', "/");
        let text = file.contents_utf8().expect("the embedded files are read by a test");
        files.insert(path, text.to_owned());
    }
    directory.dirs().for_each(|inner| embedded(inner, files));
}

fn collect(directory: &Path, prefix: &str, files: &mut BTreeMap<String, String>) -> Result<(), SourceError> {
    let located = |path: &Path| {
        let path = path.to_owned();
        move |error| SourceError::Io { path, error }
    };
    for entry in fs::read_dir(directory).map_err(located(directory))? {
        let path = entry.map_err(located(directory))?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if path.is_dir() {
            collect(&path, &format!("{prefix}{name}/"), files)?;
        } else {
            let text = fs::read_to_string(&path).map_err(located(&path))?;
            files.insert(format!("{prefix}{name}"), text);
        }
    }
    Ok(())
}
