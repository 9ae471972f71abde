//! SARIF 2.1.0 (<https://docs.oasis-open.org/sarif/sarif/v2.1.0/>): findings as tools for code read them. Knows the
//! format; no rule.

use serde_json::{Value, json};

use crate::accessibility::finding::Outcome;
use crate::accessibility::report::{Located, PageReport};
use crate::accessibility::rule::{Impact, Rule, rules};
use crate::accessibility::site::SiteReport;

/// The report as a log of one run.
pub fn sarif(site: &SiteReport) -> Value {
    let results: Vec<Value> = site
        .pages
        .iter()
        .flat_map(|page| page.findings.iter().map(|finding| result(page, finding)))
        .collect();
    json!({
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "kommunspegel",
                "version": env!("CARGO_PKG_VERSION"),
                "rules": rules().iter().map(descriptor).collect::<Vec<_>>(),
            } },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    })
}

fn descriptor(rule: &Rule) -> Value {
    json!({
        "id": rule.id,
        "shortDescription": { "text": rule.title.en },
        "help": { "text": rule.remedy.en },
        "defaultConfiguration": { "level": level(rule.impact) },
        "properties": { "tags": rule.criteria, "act": rule.act, "clauses": rule.clauses },
    })
}

fn level(impact: Impact) -> &'static str {
    match impact {
        Impact::Critical | Impact::Serious => "error",
        Impact::Moderate => "warning",
        Impact::Minor => "note",
    }
}

fn result(page: &PageReport, finding: &Located) -> Value {
    let place = rules().iter().position(|rule| std::ptr::eq(rule, finding.rule));
    let (kind, level) = match finding.outcome {
        Outcome::Failed => ("fail", level(finding.rule.impact)),
        _ => ("review", "none"),
    };
    json!({
        "ruleId": finding.rule.id,
        "ruleIndex": place,
        "kind": kind,
        "level": level,
        "message": { "text": finding.words().1 },
        "locations": [{
            "physicalLocation": {
                "artifactLocation": { "uri": uri(&page.address) },
                "region": { "startLine": 1, "snippet": { "text": finding.snippet } },
            },
            "logicalLocations": [{ "fullyQualifiedName": finding.target, "kind": "element" }],
        }],
    })
}

/// An address without letters that a URI does not have.
fn uri(address: &str) -> String {
    address.replace('\\', "/").replace(' ', "%20")
}
