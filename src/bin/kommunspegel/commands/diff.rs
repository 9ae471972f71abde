//! `diff`: what changed between two editions, question by question.

use std::io::{self, Write};

use anyhow::Context;
use kommunspegel::edition::DataDirectory;
use kommunspegel::index::Share;
use kommunspegel::standing::{BodyChanges, Change, Changes, Judged, QuestionChange, Seen};

use crate::args::{Diff, Format, Global};
use crate::catalogued::catalogue;
use crate::configuration;
use crate::exit::Exit;
use crate::rubrics::rubric;

/// Compares the two editions and prints what changed.
pub(crate) fn run(global: &Global, command: &Diff, out: &mut impl Write) -> anyhow::Result<Exit> {
    let settings = configuration::layers(global, Vec::new())?.settings()?;
    let data = DataDirectory::new(&settings.data);
    let catalogue = catalogue(&data, &rubric(&settings.rubric)?)?;
    let judged = |name: &str| -> anyhow::Result<Judged> {
        let found = catalogue.judged(name)?;
        if found.is_none() {
            super::known_edition(&data, name)?;
        }
        found.with_context(|| format!("edition {name} is not judged yet; run: kommunspegel score {name}"))
    };
    let (before, now) = (judged(&command.before)?, judged(&command.now)?);
    let mut changes = Changes::between(&before, &now);
    if let Some(wanted) = &command.municipality {
        let code = super::body_named(&now.results, wanted)?.body.code.clone();
        changes.bodies.retain(|body| body.code == code);
    }
    match command.format {
        Format::Human => human(&changes, out)?,
        Format::Json => writeln!(out, "{}", serde_json::to_string_pretty(&changes)?)?,
    }
    Ok(Exit::Done)
}

fn human(changes: &Changes, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "{} -> {}", changes.before.id, changes.now.id)?;
    if !changes.same_rubric {
        let (before, now) = (&changes.before.rubric.version, &changes.now.rubric.version);
        writeln!(out, "Frågelistan är en annan ({before} -> {now}): ett brott i serien.")?;
    }
    for (word, names) in [("Nya", &changes.joined), ("Inte längre med", &changes.left)] {
        if !names.is_empty() {
            writeln!(out, "{word}: {}", names.join(", "))?;
        }
    }
    let touched: Vec<_> = changes.bodies.iter().filter(|body| !body.changes.is_empty()).collect();
    if touched.is_empty() {
        writeln!(out, "Inget svar har ändrats.")?;
    }
    touched.into_iter().try_for_each(|one| body(one, out))
}

fn body(body: &BodyChanges, out: &mut impl Write) -> io::Result<()> {
    let percent = |share: Option<Share>| {
        share.map_or("–".to_owned(), |share| {
            format!("{},{} %", share.permille() / 10, share.permille() % 10)
        })
    };
    let noise = if body.beyond_noise { "" } else { " (inom felmarginalen)" };
    writeln!(out, "\n{} {}: {} -> {}{noise}", body.code, body.name, percent(body.before), percent(body.now))?;
    body.changes.iter().try_for_each(|change| question(change, out))
}

fn question(change: &QuestionChange, out: &mut impl Write) -> io::Result<()> {
    let state = |seen: &Option<Seen>| seen.as_ref().map_or("ställdes inte", |seen| seen.state.name());
    let (before, now) = (state(&change.before), state(&change.now));
    writeln!(out, "  {:<22} {}: {before} -> {now}", word(change.change), change.question)?;
    let proof = change.now.as_ref().filter(|seen| !seen.url.is_empty());
    proof.map_or(Ok(()), |seen| writeln!(out, "  {:<22} {}", "", seen.url))
}

fn word(change: Change) -> &'static str {
    match change {
        Change::Gained => "fler poäng",
        Change::Lost => "färre poäng",
        Change::Unconfirmed => "färre, ej bekräftat",
        Change::Question => "annan bedömning",
        Change::Unreachable => "kunde inte läsas",
        Change::Reached => "kan läsas igen",
        Change::Evidence => "annat belägg",
        Change::Added => "ny fråga",
        Change::Removed => "borttagen fråga",
    }
}
