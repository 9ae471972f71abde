//! What is not known, or not known yet, is told as such.

use kommunspegel::catalogue::Catalogue;
use kommunspegel::judgement::{Answer, State};
use kommunspegel::standing::Benchmark;

use crate::support::{Data, builtin_rubric};

#[track_caller]
fn holds(told: &str, parts: &[&str]) {
    for part in parts {
        assert!(told.contains(part), "{told}\nlacks {part}");
    }
}

#[test]
fn what_could_not_be_read_is_not_told_as_nothing() {
    let data = Data::empty();
    let words = ["check", "Stenbrohult", "--demo", "--quiet"];
    holds(&data.done(&words), &["E-tjänster: inte bedömda"]);
    assert!(data.json(&words)["eservice_index"]["points"].is_null());
    let output = data.run(&[&words[..], &["--min-score", "0"]].concat());
    assert_eq!(output.status.code(), Some(12));
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    holds(&told, &["Nothing was judged", "--min-score 0 %"]);
    assert!(!told.contains("below"), "{told}");
}

#[test]
fn a_drop_that_is_not_confirmed_is_explained() {
    let data = Data::empty();
    data.done(&["run", "--demo", "--only", "Fagerlid", "--quiet"]);
    let (path, rubric) = (data.path().join("catalogue.sqlite"), builtin_rubric());
    let mut catalogue = Catalogue::open(&path).unwrap();
    let (edition, mut results) = catalogue.load("demo").unwrap().unwrap();
    let counted = results[0].answers.iter().find(|answer| answer.state == State::Full).unwrap().clone();
    let dropped =
        Answer { state: State::NotFound, evidence: None, reason: "Inget svar".to_owned(), ..counted.clone() };
    results[0].unconfirmed.push(dropped);
    catalogue.replace_edition(&Benchmark::of(edition, &rubric, results)).unwrap();
    let words = ["explain", "demo", "Fagerlid", &counted.question.0];
    let quote = counted.evidence.unwrap().quote;
    holds(
        &data.done(&words),
        &["Den här mätningen gav 0 poäng (not_found)", "i två mätningar", "Inget svar", &quote],
    );
    let told = data.json(&words);
    assert_eq!(
        (&told["answer"]["state"], &told["unconfirmed"]["state"]),
        (&"full".into(), &"not_found".into())
    );
}
