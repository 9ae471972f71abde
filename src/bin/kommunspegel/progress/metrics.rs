//! The numbers of a crawl under way, as a text file that Prometheus reads (the textfile collector of node_exporter).

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use super::{Happening, Progress, Tally};

/// The time between two writings.
const EVERY: Duration = Duration::from_secs(10);

/// Passes on what happens, and writes it down now and then.
pub(crate) struct Metrics {
    shown: Arc<dyn Progress>,
    path: PathBuf,
    state: Mutex<State>,
}

struct State {
    tally: Tally,
    waits: u64,
    started: u64,
    written: Option<Instant>,
}

impl Metrics {
    /// Writes into the file at `path`, all at once each time.
    pub(crate) fn new(shown: Arc<dyn Progress>, sites: usize, path: PathBuf) -> Self {
        let state = State { tally: Tally::of(sites), waits: 0, started: now(), written: None };
        Self { shown, path, state: Mutex::new(state) }
    }

    fn write(&self, state: &mut State, under_way: u8) {
        state.written = Some(Instant::now());
        // A crawl goes on without its numbers: what reads them sees that they are old.
        if let Err(error) = replace(&self.path, &state.text(under_way)) {
            tracing::warn!(path = %self.path.display(), %error, "the metrics cannot be written");
        }
    }
}

impl Progress for Metrics {
    fn notice(&self, happening: &Happening<'_>) {
        self.shown.notice(happening);
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.tally.count(happening);
        state.waits += u64::from(matches!(happening, Happening::Waiting { .. }));
    }

    fn beat(&self) {
        self.shown.beat();
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if state.written.is_none_or(|written| written.elapsed() >= EVERY) {
            self.write(&mut state, 1);
        }
    }

    fn close(&self) -> Tally {
        self.write(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner), 0);
        self.shown.close()
    }
}

impl State {
    /// The text format of Prometheus, version 0.0.4.
    fn text(&self, under_way: u8) -> String {
        let [complete, incomplete, unreachable] = self.tally.ended();
        let mut text = String::new();
        let mut family = |name: &str, kind: &str, help: &str, values: &[(&str, u64)]| {
            let _ = writeln!(text, "# HELP kommunspegel_{name} {help}\n# TYPE kommunspegel_{name} {kind}");
            for (labels, value) in values {
                let _ = writeln!(text, "kommunspegel_{name}{labels} {value}");
            }
        };
        let sites = [
            ("{state=\"complete\"}", complete as u64),
            ("{state=\"incomplete\"}", incomplete as u64),
            ("{state=\"unreachable\"}", unreachable as u64),
            ("{state=\"left\"}", self.tally.left() as u64),
        ];
        family("crawl_running", "gauge", "Whether a crawl is under way.", &[("", u64::from(under_way))]);
        family("crawl_started_seconds", "gauge", "When it began.", &[("", self.started)]);
        family("crawl_seen_seconds", "gauge", "When this was written.", &[("", now())]);
        family("crawl_sites", "gauge", "Sites by how their crawl ended.", &sites);
        family("crawl_answers_total", "counter", "Requests that were answered.", &[("", self.tally.pages)]);
        family("crawl_bytes_total", "counter", "Decoded bytes of the answers.", &[("", self.tally.bytes)]);
        family("crawl_waits_total", "counter", "Times a host asked to be left alone.", &[("", self.waits)]);
        text
    }
}

/// Writes a file beside the old one and puts it in its place.
fn replace(path: &Path, text: &str) -> std::io::Result<()> {
    let draft = path.with_extension("draft");
    std::fs::write(&draft, text)?;
    std::fs::rename(&draft, path)
}

/// Seconds since 1970.
fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
}

#[cfg(test)]
mod tests {
    use super::super::{End, Quiet, progress};
    use super::*;

    #[test]
    fn the_file_is_replaced_and_says_when_all_is_over() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("crawl.prom");
        let metrics = Metrics::new(Arc::from(progress(2, Quiet::Yes)), 2, path.clone());
        metrics.notice(&Happening::Fetched { site: "a", address: "http://a.example/", bytes: 7, left: 0 });
        metrics.notice(&Happening::SiteFinished { site: "a", end: End::Complete, reason: "" });
        let read = || std::fs::read_to_string(&path).unwrap();
        metrics.beat();
        assert!(read().contains("\nkommunspegel_crawl_sites{state=\"complete\"} 1\n"));
        assert!(read().contains("kommunspegel_crawl_sites{state=\"left\"} 1\n"));
        assert!(read().contains("kommunspegel_crawl_running 1\n"));
        assert_eq!(metrics.close().pages, 1);
        assert!(read().contains("kommunspegel_crawl_bytes_total 7\n") && read().contains("_running 0\n"));
    }

    #[test]
    fn a_site_that_is_asked_again_counts_once() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("crawl.prom");
        let metrics = Metrics::new(Arc::from(progress(1, Quiet::Yes)), 1, path.clone());
        for end in [End::Unreachable, End::Complete] {
            metrics.notice(&Happening::SiteFinished { site: "a", end, reason: "" });
        }
        metrics.close();
        let text = std::fs::read_to_string(&path).unwrap();
        for line in ["{state=\"complete\"} 1\n", "{state=\"unreachable\"} 0\n", "{state=\"left\"} 0\n"] {
            assert!(text.contains(&format!("kommunspegel_crawl_sites{line}")), "{line} {text}");
        }
    }
}
