//! `score`: judges an edition again from its archive.

use std::io::Write;

use kommunspegel::config::Key;
use kommunspegel::edition::{DataDirectory, Halt};

use crate::args::{Global, Score};
use crate::configuration;
use crate::exit::Exit;
use crate::judging::{Archives, judge_edition, publish_edition};
use crate::output::tell;
use crate::rubrics::rubric;

/// Judges the edition, rewrites its rows in the catalogue, and its report. By another rubric than it was published with,
/// the archive becomes a measurement of its own.
pub(crate) fn run(global: &Global, command: &Score, out: &mut impl Write) -> anyhow::Result<Exit> {
    let typed = command.rubric.iter().map(|text| (Key::Rubric, vec![text.clone()])).collect();
    let settings = configuration::layers(global, typed)?.settings()?;
    let rubric = rubric(&settings.rubric)?;
    let data = DataDirectory::new(&settings.data);
    super::known_edition(&data, &command.edition)?;
    let _lock = data.lock()?;
    let halt = Halt::never();
    let benchmark = judge_edition(&data, (&command.edition, Archives::Kept), &rubric, &halt)?;
    let report = publish_edition(&data, &benchmark, None, &halt)?;
    super::ranking::print(&benchmark, &report, command.format, out)?;
    out.flush()?;
    tell(&format!("The report is in {}", report.join("index.html").display()));
    Ok(Exit::Done)
}
