//! Report: a finished benchmark becomes files. A writer sees only the benchmark: no clock, no file system,
//! no archive; the same benchmark gives the same bytes.

mod fragment;
#[cfg(test)]
mod golden;
mod site;
mod swedish;
mod tables;
mod tongue;

use std::io;

use crate::standing::Benchmark;

pub use fragment::text_fragment;

/// Where report files go, one by one, so that a whole nation never stands in memory at once.
pub trait Sink {
    /// Takes one file. `path` is relative with forward slashes and never leaves the report's folder; each
    /// path comes once. An error ends the report and reaches its caller.
    fn file(&mut self, path: &str, bytes: &[u8]) -> io::Result<()>;
}

/// One file of a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportFile {
    /// Relative path with forward slashes.
    pub path: String,
    /// Content.
    pub bytes: Vec<u8>,
}

impl Sink for Vec<ReportFile> {
    fn file(&mut self, path: &str, bytes: &[u8]) -> io::Result<()> {
        self.push(ReportFile { path: path.to_owned(), bytes: bytes.to_vec() });
        Ok(())
    }
}

/// Writes the whole report: `ranking.csv`, `answers.csv`, `benchmark.json`, the open data and the site
/// (`index.html` and what it leads to).
pub fn write(benchmark: &Benchmark, sink: &mut dyn Sink) -> io::Result<()> {
    tables::write(benchmark, sink)?;
    sink.file("benchmark.json", &serde_json::to_vec(benchmark)?)?;
    site::write(benchmark, sink)
}
