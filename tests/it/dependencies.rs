//! The crates that the program is made of: their licences, where they come from, and which are kept out, by the rules
//! of `deny.toml`.

use std::path::Path;
use std::process::Command;

use serde_json::Value;

/// All packages of the dependency graph, for every use of this project on this kind of machine.
fn packages() -> Vec<Value> {
    let version = Command::new("rustc").arg("-vV").output().unwrap().stdout;
    let version = String::from_utf8(version).unwrap();
    let host = version.lines().find_map(|line| line.strip_prefix("host: ")).unwrap();
    let words = ["metadata", "--format-version", "1", "--offline", "--locked", "--filter-platform", host];
    let mut command = Command::new(env!("CARGO"));
    let output = command.args(words).current_dir(env!("CARGO_MANIFEST_DIR")).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    metadata["packages"].as_array().unwrap().clone()
}

fn rules() -> toml::Table {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("deny.toml");
    std::fs::read_to_string(path).unwrap().parse().unwrap()
}

fn texts(list: &toml::Value) -> Vec<&str> {
    list.as_array().unwrap().iter().filter_map(toml::Value::as_str).collect()
}

/// Whether an SPDX expression can be met with the allowed licences; a slash is the old way to write OR.
fn is_met(expression: &str, allowed: &[&str]) -> bool {
    let spaced = expression.replace('/', " OR ").replace('(', " ( ").replace(')', " ) ");
    let mut words = spaced.split_whitespace().rev().collect();
    let met = any(&mut words, allowed);
    met && words.is_empty()
}

fn any(words: &mut Vec<&str>, allowed: &[&str]) -> bool {
    let mut met = all(words, allowed);
    while words.pop_if(|word| *word == "OR").is_some() {
        met |= all(words, allowed);
    }
    met
}

fn all(words: &mut Vec<&str>, allowed: &[&str]) -> bool {
    let mut met = one(words, allowed);
    while words.pop_if(|word| *word == "AND").is_some() {
        met &= one(words, allowed);
    }
    met
}

fn one(words: &mut Vec<&str>, allowed: &[&str]) -> bool {
    let Some(word) = words.pop() else { return false };
    if word == "(" {
        let met = any(words, allowed);
        return words.pop() == Some(")") && met;
    }
    // An exception only ever permits more.
    if words.pop_if(|word| *word == "WITH").is_some() {
        words.pop();
    }
    allowed.contains(&word)
}

#[test]
fn expressions_are_read() {
    let check = |expression: &str, expected: bool| {
        assert_eq!(is_met(expression, &["MIT", "ISC"]), expected, "{expression}");
    };
    check("MIT", true);
    check("GPL-3.0-only", false);
    check("GPL-3.0-only OR MIT", true);
    check("GPL-3.0-only/MIT", true);
    check("ISC AND MIT", true);
    check("GPL-3.0-only AND MIT OR ISC", true);
    check("GPL-3.0-only AND (MIT OR ISC)", false);
    check("MIT AND (GPL-3.0-only OR ISC)", true);
    check("MIT WITH Some-exception", true);
    check("", false);
    check("(MIT", false);
}

#[test]
fn every_licence_is_allowed() {
    let rules = rules();
    let allowed = texts(&rules["licenses"]["allow"]);
    let refused: Vec<String> = packages()
        .iter()
        .filter(|package| !is_met(package["license"].as_str().unwrap_or_default(), &allowed))
        .map(|package| format!("{} {}", package["name"], package["license"]))
        .collect();
    assert!(refused.is_empty(), "{refused:?}");
}

#[test]
fn nothing_comes_from_elsewhere_nor_is_banned() {
    let rules = rules();
    let banned: Vec<&str> =
        rules["bans"]["deny"].as_array().unwrap().iter().filter_map(|ban| ban["crate"].as_str()).collect();
    let registries = texts(&rules["sources"]["allow-registry"]);
    for package in packages() {
        let name = package["name"].as_str().unwrap();
        assert!(!banned.contains(&name), "{name} is banned");
        let source = package["source"].as_str().map(|source| source.trim_start_matches("registry+"));
        let own = source.is_none() && name == env!("CARGO_PKG_NAME");
        assert!(own || source.is_some_and(|source| registries.contains(&source)), "{name} from {source:?}");
    }
}
