//! Many pages together: what a template does wrong is told once, with the pages it is on; criteria and the whole site
//! get their counts and a figure. Knows page reports; no markup.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::finding::Outcome;
use super::report::{BEST, Located, PageReport};
use super::rule::Rule;

/// Addresses that are named for a component.
const EXAMPLES: usize = 5;

/// Equal findings of one template.
#[derive(Debug, Clone, Serialize)]
pub struct Component {
    /// The same as long as rule, reason, place and detail are the same: for baselines.
    pub fingerprint: String,
    /// One of the findings.
    pub example: Located,
    /// Pages that it is on.
    pub pages: usize,
    /// How often it is there.
    pub occurrences: usize,
    /// Addresses of some of the pages, in order.
    pub addresses: Vec<String>,
    /// Whether it stands in a block that repeats over the site.
    pub repeated: bool,
}

impl Component {
    /// Whether it is a breach of the law: a failure of level A or AA.
    pub fn is_defect(&self) -> bool {
        self.example.outcome == Outcome::Failed && self.example.rule.is_lawful()
    }
}

/// A success criterion over all pages.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Criterion {
    /// Pages that a rule found a failure on.
    pub failed_pages: usize,
    /// Pages that a rule was about without a failure.
    pub passed_pages: usize,
    /// Components that fail it.
    pub components: usize,
}

/// Bands by the number of different defects, as in the supervision of Digg: to 9, to 79, more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Band {
    /// 0 to 9.
    Green,
    /// 10 to 79.
    Yellow,
    /// 80 and more.
    Red,
}

/// A checked site.
#[derive(Debug, Clone, Serialize)]
pub struct SiteReport {
    /// The mean of the pages' figures, 0 to 500, rounded down. It never enters the points.
    pub figure: u64,
    /// The band of the defects.
    pub band: Band,
    /// Different defects: components of failures of level A and AA.
    pub defects: usize,
    /// Everything found, gravest first.
    pub components: Vec<Component>,
    /// By criterion.
    pub criteria: BTreeMap<String, Criterion>,
    /// Titles that several pages have, with their addresses: for somebody to look at.
    pub same_titles: BTreeMap<String, Vec<String>>,
    /// The pages.
    pub pages: Vec<PageReport>,
}

/// Pages that must share a finding for it to count as repeated, beside half of all.
const FEW: usize = 3;

impl SiteReport {
    /// Puts pages together; their order does not matter.
    pub fn of(mut pages: Vec<PageReport>) -> Self {
        pages.sort_by(|one, other| one.address.cmp(&other.address));
        let components = components(&pages);
        let sum: u64 = pages.iter().map(PageReport::figure).sum();
        let defects = components.iter().filter(|component| component.is_defect()).count();
        Self {
            figure: sum.checked_div(pages.len() as u64).unwrap_or(BEST),
            band: band(defects),
            defects,
            criteria: criteria(&pages, &components),
            same_titles: same_titles(&pages),
            components,
            pages,
        }
    }
}

fn band(defects: usize) -> Band {
    match defects {
        0..10 => Band::Green,
        10..80 => Band::Yellow,
        _ => Band::Red,
    }
}

/// The reason's detail where it tells components apart; a text of the page would tear them asunder.
fn key(finding: &Located) -> String {
    let detail = match finding.rule.id.as_str() {
        "contrast" | "contrast-enhanced" | "aria-known" | "aria-permitted" | "aria-required"
        | "role-known" => finding.detail.as_str(),
        _ => "",
    };
    [&finding.rule.id, finding.reason, detail, finding.block, &finding.shape].join("|")
}

fn components(pages: &[PageReport]) -> Vec<Component> {
    let mut found: BTreeMap<String, Component> = BTreeMap::new();
    for page in pages {
        let mut on_page = BTreeSet::new();
        for finding in &page.findings {
            let fingerprint = key(finding);
            let component = found.entry(fingerprint.clone()).or_insert_with(|| Component {
                fingerprint: fingerprint.clone(),
                example: finding.clone(),
                pages: 0,
                occurrences: 0,
                addresses: Vec::new(),
                repeated: false,
            });
            component.occurrences += 1;
            if on_page.insert(fingerprint) {
                component.pages += 1;
                if component.addresses.len() < EXAMPLES {
                    component.addresses.push(page.address.clone());
                }
            }
        }
    }
    let mut components: Vec<Component> = found.into_values().collect();
    for component in &mut components {
        component.repeated = component.pages >= FEW && component.pages * 2 >= pages.len();
    }
    let order = |component: &Component| {
        let Located { outcome, rule, .. } = &component.example;
        (*outcome, rule.is_lawful(), rule.impact, component.pages, component.occurrences)
    };
    components.sort_by(|one, other| {
        order(other).cmp(&order(one)).then_with(|| one.fingerprint.cmp(&other.fingerprint))
    });
    components
}

fn criteria(pages: &[PageReport], components: &[Component]) -> BTreeMap<String, Criterion> {
    let mut criteria: BTreeMap<String, Criterion> = BTreeMap::new();
    let of = |rule: &'static Rule| rule.criteria.iter().filter(|_| rule.is_lawful());
    for page in pages {
        let mut worst: BTreeMap<&str, Outcome> = BTreeMap::new();
        for outcome in page.rules.iter().filter(|outcome| outcome.outcome != Outcome::Inapplicable) {
            for criterion in of(outcome.rule) {
                let known = worst.entry(criterion).or_insert(outcome.outcome);
                *known = (*known).max(outcome.outcome);
            }
        }
        for (criterion, outcome) in worst {
            let counted = criteria.entry(criterion.to_owned()).or_default();
            if outcome == Outcome::Failed {
                counted.failed_pages += 1;
            } else {
                counted.passed_pages += 1;
            }
        }
    }
    for component in components.iter().filter(|component| component.example.outcome == Outcome::Failed) {
        for criterion in of(component.example.rule) {
            criteria.entry(criterion.clone()).or_default().components += 1;
        }
    }
    criteria
}

fn same_titles(pages: &[PageReport]) -> BTreeMap<String, Vec<String>> {
    let mut titles: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for page in pages.iter().filter(|page| !page.title.is_empty()) {
        titles.entry(page.title.clone()).or_default().push(page.address.clone());
    }
    titles.retain(|_, addresses| addresses.len() > 1);
    titles
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::accessibility::load::{OwnSheets, read};
    use crate::accessibility::report::examine;

    fn page(address: &str, title: &str, content: &str) -> PageReport {
        let markup = format!(
            "<!doctype html><html lang=sv><title>{title}</title><nav aria-label=Meny><a class=logo href=x></a></nav>\
             <main><h1>Rubrik</h1>{content}</main>"
        );
        examine(address, &read(&markup, &OwnSheets))
    }

    #[test]
    fn a_template_is_told_once() {
        let pages = vec![page("c", "C", ""), page("a", "A", "<img src=x>"), page("b", "A", "")];
        let site = SiteReport::of(pages.clone());
        let failed: Vec<(&str, usize, usize, bool)> = site
            .components
            .iter()
            .filter(|component| component.is_defect())
            .map(|component| {
                (
                    component.example.rule.id.as_str(),
                    component.pages,
                    component.occurrences,
                    component.repeated,
                )
            })
            .collect();
        assert_eq!(failed, [("image-alternative", 1, 1, false), ("link-name", 3, 3, true)]);
        assert_eq!((site.defects, site.band), (2, Band::Green));
        assert_eq!(site.criteria["1.1.1"], Criterion { failed_pages: 1, passed_pages: 0, components: 1 });
        assert_eq!(site.same_titles["A"], ["a", "b"]);
        assert!(site.figure < BEST);
        let shuffled = SiteReport::of(pages.into_iter().rev().collect());
        assert_eq!(serde_json::to_string(&site).unwrap(), serde_json::to_string(&shuffled).unwrap());
    }

    #[test]
    fn bands() {
        let check = |defects: usize, expected: Band| assert_eq!(band(defects), expected);
        check(9, Band::Green);
        check(10, Band::Yellow);
        check(80, Band::Red);
        assert_eq!(SiteReport::of(Vec::new()).figure, BEST);
    }
}
