//! Two opinions of one page: ours, and a browser's with axe-core. What both found is surer; what only one found is for
//! somebody to look at. Knows findings; not how a browser is driven.

use serde::{Deserialize, Serialize};

use super::finding::Outcome;
use super::report::PageReport;

/// What axe-core found by one of its rules.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AxeFinding {
    /// axe-core's name of the rule.
    pub rule: String,
    /// A violation; otherwise axe-core leaves it to somebody to look at.
    pub certain: bool,
    /// How grave axe-core takes it to be.
    pub impact: String,
    /// Elements.
    pub nodes: usize,
    /// A selector of the first one.
    pub target: String,
    /// Its start.
    pub snippet: String,
}

/// Who is alone with a failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Alone {
    /// The static engine; the browser has nothing against it.
    Static,
    /// The browser; the static engine says that the rule is kept or not about anything there.
    Browser,
}

/// A failure that one side alone is sure of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Disagreement {
    /// Our rule; empty when axe-core's has no fellow among ours.
    pub rule: String,
    /// axe-core's rule; empty when it has none for ours.
    pub axe: String,
    /// Who is alone.
    pub alone: Alone,
    /// A selector of one of the elements.
    pub target: String,
}

/// A page that both looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Compared {
    /// The page.
    pub address: String,
    /// Why it was picked: `template`, `random`, `start`, `contact` …
    pub picked_as: Vec<String>,
    /// What axe-core found.
    pub axe: Vec<AxeFinding>,
    /// Requests of the page that were refused because nothing was kept: scripts, pictures.
    pub refused: usize,
    /// Rules that both say are broken, by our names.
    pub both: Vec<String>,
    /// What one side alone is sure of.
    pub disagreements: Vec<Disagreement>,
}

impl Compared {
    /// Compares what both found on a page. A matter for review on either side is no disagreement.
    pub fn of(page: &PageReport, axe: Vec<AxeFinding>) -> Self {
        let (mut both, mut disagreements) = (Vec::new(), Vec::new());
        for ours in page.rules.iter().filter(|ours| !ours.rule.axe.is_empty()) {
            let theirs: Vec<&AxeFinding> =
                axe.iter().filter(|found| ours.rule.axe.contains(&found.rule)).collect();
            let violation = theirs.iter().find(|found| found.certain);
            let failed = ours.outcome == Outcome::Failed;
            match violation {
                Some(_) if failed => both.push(ours.rule.id.clone()),
                Some(found) if ours.outcome != Outcome::Review => disagreements.push(Disagreement {
                    rule: ours.rule.id.clone(),
                    axe: found.rule.clone(),
                    alone: Alone::Browser,
                    target: found.target.clone(),
                }),
                None if failed && theirs.is_empty() => disagreements.push(Disagreement {
                    rule: ours.rule.id.clone(),
                    axe: ours.rule.axe[0].clone(),
                    alone: Alone::Static,
                    target: target(page, &ours.rule.id),
                }),
                _ => {}
            }
        }
        let known = |name: &String| page.rules.iter().any(|ours| ours.rule.axe.contains(name));
        for found in axe.iter().filter(|found| found.certain && !known(&found.rule)) {
            disagreements.push(Disagreement {
                rule: String::new(),
                axe: found.rule.clone(),
                alone: Alone::Browser,
                target: found.target.clone(),
            });
        }
        Self { address: page.address.clone(), picked_as: Vec::new(), axe, refused: 0, both, disagreements }
    }
}

fn target(page: &PageReport, rule: &str) -> String {
    let mut failed =
        page.findings.iter().filter(|found| found.rule.id == rule && found.outcome == Outcome::Failed);
    failed.next().map(|found| found.target.clone()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::accessibility::load::{OwnSheets, read};
    use crate::accessibility::report::examine;

    #[test]
    fn two_opinions() {
        let page = read(
            "<!doctype html><html lang=sv><title>T</title><main><h1>R</h1><a href=x></a><img src=y></main>",
            &OwnSheets,
        );
        let found = |rule: &str, certain: bool| AxeFinding {
            rule: rule.to_owned(),
            certain,
            impact: String::new(),
            nodes: 1,
            target: "p".to_owned(),
            snippet: String::new(),
        };
        let axe = vec![found("link-name", true), found("color-contrast", true), found("region", true)];
        let compared = Compared::of(&examine("a", &page), axe);
        assert_eq!(compared.both, ["link-name"]);
        let alone: Vec<(&str, &str, Alone)> = compared
            .disagreements
            .iter()
            .map(|one| (one.rule.as_str(), one.axe.as_str(), one.alone))
            .collect();
        assert!(alone.contains(&("image-alternative", "image-alt", Alone::Static)), "{alone:?}");
        assert!(alone.contains(&("contrast", "color-contrast", Alone::Browser)), "{alone:?}");
        assert!(alone.contains(&("", "region", Alone::Browser)), "{alone:?}");
        let unsure = Compared::of(&examine("a", &page), vec![found("image-alt", false)]);
        assert!(!unsure.disagreements.iter().any(|one| one.rule == "image-alternative"));
    }
}
