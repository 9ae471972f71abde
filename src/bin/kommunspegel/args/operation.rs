//! The arguments of the commands that serve whoever runs the program night after night.

use std::path::PathBuf;

use super::{Fetching, Format, Measured};
use crate::commands::time_of_day;

/// Whether a run goes on with an edition that is not finished
#[derive(Debug, clap::Args)]
pub(crate) struct Resuming {
    /// Go on with the edition that is not finished, by the settings that it was begun with; if-any: where none was begun
    /// within 36 hours that can be gone on with, begin one
    #[arg(long, value_enum, value_name = "WHEN", num_args = 0..=1, require_equals = true)]
    #[arg(default_missing_value = "must")]
    pub(crate) resume: Option<Resume>,
}

/// When it does
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Resume {
    /// It does, or fails
    Must,
    /// It does if it can, and begins one otherwise
    IfAny,
}

/// Arguments of `doctor`
#[derive(Debug, clap::Args)]
pub(crate) struct Doctor {
    /// Look up the name of the first body's host, too
    #[arg(long)]
    pub(crate) network: bool,
    #[command(flatten)]
    pub(crate) measured: Measured,
    #[command(flatten)]
    pub(crate) fetching: Fetching,
    /// How to print what was found
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,
}

/// Arguments of `generate systemd`
#[derive(Debug, clap::Args)]
pub(crate) struct Systemd {
    /// Address or e-mail for owners of sites
    #[arg(long, value_name = "ADDRESS")]
    pub(crate) contact: String,
    /// When a run begins
    #[arg(long, value_name = "HH:MM", default_value = "22:00", value_parser = time_of_day)]
    pub(crate) at: String,
    /// Write kommunspegel.service and kommunspegel.timer into this directory instead of printing them
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
}
