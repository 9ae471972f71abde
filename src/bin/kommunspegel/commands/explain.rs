//! `explain`: why a municipality has its points for a question.

use std::io::{self, Write};

use anyhow::Context;
use kommunspegel::config::Key;
use kommunspegel::edition::DataDirectory;
use kommunspegel::judgement::{Answer, Evidence};
use kommunspegel::rubric::{Question, QuestionId};
use serde_json::json;

use crate::args::{Explain, Format, Global};
use crate::catalogued::catalogue;
use crate::configuration;
use crate::exit::Exit;
use crate::rubrics::rubric;

/// Prints the answer with its evidence, the rule that fired, and what was rejected.
pub(crate) fn run(global: &Global, command: &Explain, out: &mut impl Write) -> anyhow::Result<Exit> {
    let typed = command.rubric.iter().map(|text| (Key::Rubric, vec![text.clone()])).collect();
    let settings = configuration::layers(global, typed)?.settings()?;
    let rubric = rubric(&settings.rubric)?;
    let id = QuestionId::from(command.question.as_str());
    let question = rubric.question(&id).with_context(|| {
        let ids: Vec<&str> = rubric.questions.iter().map(|q| q.id.0.as_str()).collect();
        let near = kommunspegel::spelling::suggestion(&id.0, ids);
        format!("the rubric has no question \"{id}\"{near}; see: kommunspegel rubric list")
    })?;
    let data = DataDirectory::new(&settings.data);
    super::known_edition(&data, &command.edition)?;
    let catalogue = catalogue(&data, &rubric)?;
    let (_, results) = catalogue
        .load(&command.edition)?
        .with_context(|| format!("edition {} is not judged", command.edition))?;
    let result = super::body_named(&results, &command.municipality)?;
    let answer =
        result.answers.iter().find(|answer| answer.question == id).context("the question was not judged")?;
    let unconfirmed = result.unconfirmed.iter().find(|seen| seen.question == id);
    match command.format {
        Format::Human => human(&result.body.name, question, (answer, unconfirmed), out)?,
        Format::Json => {
            let document = json!({ "municipality": result.body, "question": question.text, "full": question.full,
                "partial": question.partial, "answer": answer,
                "unconfirmed": unconfirmed });
            writeln!(out, "{}", serde_json::to_string_pretty(&document)?)?;
        }
    }
    Ok(Exit::Done)
}

fn human(
    name: &str,
    question: &Question,
    (answer, unconfirmed): (&Answer, Option<&Answer>),
    out: &mut impl Write,
) -> io::Result<()> {
    let points =
        answer.points().map_or("inga poäng".to_owned(), |points| format!("{} poäng", points.value()));
    writeln!(out, "{name}: {points} ({}), säkerhet {} %", answer.state.name(), answer.confidence)?;
    writeln!(out, "{}\n", question.text.sv)?;
    if let Some(seen) = unconfirmed {
        let points =
            seen.points().map_or("inga poäng".to_owned(), |points| format!("{} poäng", points.value()));
        writeln!(
            out,
            "Den här mätningen gav {points} ({}). En nedgång räknas först när den setts i två mätningar, så svaret från \
             förra mätningen gäller; det är det som visas här.\nSkäl till den här mätningens: {}\n",
            seen.state.name(),
            seen.reason
        )?;
    }
    writeln!(out, "3 poäng ges för: {}\n1 poäng ges för: {}\n", question.full, question.partial)?;
    writeln!(out, "Skäl: {}", answer.reason)?;
    if let Some(maturity) = answer.maturity {
        writeln!(out, "E-tjänstens mognad: minst {maturity} av 4 (bortom inloggningen ses inget)")?;
    }
    if let Some(evidence) = &answer.evidence {
        quoted(evidence, out)?;
    } else {
        writeln!(out, "Sökt på {} sidor.", answer.searched)?;
        if answer.points().is_some() {
            writeln!(out, "Sökord: {}", question.terms.join(", "))?;
        }
    }
    for (number, rejected) in (1..).zip(&answer.rejected) {
        writeln!(out, "\nInte valt {number}: {} poäng; {}", rejected.points.value(), rejected.reason)?;
        quoted(&rejected.evidence, out)?;
    }
    Ok(())
}

fn quoted(evidence: &Evidence, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "  »{}«", evidence.quote)?;
    if !evidence.heading_path.is_empty() {
        writeln!(out, "  under: {}", evidence.heading_path.join(" › "))?;
    }
    writeln!(out, "  sida:  {} ({})", evidence.url, evidence.title)?;
    if let Some(link) = &evidence.link {
        writeln!(out, "  länk:  {link}")?;
    }
    let steps: Vec<&str> = evidence.click_path.iter().map(|step| step.label.as_str()).collect();
    if !steps.is_empty() {
        writeln!(out, "  väg:   {}", steps.join(" → "))?;
    }
    if !evidence.archived_record.is_empty() {
        writeln!(out, "  arkiv: {}", evidence.archived_record)?;
    }
    Ok(())
}
