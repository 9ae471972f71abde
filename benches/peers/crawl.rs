//! Crawls one site into an archive and prints the number of pages: what `run.sh` measures beside other crawlers.
//! Usage: crawl ADDRESS DIRECTORY PAGES
#![expect(clippy::print_stdout, reason = "a program of its own, whose output is the number")]

use std::error::Error;
use std::sync::Arc;
use std::time::Duration;

use kommunspegel::crawl::{EditionJob, Silent, SiteTarget, edition};
use kommunspegel::fetch::{FetchSettings, Fetcher};
use kommunspegel::plan::Budget;
use tokio::sync::watch;

/// The allocator of the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let [address, directory, pages] = words.as_slice() else {
        return Err("usage: crawl ADDRESS DIRECTORY PAGES".into());
    };
    let site = SiteTarget { key: "site".to_owned(), start: address.parse()?, portals: Vec::new() };
    let budget = Budget::of_pages(pages.parse()?);
    let job =
        EditionJob { budget, second_chance: None, ..EditionJob::new("peers", vec![site], directory.into()) };
    let settings = FetchSettings {
        pace: Duration::ZERO,
        max_rate: 100_000.try_into().expect("is not zero"),
        ..FetchSettings::default()
    };
    let (_stop, stopped) = watch::channel(false);
    let reports = edition(job, Arc::new(Fetcher::new(settings)?), Arc::new(Silent), stopped).await?;
    println!("{}", reports.iter().map(|report| report.outcome.counts.pages).sum::<u64>());
    Ok(())
}
