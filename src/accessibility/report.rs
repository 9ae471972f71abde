//! A checked page, on its own: outcomes per rule and findings with their places, ready to be kept after the page itself
//! is gone. Knows pages and rules; not sites.

use serde::Serialize;

use super::assess::assess;
use super::document::{Document, NodeId};
use super::finding::{Finding, Outcome};
use super::rule::Rule;
use super::semantics::Page;

/// The figure of a page or site at best.
pub const BEST: u64 = 500;

/// What one rule came to on a page.
#[derive(Debug, Clone, Serialize)]
pub struct RuleOutcome {
    /// The rule.
    #[serde(serialize_with = "rule_id")]
    pub rule: &'static Rule,
    /// The outcome for the page: the worst of its targets.
    pub outcome: Outcome,
    /// Targets where the rule is kept.
    pub passed: usize,
    /// Targets where it is broken.
    pub failed: usize,
    /// Targets for somebody to look at.
    pub review: usize,
}

/// A finding at its place.
#[derive(Debug, Clone, Serialize)]
pub struct Located {
    /// The rule.
    #[serde(serialize_with = "rule_id")]
    pub rule: &'static Rule,
    /// Failed or review.
    pub outcome: Outcome,
    /// The reason in the rule's data.
    pub reason: &'static str,
    /// What stands in the reason's place `{}`.
    pub detail: String,
    /// A CSS selector of the element.
    pub target: String,
    /// The element's start tag.
    pub snippet: String,
    /// The landmark that it stands in; empty for none.
    pub block: &'static str,
    /// Names and classes of the element and those around it: the same in every copy of a template.
    pub shape: String,
}

/// What kind of page it is, for samples.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Traits {
    /// The same for pages of one template: names and classes of its outermost elements.
    pub template: String,
    /// Fields for text.
    pub fields: usize,
    /// Links to documents.
    pub documents: usize,
}

/// A checked page.
#[derive(Debug, Clone, Serialize)]
pub struct PageReport {
    /// Where the page lies.
    pub address: String,
    /// Its title.
    pub title: String,
    /// The number of its elements.
    pub elements: usize,
    /// Whether all sheets were known and all selectors tried.
    pub certain: bool,
    /// What kind of page it is.
    pub traits: Traits,
    /// Every rule's outcome.
    pub rules: Vec<RuleOutcome>,
    /// Failures and matters for review.
    pub findings: Vec<Located>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature is serde's")]
fn rule_id<S: serde::Serializer>(rule: &&'static Rule, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&rule.id)
}

/// Checks a page with every rule.
pub fn examine(address: &str, page: &Page) -> PageReport {
    let (mut rules, mut findings) = (Vec::new(), Vec::new());
    for result in assess(page) {
        let count =
            |outcome| result.found.findings.iter().filter(|finding| finding.outcome == outcome).count();
        rules.push(RuleOutcome {
            rule: result.rule,
            outcome: result.found.outcome(),
            passed: result.found.passed,
            failed: count(Outcome::Failed),
            review: count(Outcome::Review),
        });
        findings.extend(result.found.findings.iter().map(|finding| locate(page, result.rule, finding)));
    }
    let title = page.document.elements().map(|(id, _)| id).find(|&id| page.document.tag(id) == "title");
    PageReport {
        address: address.to_owned(),
        title: title.map(|id| page.document.plain_text(id)).unwrap_or_default(),
        elements: page.document.elements().count(),
        certain: page.is_certain(),
        traits: traits(&page.document),
        rules,
        findings,
    }
}

/// Endings of documents.
const DOCUMENTS: [&str; 6] = [".pdf", ".doc", ".docx", ".odt", ".xls", ".xlsx"];
/// Elements that a template is made of: those of the body, and those right below them.
const OUTERMOST: usize = 3;

fn traits(document: &Document) -> Traits {
    let is_field = |id: NodeId| match document.tag(id) {
        "textarea" => true,
        "input" => {
            let kind = document.attribute(id, "type").unwrap_or("text");
            matches!(kind, "text" | "email" | "tel" | "date" | "number" | "url")
        }
        _ => false,
    };
    let is_document = |id: NodeId| {
        let address = document.attribute(id, "href").filter(|_| document.tag(id) == "a").unwrap_or_default();
        let path = address.split(['?', '#']).next().unwrap_or_default().to_ascii_lowercase();
        DOCUMENTS.iter().any(|ending| path.ends_with(ending))
    };
    let ids = || document.elements().map(|(id, _)| id);
    let body = ids().find(|&id| document.tag(id) == "body");
    let below = body.into_iter().flat_map(|body| std::iter::once(body).chain(document.descendants(body)));
    let depth = |id: NodeId| document.lineage(id).take_while(|&above| Some(above) != body).count();
    let outer = below.filter(|&id| depth(id) < OUTERMOST).filter_map(|id| {
        let element = document.element(id)?;
        let names = std::iter::once(element.name()).chain(element.classes().iter().map(|class| &**class));
        Some(without_digits(&names.collect::<Vec<_>>().join(".")))
    });
    let mut outer: Vec<String> = outer.collect();
    outer.dedup();
    Traits {
        template: outer.join(" ").chars().take(500).collect(),
        fields: ids().filter(|&id| is_field(id)).count(),
        documents: ids().filter(|&id| is_document(id)).count(),
    }
}

fn locate(page: &Page, rule: &'static Rule, finding: &Finding) -> Located {
    Located {
        rule,
        outcome: finding.outcome,
        reason: finding.reason,
        detail: finding.detail.chars().take(200).collect(),
        target: page.document.selector(finding.target),
        snippet: page.document.snippet(finding.target),
        block: block(page, finding.target),
        shape: shape(page, finding.target),
    }
}

/// The nearest landmark around an element.
fn block(page: &Page, id: NodeId) -> &'static str {
    let landmarks = ["navigation", "banner", "contentinfo", "complementary", "search", "main"];
    let mut roles = page.document.lineage(id).map(|above| page.role(above));
    roles.find(|role| landmarks.contains(role)).unwrap_or("")
}

/// Elements that a shape is made of.
const STEPS: usize = 3;

fn shape(page: &Page, id: NodeId) -> String {
    let line = page.document.lineage(id).filter_map(|above| page.document.element(above)).take(STEPS);
    let steps = line.map(|element| {
        let names = std::iter::once(element.name()).chain(element.classes().iter().map(|class| &**class));
        without_digits(&names.collect::<Vec<_>>().join("."))
    });
    steps.collect::<Vec<_>>().join(" < ")
}

/// Numbers in names differ from copy to copy.
fn without_digits(text: &str) -> String {
    let mut plain: String =
        text.chars().map(|letter| if letter.is_ascii_digit() { '0' } else { letter }).collect();
    while plain.contains("00") {
        plain = plain.replace("00", "0");
    }
    plain
}

impl PageReport {
    /// Weights of the lawful rules that the page keeps, and of those that it is met by. A rule counts once however
    /// many targets it has: a page is not worse for being long.
    pub fn weights(&self) -> (u64, u64) {
        let met = self.rules.iter().filter(|outcome| {
            outcome.rule.is_lawful()
                && matches!(outcome.outcome, Outcome::Passed | Outcome::Failed | Outcome::Review)
        });
        met.fold((0, 0), |(kept, all), outcome| {
            let weight = outcome.rule.impact.weight();
            let kept = if outcome.outcome == Outcome::Failed { kept } else { kept + weight };
            (kept, all + weight)
        })
    }

    /// The page's figure, 0 to 500: the share of weights kept. A page that no rule is about has 500.
    pub fn figure(&self) -> u64 {
        let (kept, all) = self.weights();
        (kept * BEST).checked_div(all).unwrap_or(BEST)
    }
}

impl Located {
    /// The reason in words: Swedish, English.
    pub fn words(&self) -> (String, String) {
        let text = &self.rule.reasons[self.reason];
        (text.sv.replace("{}", &self.detail), text.en.replace("{}", &self.detail))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::accessibility::load::{OwnSheets, read};

    #[test]
    fn a_page_is_weighed() {
        let report = |markup: &str| examine("a", &read(markup, &OwnSheets));
        let good = report(
            "<!doctype html><html lang=sv><title>T</title><main><h1>Rubrik</h1><a href=b>Förskolan</a></main>",
        );
        assert_eq!(good.figure(), BEST, "{:?}", good.findings);
        let bad = report("<!doctype html><html><main><a href=b></a><a href=c></a></main>");
        assert!(bad.figure() < BEST);
        let links: Vec<&Located> =
            bad.findings.iter().filter(|finding| finding.rule.id == "link-name").collect();
        assert_eq!(links.len(), 2);
        assert_eq!((links[0].block, links[0].shape.as_str()), ("main", "a < main < body"));
        assert!(links[0].words().0.contains("inget namn"));
    }

    #[test]
    fn numbers_do_not_tell_copies_apart() {
        assert_eq!(without_digits(".card-12.x7"), ".card-0.x0");
    }
}
