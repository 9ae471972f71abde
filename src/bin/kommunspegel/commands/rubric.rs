//! `rubric check|list|coverage`: what is measured.

use std::io::Write;
use std::path::PathBuf;

use kommunspegel::config::RubricSource;
use kommunspegel::measured::Grade;
use kommunspegel::rubric::{Kind, Question, Rubric};
use serde_json::{Value, json};

use crate::args::{Format, RubricArgs, RubricCommand};
use crate::exit::Exit;
use crate::output::tell;
use crate::rubrics::{RubricError, rubric};

/// Checks or lists a rubric.
pub(crate) fn run(command: &RubricCommand, out: &mut impl Write) -> anyhow::Result<Exit> {
    match command {
        RubricCommand::Check(args) => check(args, out),
        RubricCommand::List(args) => list(&read(args)?, args.format, out),
        RubricCommand::Coverage(args) => coverage(&read(args)?, args.format, out),
    }
}

fn read(args: &RubricArgs) -> anyhow::Result<Rubric> {
    let source = match args.rubric.as_deref() {
        None | Some("builtin") => RubricSource::Builtin,
        Some(path) => RubricSource::Directory(PathBuf::from(path)),
    };
    rubric(&source)
}

/// Every mistake is a line of data: `file:line: message`.
fn check(args: &RubricArgs, out: &mut impl Write) -> anyhow::Result<Exit> {
    let problems = match read(args) {
        Ok(rubric) => {
            let assessed = rubric.questions.iter().filter(|q| q.is_assessed()).count();
            tell(&format!(
                "{} {}: {} questions in {} areas, {assessed} assessed, {} concepts; no mistakes",
                rubric.version.id,
                rubric.version.version,
                rubric.questions.len(),
                rubric.areas.len(),
                rubric.thesaurus.0.len()
            ));
            Vec::new()
        }
        Err(error) => error.downcast::<RubricError>()?.0,
    };
    match args.format {
        Format::Human => problems.iter().try_for_each(|problem| writeln!(out, "{problem}"))?,
        Format::Json => {
            let listed: Vec<Value> = problems
                .iter()
                .map(|p| json!({ "file": p.file, "line": p.line, "message": p.message }))
                .collect();
            writeln!(out, "{}", serde_json::to_string_pretty(&json!({ "problems": listed }))?)?;
        }
    }
    if problems.is_empty() {
        return Ok(Exit::Done);
    }
    tell(&format!("{} mistakes", problems.len()));
    Ok(Exit::Configuration)
}

fn kind(question: &Question) -> &'static str {
    match question.kind {
        Kind::Info => "info",
        Kind::Eservice => "eservice",
    }
}

fn list(rubric: &Rubric, format: Format, out: &mut impl Write) -> anyhow::Result<Exit> {
    if format == Format::Json {
        let listed: Vec<Value> =
            rubric.questions.iter().map(|question| described(rubric, question)).collect();
        writeln!(out, "{}", serde_json::to_string_pretty(&listed)?)?;
        return Ok(Exit::Done);
    }
    for area in &rubric.areas {
        writeln!(out, "{}", area.name.sv)?;
        for question in rubric.questions_of(&area.id) {
            let mark = if question.index { "*" } else { " " };
            writeln!(
                out,
                "  {mark} {:<45} {:<8} {:<8} {}",
                question.id.0,
                kind(question),
                Grade::of(&question.id, &rubric.version).map_or("–", Grade::name),
                question.text.sv
            )?;
        }
    }
    Ok(Exit::Done)
}

fn described(rubric: &Rubric, question: &Question) -> Value {
    json!({
        "id": question.id,
        "kind": kind(question),
        "index": question.index,
        "sv": question.text.sv,
        "en": question.text.en,
        "full": question.full,
        "partial": question.partial,
        "assessed": question.is_assessed(),
        "grade": Grade::of(&question.id, &rubric.version).map(Grade::name),
    })
}

fn coverage(rubric: &Rubric, format: Format, out: &mut impl Write) -> anyhow::Result<Exit> {
    let rows: Vec<(&str, usize, usize, Vec<&str>)> = rubric
        .areas
        .iter()
        .map(|area| {
            let all = rubric.questions_of(&area.id).count();
            let missing: Vec<&str> =
                rubric.questions_of(&area.id).filter(|q| !q.is_assessed()).map(|q| q.id.0.as_str()).collect();
            (area.id.as_str(), all - missing.len(), all, missing)
        })
        .collect();
    match format {
        Format::Human => {
            for (area, assessed, all, missing) in &rows {
                writeln!(out, "{area:<24} {assessed:>3} of {all:>3}  {}", missing.join(" "))?;
            }
        }
        Format::Json => {
            let listed: Vec<Value> = rows
                .iter()
                .map(|(area, assessed, all, missing)| {
                    json!({ "area": area, "assessed": assessed, "questions": all, "not_assessed": missing })
                })
                .collect();
            writeln!(out, "{}", serde_json::to_string_pretty(&listed)?)?;
        }
    }
    Ok(Exit::Done)
}
