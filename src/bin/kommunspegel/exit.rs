//! The exit codes, which scripts rely on, and which failure gets which.

use std::process::ExitCode;

use kommunspegel::config::{ConfigError, Origin};
use kommunspegel::fetch::FetchError;
use kommunspegel::register::{NetworksError, RegisterError, SelectionError};

use crate::rubrics::RubricError;
use crate::task::TaskError;

/// How the program ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Exit {
    /// Everything was done.
    Done = 0,
    /// Something failed that is nobody's mistake: a full disk, an unreadable file.
    Failure = 1,
    /// The command line cannot be used; clap ends with it too.
    Usage = 2,
    /// The configuration, the register or the rubric cannot be used.
    Configuration = 3,
    /// `check --min-score` was not met, or `accessibility --fail-on` found something new.
    BelowMinScore = 10,
    /// More of the run is incomplete than `--max-incomplete` allows, or nothing was judged of what `check --min-score` asks.
    Incomplete = 12,
    /// The results may not be published.
    PublicationRefused = 14,
    /// Interrupted, with the state saved: the same command with `--resume` goes on.
    Interrupted = 130,
}

impl Exit {
    /// The exit that a failure leads to.
    pub(crate) fn of(failure: &anyhow::Error) -> Self {
        if let Some(error) = failure.downcast_ref::<ConfigError>() {
            let typed = error.problems.iter().all(|problem| matches!(problem.origin, Origin::Flag(_)));
            return if typed { Self::Usage } else { Self::Configuration };
        }
        match failure.downcast_ref() {
            Some(TaskError::NoneLeft) => return Self::Failure,
            Some(TaskError::OtherRegister(_) | TaskError::OtherRubric(_)) => return Self::Configuration,
            Some(_) => return Self::Usage,
            None => {}
        }
        let misdescribed = failure.is::<RegisterError>() || failure.is::<NetworksError>();
        if matches!(failure.downcast_ref(), Some(FetchError::Anonymous)) {
            Self::Usage
        } else if misdescribed || failure.is::<SelectionError>() || failure.is::<RubricError>() {
            Self::Configuration
        } else {
            Self::Failure
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}
