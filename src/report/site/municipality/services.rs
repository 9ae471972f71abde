//! The map of e-services: by area and errand, the best way to do it (the manner of Botkyrka's audit of 2020). It must
//! not judge.

use super::super::{answer, frame};
use crate::judgement::{Answer, Route};
use crate::report::tongue::Tongue;
use crate::rubric::Kind;
use crate::standing::{AreaName, Benchmark, Entry, QuestionText};

/// The ways in the order of the columns, best first; the last column is what could not be judged.
const WAYS: [Route; 6] =
    [Route::Eservice, Route::WebForm, Route::Form, Route::Contact, Route::Described, Route::Absent];

/// The map.
pub(super) struct ServiceMap {
    /// Names of the columns.
    pub(super) ways: Vec<&'static str>,
    /// Areas that have errands.
    pub(super) areas: Vec<AreaOfErrands>,
    /// All errands of each column.
    pub(super) sums: Vec<usize>,
}

/// One row of the map.
pub(super) struct AreaOfErrands {
    pub(super) name: String,
    /// Errands by column.
    pub(super) counts: Vec<usize>,
    pub(super) errands: Vec<Errand>,
}

/// One errand.
pub(super) struct Errand {
    pub(super) text: String,
    pub(super) path: String,
    /// How it is done; words for not known.
    pub(super) way: &'static str,
    /// CSS class of the way.
    pub(super) class: &'static str,
    /// 0-4, at least.
    pub(super) maturity: Option<u8>,
}

impl ServiceMap {
    /// The map of one body.
    pub(super) fn of(benchmark: &Benchmark, tongue: Tongue, entry: &Entry) -> Self {
        let unknown = tongue.say("Ej bedömd", "Not judged");
        let row = |area: &AreaName| row(benchmark, (tongue, unknown), entry, area);
        let areas: Vec<_> = benchmark.areas.iter().map(row).filter(|area| !area.errands.is_empty()).collect();
        let sum = |column: usize| areas.iter().map(|area| area.counts[column]).sum();
        Self {
            ways: WAYS.iter().map(|way| head(*way, tongue)).chain([unknown]).collect(),
            sums: (0..=WAYS.len()).map(sum).collect(),
            areas,
        }
    }
}

fn row(
    benchmark: &Benchmark,
    (tongue, unknown): (Tongue, &'static str),
    entry: &Entry,
    area: &AreaName,
) -> AreaOfErrands {
    let asked = benchmark.questions.iter().zip(&entry.answers);
    let own: Vec<(&QuestionText, &Answer)> =
        asked.filter(|(question, _)| question.area == area.id && question.kind == Kind::Eservice).collect();
    let mut counts = vec![0; WAYS.len() + 1];
    for (_, answer) in &own {
        counts[column(answer)] += 1;
    }
    let errand = |(question, answer): &(&QuestionText, &Answer)| Errand {
        text: tongue.of(&question.text).to_owned(),
        path: frame::question_path(&question.id),
        way: WAYS.get(column(answer)).map_or(unknown, |way| answer::route(*way, tongue)),
        class: ["full", "full", "partial", "partial", "partial", "none", "unknown"][column(answer)],
        maturity: answer.maturity,
    };
    AreaOfErrands {
        name: tongue.of(&area.name).to_owned(),
        errands: own.iter().map(errand).collect(),
        counts,
    }
}

/// A way in the few words that a column has room for.
fn head(way: Route, tongue: Tongue) -> &'static str {
    match way {
        Route::Contact => tongue.say("Kontakt", "Contact"),
        Route::Described => tongue.say("Bara beskrivet", "Only described"),
        other => answer::route(other, tongue),
    }
}

/// The column of an errand: that of its way, or the last when nothing is known.
fn column(answer: &Answer) -> usize {
    let way = answer.points().and(answer.route);
    way.and_then(|way| WAYS.iter().position(|known| *known == way)).unwrap_or(WAYS.len())
}
