//! `accessibility`: checks pages from files, folders and archives, and measures the engine on the ACT cases.

use std::collections::BTreeSet;
use std::fs;
use std::io::Write;

use anyhow::Context;
use kommunspegel::accessibility::act::{self, Case, Measured};
use kommunspegel::accessibility::compare::{Alone, Compared};
use kommunspegel::accessibility::export;
use kommunspegel::accessibility::finding::Outcome;
use kommunspegel::accessibility::rule::Impact;
use kommunspegel::accessibility::site::{Component, SiteReport};

use super::accessibility_pages::Folder;
use super::accessibility_targets::check;
use crate::args::{Accessibility, AccessibilityCommand, Format, Gate, Global, Written};
use crate::exit::Exit;

/// Checks and prints.
pub(crate) fn run(global: &Global, command: &Accessibility, out: &mut impl Write) -> anyhow::Result<Exit> {
    if let Some(AccessibilityCommand::Act { cases, site, format }) = &command.act {
        let text = fs::read_to_string(cases).with_context(|| cases.display().to_string())?;
        let cases: Vec<Case> = serde_json::from_str(&text).context("the list of cases")?;
        let folder = Folder::new(site.clone().unwrap_or_default());
        return measured(&act::measure(&cases, &folder), *format, out);
    }
    let opinions = check(global, command)?;
    let site = SiteReport::of(opinions.pages);
    match command.format {
        Written::Human => {
            human(&site, out)?;
            second(opinions.second.as_deref(), out)?;
        }
        Written::Json => {
            let mut document = serde_json::to_value(&site)?;
            if let Some(second) = opinions.second {
                document["browser"] = serde_json::to_value(second)?;
            }
            writeln!(out, "{}", serde_json::to_string_pretty(&document)?)?;
        }
        Written::Csv => out.write_all(&export::table(&site)?)?,
        Written::Earl => writeln!(out, "{}", serde_json::to_string_pretty(&export::earl(&site))?)?,
        Written::Sarif => writeln!(out, "{}", serde_json::to_string_pretty(&export::sarif(&site))?)?,
    }
    gate(command, &site)
}

/// Whether something is new and grave.
fn gate(command: &Accessibility, site: &SiteReport) -> anyhow::Result<Exit> {
    let Some(gate) = command.fail_on else { return Ok(Exit::Done) };
    let known: BTreeSet<String> = match &command.baseline {
        Some(path) => {
            let text = fs::read_to_string(path).with_context(|| path.display().to_string())?;
            let report: serde_json::Value = serde_json::from_str(&text).context("the baseline")?;
            let listed = report["components"].as_array().context("the baseline has no components")?;
            listed.iter().filter_map(|one| Some(one["fingerprint"].as_str()?.to_owned())).collect()
        }
        None => BTreeSet::new(),
    };
    let grave = |component: &&Component| {
        let (rule, outcome) = (component.example.rule, component.example.outcome);
        outcome == Outcome::Failed && rule.is_lawful() && rule.impact >= least(gate)
    };
    let new = site.components.iter().filter(grave).any(|component| !known.contains(&component.fingerprint));
    Ok(if new { Exit::BelowMinScore } else { Exit::Done })
}

fn least(gate: Gate) -> Impact {
    match gate {
        Gate::Minor => Impact::Minor,
        Gate::Moderate => Impact::Moderate,
        Gate::Serious => Impact::Serious,
        Gate::Critical => Impact::Critical,
    }
}

fn human(site: &SiteReport, out: &mut impl Write) -> std::io::Result<()> {
    let of = |outcome: Outcome| {
        let found = move |component: &&Component| component.example.outcome == outcome;
        site.components.iter().filter(found)
    };
    let lawful = |component: &&Component| component.example.rule.is_lawful();
    for component in of(Outcome::Failed).filter(lawful) {
        line(component, out)?;
    }
    let criteria: Vec<&str> = site.criteria.keys().map(String::as_str).collect();
    writeln!(
        out,
        "{} sidor, {} brister, värde {} av 500. {} punkter att se över, {} mot god praxis.",
        site.pages.len(),
        site.defects,
        site.figure,
        of(Outcome::Review).count(),
        of(Outcome::Failed).filter(|component| !lawful(component)).count(),
    )?;
    writeln!(out, "Prövade kriterier: {}. Utan brist är inte detsamma som tillgänglig.", criteria.join(", "))
}

/// What a browser says otherwise.
fn second(compared: Option<&[Compared]>, out: &mut impl Write) -> std::io::Result<()> {
    let Some(compared) = compared else { return Ok(()) };
    let agreed: usize = compared.iter().map(|page| page.both.len()).sum();
    let count: usize = compared.iter().map(|page| page.disagreements.len()).sum();
    writeln!(
        out,
        "{} sidor även i webbläsare: {agreed} brister funna av båda, {count} av en.",
        compared.len()
    )?;
    for page in compared {
        for one in &page.disagreements {
            let alone =
                if one.alone == Alone::Static { "bara utan webbläsare" } else { "bara i webbläsare" };
            let name = if one.rule.is_empty() { &one.axe } else { &one.rule };
            writeln!(out, "    {name}: {alone}, {} {}", page.address, one.target)?;
        }
    }
    Ok(())
}

fn line(component: &Component, out: &mut impl Write) -> std::io::Result<()> {
    let finding = &component.example;
    writeln!(out, "{} [{}] {}", finding.rule.id, finding.rule.criteria.join(" "), finding.words().0)?;
    let block = if component.repeated { ", i ett block som upprepas" } else { "" };
    writeln!(out, "    {} på {} sidor{block}", component.occurrences, component.pages)?;
    writeln!(out, "    {} {}", component.addresses.first().map_or("", String::as_str), finding.target)?;
    writeln!(out, "    {}", finding.snippet)?;
    writeln!(out, "    {}", finding.rule.remedy.sv)
}

fn measured(measured: &Measured, format: Format, out: &mut impl Write) -> anyhow::Result<Exit> {
    match format {
        Format::Json => writeln!(out, "{}", serde_json::to_string_pretty(measured)?)?,
        Format::Human => {
            let summary = &measured.summary;
            writeln!(
                out,
                "{} cases: {} true and {} false positives, {} false and {} true negatives, {} of {} rules consistent",
                measured.cases.len(),
                summary.true_positives,
                summary.false_positives,
                summary.false_negatives,
                summary.true_negatives,
                summary.consistent_rules,
                summary.rules,
            )?;
        }
    }
    Ok(Exit::Done)
}
