//! Report: a finished benchmark becomes files. A writer sees only the benchmark: no clock, no file system,
//! no archive; the same benchmark gives the same bytes.

mod api;
mod failure;
mod feed;
mod fragment;
#[cfg(test)]
mod golden;
mod package;
#[cfg(test)]
mod reconcile;
mod record;
mod site;
mod swedish;
mod tables;
mod tongue;
mod workbook;

use askama::Template;
use std::io::{self, Write};

use crate::standing::Benchmark;

pub use failure::failure_words;
pub use fragment::text_fragment;

/// Where report files go, one by one and piece by piece, so that a whole nation never stands in memory at once.
pub trait Sink {
    /// Takes one file as `fill` writes it. `path` is relative with forward slashes and never leaves the report's
    /// folder; each path comes once. An error ends the report and reaches its caller.
    fn fill(&mut self, path: &str, fill: Fill<'_>) -> io::Result<()>;

    /// Takes one small file.
    fn file(&mut self, path: &str, bytes: &[u8]) -> io::Result<()> {
        self.fill(path, &mut |out| out.write_all(bytes))
    }
}

/// Writes one file.
pub type Fill<'a> = &'a mut dyn FnMut(&mut dyn Write) -> io::Result<()>;

/// One file of a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportFile {
    /// Relative path with forward slashes.
    pub path: String,
    /// Content.
    pub bytes: Vec<u8>,
}

impl Sink for Vec<ReportFile> {
    fn fill(&mut self, path: &str, fill: Fill<'_>) -> io::Result<()> {
        let mut bytes = Vec::new();
        fill(&mut bytes)?;
        self.push(ReportFile { path: path.to_owned(), bytes });
        Ok(())
    }
}

/// The front page of a folder with every published edition, the latest first.
pub fn front_page(editions: &[&str]) -> String {
    let page = FrontPage { editions };
    page.render().expect("writing to a String cannot fail")
}

#[derive(Template)]
#[template(path = "front.html")]
struct FrontPage<'a> {
    editions: &'a [&'a str],
}

/// Writes the whole report: the open data (tables, workbook, data package, `benchmark.json` with its schema, the
/// interface below `api/v1/`, feeds) and the site (`index.html` and what it leads to).
pub fn write(benchmark: &Benchmark, sink: &mut dyn Sink) -> io::Result<()> {
    tables::write(benchmark, sink)?;
    workbook::write(benchmark, sink)?;
    package::write(benchmark, sink)?;
    record::write(benchmark, sink)?;
    api::write(benchmark, sink)?;
    feed::write(benchmark, sink)?;
    site::write(benchmark, sink)
}
