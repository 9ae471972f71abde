//! `evaluate`: how far the machine agrees with careful readers, on single pages or a whole site.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use kommunspegel::catalogue::Catalogue;
use kommunspegel::config::{Key, Settings};
use kommunspegel::edition::DataDirectory;
use kommunspegel::evaluate::{
    Agreement, Difference, Disagreement, SiteComparison, Summary, compare_site, judge_cases, read_cases,
    read_truth, summary,
};
use kommunspegel::rubric::{Points, Rubric};
use serde_json::{Value, json};

use crate::args::{Evaluate, Format, Global};
use crate::configuration;
use crate::exit::Exit;
use crate::rubrics::rubric;

/// Questions listed as the worst.
const WORST: usize = 15;

/// Compares and prints.
pub(crate) fn run(global: &Global, command: &Evaluate, out: &mut impl Write) -> anyhow::Result<Exit> {
    let typed = command.rubric.iter().map(|text| (Key::Rubric, vec![text.clone()])).collect();
    let settings = configuration::layers(global, typed)?.settings()?;
    let rubric = rubric(&settings.rubric)?;
    if let (Some(edition), Some(municipality)) = (&command.edition, &command.municipality) {
        let [file] = command.files.as_slice() else {
            bail!("a site is compared with one table, and {} files are named", command.files.len());
        };
        let compared = site(&settings, (edition, municipality), &read(file)?, &rubric);
        print_site(command, &compared.with_context(|| file.display().to_string())?, out)?;
    } else {
        let mut cases = Vec::new();
        for file in &command.files {
            cases.extend(read_cases(&read(file)?).with_context(|| file.display().to_string())?);
        }
        let (compared, differing) = judge_cases(&cases, &rubric);
        let measured = Measured { pages: cases.len(), rubric: &rubric, summary: &summary(&compared) };
        print_cases(command, &measured, &differing, out)?;
    }
    Ok(Exit::Done)
}

fn read(file: &Path) -> anyhow::Result<String> {
    fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))
}

fn site(
    settings: &Settings,
    (edition, municipality): (&str, &str),
    text: &str,
    rubric: &Rubric,
) -> anyhow::Result<SiteComparison> {
    let truths = read_truth(text, rubric)?;
    let data = DataDirectory::new(&settings.data);
    super::known_edition(&data, edition)?;
    let catalogue = Catalogue::open(&data.catalogue())?;
    let (_, results) =
        catalogue.load(edition)?.with_context(|| format!("edition {edition} is not judged"))?;
    let result = super::body_named(&results, municipality)?;
    Ok(compare_site(&truths, &result.answers, rubric))
}

/// What was measured on single pages.
struct Measured<'a> {
    pages: usize,
    rubric: &'a Rubric,
    summary: &'a Summary,
}

fn print_cases(
    command: &Evaluate,
    measured: &Measured<'_>,
    differing: &[Disagreement],
    out: &mut impl Write,
) -> anyhow::Result<()> {
    let Measured { pages, rubric, summary } = measured;
    if command.format == Format::Json {
        let mut document = document(summary);
        let name = |file: &PathBuf| file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        document["file"] = json!(command.files.iter().map(name).collect::<Vec<_>>().join(", "));
        document["pages"] = json!(pages);
        document["rubric"] = json!(format!("{} {}", rubric.version.id, rubric.version.version));
        if command.show.is_some() {
            document["disagreements"] = json!(differing);
        }
        writeln!(out, "{}", serde_json::to_string_pretty(&document)?)?;
        return Ok(());
    }
    print_summary(summary, out)?;
    for one in differing.iter().filter(|_| command.show.is_some()) {
        writeln!(
            out,
            "\n{} {}: expected {}, given {}",
            one.case,
            one.question,
            one.expected.value(),
            points(one.given)
        )?;
        writeln!(out, "  reader:  {}\n  machine: {}\n  quote:   {}", one.why, one.reason, one.quote)?;
    }
    Ok(())
}

fn print_site(command: &Evaluate, site: &SiteComparison, out: &mut impl Write) -> anyhow::Result<()> {
    let summary = summary(&site.compared);
    if command.format == Format::Json {
        let mut document = document(&summary);
        document["total"] = json!(site.total);
        document["areas"] = json!(site.areas);
        document["differences"] = json!(site.differences);
        writeln!(out, "{}", serde_json::to_string_pretty(&document)?)?;
        return Ok(());
    }
    print_summary(&summary, out)?;
    let percent = |share: Option<u8>| share.map_or("–".to_owned(), |share| share.to_string());
    writeln!(out, "\n{:<24} {:>7} {:>7}", "per cent", "reader", "machine")?;
    writeln!(out, "{:<24} {:>7} {:>7}", "total", percent(site.total.expected), percent(site.total.given))?;
    for (area, shares) in &site.areas {
        writeln!(out, "{area:<24} {:>7} {:>7}", percent(shares.expected), percent(shares.given))?;
    }
    site.differences.iter().try_for_each(|one| print_difference(one, out))?;
    Ok(())
}

fn print_difference(one: &Difference, out: &mut impl Write) -> std::io::Result<()> {
    let (expected, given) = (one.expected.value(), points(one.given));
    writeln!(out, "\n{}: expected {expected}, given {given} ({})", one.question, one.state.name())?;
    writeln!(
        out,
        "  reader:  {}\n  machine: {}\n  page:    {}\n  quote:   {}",
        one.why, one.reason, one.url, one.quote
    )
}

fn points(given: Option<Points>) -> String {
    given.map_or("not assessed".to_owned(), |points| points.value().to_string())
}

fn document(summary: &Summary) -> Value {
    let questions: Vec<Value> = summary
        .by_question
        .iter()
        .map(|(question, agreement)| json!({ "question": question, "agreement": agreement }))
        .collect();
    json!({
        "judgements": summary.all.judgements,
        "not_assessed": summary.all.not_assessed,
        "agreement": summary.all.agreement,
        "weighted_kappa": summary.all.weighted_kappa,
        "confusion": summary.all.confusion,
        "by_kind": summary.by_kind,
        "by_area": summary.by_area,
        "by_question": questions,
        "grounds": summary.grounds,
    })
}

fn print_summary(summary: &Summary, out: &mut impl Write) -> std::io::Result<()> {
    writeln!(
        out,
        "{:<28} {:>10} {:>10} {:>8}  given 0/1/3 where expected 0, 1, 3",
        "", "judgements", "agreement", "kappa"
    )?;
    line("all", &summary.all, out)?;
    summary.by_kind.iter().chain(&summary.by_area).try_for_each(|(name, one)| line(name, one, out))?;
    let worst = summary.by_question.iter().filter(|(_, one)| one.agreement < 1.0).take(WORST);
    worst.into_iter().try_for_each(|(question, one)| line(&question.0, one, out))
}

fn line(name: &str, one: &Agreement, out: &mut impl Write) -> std::io::Result<()> {
    let [none, partial, full] = one.confusion.0.map(|row| row.map(|n| n.to_string()).join("/"));
    let (judgements, agreement, kappa) = (one.judgements, one.agreement, one.weighted_kappa);
    writeln!(out, "{name:<28} {judgements:>10} {agreement:>10.3} {kappa:>8.3}  {none}  {partial}  {full}")
}
