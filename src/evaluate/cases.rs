//! Single pages with given points: read from JSON lines, judged alone.

use serde::{Deserialize, Serialize};
use url::Url;

use super::agreement::Compared;
use crate::evidence::{Candidate, CompiledRubric, Reading, Words, candidates};
use crate::judgement::judge_results_page;
use crate::measured::Ground;
use crate::page;
use crate::rubric::{Points, QuestionId, Rubric};

/// A page with the points that a careful reader gave.
#[derive(Debug, Clone, Deserialize)]
pub struct Case {
    /// Its name.
    pub case: String,
    /// Its address.
    pub url: Url,
    /// The document.
    pub html: String,
    /// What was given.
    pub judgements: Vec<Given>,
}

/// Points that a careful reader gave.
#[derive(Debug, Clone, Deserialize)]
pub struct Given {
    /// Which question.
    pub question: QuestionId,
    /// 0, 1 or 3.
    pub points: Points,
    /// The reader's reason.
    #[serde(default)]
    pub why: String,
}

/// A line that is no case.
#[derive(Debug, thiserror::Error)]
#[error(
    "line {line}: {source}; a case is {{\"case\", \"url\", \"html\", \"judgements\": [{{\"question\", \"points\", \"why\"}}]}}"
)]
pub struct CaseError {
    line: usize,
    source: serde_json::Error,
}

/// Reads JSON lines; blank lines are skipped.
pub fn read_cases(text: &str) -> Result<Vec<Case>, CaseError> {
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    lines
        .map(|(number, line)| {
            serde_json::from_str(line).map_err(|source| CaseError { line: number + 1, source })
        })
        .collect()
}

/// A judgement on which reader and machine differ.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Disagreement {
    /// The case.
    pub case: String,
    /// The question.
    pub question: QuestionId,
    /// The reader's points.
    pub expected: Points,
    /// The machine's points.
    pub given: Option<Points>,
    /// The words that the machine took, or nearly took.
    pub quote: String,
    /// The machine's reason.
    pub reason: String,
    /// The reader's reason.
    pub why: String,
}

/// Judges each page alone, as if one click from the start page. A judgement of a question that the rubric
/// does not know is compared as not assessed.
pub fn judge_cases(cases: &[Case], rubric: &Rubric) -> (Vec<Compared>, Vec<Disagreement>) {
    let compiled = CompiledRubric::new(rubric);
    let mut words = Words::default();
    let mut compared = Vec::new();
    let mut differing = Vec::new();
    for case in cases {
        let page = page::parse(&case.html, &case.url);
        let reading = Reading::new(&page, None, &compiled, &mut words);
        for given in &case.judgements {
            let number = compiled.questions.iter().position(|q| q.id == given.question);
            let best = number.map(|number| candidates(&reading, &compiled, number).into_iter().next());
            let alone = || judge_results_page(&page, &given.question, &compiled, &mut words);
            let best_points =
                |best: &Option<Candidate>| best.as_ref().map_or(Points::None, |best| best.points);
            let one = Compared {
                question: given.question.clone(),
                kind: rubric.question(&given.question).map_or(crate::rubric::Kind::Info, |q| q.kind),
                expected: given.points,
                given: best.as_ref().map(best_points).or_else(alone),
                ground: best.as_ref().map(|best| Ground::of(best.as_ref().map(|b| (b.points, b.strength)))),
            };
            if one.given != Some(one.expected) {
                differing.push(disagreement((case, given), &one, &reading, best.flatten()));
            }
            compared.push(one);
        }
    }
    (compared, differing)
}

fn disagreement(
    (case, given): (&Case, &Given),
    compared: &Compared,
    reading: &Reading<'_>,
    best: Option<Candidate>,
) -> Disagreement {
    let quote = best.iter().flat_map(|b| &b.proof).map(|&s| reading.text(s)).collect::<Vec<_>>().join(" … ");
    Disagreement {
        case: case.case.clone(),
        question: given.question.clone(),
        expected: given.points,
        given: compared.given,
        quote,
        reason: best.map_or_else(|| "ämnet finns inte i sidans innehåll".to_owned(), |best| best.reason),
        why: given.why.clone(),
    }
}
