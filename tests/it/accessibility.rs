//! Accessibility: every rule on its examples, and whole commands.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use assert_cmd::cargo::cargo_bin;
use kommunspegel::accessibility::assess::assess;
use kommunspegel::accessibility::finding::Outcome;
use kommunspegel::accessibility::load::{OwnSheets, read};
use kommunspegel::accessibility::rule::{Verdict, rules};
use tempfile::TempDir;

type Examples = BTreeMap<String, Vec<String>>;

fn examples(rule: &str) -> Examples {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("fixtures/accessibility/{rule}.toml"));
    let text = fs::read_to_string(&file).unwrap_or_else(|_| panic!("{rule} has no examples"));
    toml::from_str(&text).unwrap_or_else(|error| panic!("{rule}: {error}"))
}

fn outcome(rule: &str, markup: &str) -> Outcome {
    let whole = match markup.strip_prefix('!') {
        Some(document) => format!("<!doctype html>{document}"),
        None => format!("<!doctype html><html lang=sv><title>T</title><body>{markup}"),
    };
    let page = read(&whole, &OwnSheets);
    assess(&page).into_iter().find(|result| result.rule.id == rule).unwrap().found.outcome()
}

#[test]
fn every_rule_keeps_to_its_examples() {
    let mut wrong = Vec::new();
    for rule in rules() {
        let examples = examples(&rule.id);
        let broken = if rule.verdict == Verdict::Review { "review" } else { "failed" };
        for needed in ["passed", broken] {
            assert!(examples.contains_key(needed), "{} has no example that is {needed}", rule.id);
        }
        for (expected, markups) in &examples {
            for markup in markups {
                let found = serde_json::to_value(outcome(&rule.id, markup)).unwrap();
                if found != *expected {
                    wrong.push(format!("{}: {found} instead of {expected}: {markup}", rule.id));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn run(directory: &Path, words: &[&str]) -> (i32, String) {
    let mut command = Command::new(cargo_bin!("kommunspegel"));
    let output =
        command.env_clear().current_dir(directory).arg("accessibility").args(words).output().unwrap();
    (output.status.code().unwrap(), String::from_utf8(output.stdout).unwrap())
}

#[test]
fn a_folder_is_checked_and_gated() {
    let directory = TempDir::new().unwrap();
    let page = "<!doctype html><html lang=sv><title>T</title><link rel=stylesheet href=/a.css><main><h1>R</h1><p>Text</p><a href=x></a></main>";
    fs::create_dir(directory.path().join("site")).unwrap();
    fs::write(directory.path().join("site/a.html"), page).unwrap();
    fs::write(directory.path().join("site/a.css"), "p { color: #aaa }").unwrap();
    let (code, told) = run(directory.path(), &["site"]);
    assert_eq!(code, 0);
    assert!(told.contains("link-name") && told.contains("contrast"), "{told}");
    assert_eq!(run(directory.path(), &["site", "--fail-on", "serious"]).0, 10);
    assert_eq!(run(directory.path(), &["site", "--fail-on", "critical"]).0, 0);
    let (_, report) = run(directory.path(), &["site", "--format", "json"]);
    fs::write(directory.path().join("known.json"), report).unwrap();
    assert_eq!(run(directory.path(), &["site", "--fail-on", "serious", "--baseline", "known.json"]).0, 0);
    let (_, sarif) = run(directory.path(), &["site", "--format", "sarif"]);
    let sarif: serde_json::Value = serde_json::from_str(&sarif).unwrap();
    assert_eq!(sarif["version"], "2.1.0");
    let (_, earl) = run(directory.path(), &["site", "--format", "earl"]);
    let earl: serde_json::Value = serde_json::from_str(&earl).unwrap();
    assert_eq!(earl["assertions"].as_array().unwrap().len(), rules().len());
    let (_, table) = run(directory.path(), &["site/a.html", "--format", "csv"]);
    assert!(table.starts_with("rule,act,criteria"));
}

#[test]
fn the_cases_of_act_are_measured() {
    let directory = TempDir::new().unwrap();
    let cases = r#"[{"rule_id": "97a4e1", "testcase_id": "1", "title": "t", "expected": "failed",
        "html": "<button></button>", "ext": "html", "path": "a.html", "assets": []}]"#;
    fs::write(directory.path().join("cases.json"), cases).unwrap();
    let (code, told) = run(directory.path(), &["act", "cases.json", "--site", ".", "--format", "json"]);
    let measured: serde_json::Value = serde_json::from_str(&told).unwrap();
    assert_eq!((code, &measured["summary"]["true_positives"]), (0, &serde_json::json!(1)));
    assert_eq!(measured["cases"][0]["outcome"], "failed");
}
