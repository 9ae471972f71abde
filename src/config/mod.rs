//! The settings of a run: flags over environment over file over defaults, each value with its origin; for an edition that
//! is gone on with, what it recorded comes next to the flags.
//!
//! Pure merging: reading the file, the environment and the command line is the program's matter. Knows the
//! form of a value (a pace is a number of seconds), not what it is used for.

mod file;
mod key;
mod layers;
mod recorded;
mod settings;
mod show;
mod value;

pub use key::Key;
pub use layers::{Given, Layers, Origin};
pub use recorded::otherwise;
pub use settings::{Rendering, RubricSource, Settings};
pub use show::Row;

use std::fmt::Write;

/// One value that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Where the value was given.
    pub origin: Origin,
    /// What is wrong, and what to write instead.
    pub message: String,
}

/// The configuration cannot be used; all its problems.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", listed(problems))]
pub struct ConfigError {
    /// Never empty.
    pub problems: Vec<Problem>,
}

fn listed(problems: &[Problem]) -> String {
    problems.iter().fold(String::new(), |mut text, problem| {
        let line_break = if text.is_empty() { "" } else { "\n" };
        let _ = write!(text, "{line_break}{}: {}", problem.origin, problem.message);
        text
    })
}
