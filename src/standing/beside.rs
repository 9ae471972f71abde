//! What is known of a site beside its answers: how accessible it is, and what the crawl asked of it. None of it enters
//! the points. The values come back from files of an edition that hold more than is told here.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

use super::Benchmark;
use crate::rubric::Bilingual;

/// How many different defects of a site a report tells of.
const TOLD: usize = 12;

/// How accessible a site is, by rules over its archived pages (WCAG 2.2 A and AA).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Accessibility {
    /// 0 to 500, the mean of its pages; `None` when no page could be checked.
    pub figure: Option<u32>,
    /// By the number of different defects, as in the supervision of Digg; `None` when no page could be checked.
    pub band: Option<Band>,
    /// Different defects: failures of level A and AA.
    pub defects: u32,
    /// Pages that were checked.
    pub pages_checked: u32,
    /// Of these, pages whose colours are not certain.
    pub pages_uncertain: u32,
    /// The accessibility statement.
    pub statement: Statement,
    /// By success criterion of WCAG 2.2.
    pub criteria: BTreeMap<String, Criterion>,
    /// The gravest defects, and those on most pages.
    pub components: Vec<Defect>,
}

/// Bands by the number of different defects: to 9, to 79, more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Band {
    /// 0 to 9.
    Green,
    /// 10 to 79.
    Yellow,
    /// 80 and more.
    Red,
}

/// A success criterion over the pages of a site.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Criterion {
    /// Pages with a failure.
    pub failed_pages: u32,
    /// Pages that a rule was about without a failure.
    pub passed_pages: u32,
    /// Different defects that fail it.
    pub components: u32,
}

/// An accessibility statement (the law of 2018 on digital public service).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Statement {
    /// `own`, `body-only`, `other` or `missing`: whose statement was found.
    pub whose: String,
    /// Where it lies; empty without one.
    pub address: String,
    /// `full`, `partial` or `not`: what it says of the service.
    pub claim: Option<String>,
    /// Whole months since the latest day that it names.
    pub age_months: Option<u32>,
    /// A verdict for each of its items.
    pub items: Vec<Item>,
}

/// One of the items that a statement holds.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Item {
    /// Its name.
    pub id: String,
    /// `found`, `missing` or `not-claimed`.
    pub verdict: String,
    /// The words that it rests on.
    pub quote: String,
}

impl Statement {
    /// Names of the items that it must have and lacks.
    pub fn lacking(&self) -> impl Iterator<Item = &str> {
        self.items.iter().filter(|item| item.verdict == "missing").map(|item| item.id.as_str())
    }
}

/// A defect, as it stands on all pages of one template.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Defect {
    /// The rule that found it.
    pub rule: String,
    /// Success criteria that it breaks.
    pub criteria: Vec<String>,
    /// Whether it is a breach of the law: a failure of level A or AA.
    pub lawful: bool,
    /// `critical`, `serious`, `moderate` or `minor`.
    pub impact: String,
    /// What is wrong.
    pub reason: Bilingual,
    /// What to do.
    pub remedy: Bilingual,
    /// A CSS selector of one of the elements.
    pub target: String,
    /// Pages that it is on.
    pub pages: u32,
    /// Addresses of some of them.
    pub addresses: Vec<String>,
}

/// What the crawl asked of a site. No clock times: a crawl that was interrupted and gone on with is told alike.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Receipt {
    /// Requests, those for robots.txt and sitemaps included.
    pub requests: u64,
    /// Decoded bytes of the answers.
    pub bytes: u64,
    /// Pages that were still as an earlier edition had kept them.
    pub unchanged: u64,
    /// Requests that failed, by class.
    pub failed: BTreeMap<String, u64>,
}

/// Who came, and what a site's owner can do about it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Visitor {
    /// The User-Agent header.
    pub user_agent: String,
    /// Who answers for the robot.
    pub contact: Option<String>,
    /// Seconds between two requests to a host, at least.
    pub pace: u64,
    /// Lines of robots.txt that refuse the robot.
    pub refuse: String,
    /// Lines of robots.txt that allow it.
    pub allow: String,
}

/// What an edition holds beside its answers, by the code of the body.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Beside {
    /// Who came; `None` when it was not noted.
    pub visitor: Option<Visitor>,
    /// What was asked of each site.
    pub receipts: BTreeMap<String, Receipt>,
    /// How accessible each site is.
    pub accessibility: BTreeMap<String, Accessibility>,
}

impl Accessibility {
    /// The gravest breaches of the law only: all are in the edition's own files.
    fn in_short(mut self) -> Self {
        const GRAVITY: [&str; 4] = ["critical", "serious", "moderate", "minor"];
        let gravity = |defect: &Defect| GRAVITY.iter().position(|word| *word == defect.impact);
        self.components.retain(|defect| defect.lawful);
        self.components.sort_by_key(|defect| (gravity(defect), std::cmp::Reverse(defect.pages)));
        self.components.truncate(TOLD);
        self
    }
}

impl Benchmark {
    /// The benchmark with what the edition holds beside its answers.
    #[must_use]
    pub fn beside(mut self, mut beside: Beside) -> Self {
        self.visitor = beside.visitor;
        for entry in &mut self.entries {
            entry.receipt = beside.receipts.remove(&entry.body.code);
            entry.accessibility = beside.accessibility.remove(&entry.body.code).map(Accessibility::in_short);
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::standing::sample;

    #[test]
    fn the_gravest_come_first_and_what_is_no_breach_is_left_out() {
        let defect = |impact: &str, pages, lawful| Defect {
            impact: impact.to_owned(),
            pages,
            lawful,
            ..Defect::default()
        };
        let components =
            [("minor", 9, true), ("critical", 1, true), ("critical", 2, true), ("serious", 5, false)];
        let found = Accessibility {
            components: components.map(|(impact, pages, lawful)| defect(impact, pages, lawful)).into(),
            ..Accessibility::default()
        };
        let told: Vec<_> =
            found.in_short().components.into_iter().map(|one| (one.impact, one.pages)).collect();
        assert_eq!(told, [("critical".to_owned(), 2), ("critical".to_owned(), 1), ("minor".to_owned(), 9)]);
    }

    #[test]
    fn it_is_put_beside_the_body_that_it_is_of() {
        let benchmark = sample::benchmark().beside(sample::beside());
        let with =
            |has: fn(&crate::standing::Entry) -> bool| benchmark.entries.iter().filter(|e| has(e)).count();
        assert_eq!((with(|e| e.accessibility.is_some()), with(|e| e.receipt.is_some())), (3, 9));
        assert_eq!(benchmark.entries[0].scorecard, sample::benchmark().entries[0].scorecard);
    }
}
