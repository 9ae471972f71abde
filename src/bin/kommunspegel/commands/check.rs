//! `check TARGET`: one municipality, crawled within a small budget.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::sync::Arc;

use anyhow::Context;
use kommunspegel::config::{Key, Settings};
use kommunspegel::crawl::Existing;
use kommunspegel::demo::{self, Nation};
use kommunspegel::edition::{DataDirectory, Halt, judge};
use kommunspegel::judgement::Answer;
use kommunspegel::register::Register;
use kommunspegel::rubric::Rubric;
use kommunspegel::standing::{Benchmark, Entry};
use serde_json::{Value, json};
use url::Url;

use crate::args::{Check, Format, Global};
use crate::configuration;
use crate::crawling::{Demo, Wanted, crawl_edition};
use crate::exit::Exit;
use crate::interrupt;
use crate::output::tell;
use crate::progress::Quiet;
use crate::rubrics::rubric;

/// Pages of a checked site, where nothing else is asked for.
const PAGES: &str = "150";

/// Crawls one site and prints areas, e-services and evidence.
pub(crate) fn run(global: &Global, command: &Check, out: &mut impl Write) -> anyhow::Result<Exit> {
    let settings = configuration::layers(global, command.typed())?.settings()?;
    let rubric = rubric(&settings.rubric)?;
    let nation = command.demo.then(|| Arc::new(Nation::embedded()));
    let register = register(command, &settings, nation.as_deref())?;
    let code = register.municipalities()[0].code.to_string();
    let data = DataDirectory::new(settings.data.join("checks"));
    let _lock = data.lock()?;
    let settings = Settings { data: settings.data.join("checks"), ..settings };
    let quiet = if global.quiet { Quiet::Yes } else { Quiet::No };
    let wanted = (&settings, (code.as_str(), &register), (&rubric, quiet));
    let Some(benchmark) = measured(wanted, nation)? else { return Ok(Exit::Interrupted) };
    let entry = benchmark.entries.first().context("nothing was judged")?;
    match command.format {
        Format::Human => human(entry, &rubric, out)?,
        Format::Json => writeln!(out, "{}", serde_json::to_string_pretty(&document(entry, &rubric))?)?,
    }
    out.flush()?;
    Ok(settings.min_score.map_or(Exit::Done, |least| held_against(least, entry)))
}

/// Whether the total is at least what is wanted. Where nothing was judged there is none, and nobody knows.
fn held_against(least: f64, entry: &Entry) -> Exit {
    let Some(total) = entry.scorecard.total else {
        let why = Some(entry.site.reason.en.as_str()).filter(|why| !why.is_empty());
        let why = why.map(|why| format!(" ({why})")).unwrap_or_default();
        tell(&format!(
            "Nothing was judged{why}: whether the total is at least --min-score {least} % is not known"
        ));
        return Exit::Incomplete;
    };
    let total = f64::from(total.permille()) / 10.0;
    if total < least {
        tell(&format!("The total {total:.1} % is below --min-score {least} %"));
        return Exit::BelowMinScore;
    }
    Exit::Done
}

/// Crawls into the check's own edition, and judges it; nothing when it was interrupted.
fn measured(
    (settings, (code, register), (rubric, quiet)): (&Settings, (&str, &Register), (&Rubric, Quiet)),
    nation: Option<Arc<Nation>>,
) -> anyhow::Result<Option<Benchmark>> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let stopped = interrupt::listen(&runtime);
    let networks = configuration::networks(settings)?;
    let wanted = Wanted {
        settings,
        recorded: BTreeMap::new(),
        edition: code,
        register,
        networks: &networks,
        rubric,
        since: None,
        existing: Existing::Replace,
        quiet,
        asks_again: false,
        metrics: None,
        stopped: stopped.clone(),
        demo: None,
    };
    let halt = Halt::from(stopped);
    if runtime.block_on(crawl(wanted, nation))? {
        return Ok(None);
    }
    match judge(&DataDirectory::new(&settings.data).edition(code), rubric, &halt) {
        Err(_) if halt.wanted() => Ok(None),
        judged => Ok(Some(judged?)),
    }
}

/// Crawls into the check's own edition; whether it was interrupted.
async fn crawl(mut wanted: Wanted<'_>, nation: Option<Arc<Nation>>) -> anyhow::Result<bool> {
    let Some(nation) = nation else { return Ok(crawl_edition(wanted).await?.interrupted) };
    let server = demo::serve(nation).await.context("cannot serve the demo nation")?;
    let settings = Settings { pace: std::time::Duration::ZERO, ..wanted.settings.clone() };
    wanted.settings = &settings;
    wanted.demo = Some(Demo { routes: super::routes(&server)? });
    let crawled = crawl_edition(wanted).await;
    server.stop().await?;
    Ok(crawled?.interrupted)
}

/// The register narrowed to the target: a code or name of the register, or any address.
fn register(command: &Check, settings: &Settings, nation: Option<&Nation>) -> anyhow::Result<Register> {
    let target = command.target.trim();
    if let Some(url) = Url::parse(target).ok().filter(|url| matches!(url.scheme(), "http" | "https")) {
        let host = url.host_str().context("the address has no host")?;
        let code: String =
            host.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).take(20).collect();
        return Ok(format!("code,name,website\n{code},{host},{url}\n").parse()?);
    }
    let all = match nation {
        Some(nation) => nation.register().clone(),
        None => configuration::register(settings)?,
    };
    let chosen = all.select(&target.parse()?, &configuration::networks(settings)?)?;
    anyhow::ensure!(chosen.len() == 1, "\"{target}\" names {} bodies; check takes one", chosen.len());
    Ok(all.narrowed(&chosen))
}

fn human(entry: &Entry, rubric: &Rubric, out: &mut impl Write) -> io::Result<()> {
    let card = &entry.scorecard;
    let percent = |share: Option<kommunspegel::index::Share>| {
        share.map_or("–".to_owned(), |s| format!("{} %", s.percent()))
    };
    writeln!(out, "{}: {} av {} sidor lästa", entry.body.name, percent(card.total), entry.site.pages)?;
    if entry.site.state != "ok" {
        writeln!(out, "Webbplatsen: {} ({})", entry.site.state, entry.site.reason.sv)?;
    }
    writeln!(out, "\nOmråden")?;
    for area in &rubric.areas {
        let share = card.area(&area.id).and_then(|area| area.share);
        writeln!(out, "  {:<32} {:>6}", area.name.sv, percent(share))?;
    }
    let index = card.eservice_index;
    match index.known_points() {
        Some(points) => writeln!(out, "\nE-tjänster: {points} av {}", index.possible())?,
        None => writeln!(out, "\nE-tjänster: inte bedömda")?,
    }
    for question in rubric.index_questions() {
        if let Some(answer) = entry.answers.iter().find(|answer| answer.question == question.id) {
            print_answer(&question.text.sv, answer, out)?;
        }
    }
    writeln!(out, "\nAlla frågor")?;
    for question in &rubric.questions {
        if let Some(answer) = entry.answers.iter().find(|a| a.question == question.id && a.points().is_some())
        {
            print_answer(&question.text.sv, answer, out)?;
        }
    }
    Ok(())
}

fn print_answer(question: &str, answer: &Answer, out: &mut impl Write) -> io::Result<()> {
    let points = answer.points().map_or("–".to_owned(), |points| points.value().to_string());
    writeln!(out, "  {points}  {question}")?;
    if let Some(evidence) = &answer.evidence {
        writeln!(out, "     »{}«\n     {}", evidence.quote, evidence.url)?;
    }
    Ok(())
}

fn document(entry: &Entry, rubric: &Rubric) -> Value {
    let card = &entry.scorecard;
    let areas: Vec<Value> = rubric
        .areas
        .iter()
        .map(|area| {
            let share = card.area(&area.id).and_then(|a| a.share).map(kommunspegel::index::Share::percent);
            json!({ "area": area.id, "name": area.name.sv, "percent": share })
        })
        .collect();
    let index: Vec<&Answer> = rubric
        .index_questions()
        .filter_map(|question| entry.answers.iter().find(|answer| answer.question == question.id))
        .collect();
    json!({
        "schema_version": kommunspegel::standing::SCHEMA_VERSION,
        "body": entry.body,
        "site": entry.site,
        "rubric": rubric.version,
        "total_percent": card.total.map(kommunspegel::index::Share::percent),
        "coverage_percent": card.coverage.map(kommunspegel::index::Share::percent),
        "areas": areas,
        "eservice_index": { "points": card.eservice_index.known_points(), "maximum": card.eservice_index.possible(), "answers": index },
        "answers": entry.answers,
    })
}

impl Check {
    fn typed(&self) -> Vec<(Key, Vec<String>)> {
        let mut typed = vec![(Key::MaxPages, vec![PAGES.to_owned()])];
        typed.extend(self.measured.typed());
        typed.extend(self.fetching.typed());
        typed.extend(self.rubric.iter().map(|text| (Key::Rubric, vec![text.clone()])));
        typed.extend(self.min_score.iter().map(|text| (Key::MinScore, vec![text.clone()])));
        typed
    }
}
