//! A body's own page: total, place, areas against the nation, e-services, what to improve, and every answer with its
//! proof. It must not compute results.

mod accessibility;
mod areas;
mod criteria;
mod services;
mod visit;
mod work;

use askama::Template;

use super::{Page, answer::AnswerView, changes::ChangeLine, frame, frame::Frame, radar::Radar, wording};
use crate::judgement::{Answer, State};
use crate::report::tongue::Tongue;
use crate::standing::{AreaName, Benchmark, Entry, QuestionText, Visitor};

use accessibility::AccessibilityView;
use areas::{AreaLine, GroupLine};
use services::ServiceMap;
use work::Work;

/// The page.
#[derive(Template)]
#[template(path = "municipality.html")]
pub(super) struct MunicipalityPage {
    frame: Frame,
    code: String,
    /// Name and value of what is known about the body.
    facts: Vec<(&'static str, String)>,
    website: Option<String>,
    /// Whether anything was judged: what would be empty is left out.
    judged: bool,
    /// Whether questions say how far the machine's points hold.
    graded: bool,
    /// Why nothing or little is known; empty when the visit went well.
    notice: String,
    /// Headline figures: name, value, comment.
    figures: Vec<(&'static str, String, String)>,
    summary: String,
    radar: Option<Radar>,
    areas: Vec<AreaLine>,
    groups: Vec<GroupLine>,
    work: Work,
    eservices: Vec<QuestionView>,
    map: ServiceMap,
    /// Measurement after measurement, oldest first.
    history: Vec<Moment>,
    /// What changed since the measurement before.
    changes: Vec<ChangeLine>,
    /// Questions with fewer points that do not count yet.
    unconfirmed: usize,
    accessibility: Option<AccessibilityView>,
    /// What the crawl did: name and value.
    receipt: Vec<(&'static str, String)>,
    /// Who came.
    visitor: Option<Visitor>,
    sections: Vec<Section>,
}

/// The answers of one area.
struct Section {
    id: String,
    name: String,
    share: String,
    points: String,
    /// Those that the rubric can judge.
    questions: Vec<QuestionView>,
    /// Those that it cannot yet, or all where nothing was judged.
    pending: Vec<QuestionView>,
}

/// A question and its answer.
struct QuestionView {
    id: String,
    path: String,
    text: String,
    /// How far the machine's points hold; empty where nobody measured it or there are no points.
    grade: &'static str,
    answer: AnswerView,
}

impl MunicipalityPage {
    /// The page of one entry.
    pub(super) fn of(benchmark: &Benchmark, tongue: Tongue, entry: &Entry) -> Page {
        let path = frame::body_path(&entry.body);
        let spokes = areas::spokes(benchmark, tongue, entry);
        let judged = spokes.iter().filter(|spoke| spoke.1.is_some()).count();
        let answered = || benchmark.questions.iter().zip(&entry.answers);
        let index = answered().filter(|(question, _)| question.index);
        let section = |area: &AreaName| Section::of(benchmark, tongue, entry, area);
        let page = Self {
            frame: Frame::new(benchmark, tongue, &path, entry.body.name.clone()),
            code: entry.body.code.clone(),
            facts: facts(entry, tongue),
            website: frame::web_address(&entry.body.website).map(str::to_owned),
            judged: entry.scorecard.all.judged > 0,
            graded: benchmark.is_graded(),
            notice: notice(entry, tongue),
            figures: areas::figures(benchmark, tongue, entry),
            summary: areas::summary(&spokes, tongue),
            radar: (judged > 2).then(|| Radar::of(&spokes)),
            areas: areas::area_lines(benchmark, tongue, entry),
            groups: areas::group_lines(benchmark, tongue, entry),
            work: Work::of(benchmark, tongue, entry),
            eservices: index
                .map(|(question, answer)| QuestionView::of(tongue, entry, (question, answer)))
                .collect(),
            map: ServiceMap::of(benchmark, tongue, entry),
            history: history(benchmark, tongue, entry),
            changes: ChangeLine::of(benchmark, tongue, entry),
            unconfirmed: entry.unconfirmed.len(),
            accessibility: entry
                .accessibility
                .as_ref()
                .and_then(|found| AccessibilityView::of(found, tongue)),
            receipt: visit::receipt(benchmark, tongue, entry),
            visitor: benchmark.visitor.clone(),
            sections: benchmark.areas.iter().map(section).collect(),
        };
        Page::new(&path, &page)
    }
}

impl MunicipalityPage {
    /// Whether another list of questions began somewhere in its history.
    fn has_break(&self) -> bool {
        self.history.iter().any(|moment| moment.after_break)
    }
}

impl Section {
    fn of(benchmark: &Benchmark, tongue: Tongue, entry: &Entry, area: &AreaName) -> Self {
        let own =
            benchmark.questions.iter().zip(&entry.answers).filter(|(question, _)| question.area == area.id);
        let nothing = entry.scorecard.all.judged == 0;
        let (pending, judged): (Vec<_>, Vec<_>) =
            own.partition(|(_, a)| nothing || a.state == State::NotAssessed);
        let view = |asked| QuestionView::of(tongue, entry, asked);
        let card = entry.scorecard.area(&area.id);
        let known = card.filter(|card| card.share.is_some());
        Self {
            id: area.id.clone(),
            name: tongue.of(&area.name).to_owned(),
            share: tongue.percent_or_dash(card.and_then(|area| area.share)),
            points: known.map_or_else(String::new, |card| {
                let (points, of) = (tongue.say("poäng av", "points of"), card.tally.maximum);
                format!("{} {points} {of}", card.tally.points)
            }),
            questions: judged.into_iter().map(view).collect(),
            pending: pending.into_iter().map(view).collect(),
        }
    }
}

impl QuestionView {
    fn of(tongue: Tongue, entry: &Entry, (question, answer): (&QuestionText, &Answer)) -> Self {
        let seen = entry.unconfirmed.iter().find(|seen| seen.question == question.id);
        Self {
            id: question.id.to_string(),
            path: frame::question_path(&question.id),
            text: tongue.of(&question.text).to_owned(),
            grade: question
                .grade
                .filter(|_| answer.points().is_some())
                .map_or("", |grade| tongue.grade(grade)),
            answer: AnswerView::of(answer, tongue).beside(seen, tongue),
        }
    }
}

fn facts(entry: &Entry, tongue: Tongue) -> Vec<(&'static str, String)> {
    let body = &entry.body;
    let facts = [
        (tongue.say("Kommunkod", "Code"), body.code.clone()),
        (tongue.say("Län", "County"), body.county.clone()),
        (
            tongue.say("Kommungrupp", "Group"),
            [body.skr_group_code.as_str(), body.skr_group.as_str()].join(" ").trim().to_owned(),
        ),
        (
            tongue.say("Invånare", "Inhabitants"),
            body.population.map(|n| tongue.grouped(n)).unwrap_or_default(),
        ),
    ];
    facts.into_iter().filter(|(_, value)| !value.is_empty()).collect()
}

fn notice(entry: &Entry, tongue: Tongue) -> String {
    match (&entry.unranked, tongue.of(&entry.site.reason)) {
        (Some(_), _) => {
            let therefore = tongue.say("Därför finns ingen placering.", "Therefore there is no place.");
            format!("{}. {therefore}", wording::why(entry, tongue))
        }
        (None, "") => String::new(),
        (None, reason) => {
            let visit = tongue.say("Besöket blev inte fullständigt", "The visit was not complete");
            format!("{visit}: {}.", reason.trim_end_matches('.'))
        }
    }
}

/// The total in one measurement.
struct Moment {
    edition: String,
    total: String,
    /// Whether another list of questions judged than in the measurement before.
    after_break: bool,
}

/// What was published, oldest first, then what was judged again, then now.
fn history(benchmark: &Benchmark, tongue: Tongue, entry: &Entry) -> Vec<Moment> {
    if entry.earlier.is_empty() {
        return Vec::new();
    }
    let broken =
        |id: &str| benchmark.trend.points.iter().any(|point| point.edition.id == id && point.after_break);
    let published = |edition: &str, total: String| Moment {
        edition: edition.to_owned(),
        total,
        after_break: broken(edition),
    };
    let words = tongue.say("bedömd i efterhand", "judged again");
    let again = entry.again.iter().map(|(edition, total)| Moment {
        edition: format!("{edition}, {words}"),
        total: tongue.percent(*total),
        after_break: false,
    });
    let earlier = entry.earlier.iter().map(|(edition, total)| published(edition, tongue.percent(*total)));
    let now = published(&benchmark.edition.id, tongue.percent_or_dash(entry.scorecard.total));
    earlier.chain(again).chain([now]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::standing::{Past, sample};

    /// The page of the first entry in Swedish.
    fn page(benchmark: &Benchmark) -> String {
        MunicipalityPage::of(benchmark, Tongue::Swedish, &benchmark.entries[0]).html
    }

    #[test]
    fn both_values_of_a_drop_are_shown_until_it_is_confirmed() {
        let mut benchmark = sample::benchmark();
        let entry = &mut benchmark.entries[0];
        let counted = entry.answers.iter().find(|answer| answer.state == State::Full).unwrap().clone();
        entry.unconfirmed = vec![Answer { state: State::NotFound, evidence: None, ..counted.clone() }];
        let page = page(&benchmark);
        let answer =
            page.split(&format!("<article class=\"answer\" id=\"{}\">", counted.question)).nth(1).unwrap();
        let answer = answer.split("</article>").next().unwrap();
        assert!(answer.contains("3 poäng") && answer.contains("Den här mätningen gav 0 poäng"), "{answer}");
    }

    #[test]
    fn a_new_list_of_questions_is_a_break_in_the_history() {
        let benchmark = sample::benchmark();
        let past =
            |moment| Past { history: Vec::new(), moments: vec![moment], again: Vec::new(), before: None };
        let mut before = benchmark.moment();
        "2026-10".clone_into(&mut before.edition.id);
        assert!(!page(&sample::benchmark().after(past(before.clone()))).contains("ny frågelista"));
        "0".clone_into(&mut before.edition.rubric.hash);
        let page = page(&benchmark.after(past(before)));
        assert!(page.contains("<dt>2026-10</dt>") && page.contains(", ny frågelista</dt>"));
    }
}
