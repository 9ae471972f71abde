//! `run`: crawl, judge, report.

use std::io::Write;
use std::sync::Arc;

use anyhow::Context;
use kommunspegel::archive::{Manifest, SiteState};
use kommunspegel::crawl::Existing;
use kommunspegel::demo;
use kommunspegel::edition::{Crawled, DataDirectory, Halt, second_opinions};
use tokio::sync::watch;

use super::ranking;
use crate::args::{Global, Run};
use crate::browsing::wanted_browser;
use crate::configuration;
use crate::crawling::{Demo, Wanted, crawl_edition};
use crate::exit::Exit;
use crate::interrupt;
use crate::judging::{Archives, judge_edition, make_latest, publish_edition};
use crate::output::tell;
use crate::progress::Quiet;
use crate::rubrics::rubric;
use crate::task::{Task, going_on};

/// Crawls, judges and reports an edition; prints the ranking.
pub(crate) fn run(global: &Global, command: &Run, out: &mut impl Write) -> anyhow::Result<Exit> {
    let layers = configuration::layers(global, Vec::new())?;
    let settings = layers.clone().with_flags(command.typed()).settings()?;
    // Told before anything is begun.
    rubric(&settings.rubric)?;
    let data = DataDirectory::new(&settings.data);
    let _lock = data.lock()?;
    let task = Task::of(global, command, layers, &data)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let stopped = interrupt::listen(&runtime);
    let quiet = if global.quiet { Quiet::Yes } else { Quiet::No };
    let crawled = match &task.begun {
        Some(begun) if begun.finished.is_some() => Crawled { manifest: begun.clone(), interrupted: false },
        _ => runtime.block_on(crawl(command, &task, (quiet, stopped.clone())))?,
    };
    if crawled.interrupted {
        return Ok(interrupted(global, &task));
    }
    let halt = Halt::from(stopped);
    match conclude(command, &task, (&data, &halt), out) {
        // Whatever else was wrong is met again by the run that goes on.
        Err(_) if halt.wanted() => Ok(interrupted(global, &task)),
        Err(failure) => Err(failure),
        Ok(_) if incomplete_share(&crawled.manifest) > settings.max_incomplete => Ok(Exit::Incomplete),
        Ok(refused) => Ok(refused.map_or(Exit::Done, |_| Exit::PublicationRefused)),
    }
}

fn interrupted(global: &Global, task: &Task) -> Exit {
    tell(&format!("Interrupted; everything is kept. Go on with: {}", going_on(global, &task.edition)));
    Exit::Interrupted
}

async fn crawl(
    command: &Run,
    task: &Task,
    (quiet, stopped): (Quiet, watch::Receiver<bool>),
) -> anyhow::Result<Crawled> {
    let wanted = |demo| Wanted {
        settings: &task.settings,
        recorded: task.recorded.clone(),
        edition: &task.edition,
        register: &task.register,
        networks: &task.networks,
        rubric: &task.rubric,
        existing: if task.begun.is_some() { Existing::Resume } else { Existing::Replace },
        since: task.since(),
        quiet,
        // The sites of the demo that are away stay away.
        asks_again: task.nation.is_none(),
        metrics: command.metrics.as_deref(),
        stopped,
        demo,
    };
    let Some(nation) = &task.nation else { return crawl_edition(wanted(None)).await };
    let server = demo::serve(Arc::clone(nation)).await.context("cannot serve the demo nation")?;
    let demo = Demo { routes: super::routes(&server)? };
    let crawled = crawl_edition(wanted(Some(demo))).await;
    server.stop().await?;
    crawled
}

/// Judges and publishes what was crawled, which ends the edition's run; why it was not made the latest one, if it was not.
fn conclude(
    command: &Run,
    task: &Task,
    (data, halt): (&DataDirectory, &Halt),
    out: &mut impl Write,
) -> anyhow::Result<Option<String>> {
    let directory = data.edition(&task.edition);
    let benchmark = judge_edition(data, (&task.edition, Archives::New), &task.rubric, halt)?;
    if let Some(mut browser) = wanted_browser(task.browser_sample()) {
        second_opinions(&directory, &mut browser, halt)?;
    }
    let report = publish_edition(data, &benchmark, None, halt)?;
    ranking::print(&benchmark, &report, command.format, out)?;
    out.flush()?;
    tell(&format!("The report is in {}", report.join("index.html").display()));
    let refused = make_latest(data, &benchmark, &task.rubric, halt)?;
    directory.set_published()?;
    if let Some(refused) = &refused {
        tell(refused);
    }
    Ok(refused)
}

/// The share of sites of which less than their all was read.
fn incomplete_share(Manifest { sites, .. }: &Manifest) -> f64 {
    let whole = |state: &SiteState| matches!(state, SiteState::Complete | SiteState::BudgetSpent);
    let short = sites.iter().filter(|site| !whole(&site.outcome.state)).count();
    if sites.is_empty() { 0.0 } else { short as f64 / sites.len() as f64 }
}
