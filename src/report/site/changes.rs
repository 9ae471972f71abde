//! What changed since the measurement before, question by question. It must not find changes; the standing does.

use askama::Template;
use std::collections::BTreeMap;

use super::{Page, answer::words, frame, frame::Frame, wording::Shift};
use crate::report::{swedish, tongue::Tongue};
use crate::standing::{Benchmark, BodyChanges, Change, Entry, QuestionChange};

/// The changes of the nation.
#[derive(Template)]
#[template(path = "changes.html")]
pub(super) struct ChangesPage {
    frame: Frame,
    /// The measurement before; `None` when there is none.
    before: Option<String>,
    same_rubric: bool,
    /// What happened, and to how many answers.
    kinds: Vec<(&'static str, usize)>,
    bodies: Vec<BodyLine>,
    joined: Vec<String>,
    left: Vec<String>,
}

/// One body that changed.
struct BodyLine {
    name: String,
    path: String,
    before: String,
    now: String,
    change: Shift,
    gained: usize,
    lost: usize,
    others: usize,
}

/// One question of one body that changed.
pub(super) struct ChangeLine {
    pub(super) text: String,
    pub(super) id: String,
    pub(super) kind: &'static str,
    pub(super) before: &'static str,
    pub(super) now: &'static str,
}

impl ChangesPage {
    /// The changes of this benchmark.
    pub(super) fn of(benchmark: &Benchmark, tongue: Tongue) -> Page {
        let path = "forandringar/index.html";
        let changes = benchmark.changes.as_ref();
        let mut kinds: BTreeMap<Change, usize> = BTreeMap::new();
        for change in changes.iter().flat_map(|changes| &changes.bodies).flat_map(|body| &body.changes) {
            *kinds.entry(change.change).or_default() += 1;
        }
        let touched =
            changes.iter().flat_map(|changes| &changes.bodies).filter(|body| !body.changes.is_empty());
        let mut bodies: Vec<_> = touched.filter_map(|body| BodyLine::of(benchmark, tongue, body)).collect();
        bodies.sort_by_cached_key(|line| swedish::collation(&line.name));
        let title = tongue.say("Förändringar sedan förra utgåvan", "Changes since the last edition");
        Page::new(
            path,
            &Self {
                frame: Frame::new(benchmark, tongue, path, title),
                before: changes.map(|changes| changes.before.id.clone()),
                same_rubric: changes.is_none_or(|changes| changes.same_rubric),
                kinds: kinds.into_iter().map(|(kind, count)| (name(kind, tongue), count)).collect(),
                bodies,
                joined: changes.map(|changes| changes.joined.clone()).unwrap_or_default(),
                left: changes.map(|changes| changes.left.clone()).unwrap_or_default(),
            },
        )
    }
}

impl BodyLine {
    fn of(benchmark: &Benchmark, tongue: Tongue, body: &BodyChanges) -> Option<Self> {
        let entry = benchmark.entries.iter().find(|entry| entry.body.code == body.code)?;
        let count = |kind| body.changes.iter().filter(|change| change.change == kind).count();
        let (gained, lost) = (count(Change::Gained), count(Change::Lost));
        Some(Self {
            name: body.name.clone(),
            path: format!("{}#forandringar", frame::body_path(&entry.body)),
            before: tongue.percent_or_dash(body.before),
            now: tongue.percent_or_dash(body.now),
            change: super::wording::change(benchmark, entry, tongue),
            gained,
            lost,
            others: body.changes.len() - gained - lost,
        })
    }
}

impl ChangeLine {
    /// The changes of one body.
    pub(super) fn of(benchmark: &Benchmark, tongue: Tongue, entry: &Entry) -> Vec<Self> {
        let own = benchmark.changes.as_ref().and_then(|changes| changes.of(&entry.body.code));
        let line = |change: &QuestionChange| {
            let question = benchmark.questions.iter().find(|question| question.id == change.question)?;
            let not_asked = tongue.say("ställdes inte", "was not asked");
            let label =
                |seen: Option<&crate::standing::Seen>| seen.map_or(not_asked, |s| words(s.state, tongue).1);
            Some(Self {
                text: tongue.of(&question.text).to_owned(),
                id: question.id.to_string(),
                kind: name(change.change, tongue),
                before: label(change.before.as_ref()),
                now: label(change.now.as_ref()),
            })
        };
        own.map(|own| own.changes.iter().filter_map(line).collect()).unwrap_or_default()
    }
}

/// What happened, in words.
fn name(change: Change, tongue: Tongue) -> &'static str {
    match change {
        Change::Gained => tongue.say("Fler poäng", "More points"),
        Change::Lost => tongue.say("Färre poäng", "Fewer points"),
        Change::Unconfirmed => {
            tongue.say("Färre poäng, ännu inte bekräftat", "Fewer points, not confirmed yet")
        }
        Change::Question => {
            tongue.say("Frågan bedöms på ett annat sätt", "The question is judged in another way")
        }
        Change::Unreachable => tongue.say("Kunde inte läsas", "Could not be read"),
        Change::Reached => tongue.say("Kan läsas igen", "Can be read again"),
        Change::Evidence => tongue.say("Annat belägg, samma poäng", "Other evidence, same points"),
        Change::Added => tongue.say("Ny fråga", "New question"),
        Change::Removed => tongue.say("Frågan är borttagen", "The question is gone"),
    }
}
