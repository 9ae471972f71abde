//! A simulated night: 290 sites on loopback, each on a network address of its own, with the sizes of real ones and their
//! sitemaps, late answers and faults, crawled into archives all at once.
//!
//! `cargo bench --bench night [-- PAGES PACE]` prints a Markdown table: PAGES is the budget of a site (100; a real night's
//! is 1500), PACE the seconds between two requests to a host (0.5), by which late answers are less late too. The server is
//! a process of its own, so that the figures are the crawler's.

#[path = "../memory/mod.rs"]
mod memory;
mod nation;
mod server;

use std::error::Error;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use kommunspegel::crawl::{EditionJob, Silent, SiteReport, SiteTarget, edition};
use kommunspegel::fetch::{FetchSettings, Fetcher, Reach};
use kommunspegel::plan::Budget;
use memory::peak_memory;
use tokio::sync::watch;

/// The promise for all sites under way at once, in bytes.
const MOST_MEMORY: u64 = 1_000_000_000;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with("--")).collect();
    if let [word, shortened] = words.as_slice()
        && word == "serve"
    {
        return server::serve(shortened.parse()?).await;
    }
    let pages = words.first().map_or(Ok(100), |word| word.parse())?;
    let pace = words.get(1).map_or(Ok(0.5), |word| word.parse())?;
    night(pages, pace).await
}

/// Crawls the nation; times are shortened as the pace is.
async fn night(pages: u32, pace: f64) -> Result<(), Box<dyn Error>> {
    let mut server = started(1.0 / pace)?;
    let directory = tempfile::tempdir()?;
    let began = Instant::now();
    let reports = crawl(directory.path(), (pages, pace)).await;
    let took = began.elapsed();
    server.kill()?;
    server.wait()?;
    tell(&reports?, (took, pace), &Used::now()?)
}

fn started(shortened: f64) -> Result<Child, Box<dyn Error>> {
    let mut server = Command::new(std::env::current_exe()?)
        .args(["serve", &shortened.to_string()])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()?;
    let mut ready = String::new();
    BufReader::new(server.stdout.take().expect("the pipe was asked for")).read_line(&mut ready)?;
    if ready.trim() == "ready" {
        Ok(server)
    } else {
        Err("the server does not start: is its port in use?".into())
    }
}

async fn crawl(
    directory: &std::path::Path,
    (pages, pace): (u32, f64),
) -> Result<Vec<SiteReport>, Box<dyn Error>> {
    let target = |site: usize| {
        let start = format!("http://{}/", nation::host(site)).parse().expect("an address");
        SiteTarget { key: format!("{site:04}"), start, portals: Vec::new() }
    };
    let rule = |site: usize| {
        let address = server::address(site);
        format!("{}:80:{}:{}", nation::host(site), address.ip(), address.port()).parse().expect("a rule")
    };
    let settings = FetchSettings {
        pace: Duration::from_secs_f64(pace),
        max_in_flight: 512,
        max_rate: 10_000.try_into().expect("is not zero"),
        resolve: (0..nation::SITES).map(rule).collect(),
        reach: Reach::RulesOnly,
        ..FetchSettings::default()
    };
    let job = EditionJob {
        budget: Budget { max_pages: pages, ..Budget::default() },
        second_chance: None,
        ..EditionJob::new("night", (0..nation::SITES).map(target).collect(), directory.to_owned())
    };
    let (_stop, stopped) = watch::channel(false);
    Ok(edition(job, Arc::new(Fetcher::new(settings)?), Arc::new(Silent), stopped).await?)
}

/// What this process has used.
struct Used {
    /// CPU seconds.
    cpu: f64,
    /// Bytes at the peak.
    memory: u64,
}

impl Used {
    fn now() -> Result<Self, Box<dyn Error>> {
        let stat = fs::read_to_string("/proc/self/stat")?;
        let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
        let ticks =
            |at: usize| fields.get(at).and_then(|field| field.parse::<f64>().ok()).unwrap_or_default();
        // User and system time in ticks, of which Linux has a hundred a second.
        Ok(Self { cpu: (ticks(11) + ticks(12)) / 100.0, memory: peak_memory()? })
    }
}

fn tell(reports: &[SiteReport], (took, pace): (Duration, f64), used: &Used) -> Result<(), Box<dyn Error>> {
    let pages: u64 = reports.iter().map(|report| report.outcome.counts.pages).sum();
    let visits: u64 = reports.iter().map(|report| report.outcome.counts.visits).sum();
    let addresses: usize = (0..nation::SITES).map(nation::size).sum();
    let archived: u64 =
        reports.iter().filter_map(|report| fs::metadata(&report.file).ok()).map(|file| file.len()).sum();
    let (seconds, milliseconds) = (took.as_secs_f64(), 1000.0 * used.cpu / pages.max(1) as f64);
    let mut out = std::io::stdout();
    writeln!(
        out,
        "| Sites | Addresses | Pace | Pages | Requests | Seconds | Pages/s | CPU ms/page | CPU share | Peak MB | Archive MB |"
    )?;
    writeln!(out, "|---|---|---|---|---|---|---|---|---|---|---|")?;
    writeln!(
        out,
        "| {} | {addresses} | {pace} s | {pages} | {visits} | {seconds:.0} | {:.0} | {milliseconds:.2} | {:.0} % | {} | {} |",
        reports.len(),
        pages as f64 / seconds,
        100.0 * used.cpu / seconds,
        used.memory / 1_000_000,
        archived / 1_000_000,
    )?;
    let share = nation::SITES as f64 * milliseconds / 10.0;
    writeln!(
        out,
        "At one page a second and host, all 290 at once, with their sitemaps shared out over these few pages: at most \
         {share:.0} % of one core."
    )?;
    if used.memory < MOST_MEMORY { Ok(()) } else { Err("more memory than was promised".into()) }
}
