//! How accessible the sites are, beside the points and never among them: a row for each body, and one for each success
//! criterion. It must not know answers.

use super::{Cells, Row, Rows, text};
use crate::standing::{Accessibility, Band, Benchmark, Entry};

/// The columns.
pub(super) const SITES: [(&str, Cells, &str); 12] = [
    ("kommunkod", Cells::Text, "Kommunens kod"),
    ("kommun", Cells::Text, "Kommunens namn"),
    ("tillganglighet", Cells::Whole, "0–500, medel av sidorna; tom när ingen sida prövats"),
    ("band", Cells::Text, "gron 0–9, gul 10–79, rod 80 eller fler olika brister"),
    ("brister", Cells::Whole, "Olika brister mot WCAG 2.2 A och AA"),
    ("provade_sidor", Cells::Whole, "Prövade sidor"),
    ("osakra_sidor", Cells::Whole, "Av dem, sidor vars färger är osäkra"),
    ("redogorelse", Cells::Text, "Tillgänglighetsredogörelsen: egen, bara_kommunen, annan eller saknas"),
    ("redogorelse_url", Cells::Text, "Redogörelsens adress"),
    ("redogorelse_sager", Cells::Text, "helt, delvis eller inte förenlig; tom när det inte framgår"),
    ("redogorelse_manader", Cells::Whole, "Hela månader sedan den senaste dag som redogörelsen nämner"),
    (
        "redogorelse_brister",
        Cells::Text,
        "Uppgifter som redogörelsen måste ha och saknar, med semikolon emellan",
    ),
];

/// One row per body; empty cells where no page was checked.
pub(super) fn sites(benchmark: &Benchmark) -> Rows<'_> {
    let row = |entry: &Entry| {
        let found = entry.accessibility.as_ref().filter(|found| found.figure.is_some());
        let cell = |cell: &dyn Fn(&Accessibility) -> String| found.map(cell).unwrap_or_default();
        vec![
            entry.body.code.clone(),
            entry.body.name.clone(),
            cell(&|found| text(found.figure)),
            cell(&|found| found.band.map(band).unwrap_or_default().to_owned()),
            cell(&|found| found.defects.to_string()),
            cell(&|found| found.pages_checked.to_string()),
            cell(&|found| found.pages_uncertain.to_string()),
            cell(&|found| whose(&found.statement.whose).to_owned()),
            cell(&|found| found.statement.address.clone()),
            cell(&|found| claim(found.statement.claim.as_deref()).to_owned()),
            cell(&|found| text(found.statement.age_months)),
            cell(&|found| found.statement.lacking().collect::<Vec<_>>().join("; ")),
        ]
    };
    Box::new(benchmark.entries.iter().map(row))
}

/// The columns.
pub(super) const CRITERIA: [(&str, Cells, &str); 5] = [
    ("kommunkod", Cells::Text, "Kommunens kod"),
    ("kriterium", Cells::Text, "Framgångskriterium i WCAG 2.2"),
    ("sidor_med_brist", Cells::Whole, "Sidor där en regel funnit en brist"),
    ("sidor_utan_brist", Cells::Whole, "Sidor där en regel prövat kriteriet utan att finna någon brist"),
    ("olika_brister", Cells::Whole, "Olika brister mot kriteriet"),
];

/// One row per body and success criterion that a rule was about.
pub(super) fn criteria(benchmark: &Benchmark) -> Rows<'_> {
    let checked = benchmark.entries.iter().filter_map(|entry| Some((entry, entry.accessibility.as_ref()?)));
    let row = |(entry, found): (&Entry, &Accessibility)| -> Vec<Row> {
        let row = |(id, one): (&String, &crate::standing::Criterion)| {
            let numbers =
                [one.failed_pages, one.passed_pages, one.components].map(|number| number.to_string());
            [entry.body.code.clone(), id.clone()].into_iter().chain(numbers).collect()
        };
        found.criteria.iter().map(row).collect()
    };
    Box::new(checked.flat_map(row))
}

fn band(band: Band) -> &'static str {
    match band {
        Band::Green => "gron",
        Band::Yellow => "gul",
        Band::Red => "rod",
    }
}

fn whose(whose: &str) -> &'static str {
    match whose {
        "own" => "egen",
        "body-only" => "bara_kommunen",
        "other" => "annan",
        _ => "saknas",
    }
}

fn claim(claim: Option<&str>) -> &'static str {
    match claim {
        Some("full") => "helt",
        Some("partial") => "delvis",
        Some("not") => "inte",
        _ => "",
    }
}
