//! `generate`: completions and the manual page, made from the command line's own definition; systemd units.

use std::io::Write;

use clap::CommandFactory;

use crate::args::{Args, GenerateCommand};
use crate::exit::Exit;

/// Prints the file.
pub(crate) fn run(command: &GenerateCommand, out: &mut impl Write) -> anyhow::Result<Exit> {
    let mut definition = Args::command();
    let mut file = Vec::new();
    match command {
        GenerateCommand::Completions { shell } => {
            clap_complete::generate(*shell, &mut definition, "kommunspegel", &mut file);
        }
        GenerateCommand::Man => manual(definition, &mut file)?,
        GenerateCommand::Systemd(command) => return super::systemd::run(command, out),
    }
    out.write_all(&file)?;
    Ok(Exit::Done)
}

/// The program's page, with a section for each of its commands.
fn manual(definition: clap::Command, file: &mut Vec<u8>) -> std::io::Result<()> {
    let mut definition = definition.disable_help_subcommand(true);
    definition.build();
    clap_mangen::Man::new(definition.clone()).render(file)?;
    definition.get_subcommands().try_for_each(|command| section(command, file))
}

fn section(command: &clap::Command, file: &mut Vec<u8>) -> std::io::Result<()> {
    if command.has_subcommands() {
        return command.get_subcommands().try_for_each(|inner| section(inner, file));
    }
    let page = clap_mangen::Man::new(command.clone());
    let mut parts = Vec::new();
    page.render_synopsis_section(&mut parts)?;
    page.render_description_section(&mut parts)?;
    page.render_options_section(&mut parts)?;
    let parts = String::from_utf8_lossy(&parts).replace("\n.SH ", "\n.SS ");
    let name = command.get_bin_name().unwrap_or(command.get_name()).to_uppercase();
    write!(file, "\n.SH \"{name}\"\n{parts}")
}
