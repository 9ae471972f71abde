//! Every answer with its proof, and those about e-services. It must not know sums.

use super::{Cells, Rows, text};
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

/// The columns.
pub(super) const ANSWERS: [(&str, Cells, &str); 18] = [
    ("kommunkod", Cells::Text, "Kommunens kod"),
    ("kommun", Cells::Text, "Kommunens namn"),
    ("omrade", Cells::Text, "Områdets beteckning"),
    ("fraga", Cells::Text, "Frågans beteckning"),
    ("fragetext", Cells::Text, "Frågan"),
    (
        "status",
        Cells::Text,
        "full, partial, not_found, not_reached, blocked, error, not_applicable eller not_assessed",
    ),
    ("poang", Cells::Whole, "3, 1 eller 0; tom när svaret inte är bedömt"),
    ("sakerhet", Cells::Whole, "Hur säker bedömningen är, 0–100"),
    ("citat", Cells::Text, "Orden på sidan"),
    ("url", Cells::Text, "Sidans adress"),
    ("lank", Cells::Text, "Länk till orden på sidan"),
    ("mal", Cells::Text, "Vart en länk i belägget leder"),
    ("rubriker", Cells::Text, "Rubriker ovanför citatet"),
    ("klickvag", Cells::Text, "Länkar från startsidan"),
    ("skal", Cells::Text, "Regeln som gav poängen"),
    ("genomsokta_sidor", Cells::Whole, "Sidor som genomsöktes"),
    ("arkivpost", Cells::Text, "WARC-Record-ID för den arkiverade sidan"),
    ("sedd_poang", Cells::Whole, "Lägre poäng i den här mätningen som ännu inte räknas; annars tom"),
];

/// One row per body and question.
pub(super) fn answers(benchmark: &Benchmark) -> Rows<'_> {
    let proof =
        |evidence: Option<&Evidence>, cell: fn(&Evidence) -> String| evidence.map(cell).unwrap_or_default();
    let row = move |(entry, question, answer): (&Entry, &QuestionText, &Answer)| {
        let evidence = answer.evidence.as_ref();
        let seen = entry.unconfirmed.iter().find(|seen| seen.question == answer.question);
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
            text(seen.and_then(Answer::points).map(u8::from)),
        ]
    };
    Box::new(answered(benchmark).map(row))
}

/// The columns.
pub(super) const ESERVICES: [(&str, Cells, &str); 10] = [
    ("kommunkod", Cells::Text, "Kommunens kod"),
    ("kommun", Cells::Text, "Kommunens namn"),
    ("fraga", Cells::Text, "Frågans beteckning"),
    ("etjanstindex", Cells::Flag, "1 när frågan ingår i e-tjänstindex"),
    ("status", Cells::Text, "Svarets status, som i svar"),
    ("poang", Cells::Whole, "3, 1 eller 0; tom när svaret inte är bedömt"),
    (
        "vag",
        Cells::Text,
        "Bästa sättet att utföra ärendet: etjanst, webbformular, blankett, kontakt, beskrivs eller saknas",
    ),
    ("mognad", Cells::Whole, "Mognad 0–4, minst"),
    ("url", Cells::Text, "Sidans adress"),
    ("mal", Cells::Text, "Vart länken leder"),
];

/// One row per body and question about an e-service.
pub(super) fn eservices(benchmark: &Benchmark) -> Rows<'_> {
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
    Box::new(services.map(row))
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
