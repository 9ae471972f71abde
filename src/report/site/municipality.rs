//! A body's own page: total, place, areas against the nation, e-services, and every answer with its proof. It
//! must not compute results.

use askama::Template;

use super::{answer::AnswerView, frame, frame::Frame, radar::Radar, ranking};
use crate::index::Share;
use crate::judgement::{Answer, State};
use crate::report::swedish;
use crate::standing::{Benchmark, Entry, Improvement, Measure, QuestionText};

/// How many questions to work on are shown.
const IMPROVEMENTS: usize = 10;

/// The page.
#[derive(Template)]
#[template(path = "municipality.html")]
pub(super) struct MunicipalityPage {
    frame: Frame,
    /// Name and value of what is known about the body.
    facts: Vec<(&'static str, String)>,
    website: Option<String>,
    /// Why nothing or little is known; empty when the visit went well.
    notice: String,
    /// Headline figures: name, value, comment.
    figures: Vec<(&'static str, String, String)>,
    summary: String,
    radar: Option<Radar>,
    areas: Vec<AreaLine>,
    groups: Vec<GroupLine>,
    /// What is compared with: the SKR group's name, or "riket".
    alike: String,
    improvements: Vec<ImprovementLine>,
    eservices: Vec<QuestionView>,
    sections: Vec<Section>,
}

/// One area against the nation.
struct AreaLine {
    name: String,
    anchor: String,
    points: String,
    share: String,
    bar: Option<String>,
    nation: String,
    mark: Option<String>,
    place: String,
}

/// The place within one group.
struct GroupLine {
    name: String,
    path: Option<String>,
    place: String,
    of: usize,
    mean: String,
}

/// A question to work on.
struct ImprovementLine {
    text: String,
    id: String,
    gain: u8,
    /// How many of the group have it.
    having: String,
    /// Names and addresses of those to learn from.
    examples: Vec<(String, String)>,
}

/// The answers of one area.
struct Section {
    id: String,
    name: String,
    share: String,
    /// Those that the rubric can judge.
    questions: Vec<QuestionView>,
    /// Those that it cannot yet.
    pending: Vec<QuestionView>,
}

/// A question and its answer.
struct QuestionView {
    id: String,
    path: String,
    text: String,
    answer: AnswerView,
}

impl MunicipalityPage {
    /// The page of one entry.
    pub(super) fn of(benchmark: &Benchmark, entry: &Entry) -> Self {
        let spokes: Vec<_> =
            entry.scorecard.areas.iter().map(|a| spoke(benchmark, &a.area, a.share)).collect();
        let judged = spokes.iter().filter(|spoke| spoke.1.is_some()).count();
        let view = |(question, answer): (&QuestionText, &Answer)| QuestionView {
            id: question.id.to_string(),
            path: frame::question_path(&question.id),
            text: question.text.sv.clone(),
            answer: AnswerView::of(answer),
        };
        let answered = || benchmark.questions.iter().zip(&entry.answers);
        let section = |area: &crate::standing::AreaName| {
            let own = answered().filter(|(question, _)| question.area == area.id);
            let (pending, judged): (Vec<_>, Vec<_>) = own.partition(|(_, a)| a.state == State::NotAssessed);
            Section {
                id: area.id.clone(),
                name: area.name.sv.clone(),
                share: swedish::percent_or_dash(entry.scorecard.area(&area.id).and_then(|area| area.share)),
                questions: judged.into_iter().map(view).collect(),
                pending: pending.into_iter().map(view).collect(),
            }
        };
        Self {
            frame: Frame::new(benchmark, entry.body.name.clone(), 2),
            facts: facts(entry),
            website: frame::web_address(&entry.body.website).map(str::to_owned),
            notice: notice(entry),
            figures: figures(benchmark, entry),
            summary: summary(&spokes),
            radar: (judged > 2).then(|| Radar::of(&spokes)),
            areas: area_lines(benchmark, entry),
            groups: group_lines(benchmark, entry),
            alike: if entry.body.skr_group.is_empty() { "riket" } else { &entry.body.skr_group }.to_owned(),
            improvements: improvement_lines(benchmark, entry),
            eservices: answered().filter(|(question, _)| question.index).map(view).collect(),
            sections: benchmark.areas.iter().map(section).collect(),
        }
    }
}

/// An area's name, the body's share and the nation's mean.
fn spoke(benchmark: &Benchmark, area: &str, share: Option<Share>) -> super::radar::Spoke {
    let measure = Measure::Area(area.to_owned());
    (super::measure_name(benchmark, &measure), share, benchmark.nation(&measure).map(|s| s.mean))
}

fn facts(entry: &Entry) -> Vec<(&'static str, String)> {
    let body = &entry.body;
    let facts = [
        ("Kommunkod", body.code.clone()),
        ("Län", body.county.clone()),
        ("Kommungrupp", [body.skr_group_code.as_str(), body.skr_group.as_str()].join(" ").trim().to_owned()),
        ("Invånare", body.population.map(swedish::grouped).unwrap_or_default()),
        ("Lästa sidor", swedish::grouped(entry.site.pages)),
    ];
    facts.into_iter().filter(|(_, value)| !value.is_empty()).collect()
}

fn notice(entry: &Entry) -> String {
    match (&entry.unranked, entry.site.reason.sv.as_str()) {
        (Some(_), _) => format!("{}. Därför finns ingen placering.", ranking::why(entry)),
        (None, "") => String::new(),
        (None, reason) => format!("Besöket blev inte fullständigt: {}.", reason.trim_end_matches('.')),
    }
}

/// Total, place, e-services, coverage.
fn figures(benchmark: &Benchmark, entry: &Entry) -> Vec<(&'static str, String, String)> {
    let card = &entry.scorecard;
    let place = |measure| {
        entry.place(measure).map_or_else(
            || ("–".to_owned(), "Ingen placering".to_owned()),
            |place| (swedish::place(place), format!("av {} kommuner", place.of)),
        )
    };
    let mean = |measure| benchmark.nation(measure).map(|s| s.mean);
    let nation = |measure| format!("Riket {}", swedish::percent_or_dash(mean(measure)));
    let index = card.eservice_index;
    let index_mean = mean(&Measure::Eservices).map(|share| swedish::points_of(share, index.possible()));
    let (rank, of) = place(&Measure::Total);
    let top = if entry.top_40.contains(&Measure::Eservices) { ". Bland de 40 högsta" } else { "" };
    vec![
        ("Totalt", swedish::percent_or_dash(card.total), nation(&Measure::Total)),
        ("Placering", rank, of),
        (
            "E-tjänster",
            ranking::eservices(entry),
            format!("Riket {} av {}{top}", index_mean.unwrap_or_else(|| "–".to_owned()), index.possible()),
        ),
        (
            "Täckning",
            swedish::percent_or_dash(card.coverage),
            format!("{} av {} frågor bedömda", card.all.judged, card.all.applicable),
        ),
    ]
}

/// The first questions to work on.
fn improvement_lines(benchmark: &Benchmark, entry: &Entry) -> Vec<ImprovementLine> {
    let line = |improvement: Improvement<'_>| {
        let question = &benchmark.questions[improvement.question];
        let example = |other: &&Entry| {
            (other.body.name.clone(), format!("{}#{}", frame::body_path(&other.body), question.id))
        };
        ImprovementLine {
            text: question.text.sv.clone(),
            id: question.id.to_string(),
            gain: improvement.gain,
            having: format!("{} av {}", improvement.full, improvement.judged),
            examples: improvement.examples.iter().map(example).collect(),
        }
    };
    benchmark.improvements(entry).into_iter().take(IMPROVEMENTS).map(line).collect()
}

/// The radar in words.
fn summary(spokes: &[super::radar::Spoke]) -> String {
    let mut gaps: Vec<(i32, &str)> = spokes
        .iter()
        .filter_map(|(name, own, nation)| {
            Some((i32::from((*own)?.permille()) - i32::from((*nation)?.permille()), name.as_str()))
        })
        .collect();
    gaps.sort_by_key(|(gap, _)| -gap);
    let above = gaps.iter().filter(|(gap, _)| *gap > 0).count();
    let points = |gap: i32| format!("{},{} procentenheter", gap.abs() / 10, gap.abs() % 10);
    let mut text = match gaps.len() {
        0 => return "Inget område kunde bedömas.".to_owned(),
        judged => format!("Över Riket i {above} av {judged} bedömda områden."),
    };
    if let Some((gap, name)) = gaps.first().filter(|(gap, _)| *gap > 0) {
        text = format!("{text} Längst före i {name} ({} över).", points(*gap));
    }
    if let Some((gap, name)) = gaps.last().filter(|(gap, _)| *gap < 0) {
        text = format!("{text} Längst efter i {name} ({} under).", points(*gap));
    }
    text
}

fn area_lines(benchmark: &Benchmark, entry: &Entry) -> Vec<AreaLine> {
    let length = |share: Share| swedish::decimal(share).replace(',', ".");
    let line = |area: &crate::index::AreaShare| {
        let (name, share, nation) = spoke(benchmark, &area.area, area.share);
        let judged = area.share.is_some();
        let place = entry.place(&Measure::Area(area.area.clone()));
        AreaLine {
            name,
            anchor: area.area.clone(),
            points: if judged {
                format!("{} av {}", area.tally.points, area.tally.maximum)
            } else {
                "–".to_owned()
            },
            share: if judged { swedish::percent_or_dash(share) } else { "ej bedömt".to_owned() },
            bar: share.map(length),
            nation: swedish::percent_or_dash(nation),
            mark: nation.map(length),
            place: place.map_or_else(|| "–".to_owned(), swedish::place),
        }
    };
    entry.scorecard.areas.iter().map(line).collect()
}

fn group_lines(benchmark: &Benchmark, entry: &Entry) -> Vec<GroupLine> {
    let line = |(at, group): (usize, &crate::standing::Group)| {
        let place = entry.places.get(&group.id)?.get(&Measure::Total)?;
        Some(GroupLine {
            name: group.name.clone(),
            path: (at > 0).then(|| frame::group_path(group)),
            place: swedish::place(*place),
            of: place.of,
            mean: swedish::percent_or_dash(group.statistics.get(&Measure::Total).map(|s| s.mean)),
        })
    };
    benchmark.groups.iter().enumerate().filter_map(line).collect()
}
