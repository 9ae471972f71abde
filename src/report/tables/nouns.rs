//! Who was measured, and what was asked. It must not know results.

use super::{Cells, Rows, text};
use crate::measured::Grade;
use crate::rubric::Kind;
use crate::standing::{Benchmark, Entry, QuestionText};

/// The columns.
pub(super) const BODIES: [(&str, Cells, &str); 16] = [
    ("kommunkod", Cells::Text, "Kommunens kod, fyra siffror"),
    ("kommun", Cells::Text, "Kommunens namn"),
    ("lanskod", Cells::Text, "Länets kod"),
    ("lan", Cells::Text, "Länets namn"),
    ("skr_gruppkod", Cells::Text, "Kod i SKR:s kommungruppsindelning"),
    ("skr_grupp", Cells::Text, "Namn på kommungruppen"),
    ("storleksklass", Cells::Text, "Storleksklass efter invånare"),
    ("natverk", Cells::Text, "Nätverk som kommunen hör till, med semikolon emellan"),
    ("invanare", Cells::Whole, "Invånare"),
    ("webbplats", Cells::Text, "Startsidans adress"),
    ("status", Cells::Text, "Hur besöket gick: ok, incomplete, blocked eller error"),
    ("skal", Cells::Text, "Varför, när inte allt lästes"),
    ("sidor", Cells::Whole, "Lästa sidor"),
    ("nekade", Cells::Whole, "Adresser som robots.txt nekade"),
    ("misslyckade", Cells::Whole, "Adresser som inte kunde hämtas"),
    ("obesokta", Cells::Whole, "Kända adresser som inte besöktes"),
];

/// One row per body.
pub(super) fn bodies(benchmark: &Benchmark) -> Rows<'_> {
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
            site.refused.to_string(),
            site.failed.to_string(),
            site.left.to_string(),
        ]
    };
    Box::new(benchmark.entries.iter().map(row))
}

/// The columns.
pub(super) const QUESTIONS: [(&str, Cells, &str); 10] = [
    ("fraga", Cells::Text, "Frågans beteckning"),
    ("omrade", Cells::Text, "Områdets beteckning"),
    ("typ", Cells::Text, "information eller etjanst"),
    ("etjanstindex", Cells::Flag, "1 när frågan ingår i e-tjänstindex"),
    ("fragetext", Cells::Text, "Frågan"),
    ("fragetext_en", Cells::Text, "Frågan på engelska"),
    ("ger_3", Cells::Text, "Vad som ger 3 poäng"),
    ("ger_1", Cells::Text, "Vad som ger 1 poäng"),
    ("bedoms", Cells::Flag, "1 när frågan kan bedömas maskinellt"),
    (
        "maskinomdome",
        Cells::Text,
        "Hur långt maskinens poäng håller för frågan: auto, assisted eller manual; tom för en frågelista som inte är mätt",
    ),
];

/// One row per question.
pub(super) fn questions(benchmark: &Benchmark) -> Rows<'_> {
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
            question.grade.map(Grade::name).unwrap_or_default().to_owned(),
        ]
    };
    Box::new(benchmark.questions.iter().map(row))
}

fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Info => "information",
        Kind::Eservice => "etjanst",
    }
}
