//! What `accessibility` is asked to check: a file, a folder or an archive; an address, crawled first; an edition, or one
//! body of it, from its archives.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use kommunspegel::accessibility::compare::Compared;
use kommunspegel::accessibility::report::PageReport;
use kommunspegel::audit::{self, second_opinion};
use kommunspegel::browser::Browser;
use kommunspegel::config::{Key, Settings};
use kommunspegel::crawl::Existing;
use kommunspegel::edition::DataDirectory;
use kommunspegel::register::Register;
use kommunspegel::rubric::Rubric;
use url::Url;

use super::accessibility_pages::on_disk;
use crate::args::{Accessibility, Global};
use crate::browsing::wanted_browser;
use crate::configuration;
use crate::crawling::{Wanted, crawl_edition};
use crate::interrupt;
use crate::progress::Quiet;
use crate::rubrics::rubric;

/// Pages of an address, where nothing else is asked for: the page itself.
const PAGES: &str = "1";
/// The word for the edition that `latest` points to.
const LATEST: &str = "latest";

/// The checked pages of a target, and what a browser says of some of them.
pub(crate) struct Opinions {
    pub(crate) pages: Vec<PageReport>,
    /// Nothing when no browser was asked.
    pub(crate) second: Option<Vec<Compared>>,
}

/// Checks every page of the target.
pub(crate) fn check(global: &Global, command: &Accessibility) -> anyhow::Result<Opinions> {
    let target = command.target.as_deref().context("a target is needed")?;
    let path = Path::new(target);
    if path.exists() && !is_archive(path) {
        anyhow::ensure!(
            !command.browser_sample,
            "--browser-sample needs an archive, an address or an edition"
        );
        return Ok(Opinions { pages: on_disk(path)?, second: None });
    }
    let archives = if is_archive(path) { vec![path.to_owned()] } else { known(global, command, target)? };
    let mut browser = wanted_browser(command.browser_sample);
    let mut opinions = Opinions { pages: Vec::new(), second: browser.as_ref().map(|_| Vec::new()) };
    for archive in archives.iter().filter(|archive| archive.is_file()) {
        opinions.add(archive, browser.as_mut())?;
    }
    Ok(opinions)
}

impl Opinions {
    fn add(&mut self, archive: &Path, browser: Option<&mut Browser>) -> anyhow::Result<()> {
        let checked = audit::check(archive)?;
        if let (Some(browser), Some(second)) = (browser, &mut self.second) {
            second.extend(second_opinion(archive, &checked, browser)?);
        }
        self.pages.extend(checked.reports);
        Ok(())
    }
}

/// The archives of an address, which is crawled, or of an edition.
fn known(global: &Global, command: &Accessibility, target: &str) -> anyhow::Result<Vec<PathBuf>> {
    let mut typed = vec![(Key::MaxPages, vec![PAGES.to_owned()])];
    typed.extend(command.fetching.typed());
    let settings = configuration::layers(global, typed)?.settings()?;
    match Url::parse(target).ok().filter(|url| matches!(url.scheme(), "http" | "https")) {
        Some(url) => Ok(vec![crawled(&url, &settings, global.quiet)?]),
        None => archives(target, &DataDirectory::new(&settings.data)),
    }
}

fn is_archive(path: &Path) -> bool {
    let name = path.to_string_lossy();
    path.is_file() && (name.ends_with(".warc") || name.ends_with(".warc.gz"))
}

/// The archives of `EDITION` or `EDITION/BODY`.
fn archives(target: &str, data: &DataDirectory) -> anyhow::Result<Vec<PathBuf>> {
    let (edition, wanted) = target.split_once('/').map_or((target, None), |(name, body)| (name, Some(body)));
    let latest = data.latest().filter(|_| edition == LATEST);
    let name = latest.as_deref().unwrap_or(edition);
    super::known_edition(data, name)
        .with_context(|| format!("{target} is no file, no folder, no address and no edition"))?;
    let directory = data.edition(name);
    let bodies = directory.read_bodies()?;
    let is_wanted = |code: &str, name: &str| {
        wanted.is_none_or(|wanted| wanted == code || wanted.to_lowercase() == name.to_lowercase())
    };
    let chosen = bodies.iter().filter(|body| is_wanted(&body.code, &body.name));
    let archives: Vec<PathBuf> =
        chosen.map(|body| directory.archive().join(format!("{}.warc.gz", body.code))).collect();
    if archives.is_empty() {
        bail!("the edition {name} has no body \"{}\"", wanted.unwrap_or_default());
    }
    Ok(archives)
}

/// Crawls an address into an edition of its own below `checks`; its archive.
fn crawled(url: &Url, settings: &Settings, quiet: bool) -> anyhow::Result<PathBuf> {
    let host = url.host_str().context("the address has no host")?;
    let code: String =
        host.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).take(20).collect();
    let register: Register = format!("code,name,website\n{code},{host},{url}\n").parse()?;
    let settings = Settings { data: settings.data.join("checks"), ..settings.clone() };
    let data = DataDirectory::new(&settings.data);
    let _lock = data.lock()?;
    // Nothing is asked of the site's search: no question is judged.
    let rubric = Rubric { questions: Vec::new(), ..rubric(&settings.rubric)? };
    let networks = configuration::networks(&settings)?;
    let edition = format!("accessibility-{code}");
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let wanted = Wanted {
        settings: &settings,
        recorded: BTreeMap::new(),
        edition: &edition,
        register: &register,
        networks: &networks,
        rubric: &rubric,
        since: None,
        asks_again: false,
        metrics: None,
        existing: Existing::Replace,
        quiet: if quiet { Quiet::Yes } else { Quiet::No },
        stopped: interrupt::listen(&runtime),
        demo: None,
    };
    let crawled = runtime.block_on(crawl_edition(wanted))?;
    anyhow::ensure!(!crawled.interrupted, "interrupted");
    Ok(data.edition(&edition).archive().join(format!("{code}.warc.gz")))
}
