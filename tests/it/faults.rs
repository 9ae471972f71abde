//! The fault nation: sites that misbehave in every known way, each with the end that its crawl must come to.
//!
//! Every site is crawled with short times, some of them side by side, and is done with within its own time: that for which
//! it makes the crawl wait, as it says, and [`USUAL`] for everything else. What was archived of it is read again as the
//! judge reads it.

mod kinds;
mod replies;
mod sites;

use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, Instant};

use kommunspegel::archive::{SiteOutcome, SiteState};
use kommunspegel::page;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use crate::MEMORY;
use crate::support::{CrawlOf, Reply, Server, pages};

/// Within so long every one of these sites that makes nobody wait is done with, on a busy machine.
const USUAL: Duration = Duration::from_secs(20);
/// Silence for so long is the end of a request.
const SILENCE: Duration = Duration::from_secs(3);
/// A request takes at most so long.
const REQUEST: Duration = Duration::from_secs(8);
/// Largest body that is taken, in bytes.
const MAX_BODY: usize = 200_000;

/// Set for the process that has the fault nation to itself.
const ALONE: &str = "KOMMUNSPEGEL_FAULTS_ALONE";
/// More memory than this is never in use, in bytes, all sites, servers and answers included: a body without bound passes it
/// within seconds.
const MOST_MEMORY: usize = 300_000_000;
/// What may be in use after each round beyond what was after the one before, in bytes: a third of the bodies of one round.
const MOST_GROWTH: usize = 1_500_000;

/// Sites that are crawled at once.
const AT_ONCE: usize = 12;

/// What a site says of a target that was asked for so often before.
type Site = Box<dyn Fn(&str, usize) -> Reply + Send + Sync>;

/// One way to misbehave.
struct Fault {
    name: &'static str,
    site: Site,
    /// How the crawl must end: state, pages, then failures by class.
    expected: &'static str,
    /// Requests that the site may cost, robots.txt and sitemaps included.
    most_requests: usize,
    /// How long it makes the crawl wait.
    waits: Duration,
}

impl Fault {
    /// A site that consists of faults.
    fn of_site(
        name: &'static str,
        expected: &'static str,
        site: impl Fn(&str, usize) -> Reply + Send + Sync + 'static,
    ) -> Self {
        Self { name, expected, site: Box::new(site), most_requests: 20, waits: Duration::ZERO }
    }

    /// A page that misbehaves beside one that does not.
    fn of_page(name: &'static str, expected: &'static str, fault: fn(&str, usize) -> Reply) -> Self {
        Self::of_site(name, expected, move |target, before| match target {
            "/" => Reply::page("<title>Start</title><a href=/fel>Fel</a><a href=/bra>Bra</a>"),
            "/bra" => Reply::page("<p>En bra sida."),
            "/robots.txt" | "/sitemap.xml" => Reply::text(""),
            other => fault(other, before),
        })
    }

    fn costing(self, most_requests: usize) -> Self {
        Self { most_requests, ..self }
    }

    fn waiting(self, waits: Duration) -> Self {
        Self { waits, ..self }
    }

    /// Crawls the site; what is wrong with how that ended.
    async fn check(self) -> Option<String> {
        let Self { name, site, expected, most_requests, waits } = self;
        let server = Server::start(site);
        let port = server.address.port();
        let mut crawl = CrawlOf::new("http://www.felberga.example/".parse().unwrap());
        crawl.settings.max_body = MAX_BODY;
        crawl.settings.max_sitemap = MAX_BODY;
        // Silence must not be mistaken where the machine is busy.
        crawl.settings.read_timeout = SILENCE;
        crawl.settings.total_timeout = REQUEST;
        crawl.settings.resolve = vec![format!("*:80:127.0.0.1:{port}").parse().unwrap()];
        let began = Instant::now();
        let outcome = crawl.run().await.unwrap();
        let (found, requests, took) = (told(&outcome), server.hits().len(), began.elapsed());
        for archived in pages(&crawl.file()) {
            page::parse(&page::charset::decode(&archived.body, archived.charset.as_deref()), &archived.url);
        }
        let within = USUAL + waits;
        let right = found == expected && requests <= most_requests && (waits..=within).contains(&took);
        let told = format!("{name}: {found} after {requests} requests and {took:?}");
        (!right).then(|| format!("{told}; expected: {expected} after {waits:?} to {within:?}"))
    }
}

/// `complete, 2 pages, 1 shells, timeout 2`
fn told(outcome: &SiteOutcome) -> String {
    let state = match &outcome.state {
        SiteState::Unreachable { cause } => cause.to_string(),
        other => format!("{other:?}").to_lowercase(),
    };
    let counts = &outcome.counts;
    let failed = counts.failed.iter().map(|(class, count)| format!(", {class} {count}"));
    let shells = if counts.shells > 0 { format!(", {} shells", counts.shells) } else { String::new() };
    format!("{state}, {} pages{shells}{}", counts.pages, failed.collect::<String>())
}

#[test]
fn every_fault_ends_as_it_must() {
    if std::env::var_os(ALONE).is_none() {
        return in_a_process_of_its_own();
    }
    let runtime = tokio::runtime::Runtime::new().unwrap();
    // Packed before anybody waits for it.
    replies::bomb();
    let in_use = || {
        runtime.block_on(the_nation());
        MEMORY.current_usage()
    };
    let mut rounds = vec![in_use(), in_use()];
    let grows = |rounds: &[usize]| rounds.windows(2).all(|pair| pair[1] >= pair[0] + MOST_GROWTH);
    // On a busy machine a round may end before all that it used is given back; what is lost is lost in every round.
    if grows(&rounds) {
        rounds.push(in_use());
    }
    let most = MEMORY.peak_usage();
    assert!(most < MOST_MEMORY, "{most} bytes in use at once");
    assert!(!grows(&rounds), "bytes in use after each round: {rounds:?}");
}

/// The same test in a process that does nothing else, so that its memory is that of the fault nation.
fn in_a_process_of_its_own() {
    let mut test = Command::new(std::env::current_exe().unwrap());
    test.args(["--exact", "faults::every_fault_ends_as_it_must", "--nocapture"]).env(ALONE, "1");
    let output = test.output().unwrap();
    let told = [output.stdout, output.stderr].concat();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&told));
}

async fn the_nation() {
    let mut faults = kinds::all();
    faults.extend(sites::all());
    assert!(faults.len() >= 60, "{}", faults.len());
    let places = Arc::new(Semaphore::new(AT_ONCE));
    let mut checks = JoinSet::new();
    for fault in faults {
        let places = Arc::clone(&places);
        checks.spawn(async move {
            let _place = places.acquire_owned().await.unwrap();
            fault.check().await
        });
    }
    let mut wrong = Vec::new();
    while let Some(checked) = checks.join_next().await {
        wrong.extend(checked.unwrap());
    }
    assert!(wrong.is_empty(), "{} sites:\n{}", wrong.len(), wrong.join("\n"));
}
