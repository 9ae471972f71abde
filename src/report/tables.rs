//! Open data: CSV in UTF-8 with comma and point (RFC 4180), one row per thing. Column names are lower case
//! without å ä ö; an empty cell means unknown, never 0. Cells hold the data as it is; a reader who opens them
//! in a spreadsheet imports them as text. It must not know the pages.

use csv::{Terminator, WriterBuilder};
use std::io;

use super::{Sink, swedish, text_fragment};
use crate::index::Share;
use crate::judgement::{Answer, Evidence};
use crate::rubric::Kind;
use crate::standing::{Benchmark, Entry, Measure, QuestionText};

/// Rows of cells, the header first.
type Rows = Vec<Vec<String>>;

/// Writes every table.
pub(super) fn write(benchmark: &Benchmark, sink: &mut dyn Sink) -> io::Result<()> {
    let mut table = |path: &str, rows: Rows| sink.file(path, &csv(&rows)?);
    table("ranking.csv", ranking(benchmark))?;
    table("answers.csv", answers(benchmark))?;
    table("kommuner.csv", bodies(benchmark))?;
    table("fragor.csv", questions(benchmark))?;
    table("omraden.csv", areas(benchmark))?;
    table("etjanster.csv", eservices(benchmark))
}

fn csv(rows: &Rows) -> io::Result<Vec<u8>> {
    let mut writer = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(Vec::new());
    for row in rows {
        writer.write_record(row)?;
    }
    writer.into_inner().map_err(csv::IntoInnerError::into_error)
}

fn header(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

/// Per cent with one decimal point; empty when unknown.
fn percent(share: Option<Share>) -> String {
    share.map_or_else(String::new, |share| format!("{}.{}", share.permille() / 10, share.permille() % 10))
}

fn text(value: Option<impl ToString>) -> String {
    value.map_or_else(String::new, |value| value.to_string())
}

/// The entries best first, as readers meet them; the unranked last, by name.
pub(super) fn best_first<'a>(
    entries: impl IntoIterator<Item = &'a Entry>,
    group: &str,
    measure: &Measure,
) -> Vec<&'a Entry> {
    let mut sorted: Vec<&Entry> = entries.into_iter().collect();
    sorted.sort_by_cached_key(|entry| {
        let place = entry.places.get(group).and_then(|places| places.get(measure));
        let name = swedish::collation(&entry.body.name);
        (place.map_or(usize::MAX, |place| place.rank), name, entry.body.code.clone())
    });
    sorted
}

fn ranking(benchmark: &Benchmark) -> Rows {
    let mut head = header(&[
        "kommunkod", "kommun", "lan", "skr_grupp", "storleksklass", "plats", "delar_plats", "av", "total",
        "sammanvagt", "tackning", "etjanster_poang", "etjanster_max", "etjanster_plats",
    ]);
    head.extend(benchmark.areas.iter().map(|area| format!("omrade_{}", area.id.replace('-', "_"))));
    let row = |entry: &Entry| {
        let (body, card) = (&entry.body, &entry.scorecard);
        let (total, services) = (entry.place(&Measure::Total), entry.place(&Measure::Eservices));
        let mut row = vec![
            body.code.clone(),
            body.name.clone(),
            body.county.clone(),
            body.skr_group_code.clone(),
            body.size_class.clone(),
            text(total.map(|place| place.rank)),
            text(total.map(|place| place.sharing)),
            text(total.map(|place| place.of)),
            percent(card.total),
            percent(card.pooled),
            percent(card.coverage),
            card.eservice_index.points.to_string(),
            card.eservice_index.maximum.to_string(),
            text(services.map(|place| place.rank)),
        ];
        row.extend(card.areas.iter().map(|area| percent(area.share)));
        row
    };
    let sorted = best_first(&benchmark.entries, "riket", &Measure::Total);
    std::iter::once(head).chain(sorted.into_iter().map(row)).collect()
}

/// Every answer beside its question, body by body.
fn answered(benchmark: &Benchmark) -> impl Iterator<Item = (&Entry, &QuestionText, &Answer)> {
    benchmark.entries.iter().flat_map(|entry| {
        benchmark.questions.iter().zip(&entry.answers).map(move |(question, answer)| (entry, question, answer))
    })
}

fn answers(benchmark: &Benchmark) -> Rows {
    let head = header(&[
        "kommunkod", "kommun", "omrade", "fraga", "fragetext", "status", "poang", "sakerhet", "citat", "url",
        "lank", "mal", "rubriker", "klickvag", "skal", "genomsokta_sidor", "arkivpost",
    ]);
    let proof = |evidence: Option<&Evidence>, cell: fn(&Evidence) -> String| evidence.map(cell).unwrap_or_default();
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
            proof(evidence, |e| e.click_path.iter().map(|s| s.label.as_str()).collect::<Vec<_>>().join(" > ")),
            answer.reason.clone(),
            answer.searched.to_string(),
            proof(evidence, |e| e.archived_record.clone()),
        ]
    };
    std::iter::once(head).chain(answered(benchmark).map(row)).collect()
}

fn bodies(benchmark: &Benchmark) -> Rows {
    let head = header(&[
        "kommunkod", "kommun", "lanskod", "lan", "skr_gruppkod", "skr_grupp", "storleksklass", "natverk",
        "invanare", "webbplats", "status", "skal", "sidor",
    ]);
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
            site.reason.clone(),
            site.pages.to_string(),
        ]
    };
    std::iter::once(head).chain(benchmark.entries.iter().map(row)).collect()
}

fn questions(benchmark: &Benchmark) -> Rows {
    let head = header(&[
        "fraga", "omrade", "typ", "etjanstindex", "fragetext", "fragetext_en", "ger_3", "ger_1", "bedoms",
    ]);
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

fn areas(benchmark: &Benchmark) -> Rows {
    let head = header(&[
        "kommunkod", "kommun", "omrade", "poang", "max", "andel", "bedomda", "fragor", "plats", "riket_medel",
    ]);
    let row = |entry: &Entry| {
        let row = |area: &crate::index::AreaShare| {
            let measure = Measure::Area(area.area.clone());
            vec![
                entry.body.code.clone(),
                entry.body.name.clone(),
                area.area.clone(),
                area.tally.points.to_string(),
                area.tally.maximum.to_string(),
                percent(area.share),
                area.tally.judged.to_string(),
                area.tally.questions.to_string(),
                text(entry.place(&measure).map(|place| place.rank)),
                percent(benchmark.nation(&measure).map(|statistics| statistics.mean)),
            ]
        };
        entry.scorecard.areas.iter().map(row).collect::<Vec<_>>()
    };
    std::iter::once(head).chain(benchmark.entries.iter().flat_map(row)).collect()
}

fn eservices(benchmark: &Benchmark) -> Rows {
    let head = header(&[
        "kommunkod", "kommun", "fraga", "etjanstindex", "status", "poang", "vag", "mognad", "url", "mal",
    ]);
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

fn route(route: crate::judgement::Route) -> &'static str {
    use crate::judgement::Route;
    match route {
        Route::Eservice => "etjanst",
        Route::WebForm => "webbformular",
        Route::Form => "blankett",
        Route::Contact => "kontakt",
        Route::Described => "beskrivs",
        Route::Absent => "saknas",
    }
}
