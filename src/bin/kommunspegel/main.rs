//! The program: reads arguments and configuration, calls the library, prints, and chooses the exit code.
//! What is done and how is the library's matter.

mod args;
mod browsing;
mod catalogued;
mod commands;
mod configuration;
mod crawling;
mod descriptors;
mod exit;
mod interrupt;
mod judging;
mod logging;
mod output;
mod progress;
mod rubrics;
mod task;

use std::process::ExitCode;

use clap::Parser;

use crate::args::Args;
use crate::exit::Exit;
use crate::output::{Output, tell_failure};

/// Pages are parsed and judged in many small pieces.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let args = Args::parse();
    logging::start(args.global.verbose, args.global.log);
    let outcome = commands::dispatch(&args, &mut Output::new(std::io::stdout().lock()));
    let exit = outcome.unwrap_or_else(|failure| {
        tell_failure(&format!("kommunspegel: {failure:#}"));
        Exit::of(&failure)
    });
    exit.into()
}
