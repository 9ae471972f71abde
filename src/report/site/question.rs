//! Pages about the questions: a list of all, and who answers each, with good examples to learn from. It must
//! not judge.

use askama::Template;
use std::cmp::Reverse;

use super::answer::{AnswerView, words};
use super::{Page, frame, frame::Frame};
use crate::judgement::{Answer, State};
use crate::report::{swedish, tongue::Tongue};
use crate::rubric::Kind;
use crate::standing::{Benchmark, Entry};

/// How many good examples a page shows.
const EXAMPLES: usize = 5;

/// The states in the order that a page lists them.
const STATES: [State; 8] = [
    State::Full,
    State::Partial,
    State::NotFound,
    State::NotReached,
    State::Blocked,
    State::Error,
    State::NotApplicable,
    State::NotAssessed,
];

/// All questions, area by area.
#[derive(Template)]
#[template(path = "questions.html")]
pub(super) struct QuestionsPage {
    frame: Frame,
    areas: Vec<(String, Vec<QuestionLine>)>,
}

/// One question of the list.
struct QuestionLine {
    text: String,
    path: String,
    kind: &'static str,
    /// Bodies with 3, 1 and 0 points; `None` when the rubric cannot judge it.
    counts: Option<[usize; 3]>,
}

impl QuestionsPage {
    /// The questions of this benchmark.
    pub(super) fn of(benchmark: &Benchmark, tongue: Tongue) -> Page {
        let path = "fragor/index.html";
        let line = |at: usize| {
            let question = &benchmark.questions[at];
            let count = |state| benchmark.entries.iter().filter(|e| e.answers[at].state == state).count();
            let counts = [State::Full, State::Partial, State::NotFound].map(count);
            QuestionLine {
                text: tongue.of(&question.text).to_owned(),
                path: frame::question_path(&question.id),
                kind: if question.kind == Kind::Eservice {
                    tongue.say("e-tjänst", "e-service")
                } else {
                    "information"
                },
                counts: question.assessed.then_some(counts),
            }
        };
        let area = |area: &crate::standing::AreaName| {
            let questions =
                (0..benchmark.questions.len()).filter(|at| benchmark.questions[*at].area == area.id);
            (tongue.of(&area.name).to_owned(), questions.map(line).collect())
        };
        Page::new(
            path,
            &Self {
                frame: Frame::new(benchmark, tongue, path, tongue.say("Frågorna", "The questions")),
                areas: benchmark.areas.iter().map(area).collect(),
            },
        )
    }
}

/// Who answers one question.
#[derive(Template)]
#[template(path = "question.html")]
pub(super) struct QuestionPage {
    frame: Frame,
    id: String,
    area: String,
    area_path: String,
    index: bool,
    full: String,
    partial: String,
    /// The question in the other language.
    translated: String,
    /// How far the machine's points hold, in short and what it means.
    grade: Option<(&'static str, &'static str)>,
    /// Code of the body, its name, the address of its answer, and the answer.
    examples: Vec<(String, String, String, AnswerView)>,
    groups: Vec<StateGroup>,
}

/// The bodies with one state.
struct StateGroup {
    class: &'static str,
    label: &'static str,
    unknown: &'static str,
    /// Names and addresses.
    bodies: Vec<(String, String)>,
}

impl QuestionPage {
    /// The question at this place of the rubric.
    pub(super) fn of(benchmark: &Benchmark, tongue: Tongue, at: usize) -> Page {
        let question = &benchmark.questions[at];
        let path = frame::question_path(&question.id);
        let area = benchmark.areas.iter().find(|area| area.id == question.area);
        let mut entries: Vec<&Entry> = benchmark.entries.iter().collect();
        entries.sort_by_cached_key(|entry| (swedish::collation(&entry.body.name), entry.body.code.clone()));
        let anchor = |entry: &Entry| format!("{}#{}", frame::body_path(&entry.body), question.id);
        let group = |state| {
            let (class, label, unknown) = words(state, tongue);
            let bodies = entries.iter().filter(|entry| entry.answers[at].state == state);
            let bodies = bodies.map(|entry| (entry.body.name.clone(), anchor(entry))).collect();
            StateGroup { class, label, unknown, bodies }
        };
        let examples = examples(&entries, at);
        let example = |(entry, answer): (&Entry, &Answer)| {
            let body = &entry.body;
            (
                format!("kommun-{}", body.code),
                body.name.clone(),
                anchor(entry),
                AnswerView::of(answer, tongue),
            )
        };
        Page::new(
            &path,
            &Self {
                frame: Frame::new(benchmark, tongue, &path, tongue.of(&question.text)),
                id: question.id.to_string(),
                area: area.map(|area| tongue.of(&area.name).to_owned()).unwrap_or_default(),
                area_path: frame::area_path(&question.area),
                index: question.index,
                full: question.full.clone(),
                partial: question.partial.clone(),
                translated: tongue.say(&question.text.en, &question.text.sv).to_owned(),
                grade: question.grade.map(|grade| (tongue.grade(grade), tongue.meaning(grade))),
                examples: examples.into_iter().map(example).collect(),
                groups: STATES.map(group).into_iter().filter(|group| !group.bodies.is_empty()).collect(),
            },
        )
    }
}

/// The surest full answers, in the order of names where equally sure.
fn examples<'a>(entries: &[&'a Entry], at: usize) -> Vec<(&'a Entry, &'a Answer)> {
    let full = entries.iter().map(|entry| (*entry, &entry.answers[at]));
    let mut full: Vec<_> = full.filter(|(_, answer)| answer.state == State::Full).collect();
    full.sort_by_key(|(_, answer)| Reverse(answer.confidence));
    full.truncate(EXAMPLES);
    full
}
