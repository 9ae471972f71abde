//! `import`: takes in results of other surveys.

use std::fs;
use std::io::Write;

use anyhow::Context;
use kommunspegel::catalogue::Catalogue;
use kommunspegel::edition::DataDirectory;
use kommunspegel::standing::read_history;

use crate::args::{Global, ImportCommand};
use crate::configuration;
use crate::exit::Exit;

/// Reads the file and keeps what it holds; reports written from now on show it.
pub(crate) fn run(global: &Global, command: &ImportCommand, out: &mut impl Write) -> anyhow::Result<Exit> {
    let ImportCommand::History { file } = command;
    let settings = configuration::layers(global, Vec::new())?.settings()?;
    let text = fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
    let means = read_history(&text).with_context(|| file.display().to_string())?;
    let data = DataDirectory::new(&settings.data);
    let _lock = data.lock()?;
    Catalogue::open(&data.catalogue())?.replace_history(&means)?;
    writeln!(out, "{} means", means.len())?;
    Ok(Exit::Done)
}
