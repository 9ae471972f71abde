//! Crawls an edition for the commands that do: settings become a job, events become progress, a signal becomes a
//! stop.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use kommunspegel::archive::{RubricStamp, SiteState};
use kommunspegel::browser::{BrowserError, program};
use kommunspegel::config::{Rendering, Settings};
use kommunspegel::crawl::{
    EarlierEdition, EditionJob, Event, Existing, Observer, Render, Renderer, SiteTarget,
};
use kommunspegel::demo;
use kommunspegel::edition::{AS_OF, CrawlOrder, Crawled, DataDirectory, crawl};
use kommunspegel::fetch::{FetchSettings, Fetcher, Reach, Resolve};
use kommunspegel::plan::Budget;
use kommunspegel::register::{Municipality, Networks, Register, SizeClass};
use kommunspegel::rubric::Rubric;
use kommunspegel::standing::Body;
use time::OffsetDateTime;
use tokio::sync::watch;

use crate::descriptors;
use crate::progress::{End, Happening, Metrics, Progress, Quiet, Traced, progress};

/// What a command wants crawled.
pub(crate) struct Wanted<'a> {
    pub(crate) settings: &'a Settings,
    /// What the manifest keeps of the settings beside those that it always tells.
    pub(crate) recorded: BTreeMap<String, String>,
    pub(crate) edition: &'a str,
    pub(crate) register: &'a Register,
    pub(crate) networks: &'a Networks,
    pub(crate) rubric: &'a Rubric,
    pub(crate) existing: Existing,
    /// The edition that unchanged pages are taken from, and how old those may be that are not asked for.
    pub(crate) since: Option<(String, Duration)>,
    pub(crate) quiet: Quiet,
    /// Whether sites that gave out are asked once more at the end, which may take minutes of waiting.
    pub(crate) asks_again: bool,
    /// The file that the numbers of the crawl are written into.
    pub(crate) metrics: Option<&'a Path>,
    /// Becomes true when the program is to stop.
    pub(crate) stopped: watch::Receiver<bool>,
    /// The invented nation, when it is what is crawled.
    pub(crate) demo: Option<Demo>,
}

/// The invented nation's hosts, which are the whole world of its crawl.
pub(crate) struct Demo {
    pub(crate) routes: Vec<Resolve>,
}

/// Crawls until all is done or the user stops it; the closing summary goes to stderr.
pub(crate) async fn crawl_edition(wanted: Wanted<'_>) -> anyhow::Result<Crawled> {
    let directory = DataDirectory::new(&wanted.settings.data).edition(wanted.edition);
    let settings = fetch_settings(&wanted)?;
    settings.may_ask(wanted.register.municipalities().iter().map(|one| &one.website))?;
    let fetcher = Fetcher::new(settings)?;
    let mut order = order(&wanted);
    order.job.render = render(wanted.settings.render)?;
    let names = order.bodies.iter().map(|b| (b.code.clone(), format!("{} {}", b.code, b.name))).collect();
    let mut shown: Arc<dyn Progress> = Arc::from(progress(order.bodies.len(), wanted.quiet));
    shown = Arc::new(Traced(shown));
    if let Some(path) = wanted.metrics {
        shown = Arc::new(Metrics::new(shown, order.bodies.len(), path.to_owned()));
    }
    let observer = Arc::new(Shown { progress: Arc::clone(&shown), names });
    let beating = tokio::spawn(beat(Arc::clone(&shown)));
    let crawled = crawl(order, &directory, Arc::new(fetcher), (observer, wanted.stopped.clone())).await;
    beating.abort();
    let tally = shown.close();
    if wanted.quiet == Quiet::No {
        crate::output::tell(&tally.to_string());
    }
    Ok(crawled?)
}

async fn beat(progress: Arc<dyn Progress>) {
    let mut ticks = tokio::time::interval(Duration::from_millis(500));
    loop {
        ticks.tick().await;
        progress.beat();
    }
}

fn fetch_settings(wanted: &Wanted<'_>) -> anyhow::Result<FetchSettings> {
    let settings = wanted.settings;
    let mut resolve = wanted.demo.as_ref().map(|demo| demo.routes.clone()).unwrap_or_default();
    for text in &settings.resolve {
        resolve.push(text.parse().with_context(|| format!("--resolve {text}"))?);
    }
    Ok(FetchSettings {
        user_agent_token: settings.user_agent.clone(),
        contact: settings.contact.clone(),
        pace: settings.pace,
        total_timeout: settings.timeout.max(Duration::from_secs(1)) * 2,
        read_timeout: settings.timeout,
        connect_timeout: settings.timeout.min(Duration::from_secs(10)),
        resolve,
        reach: if wanted.demo.is_some() { Reach::RulesOnly } else { Reach::Anywhere },
        ..FetchSettings::default()
    })
}

fn order(wanted: &Wanted<'_>) -> CrawlOrder {
    let settings = wanted.settings;
    let targets = wanted.register.municipalities().iter().map(target).collect();
    let directory = DataDirectory::new(&settings.data).edition(wanted.edition).archive();
    let max_pages = u32::try_from(settings.max_pages).unwrap_or(u32::MAX);
    let usual = EditionJob::new(wanted.edition, targets, directory);
    let job = EditionJob {
        budget: Budget::of_pages(max_pages),
        second_chance: usual.second_chance.filter(|_| wanted.asks_again),
        existing: wanted.existing,
        sites_at_once: sites_at_once(settings),
        max_time: settings.max_time,
        probes: wanted.rubric.queries(),
        earlier: wanted.since.as_ref().map(|(edition, max_age)| EarlierEdition {
            directory: Path::new("../..").join(edition).join("archive"),
            max_age: *max_age,
        }),
        ..usual
    };
    let version = &wanted.rubric.version;
    CrawlOrder {
        job,
        bodies: wanted.register.municipalities().iter().map(|one| body(one, wanted)).collect(),
        rubric: RubricStamp {
            id: version.id.clone(),
            version: version.version.clone(),
            hash: version.hash.clone(),
        },
        register_hash: wanted.register.sha256().to_owned(),
        settings: told(wanted),
        now: OffsetDateTime::now_utc(),
    }
}

/// As many sites side by side as are wanted, and no more than the system has room for.
fn sites_at_once(settings: &Settings) -> usize {
    let Ok(limit) = descriptors::raised() else { return settings.sites_at_once };
    let room = descriptors::sites(limit);
    if room < settings.sites_at_once {
        tracing::info!(limit, sites = room, "the limit of open files lets fewer sites be under way at once");
    }
    room.min(settings.sites_at_once)
}

/// What draws pages; where no browser is needed for certain, none may be there.
fn render(wanted: Rendering) -> Result<Render, BrowserError> {
    let renderer = program().map(|program| Arc::new(Renderer::new(program)));
    match (wanted, renderer) {
        (Rendering::Never, _) | (Rendering::Auto, None) => Ok(Render::Never),
        (Rendering::Auto, Some(renderer)) => Ok(Render::Shells(renderer)),
        (Rendering::Always, Some(renderer)) => Ok(Render::Always(renderer)),
        (Rendering::Always, None) => Err(BrowserError::Missing),
    }
}

/// The settings that the manifest tells of.
fn told(wanted: &Wanted<'_>) -> BTreeMap<String, String> {
    let settings = wanted.settings;
    let always = [
        ("pace", settings.pace.as_secs_f64().to_string()),
        ("user_agent", settings.user_agent.clone()),
        ("contact", settings.contact.clone().unwrap_or_default()),
        ("max_pages", settings.max_pages.to_string()),
        ("max_hours", (settings.max_time.as_secs_f64() / 3600.0).to_string()),
    ];
    let mut told = wanted.recorded.clone();
    told.extend(always.map(|(name, value)| (name.to_owned(), value)));
    if wanted.demo.is_some() {
        told.insert(AS_OF.to_owned(), demo::WRITTEN.to_owned());
    }
    told
}

fn target(one: &Municipality) -> SiteTarget {
    SiteTarget { key: one.code.to_string(), start: one.website.clone(), portals: one.portals.clone() }
}

fn body(one: &Municipality, wanted: &Wanted<'_>) -> Body {
    let member = |network: &&kommunspegel::register::Network| {
        wanted
            .register
            .members(network)
            .is_ok_and(|members| members.iter().any(|other| other.code == one.code))
    };
    Body {
        code: one.code.to_string(),
        name: one.name.clone(),
        county_code: one.county_code.clone(),
        county: one.county.clone(),
        skr_group_code: one.skr_group_code.clone(),
        skr_group: one.skr_group.clone(),
        size_class: one.population.map(|people| SizeClass::of(people).to_string()).unwrap_or_default(),
        networks: wanted.networks.iter().filter(member).map(|network| network.name.clone()).collect(),
        population: one.population,
        website: one.website.to_string(),
    }
}

/// Passes the crawl's events on to what shows them.
struct Shown {
    progress: Arc<dyn Progress>,
    names: BTreeMap<String, String>,
}

impl Shown {
    fn name<'a>(&'a self, key: &'a str) -> &'a str {
        self.names.get(key).map_or(key, String::as_str)
    }
}

impl Observer for Shown {
    fn notice(&self, event: &Event) {
        let happening = match event {
            Event::SiteStarted { site, .. } => Happening::SiteStarted { site: self.name(site) },
            Event::SetAside { site, mishap } => {
                Happening::SetAside { site: self.name(site), file: &mishap.file, cause: &mishap.cause }
            }
            Event::Fetched { site, url, bytes, left, .. } => Happening::Fetched {
                site: self.name(site),
                address: url.as_str(),
                bytes: *bytes,
                left: *left,
            },
            Event::Waiting { host, wait, .. } => Happening::Waiting { host, seconds: wait.as_secs() },
            Event::Resting { sites, wait } => Happening::Resting { sites: *sites, seconds: wait.as_secs() },
            Event::SiteFinished { report } => {
                let (end, reason) = ending(&report.outcome.state);
                return self.progress.notice(&Happening::SiteFinished {
                    site: self.name(&report.key),
                    end,
                    reason: &reason,
                });
            }
        };
        self.progress.notice(&happening);
    }
}

fn ending(state: &SiteState) -> (End, String) {
    match state {
        SiteState::Complete => (End::Complete, "all pages".to_owned()),
        SiteState::BudgetSpent => {
            (End::Complete, "budget of pages, documents, sitemap files or time spent".to_owned())
        }
        SiteState::Unreachable { cause } => (End::Unreachable, cause.to_string()),
        SiteState::WaitedOut => (End::Incomplete, "the host wanted more patience".to_owned()),
        SiteState::BrokenOff { cause } => (End::Incomplete, format!("the host gave out: {cause}")),
        SiteState::Interrupted => (End::Incomplete, "interrupted".to_owned()),
    }
}
