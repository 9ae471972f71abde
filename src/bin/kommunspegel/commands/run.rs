//! `run`: crawl, judge, report.

use std::io::Write;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, bail};
use kommunspegel::archive::{Manifest, SiteState};
use kommunspegel::config::{Key, Settings};
use kommunspegel::crawl::Existing;
use kommunspegel::demo::{self, Nation};
use kommunspegel::edition::{Crawled, DataDirectory, SINCE, may_be_replaced, second_opinions};
use kommunspegel::register::{Networks, Register};
use time::OffsetDateTime;

use super::ranking;
use crate::args::{Global, Run};
use crate::browsing::wanted_browser;
use crate::configuration;
use crate::crawling::{Demo, Wanted, crawl_edition};
use crate::exit::Exit;
use crate::judging::{Archives, judge_edition, make_latest, publish_edition};
use crate::output::tell;
use crate::progress::Quiet;
use crate::rubrics::rubric;

/// Name of the demo nation's edition.
const DEMO: &str = "demo";

/// Crawls, judges and reports an edition; prints the ranking.
pub(crate) fn run(global: &Global, command: &Run, out: &mut impl Write) -> anyhow::Result<Exit> {
    let settings = configuration::layers(global, command.typed())?.settings()?;
    let rubric = rubric(&settings.rubric)?;
    let data = DataDirectory::new(&settings.data);
    let _lock = data.lock()?;
    let edition = edition_name(command, &data)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let quiet = if global.quiet { Quiet::Yes } else { Quiet::No };
    let crawled = runtime.block_on(crawl(command, &settings, (&edition, &rubric, quiet)))?;
    if crawled.interrupted {
        tell(&format!(
            "Interrupted; everything is kept. Go on with: kommunspegel run --resume --edition {edition}"
        ));
        return Ok(Exit::Interrupted);
    }
    let archives = if command.resume { Archives::Kept } else { Archives::New };
    let benchmark = judge_edition(&data, (&edition, archives), &rubric)?;
    if let Some(mut browser) = wanted_browser(command.browser_sample) {
        second_opinions(&data.edition(&edition), &mut browser)?;
    }
    let report = publish_edition(&data, &benchmark, None)?;
    ranking::print(&benchmark, &report, command.format, out)?;
    out.flush()?;
    tell(&format!("The report is in {}", report.join("index.html").display()));
    let refused = make_latest(&data, &benchmark)?;
    if let Some(refused) = &refused {
        tell(refused);
    }
    Ok(match refused {
        _ if incomplete_share(&crawled) > settings.max_incomplete => Exit::Incomplete,
        Some(_) => Exit::PublicationRefused,
        None => Exit::Done,
    })
}

async fn crawl(
    command: &Run,
    settings: &Settings,
    (edition, rubric, quiet): (&str, &kommunspegel::rubric::Rubric, Quiet),
) -> anyhow::Result<Crawled> {
    let existing = if command.resume { Existing::Resume } else { Existing::Replace };
    let since = since(command, &DataDirectory::new(&settings.data), edition)?;
    let mut networks = configuration::networks(settings)?;
    if command.demo {
        networks = networks.extended(Networks::read(demo::NETWORKS)?);
    }
    let wanted = |settings, register, demo| Wanted {
        settings,
        edition,
        register,
        networks: &networks,
        rubric,
        existing,
        since: since.clone(),
        quiet,
        metrics: command.metrics.as_deref(),
        demo,
    };
    if !command.demo {
        let register = configuration::register(settings)?;
        return crawl_edition(wanted(settings, &register, None)).await;
    }
    let nation = Arc::new(Nation::embedded());
    let chosen = nation.register().select(&settings.only, &networks)?;
    let register: Register = nation.register().narrowed(&chosen);
    let settings = Settings { pace: std::time::Duration::ZERO, ..settings.clone() };
    let server = demo::serve(Arc::clone(&nation)).await.context("cannot serve the demo nation")?;
    let demo = Demo { routes: super::routes(&server)? };
    let crawled = crawl_edition(wanted(&settings, &register, Some(demo))).await;
    server.stop().await?;
    crawled
}

/// The edition from which unchanged pages are taken: the latest one, unless another is named or the nation is
/// invented. A resumed edition keeps to the one that it began with.
fn since(command: &Run, data: &DataDirectory, edition: &str) -> anyhow::Result<Option<(String, Duration)>> {
    let begun = Manifest::load(data.edition(edition).path()).ok().filter(|_| command.resume);
    let name = match (&command.since, begun) {
        (_, Some(begun)) => begun.settings.get(SINCE).cloned(),
        (Some(name), None) if name == "none" => None,
        (Some(name), None) => {
            super::known_edition(data, name)?;
            Some(name.clone())
        }
        (None, None) => data.latest().filter(|_| !command.demo),
    };
    if !command.resume {
        may_be_replaced(data, edition)?;
    }
    let max_age = Duration::from_hours(24 * u64::from(command.max_age));
    Ok(name.filter(|name| name != edition).map(|name| (name, max_age)))
}

fn edition_name(command: &Run, data: &DataDirectory) -> anyhow::Result<String> {
    match &command.edition {
        Some(name)
            if name.is_empty() || !name.chars().all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c)) =>
        {
            bail!("--edition {name}: letters, digits, -, _ and . only")
        }
        Some(name) if name.starts_with('.') => bail!("--edition {name}: must not begin with a full stop"),
        Some(name) => Ok(name.clone()),
        None if command.demo => Ok(DEMO.to_owned()),
        None if command.resume => data.unfinished().context("no interrupted edition to resume"),
        None => Ok(OffsetDateTime::now_utc().date().to_string()),
    }
}

/// The share of sites of which less than their all was read.
fn incomplete_share(crawled: &Crawled) -> f64 {
    let sites = &crawled.manifest.sites;
    let whole = |state: &SiteState| matches!(state, SiteState::Complete | SiteState::BudgetSpent);
    let short = sites.iter().filter(|site| !whole(&site.outcome.state)).count();
    if sites.is_empty() { 0.0 } else { short as f64 / sites.len() as f64 }
}

impl Run {
    fn typed(&self) -> Vec<(Key, Vec<String>)> {
        let mut typed = self.measured.typed();
        typed.extend(self.fetching.typed());
        typed.extend(self.rubric.iter().map(|text| (Key::Rubric, vec![text.clone()])));
        typed.extend(self.max_incomplete.iter().map(|text| (Key::MaxIncomplete, vec![text.clone()])));
        typed
    }
}
