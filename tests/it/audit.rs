//! Accessibility of whole sites: the demo nation's planted defects are found exactly, each once; editions keep what was
//! found; commands speak of it; a browser's second opinion; our own report.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use kommunspegel::accessibility::finding::Outcome;
use kommunspegel::accessibility::record::{ComponentRecord, SiteRecord, Whose};
use kommunspegel::accessibility::rule::rules;
use kommunspegel::edition::DataDirectory;
use serde_json::Value;

use crate::support::{Data, Reply, Server, chromium, demo};

fn records() -> Vec<SiteRecord> {
    let edition = DataDirectory::new(demo().path()).edition("demo");
    kommunspegel::edition::audited(&edition).unwrap()
}

fn record(name: &str) -> SiteRecord {
    records().into_iter().find(|record| record.name == name).unwrap()
}

/// A component as a line of the truth file: body, rule, outcome, element, pages, occurrences, whether it is a template's, and
/// the first page that it is on.
fn line(record: &SiteRecord, component: &ComponentRecord) -> String {
    let outcome = if component.outcome == Outcome::Failed { "failed" } else { "review" };
    let (pages, occurrences) = (component.pages.to_string(), component.occurrences.to_string());
    let tag = component.snippet.trim_start_matches('<').split([' ', '>']).next().unwrap_or_default();
    let template = if component.repeated { "template" } else { "-" };
    let cells = [
        &record.name,
        &component.rule,
        outcome,
        tag,
        &pages,
        &occurrences,
        template,
        &component.addresses[0],
    ];
    cells.join("\t")
}

#[test]
fn the_nation_has_the_defects_of_its_truth_file_and_no_other() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/nation/accessibility-truth.tsv");
    let truth = fs::read_to_string(file).unwrap();
    let expected: BTreeSet<String> =
        truth.lines().filter(|line| !line.starts_with('#')).map(str::to_owned).collect();
    let found: Vec<String> = records()
        .iter()
        .flat_map(|record| record.components.iter().map(|component| line(record, component)))
        .collect();
    let once: BTreeSet<String> = found.iter().cloned().collect();
    assert_eq!(once.len(), found.len(), "no component is told twice");
    let missed: Vec<&String> = expected.difference(&once).collect();
    let false_alarms: Vec<&String> = once.difference(&expected).collect();
    assert!(missed.is_empty() && false_alarms.is_empty(), "missed {missed:#?}\nfalse {false_alarms:#?}");
}

#[test]
fn every_rule_has_a_planted_defect() {
    let record = record("Tallviken");
    let broken: BTreeSet<&str> = record.components.iter().map(|component| component.rule.as_str()).collect();
    let unplanted: Vec<&str> =
        rules().iter().map(|rule| rule.id.as_str()).filter(|id| !broken.contains(id)).collect();
    assert!(unplanted.is_empty(), "{unplanted:?}");
    let footer = record.components.iter().find(|component| component.snippet.contains("marke")).unwrap();
    assert!(footer.pages > 60 && footer.occurrences == footer.pages, "a template's defect is one component");
}

#[test]
fn an_edition_keeps_what_was_found_in_the_order_of_its_bodies() {
    let list: Value =
        serde_json::from_slice(&fs::read(demo().edition("accessibility.json")).unwrap()).unwrap();
    let of = |list: &Value, key: &str| -> Vec<Value> {
        list.as_array().unwrap().iter().map(|one| one[key].clone()).collect()
    };
    assert_eq!(of(&list["sites"], "code"), of(&demo().manifest()["sites"], "key"));
    let record = record("Tallviken");
    assert!(record.pages_checked > 100 && record.pages_uncertain == 0, "its stylesheets were archived");
    assert_eq!(record.statement.whose, Whose::Own);
    assert!(record.statement.address.starts_with("http://www.tallviken.example/"));
    assert!(record.statement.linked_from_start && record.statement.linked_from > 50);
    let down = self::record("Dimfors");
    assert_eq!((down.figure, down.pages_checked), (None, 0));
    assert!(!down.unchecked.is_empty(), "a reason is told");
}

#[test]
fn an_edition_and_a_body_of_it_are_targets() {
    let told = demo().done(&["accessibility", "demo/Fagerlid"]);
    assert!(told.contains("Utan brist är inte detsamma som tillgänglig"), "{told}");
    let all = demo().json(&["accessibility", "latest"]);
    let pages = |value: &Value| value["pages"].as_array().unwrap().len();
    assert_eq!(pages(&all), records().iter().map(|record| record.pages_checked).sum::<usize>());
    let output = demo().run(&["accessibility", "demo/Atlantis"]);
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn a_browser_says_what_it_sees_where_there_is_one() {
    let report = demo().json(&["accessibility", "demo/Fagerlid", "--browser-sample"]);
    if chromium("a_browser_says_what_it_sees_where_there_is_one").is_none() {
        assert!(report.get("browser").is_none());
        return;
    }
    let compared = report["browser"].as_array().unwrap();
    assert!(compared.len() >= 5, "templates, a tenth, and the named kinds");
    assert!(compared.iter().any(|page| page["picked_as"].as_array().unwrap().contains(&"start".into())));
}

#[test]
fn our_own_report_has_no_failure() {
    let folder = demo().edition("report");
    let report = demo().json(&["accessibility", folder.to_str().unwrap()]);
    assert_eq!(report["defects"], 0, "{}", serde_json::to_string_pretty(&report["components"]).unwrap());
    assert!(report["pages"].as_array().unwrap().len() > 100);
}

#[test]
fn an_address_is_crawled_and_checked_with_the_sheets_that_it_imports() {
    let site = Server::start(|target, _| match target {
        "/" => Reply::page(
            "<!DOCTYPE html><html lang=sv><title>Ett</title><base href=/stil/><style>@import 'grund.css';</style>\
             <main><h1>Ett</h1><p>Grå ord. <a href=/tva>Sidan två</a></main>",
        ),
        "/tva" => Reply::page(
            "<!DOCTYPE html><html lang=sv><title>Två</title><main><h1>Två</h1><img src=/bild.png></main>",
        ),
        "/stil/grund.css" => {
            Reply::Answer(200, "Content-Type: text/css\r\n", b"p { color: #999; background: #fff }".to_vec())
        }
        _ => Reply::not_found(),
    });
    let (data, address) = (Data::empty(), site.url("/"));
    let checked = |more: &[&str]| {
        let words = [&["accessibility", address.as_str(), "--pace", "0", "--quiet"], more].concat();
        let report = data.json(&words);
        let listed = report["components"].as_array().unwrap();
        let rule = |component: &Value| component["example"]["rule"].as_str().unwrap().to_owned();
        let rules: BTreeSet<String> = listed.iter().map(rule).collect();
        (report["pages"].as_array().unwrap().len(), rules)
    };
    let (pages, rules) = checked(&[]);
    assert!(pages == 1 && rules.contains("contrast") && !rules.contains("image-alternative"), "{rules:?}");
    let (pages, rules) = checked(&["--max-pages", "5"]);
    assert!(pages == 2 && rules.contains("contrast") && rules.contains("image-alternative"), "{rules:?}");
    let gate = data.run(&["accessibility", address.as_str(), "--pace", "0", "--fail-on", "serious"]);
    assert_eq!(gate.status.code(), Some(10));
}
