//! Every question has examples that pass and examples that fail, and is judged as they say. They are fixtures that a
//! reader can open, dispute and add to: `fixtures/examples/AREA.toml`.

use std::collections::{BTreeMap, BTreeSet};

use kommunspegel::evaluate::{Case, Disagreement, Given, judge_cases};
use kommunspegel::rubric::Points;

use crate::support::{Example, builtin_rubric, document, examples};

fn case(number: usize, example: &Example) -> Case {
    let given =
        Given { question: example.question.clone(), points: example.points, why: example.why.clone() };
    Case {
        case: format!("{} {}", example.question, number),
        url: example.url.clone(),
        html: example.document(),
        judgements: vec![given],
    }
}

fn told(one: &Disagreement) -> String {
    let given = one.given.map_or("nothing".to_owned(), |points| points.value().to_string());
    format!(
        "{}: expected {}, given {given}\n    reader:  {}\n    machine: {}\n    quote:   {}",
        one.question,
        one.expected.value(),
        one.why,
        one.reason,
        one.quote
    )
}

#[test]
fn every_example_is_judged_as_it_says() {
    let cases: Vec<Case> = examples().iter().enumerate().map(|(number, one)| case(number, one)).collect();
    let (_, differing) = judge_cases(&cases, &builtin_rubric());
    let told: Vec<String> = differing.iter().map(told).collect();
    assert!(told.is_empty(), "{} of {} differ:\n{}", told.len(), cases.len(), told.join("\n"));
}

#[test]
fn every_judged_question_has_two_that_pass_and_two_that_fail() {
    let examples = examples();
    let mut given: BTreeMap<_, Vec<Points>> = BTreeMap::new();
    for example in &examples {
        given.entry(&example.question).or_default().push(example.points);
    }
    let rubric = builtin_rubric();
    let mut lacking = Vec::new();
    for question in rubric.questions.iter().filter(|question| question.judge.is_some()) {
        let points = given.remove(&question.id).unwrap_or_default();
        let count = |wanted: &dyn Fn(Points) -> bool| points.iter().filter(|points| wanted(**points)).count();
        let passing = count(&|points| points == Points::Full);
        let zeros = count(&|points| points == Points::None);
        if passing < 2 || points.len() - passing < 2 || zeros < 1 {
            lacking.push(format!(
                "{}: {passing} of {} pass, {zeros} give nothing",
                question.id,
                points.len()
            ));
        }
    }
    assert!(lacking.is_empty(), "{} questions lack examples:\n{}", lacking.len(), lacking.join("\n"));
    let strangers: Vec<_> = given.keys().filter(|id| rubric.question(id).is_none()).collect();
    assert!(strangers.is_empty(), "the rubric has no {strangers:?}");
}

#[test]
fn no_example_is_a_copy_of_another() {
    let examples = examples();
    let mut seen = BTreeSet::new();
    let copies: Vec<_> = examples
        .iter()
        .filter(|one| !seen.insert((&one.question, one.document())))
        .map(|one| &one.question)
        .collect();
    assert!(copies.is_empty(), "{copies:?}");
}

/// The words that a question is searched by, and those of its own text, in several manners of repeating them.
fn stuffed(terms: &[String], text: &str) -> [String; 4] {
    let words = terms.join(", ");
    let items = format!("<li>{}</li>", terms.join("</li><li>"));
    let parts =
        terms.iter().map(|term| format!("<h2>{term}</h2><p>{term}. {text}</p>")).collect::<Vec<_>>().concat();
    [
        format!("<h1>{text}</h1><p>{words}. {words}. {words}.</p>"),
        format!("<h1>{words}</h1><p>{text} {text} {text}</p>"),
        format!("<h1>{text}</h1><ul>{items}</ul><ul>{items}</ul>"),
        format!("<h1>{text}</h1>{parts}"),
    ]
}

#[test]
fn stuffing_with_keywords_alone_never_gives_three() {
    let rubric = builtin_rubric();
    let mut cases = Vec::new();
    for question in rubric.questions.iter().filter(|question| question.judge.is_some()) {
        for (manner, content) in stuffed(&question.terms, &question.text.sv).iter().enumerate() {
            let given = Given {
                question: question.id.clone(),
                points: Points::Partial,
                why: "only repeats".to_owned(),
            };
            cases.push(Case {
                case: format!("{} {manner}", question.id),
                url: "https://www.exempel.example/sida".parse().unwrap(),
                html: document(content),
                judgements: vec![given],
            });
        }
    }
    let (_, differing) = judge_cases(&cases, &rubric);
    let full = differing.iter().filter(|one| one.given == Some(Points::Full));
    let full: Vec<String> = full.map(|one| format!("{}: {} »{}«", one.case, one.reason, one.quote)).collect();
    assert!(full.is_empty(), "{} stuffed pages give 3:\n{}", full.len(), full.join("\n"));
}
