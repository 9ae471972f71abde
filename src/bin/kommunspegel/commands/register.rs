//! `register list`: the bodies that a register and a selection name, before anything is crawled.

use std::io::Write;

use kommunspegel::register::Municipality;
use serde_json::json;

use crate::args::{Format, Global, RegisterCommand};
use crate::configuration;
use crate::exit::Exit;

/// Prints the chosen bodies.
pub(crate) fn run(global: &Global, command: &RegisterCommand, out: &mut impl Write) -> anyhow::Result<Exit> {
    let RegisterCommand::List { measured, format } = command;
    let settings = configuration::layers(global, measured.typed())?.settings()?;
    let register = configuration::register(&settings)?;
    match format {
        Format::Human => register.municipalities().iter().try_for_each(|one| line(one, out))?,
        Format::Json => {
            let bodies: Vec<_> = register.municipalities().iter().map(body).collect();
            let listed = json!({ "sha256": register.sha256(), "municipalities": bodies });
            writeln!(out, "{}", serde_json::to_string_pretty(&listed)?)?;
        }
    }
    Ok(Exit::Done)
}

fn line(one: &Municipality, out: &mut impl Write) -> std::io::Result<()> {
    let population = one.population.map(|count| count.to_string()).unwrap_or_default();
    writeln!(
        out,
        "{:<6} {:<20} {:>9} {:<3} {}",
        one.code, one.name, population, one.skr_group_code, one.website
    )
}

fn body(one: &Municipality) -> serde_json::Value {
    json!({
        "code": one.code,
        "name": one.name,
        "county_code": one.county_code,
        "county": one.county,
        "population": one.population,
        "population_year": one.population_year,
        "skr_group_code": one.skr_group_code,
        "skr_group": one.skr_group,
        "website": one.website,
        "portals": one.portals,
    })
}
