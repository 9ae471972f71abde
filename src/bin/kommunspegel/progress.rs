//! How a crawl goes, on stderr: bars on a terminal, lines elsewhere, nothing for those who want quiet. Knows
//! sites by name and counts of pages; what is fetched and why is the crawler's matter.

use std::collections::BTreeMap;
use std::io::{IsTerminal, Write};
use std::path::Path;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use indicatif::{HumanBytes, MultiProgress, ProgressBar, ProgressStyle};

use crate::output::{Told, is_json};

mod ahead;
mod metrics;
mod tally;
mod traced;

pub(crate) use metrics::Metrics;
pub(crate) use tally::{End, Tally};
pub(crate) use traced::Traced;

/// Something that happened during a crawl.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Happening<'a> {
    /// A site's first request is about to be made.
    SiteStarted { site: &'a str },
    /// An archive, or its end, cannot be gone on with: it is kept in this file, and asked for again.
    SetAside { site: &'a str, file: &'a Path, cause: &'a str },
    /// An answer came, and so many addresses are known that the site still has to be asked for.
    Fetched { site: &'a str, address: &'a str, bytes: u64, left: u64 },
    /// A host wants to be left alone for some time.
    Waiting { host: &'a str, seconds: u64 },
    /// So many sites are asked once more after some time.
    Resting { sites: usize, seconds: u64 },
    /// Nothing more will be asked of a site.
    SiteFinished { site: &'a str, end: End, reason: &'a str },
}

/// Shows what happens; may be told from many tasks at once.
pub(crate) trait Progress: Send + Sync {
    /// One thing that happened.
    fn notice(&self, happening: &Happening<'_>);

    /// Called some times a minute, also while nothing happens.
    fn beat(&self) {}

    /// What was counted, once all is over.
    fn close(&self) -> Tally;
}

/// The fitting way to show the progress over `sites` sites.
pub(crate) fn progress(sites: usize, quiet: Quiet) -> Box<dyn Progress> {
    match quiet {
        Quiet::Yes => Box::new(Lines::new(sites, std::io::sink())),
        Quiet::No if is_json() => Box::new(Lines::new(sites, Told)),
        Quiet::No if std::io::stderr().is_terminal() => Box::new(Bars::new(sites)),
        Quiet::No => Box::new(Lines::new(sites, std::io::stderr())),
    }
}

/// Whether the user wants to see anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Quiet {
    Yes,
    No,
}

/// The time between two lines that tell how the whole crawl goes.
const HEARTBEAT: Duration = Duration::from_secs(10);

/// One line for every finished site, and a heartbeat.
struct Lines<W> {
    state: Mutex<LinesState<W>>,
}

struct LinesState<W> {
    tally: Tally,
    last_line: Instant,
    out: W,
}

impl<W: Write + Send> Lines<W> {
    fn new(sites: usize, out: W) -> Self {
        Self { state: Mutex::new(LinesState { tally: Tally::of(sites), last_line: Instant::now(), out }) }
    }
}

impl<W: Write> LinesState<W> {
    fn line(&mut self, line: &str) {
        // All at once: what reads it takes every writing for a line.
        let _ = self.out.write_all(format!("{line}\n").as_bytes());
        self.last_line = Instant::now();
    }
}

impl<W: Write + Send> Progress for Lines<W> {
    fn notice(&self, happening: &Happening<'_>) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.tally.count(happening);
        match happening {
            Happening::SiteFinished { site, end, reason } => {
                let line = format!("{site}: {} ({reason}); {}", end.word(), state.tally.place());
                state.line(&line);
            }
            Happening::Resting { sites, seconds } => {
                state.line(&format!("{sites} sites are asked once more in {seconds} s"));
            }
            _ => {}
        }
    }

    fn beat(&self) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if state.last_line.elapsed() >= HEARTBEAT {
            let line = format!("{}; {}", state.tally.place(), state.tally.speed());
            state.line(&line);
        }
    }

    fn close(&self) -> Tally {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).tally.clone()
    }
}

/// A bar over all sites, and a moving line for each site under way.
struct Bars {
    lines: MultiProgress,
    whole: ProgressBar,
    state: Mutex<BarsState>,
}

struct BarsState {
    tally: Tally,
    sites: BTreeMap<String, ProgressBar>,
    /// When something was last said of the whole.
    last_word: Instant,
}

impl Bars {
    fn new(sites: usize) -> Self {
        let style = ProgressStyle::with_template("{bar:30} {pos}/{len} sites  {msg}  {elapsed}")
            .expect("a constant template");
        let bars = MultiProgress::new();
        let whole = bars.add(ProgressBar::new(sites as u64).with_style(style));
        let state = BarsState { tally: Tally::of(sites), sites: BTreeMap::new(), last_word: Instant::now() };
        Self { lines: bars, whole, state: Mutex::new(state) }
    }

    fn site(&self) -> ProgressBar {
        let style = ProgressStyle::with_template("  {spinner} {prefix:20} {pos:>5} pages  {wide_msg}")
            .expect("a constant template");
        self.lines.insert_before(&self.whole, ProgressBar::new_spinner().with_style(style))
    }

    fn say(&self, state: &mut BarsState, message: String) {
        self.whole.set_message(message);
        state.last_word = Instant::now();
    }

    fn say_speed(&self, state: &mut BarsState) {
        let tally = &state.tally;
        let message = format!("{} pages, {}; {}", tally.pages, HumanBytes(tally.bytes), tally.speed());
        self.say(state, message);
    }
}

impl Progress for Bars {
    fn notice(&self, happening: &Happening<'_>) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.tally.count(happening);
        match *happening {
            Happening::SiteStarted { site } => {
                let bar = self.site().with_prefix(site.to_owned());
                state.sites.insert(site.to_owned(), bar);
            }
            Happening::Fetched { site, address, .. } => {
                if let Some(bar) = state.sites.get(site) {
                    bar.inc(1);
                    bar.set_message(address.to_owned());
                }
            }
            Happening::Waiting { host, seconds } => {
                self.say(&mut state, format!("{host} wants {seconds} s of peace"));
            }
            Happening::SetAside { .. } => {}
            Happening::Resting { sites, seconds } => {
                self.say(&mut state, format!("{sites} sites are asked once more in {seconds} s"));
            }
            Happening::SiteFinished { site, .. } => {
                if let Some(bar) = state.sites.remove(site) {
                    bar.finish_and_clear();
                }
                self.whole.set_position(state.tally.finished() as u64);
                self.say_speed(&mut state);
            }
        }
    }

    fn beat(&self) {
        self.whole.tick();
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if state.last_word.elapsed() >= HEARTBEAT {
            self.say_speed(&mut state);
        }
    }

    fn close(&self) -> Tally {
        self.whole.finish_and_clear();
        self.state.lock().unwrap_or_else(PoisonError::into_inner).tally.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_finished_site_has_a_line() {
        let lines = Lines::new(2, Vec::new());
        lines.notice(&Happening::SiteStarted { site: "9901 Tallviken" });
        lines.notice(&Happening::Fetched {
            site: "9901 Tallviken",
            address: "http://a.example/",
            bytes: 10,
            left: 0,
        });
        lines.beat();
        lines.notice(&Happening::SiteFinished {
            site: "9901 Tallviken",
            end: End::Complete,
            reason: "all pages",
        });
        let written = lines.state.into_inner().unwrap().out;
        let text = String::from_utf8(written).unwrap();
        assert_eq!(text, "9901 Tallviken: complete (all pages); 1 of 2 sites, 1 pages, 10 B\n");
    }
}
