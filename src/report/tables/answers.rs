//! Every answer with its proof, and those about e-services. It must not know sums.

use super::{Rows, header, text};
use crate::judgement::{Answer, Evidence, Route};
use crate::report::text_fragment;
use crate::rubric::Kind;
use crate::standing::{Benchmark, Entry, QuestionText};

/// Every answer beside its question, body by body.
fn answered(benchmark: &Benchmark) -> impl Iterator<Item = (&Entry, &QuestionText, &Answer)> {
    benchmark.entries.iter().flat_map(|entry| {
        benchmark
            .questions
            .iter()
            .zip(&entry.answers)
            .map(move |(question, answer)| (entry, question, answer))
    })
}

const ANSWERS: [&str; 17] = [
    "kommunkod",
    "kommun",
    "omrade",
    "fraga",
    "fragetext",
    "status",
    "poang",
    "sakerhet",
    "citat",
    "url",
    "lank",
    "mal",
    "rubriker",
    "klickvag",
    "skal",
    "genomsokta_sidor",
    "arkivpost",
];

/// One row per body and question.
pub(super) fn answers(benchmark: &Benchmark) -> Rows {
    let head = header(&ANSWERS);
    let proof =
        |evidence: Option<&Evidence>, cell: fn(&Evidence) -> String| evidence.map(cell).unwrap_or_default();
    let row = |(entry, question, answer): (&Entry, &QuestionText, &Answer)| {
        let evidence = answer.evidence.as_ref();
        vec![
            entry.body.code.clone(),
            entry.body.name.clone(),
            question.area.clone(),
            question.id.to_string(),
            question.text.sv.clone(),
            answer.state.name().to_owned(),
            text(answer.points().map(u8::from)),
            answer.confidence.to_string(),
            proof(evidence, |e| e.quote.clone()),
            proof(evidence, |e| e.url.clone()),
            proof(evidence, |e| text_fragment(&e.url, &e.quote)),
            proof(evidence, |e| e.link.clone().unwrap_or_default()),
            proof(evidence, |e| e.heading_path.join(" > ")),
            proof(evidence, |e| {
                e.click_path.iter().map(|s| s.label.as_str()).collect::<Vec<_>>().join(" > ")
            }),
            answer.reason.clone(),
            answer.searched.to_string(),
            proof(evidence, |e| e.archived_record.clone()),
        ]
    };
    std::iter::once(head).chain(answered(benchmark).map(row)).collect()
}

const ESERVICES: [&str; 10] =
    ["kommunkod", "kommun", "fraga", "etjanstindex", "status", "poang", "vag", "mognad", "url", "mal"];

/// One row per body and question about an e-service.
pub(super) fn eservices(benchmark: &Benchmark) -> Rows {
    let head = header(&ESERVICES);
    let row = |(entry, question, answer): (&Entry, &QuestionText, &Answer)| {
        let evidence = answer.evidence.as_ref();
        vec![
            entry.body.code.clone(),
            entry.body.name.clone(),
            question.id.to_string(),
            u8::from(question.index).to_string(),
            answer.state.name().to_owned(),
            text(answer.points().map(u8::from)),
            answer.route.map(route).unwrap_or_default().to_owned(),
            text(answer.maturity),
            evidence.map(|e| e.url.clone()).unwrap_or_default(),
            evidence.and_then(|e| e.link.clone()).unwrap_or_default(),
        ]
    };
    let services = answered(benchmark).filter(|(_, question, _)| question.kind == Kind::Eservice);
    std::iter::once(head).chain(services.map(row)).collect()
}

fn route(route: Route) -> &'static str {
    match route {
        Route::Eservice => "etjanst",
        Route::WebForm => "webbformular",
        Route::Form => "blankett",
        Route::Contact => "kontakt",
        Route::Described => "beskrivs",
        Route::Absent => "saknas",
    }
}
