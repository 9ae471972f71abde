//! A whole site with given points: read from a table, compared with the judged answers.

use serde::Serialize;
use std::collections::BTreeMap;

use super::agreement::Compared;
use crate::index::{Scorecard, Share};
use crate::judgement::{Answer, State};
use crate::rubric::{Kind, Points, QuestionId, Rubric};

/// Points that a careful reader gave for a site; `None` is "na": not to be compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Truth {
    /// Which question.
    pub question: QuestionId,
    /// 0, 1, 3 or nothing.
    pub points: Option<Points>,
    /// The reader's reason.
    pub why: String,
}

/// A table that cannot be read: every line that is wrong.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", problems.join("\n"))]
pub struct TruthError {
    /// One message per line, beginning with the line's number.
    pub problems: Vec<String>,
}

/// Reads a tab-separated table with a header that has at least `question` and `points`.
pub fn read_truth(text: &str, rubric: &Rubric) -> Result<Vec<Truth>, TruthError> {
    let mut lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    let header: Vec<&str> =
        lines.next().map(|(_, line)| line.split('\t').map(str::trim).collect()).unwrap_or_default();
    let column = |name: &str| header.iter().position(|found| *found == name);
    let (Some(question), Some(points)) = (column("question"), column("points")) else {
        let problem = "line 1: the header must name the columns question and points, separated by tabs";
        return Err(TruthError { problems: vec![problem.to_owned()] });
    };
    let why = column("why");
    let mut found = Vec::new();
    let mut problems = Vec::new();
    for (number, line) in lines {
        let cells: Vec<&str> = line.split('\t').map(str::trim).collect();
        let cell = |at: usize| cells.get(at).copied().unwrap_or_default();
        match row(cell(question), cell(points), rubric) {
            Ok((question, points)) => {
                let why = why.map(cell).unwrap_or_default().to_owned();
                found.push(Truth { question, points, why });
            }
            Err(problem) => problems.push(format!("line {}: {problem}", number + 1)),
        }
    }
    if problems.is_empty() { Ok(found) } else { Err(TruthError { problems }) }
}

fn row(question: &str, points: &str, rubric: &Rubric) -> Result<(QuestionId, Option<Points>), String> {
    let question = QuestionId::from(question);
    if rubric.question(&question).is_none() {
        return Err(format!("the rubric has no question \"{question}\""));
    }
    let points = match points {
        "na" => None,
        "0" => Some(Points::None),
        "1" => Some(Points::Partial),
        "3" => Some(Points::Full),
        other => return Err(format!("points are 0, 1, 3 or na, not \"{other}\"")),
    };
    Ok((question, points))
}

/// A question that reader and machine judge differently.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// Which question.
    pub question: QuestionId,
    /// The reader's points.
    pub expected: Points,
    /// The machine's points.
    pub given: Option<Points>,
    /// What the machine knows: `full`, `not_reached` …
    pub state: State,
    /// The page that the machine chose, or nearly chose.
    pub url: String,
    /// Its words.
    pub quote: String,
    /// The machine's reason.
    pub reason: String,
    /// The reader's reason.
    pub why: String,
}

/// What a site gets by reader and by machine, over the compared questions.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Shares {
    /// Per cent by the reader.
    pub expected: Option<u8>,
    /// Per cent by the machine.
    pub given: Option<u8>,
}

/// A whole site compared.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SiteComparison {
    /// The judgements, for measures of agreement.
    #[serde(skip)]
    pub compared: Vec<Compared>,
    /// Where they differ.
    pub differences: Vec<Difference>,
    /// The total.
    pub total: Shares,
    /// Per area.
    pub areas: BTreeMap<String, Shares>,
}

/// Compares a site's answers with a reader's points; "na" is left out.
pub fn compare_site(truths: &[Truth], answers: &[Answer], rubric: &Rubric) -> SiteComparison {
    let by_question: BTreeMap<&QuestionId, &Answer> = answers.iter().map(|a| (&a.question, a)).collect();
    let mut compared = Vec::new();
    let mut differences = Vec::new();
    for truth in truths {
        let Some(expected) = truth.points else { continue };
        let answer = by_question.get(&truth.question).copied();
        let given = answer.and_then(Answer::points);
        let kind = rubric.question(&truth.question).map_or(Kind::Info, |question| question.kind);
        compared.push(Compared { question: truth.question.clone(), kind, expected, given, ground: None });
        if given != Some(expected) {
            differences.push(difference(truth, expected, answer));
        }
    }
    let cards = (card(rubric, truths, answers, true), card(rubric, truths, answers, false));
    let shares = |share: &dyn Fn(&Scorecard) -> Option<Share>| Shares {
        expected: share(&cards.0).map(Share::percent),
        given: share(&cards.1).map(Share::percent),
    };
    let area = |id: &str| shares(&|card: &Scorecard| card.area(id).and_then(|area| area.share));
    let areas = rubric.areas.iter().map(|a| (a.id.clone(), area(&a.id))).collect();
    SiteComparison { compared, differences, total: shares(&|card: &Scorecard| card.total), areas }
}

fn difference(truth: &Truth, expected: Points, answer: Option<&Answer>) -> Difference {
    let evidence = answer.and_then(|a| a.evidence.as_ref().or(a.rejected.first().map(|r| &r.evidence)));
    Difference {
        question: truth.question.clone(),
        expected,
        given: answer.and_then(Answer::points),
        state: answer.map_or(State::NotAssessed, |answer| answer.state),
        url: evidence.map(|e| e.url.clone()).unwrap_or_default(),
        quote: evidence.map(|e| e.quote.clone()).unwrap_or_default(),
        reason: answer.map(|answer| answer.reason.clone()).unwrap_or_default(),
        why: truth.why.clone(),
    }
}

/// The scorecard over the compared questions, by the reader's points or the machine's.
fn card(rubric: &Rubric, truths: &[Truth], answers: &[Answer], reader: bool) -> Scorecard {
    let compared: BTreeMap<&QuestionId, Points> =
        truths.iter().filter_map(|truth| Some((&truth.question, truth.points?))).collect();
    let kept: Vec<Answer> = answers
        .iter()
        .filter_map(|answer| {
            let expected = *compared.get(&answer.question)?;
            let state = if reader { expected.into() } else { answer.state };
            Some(Answer { state, ..answer.clone() })
        })
        .collect();
    Scorecard::of(rubric, &kept)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rubric::{builtin, load};

    #[test]
    fn a_table_is_read_and_its_mistakes_are_all_told() {
        let rubric = load(&builtin()).unwrap_or_else(|problems| panic!("{problems:#?}"));
        let good = "question\tpoints\twhy\nforskola.avgift\t3\tsvar\nforskola.enheter\tna\t\n";
        let truths = read_truth(good, &rubric).unwrap();
        assert_eq!((truths.len(), truths[0].points, truths[1].points), (2, Some(Points::Full), None));
        let bad = "points\tquestion\n2\tforskola.avgift\n3\tforskola.finns-ej\n";
        let problems = read_truth(bad, &rubric).unwrap_err().problems;
        assert_eq!(problems.len(), 2);
        assert!(problems[0].starts_with("line 2") && problems[1].starts_with("line 3"));
        assert!(read_truth("id\tscore\n", &rubric).is_err());
    }
}
