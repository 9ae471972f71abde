//! The arguments of the commands that serve whoever runs the program night after night.

use std::path::PathBuf;

use super::{Fetching, Format, Measured};
use crate::commands::time_of_day;

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
