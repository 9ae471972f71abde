//! `config show`: every setting with where its value was given.

use std::io::Write;

use crate::args::{ConfigCommand, Format, Global};
use crate::configuration;
use crate::exit::Exit;

/// Prints the settings; values that cannot be used are an error, as for every other command.
pub(crate) fn run(global: &Global, command: &ConfigCommand, out: &mut impl Write) -> anyhow::Result<Exit> {
    let ConfigCommand::Show { settings, format } = command;
    let layers = configuration::layers(global, settings.typed())?;
    let rows = layers.rows();
    layers.settings()?;
    match format {
        Format::Human => {
            for row in rows {
                writeln!(out, "{} = {}  # {}", row.key, row.value, row.origin)?;
            }
        }
        Format::Json => writeln!(out, "{}", serde_json::to_string_pretty(&rows)?)?,
    }
    Ok(Exit::Done)
}
