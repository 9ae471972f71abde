//! The commands: each reads its arguments, calls the library, and prints.

mod accessibility;
mod accessibility_pages;
mod accessibility_targets;
mod check;
mod config;
mod diff;
mod doctor;
mod evaluate;
mod explain;
mod generate;
mod import;
mod ranking;
mod register;
mod report;
mod rubric;
mod run;
mod score;
mod systemd;

pub(crate) use systemd::time_of_day;

use std::io::Write;

use anyhow::Context;
use kommunspegel::demo::DemoServer;
use kommunspegel::edition::DataDirectory;
use kommunspegel::fetch::Resolve;
use kommunspegel::spelling::suggestion;
use kommunspegel::standing::SiteResult;

use crate::args::{Args, Command};
use crate::exit::Exit;

/// Does what was asked for.
pub(crate) fn dispatch(args: &Args, out: &mut impl Write) -> anyhow::Result<Exit> {
    match &args.command {
        Command::Accessibility(command) => accessibility::run(&args.global, command, out),
        Command::Run(command) => run::run(&args.global, command, out),
        Command::Check(command) => check::run(&args.global, command, out),
        Command::Score(command) => score::run(&args.global, command, out),
        Command::Report(command) => report::run(&args.global, command, out),
        Command::Diff(command) => diff::run(&args.global, command, out),
        Command::Import(command) => import::run(&args.global, command, out),
        Command::Explain(command) => explain::run(&args.global, command, out),
        Command::Evaluate(command) => evaluate::run(&args.global, command, out),
        Command::Rubric(command) => rubric::run(command, out),
        Command::Register(command) => register::run(&args.global, command, out),
        Command::Config(command) => config::run(&args.global, command, out),
        Command::Doctor(command) => doctor::run(&args.global, command, out),
        Command::Generate(command) => generate::run(command, out),
    }
}

/// Fails where there is no such edition.
pub(crate) fn known_edition(data: &DataDirectory, name: &str) -> anyhow::Result<()> {
    let names = data.editions();
    if names.iter().any(|known| known == name) {
        return Ok(());
    }
    let near = suggestion(name, names.iter().map(String::as_str));
    let listed = if names.is_empty() { "there is none yet".to_owned() } else { names.join(", ") };
    anyhow::bail!("there is no edition \"{name}\"{near}; editions: {listed}")
}

/// The result of the body with this code or name.
fn body_named<'a>(results: &'a [SiteResult], wanted: &str) -> anyhow::Result<&'a SiteResult> {
    let lower = wanted.to_lowercase();
    let found = results.iter().find(|r| r.body.code == wanted || r.body.name.to_lowercase() == lower);
    found.with_context(|| {
        let near = suggestion(wanted, results.iter().map(|result| result.body.name.as_str()));
        format!("the edition has no body \"{wanted}\"{near}")
    })
}

/// Where the demo nation's hosts are found.
fn routes(server: &DemoServer) -> anyhow::Result<Vec<Resolve>> {
    let route = |route: &kommunspegel::demo::Route| {
        format!("{}:{}:{}:{}", route.host, route.port, route.address.ip(), route.address.port()).parse()
    };
    Ok(server.routes.iter().map(route).collect::<Result<_, _>>()?)
}
