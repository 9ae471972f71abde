//! The commands: each reads its arguments, calls the library, and prints.

mod accessibility;
mod accessibility_pages;
mod config;
mod generate;
mod register;

use std::io::Write;

use crate::args::{Args, Command};
use crate::exit::Exit;

/// Does what was asked for.
pub(crate) fn dispatch(args: &Args, out: &mut impl Write) -> anyhow::Result<Exit> {
    match &args.command {
        Command::Accessibility(command) => accessibility::run(command, out),
        Command::Register(command) => register::run(&args.global, command, out),
        Command::Config(command) => config::run(&args.global, command, out),
        Command::Generate(command) => generate::run(command, out),
        Command::Run(_)
        | Command::Check(_)
        | Command::Score(_)
        | Command::Report(_)
        | Command::Explain(_)
        | Command::Evaluate(_)
        | Command::Rubric(_) => anyhow::bail!("this command is not part of this build"),
    }
}
