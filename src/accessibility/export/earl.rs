//! EARL 1.0 as JSON-LD (<https://www.w3.org/TR/EARL10-Schema/>): one assertion for each rule and page. Knows the
//! vocabulary; no rule.

use serde_json::{Value, json};

use crate::accessibility::finding::Outcome;
use crate::accessibility::report::{PageReport, RuleOutcome};
use crate::accessibility::rule::Rule;
use crate::accessibility::site::SiteReport;

/// Where the ACT rules are published.
const ACT: &str = "https://www.w3.org/WAI/standards-guidelines/act/rules/";

/// The report as a JSON-LD document.
pub fn earl(site: &SiteReport) -> Value {
    let assertions: Vec<Value> = site
        .pages
        .iter()
        .flat_map(|page| page.rules.iter().map(|outcome| assertion(page, outcome)))
        .collect();
    json!({
        "@context": {
            "@vocab": "http://www.w3.org/ns/earl#",
            "earl": "http://www.w3.org/ns/earl#",
            "dct": "http://purl.org/dc/terms/",
            "WCAG22": "https://www.w3.org/TR/WCAG22/#",
            "title": "dct:title",
            "description": "dct:description",
            "isPartOf": { "@id": "dct:isPartOf", "@type": "@id" },
            "source": { "@id": "dct:source", "@type": "@id" },
            "outcome": { "@type": "@vocab" },
            "mode": { "@type": "@vocab" },
            "assertions": { "@reverse": "assertedBy" },
            "pointer": { "@id": "earl:pointer" }
        },
        "@id": "_:kommunspegel",
        "@type": ["Assertor", "Software"],
        "title": "Kommunspegel",
        "assertions": assertions,
    })
}

fn assertion(page: &PageReport, outcome: &RuleOutcome) -> Value {
    let findings: Vec<Value> = page
        .findings
        .iter()
        .filter(|finding| std::ptr::eq(finding.rule, outcome.rule))
        .map(|finding| json!({ "pointer": finding.target, "description": finding.words().1 }))
        .collect();
    let address = absolute(&page.address);
    json!({
        "@type": "Assertion",
        "mode": "automatic",
        "subject": { "@type": ["WebPage", "TestSubject"], "@id": address, "source": address },
        "test": test(outcome.rule),
        "result": {
            "@type": "TestResult",
            "outcome": word(outcome.outcome),
            "info": findings,
        },
    })
}

/// A file's path as an address: RDF knows no others than whole ones.
fn absolute(address: &str) -> String {
    if address.contains("://") {
        return address.to_owned();
    }
    format!("file:{}", address.replace('\\', "/").replace(' ', "%20"))
}

fn test(rule: &Rule) -> Value {
    let criteria: Vec<Value> =
        rule.criteria.iter().map(|criterion| json!(format!("WCAG22:{criterion}"))).collect();
    let id = rule
        .act
        .first()
        .map_or_else(|| format!("urn:kommunspegel:{}", rule.id), |act| format!("{ACT}{act}/"));
    json!({ "@type": ["TestRequirement", "TestCase"], "@id": id, "title": rule.title.en, "isPartOf": criteria })
}

fn word(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Failed => "failed",
        Outcome::Passed => "passed",
        Outcome::Review => "cantTell",
        Outcome::Inapplicable => "inapplicable",
    }
}
