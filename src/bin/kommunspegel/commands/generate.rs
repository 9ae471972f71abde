//! `generate`: completions and the manual page, made from the command line's own definition.

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
    }
    out.write_all(&file)?;
    Ok(Exit::Done)
}

/// The program's page, followed by the pages of its commands.
fn manual(definition: clap::Command, file: &mut Vec<u8>) -> std::io::Result<()> {
    let mut definition = definition.disable_help_subcommand(true);
    definition.build();
    clap_mangen::Man::new(definition.clone()).render(file)?;
    for command in definition.get_subcommands() {
        let page = clap_mangen::Man::new(command.clone());
        page.render_synopsis_section(file)?;
        page.render_description_section(file)?;
        page.render_options_section(file)?;
    }
    Ok(())
}
