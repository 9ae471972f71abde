//! What a body could improve first, what that would give, and whom to learn from. It must not choose; the standing
//! does.

use super::super::frame;
use crate::report::tongue::Tongue;
use crate::standing::{Benchmark, Entry, Improvement};

/// How many questions to work on are shown.
const SHOWN: usize = 10;

/// What to improve first.
pub(super) struct Work {
    /// What is compared with: the SKR group's name, or the nation.
    pub(super) alike: String,
    /// What all the lines together would give; empty without a place.
    pub(super) together: String,
    /// The questions.
    pub(super) lines: Vec<Line>,
}

/// A question to work on.
pub(super) struct Line {
    pub(super) text: String,
    pub(super) id: String,
    /// Points to gain.
    pub(super) gain: u8,
    /// What that adds to the total, in percentage points.
    pub(super) adds: String,
    /// How many of the group have it.
    pub(super) having: String,
    /// Names and addresses of those to learn from.
    pub(super) examples: Vec<(String, String)>,
}

impl Work {
    /// The first questions to work on.
    pub(super) fn of(benchmark: &Benchmark, tongue: Tongue, entry: &Entry) -> Self {
        let mut found = benchmark.improvements(entry);
        found.truncate(SHOWN);
        let questions: Vec<usize> = found.iter().map(|improvement| improvement.question).collect();
        let group = benchmark.group_to_learn_from(entry);
        Self {
            alike: group.unwrap_or(tongue.say("Riket", "the nation")).to_owned(),
            together: together(benchmark, tongue, (entry, &questions)),
            lines: found
                .into_iter()
                .map(|improvement| Line::of(benchmark, tongue, (entry, improvement)))
                .collect(),
        }
    }
}

impl Line {
    fn of(benchmark: &Benchmark, tongue: Tongue, (entry, improvement): (&Entry, Improvement<'_>)) -> Self {
        let question = &benchmark.questions[improvement.question];
        let example = |other: &&Entry| {
            (other.body.name.clone(), format!("{}#{}", frame::body_path(&other.body), question.id))
        };
        let after = benchmark.what_if(entry, &[improvement.question]);
        let adds = after.zip(entry.scorecard.total).map(|((after, _), now)| tongue.change(now, after));
        Self {
            text: tongue.of(&question.text).to_owned(),
            id: question.id.to_string(),
            gain: improvement.gain,
            adds: adds.unwrap_or_else(|| "–".to_owned()),
            having: format!("{} {} {}", improvement.full, tongue.say("av", "of"), improvement.judged),
            examples: improvement.examples.iter().map(example).collect(),
        }
    }
}

/// What full points for all these questions would give.
fn together(benchmark: &Benchmark, tongue: Tongue, (entry, questions): (&Entry, &[usize])) -> String {
    let Some((total, rank)) = benchmark.what_if(entry, questions).filter(|_| !questions.is_empty()) else {
        return String::new();
    };
    let (count, total, place) = (questions.len(), tongue.percent(total), tongue.ordinal(rank));
    match tongue {
        Tongue::Swedish => format!(
            "Med 3 poäng på dessa {count} frågor hade totalen varit {total} och platsen {place}, om de andra stått still."
        ),
        Tongue::English => format!(
            "With 3 points for these {count} questions the total would have been {total} and the place {place}, had the others stood still."
        ),
    }
}
