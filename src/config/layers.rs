//! The layers that values come from, and which of them wins. Knows not what a value means.

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};

use super::key::{Form, VARIABLE_PREFIX};
use super::{Key, Problem, file};
use crate::spelling;

/// Where a value was given.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Origin {
    /// Nowhere: it is the key's default.
    Default,
    /// In the file.
    File {
        /// Path as it was asked for.
        path: PathBuf,
        /// Line, from 1.
        line: usize,
    },
    /// In a variable of the environment.
    Environment(String),
    /// By whoever began this edition.
    Edition(String),
    /// On the command line, by this flag.
    Flag(String),
}

impl fmt::Display for Origin {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Default => out.write_str("default"),
            Self::File { path, line } => write!(out, "{}:{line}", path.display()),
            Self::Environment(name) => write!(out, "environment {name}"),
            Self::Edition(name) => write!(out, "edition {name}"),
            Self::Flag(name) => write!(out, "--{name}"),
        }
    }
}

/// A value as it was given: one text, or those of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    /// The texts; a key of form `Form::One` has exactly one.
    pub texts: Vec<String>,
    /// Where.
    pub origin: Origin,
}

/// What was given on every layer; lower layers are added before the higher ones that win over them.
#[derive(Debug, Clone, Default)]
pub struct Layers {
    given: BTreeMap<Key, Given>,
    pub(super) problems: Vec<Problem>,
}

impl Layers {
    /// Adds a file in TOML. Unknown keys are problems.
    #[must_use]
    pub fn with_file(mut self, path: &Path, text: &str) -> Self {
        for entry in file::entries(path, text) {
            match entry {
                Ok((key, given)) => drop(self.given.insert(key, given)),
                Err(problem) => self.problems.push(problem),
            }
        }
        self
    }

    /// Adds the variables that begin with `KOMMUNSPEGEL_`, which name keys; `KOMMUNSPEGEL_CONFIG`, which names
    /// the file, is left alone.
    #[must_use]
    pub fn with_environment(mut self, variables: impl IntoIterator<Item = (String, String)>) -> Self {
        for (variable, text) in variables {
            let Some(name) = variable.strip_prefix(VARIABLE_PREFIX).map(str::to_lowercase) else { continue };
            let origin = Origin::Environment(variable.clone());
            match Key::named(&name) {
                Some(key) => self.put(key, &[text], origin),
                None if name == "config" => {}
                None => {
                    let suggestion = spelling::suggestion(&name, Key::names());
                    let message = format!("there is no setting \"{name}\"{suggestion}");
                    self.problems.push(Problem { origin, message });
                }
            }
        }
        self
    }

    /// Adds flags of the command line: the texts of every flag that was given.
    #[must_use]
    pub fn with_flags(mut self, flags: impl IntoIterator<Item = (Key, Vec<String>)>) -> Self {
        for (key, texts) in flags {
            self.put(key, &texts, Origin::Flag(key.name().replace('_', "-")));
        }
        self
    }

    /// The winning value of a key.
    pub(super) fn winner(&self, key: Key) -> Given {
        let given = self.given.get(&key).cloned();
        given.unwrap_or_else(|| Given {
            texts: parted(key, &[key.default().to_owned()]),
            origin: Origin::Default,
        })
    }

    /// The path that wins; one that a file gives is relative to that file's directory.
    pub(super) fn path(&self, key: Key) -> Option<PathBuf> {
        let given = self.winner(key);
        let path = given.texts.first().filter(|text| !text.is_empty())?;
        Some(match &given.origin {
            Origin::File { path: file, .. } => file.parent().unwrap_or(Path::new("")).join(path),
            _ => PathBuf::from(path),
        })
    }

    pub(super) fn put(&mut self, key: Key, texts: &[String], origin: Origin) {
        self.given.insert(key, Given { texts: parted(key, texts), origin });
    }
}

/// Lists are parted at commas.
fn parted(key: Key, texts: &[String]) -> Vec<String> {
    match key.form() {
        Form::One => texts.to_vec(),
        Form::Many => {
            let parts = texts.iter().flat_map(|text| text.split(',')).map(str::trim);
            parts.filter(|part| !part.is_empty()).map(str::to_owned).collect()
        }
    }
}
