//! `report`: writes an edition's reports again from the catalogue.

use std::io::Write;

use anyhow::Context;
use kommunspegel::config::Key;
use kommunspegel::edition::{DataDirectory, Halt, publish_site};
use kommunspegel::standing::Benchmark;

use crate::args::{Global, Report};
use crate::catalogued::{catalogue, past};
use crate::configuration;
use crate::exit::Exit;
use crate::judging::{publish_edition, with_beside};
use crate::rubrics::rubric;

/// Writes the report and prints where it lies.
pub(crate) fn run(global: &Global, command: &Report, out: &mut impl Write) -> anyhow::Result<Exit> {
    let typed = command.rubric.iter().map(|text| (Key::Rubric, vec![text.clone()])).collect();
    let settings = configuration::layers(global, typed)?.settings()?;
    let rubric = rubric(&settings.rubric)?;
    let data = DataDirectory::new(&settings.data);
    super::known_edition(&data, &command.edition)?;
    let catalogue = catalogue(&data, &rubric)?;
    let published = catalogue.edition(&command.edition)?.with_context(|| {
        format!("edition {} is not judged yet; run: kommunspegel score {0}", command.edition)
    })?;
    let again = published.clone().judged_again(&rubric.version);
    let wanted = if published.rubric.hash == rubric.version.hash { &published } else { &again };
    let loaded = catalogue.load(&wanted.id)?.or(catalogue.load(&published.id)?);
    let (edition, results) = loaded.context("the edition is kept")?;
    anyhow::ensure!(
        edition.rubric.hash == rubric.version.hash,
        "edition {} was judged with another rubric ({} {}); name it with --rubric, or judge again: kommunspegel score {0}",
        command.edition,
        edition.rubric.id,
        edition.rubric.version
    );
    let past = past(&catalogue, &edition, &results)?;
    let benchmark = with_beside(&data, Benchmark::of(edition, &rubric, results).after(past))?;
    let report = match &command.site {
        Some(folder) => {
            publish_site(&benchmark, folder).with_context(|| format!("cannot write {}", folder.display()))?
        }
        None => publish_edition(&data, &benchmark, command.out.as_ref(), &Halt::never())?,
    };
    writeln!(out, "{}", report.display())?;
    Ok(Exit::Done)
}
