//! Who was measured, and what was asked. It must not know results.

use super::{Rows, header, text};
use crate::rubric::Kind;
use crate::standing::{Benchmark, Entry, QuestionText};

const BODIES: [&str; 13] = [
    "kommunkod",
    "kommun",
    "lanskod",
    "lan",
    "skr_gruppkod",
    "skr_grupp",
    "storleksklass",
    "natverk",
    "invanare",
    "webbplats",
    "status",
    "skal",
    "sidor",
];

/// One row per body.
pub(super) fn bodies(benchmark: &Benchmark) -> Rows {
    let head = header(&BODIES);
    let row = |entry: &Entry| {
        let (body, site) = (&entry.body, &entry.site);
        vec![
            body.code.clone(),
            body.name.clone(),
            body.county_code.clone(),
            body.county.clone(),
            body.skr_group_code.clone(),
            body.skr_group.clone(),
            body.size_class.clone(),
            body.networks.join("; "),
            text(body.population),
            body.website.clone(),
            site.state.clone(),
            site.reason.sv.clone(),
            site.pages.to_string(),
        ]
    };
    std::iter::once(head).chain(benchmark.entries.iter().map(row)).collect()
}

const QUESTIONS: [&str; 9] =
    ["fraga", "omrade", "typ", "etjanstindex", "fragetext", "fragetext_en", "ger_3", "ger_1", "bedoms"];

/// One row per question.
pub(super) fn questions(benchmark: &Benchmark) -> Rows {
    let head = header(&QUESTIONS);
    let row = |question: &QuestionText| {
        vec![
            question.id.to_string(),
            question.area.clone(),
            kind(question.kind).to_owned(),
            u8::from(question.index).to_string(),
            question.text.sv.clone(),
            question.text.en.clone(),
            question.full.clone(),
            question.partial.clone(),
            u8::from(question.assessed).to_string(),
        ]
    };
    std::iter::once(head).chain(benchmark.questions.iter().map(row)).collect()
}

fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Info => "information",
        Kind::Eservice => "etjanst",
    }
}
