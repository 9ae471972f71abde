//! A checked site as it is kept: plain data in words, that comes back from its file as it was written. Knows no page.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::finding::Outcome;
use super::report::PageReport;
use super::rule::{Impact, Text, rules};
use super::site::{Band, Component, Criterion, SiteReport};
use super::statement::Verdict;
pub use super::statement_record::{ItemRecord, StatementRecord, Whose};

/// The version of the fields below.
pub const RECORD_VERSION: u32 = 1;

/// A checked site.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SiteRecord {
    /// [`RECORD_VERSION`] of the program that wrote it.
    pub schema_version: u32,
    /// The body's code.
    pub code: String,
    /// The body's name.
    pub name: String,
    /// The mean of the pages' figures, 0 to 500; none when no page could be checked. It never enters the points.
    pub figure: Option<u64>,
    /// The band of the defects; none when no page could be checked.
    pub band: Option<Band>,
    /// Different defects: components of failures of level A and AA.
    pub defects: usize,
    /// Rules that were run.
    pub rules_run: usize,
    /// Pages that were checked.
    pub pages_checked: usize,
    /// Of these, pages whose colours are not certain: a stylesheet was not to be had, or there was too much.
    pub pages_uncertain: usize,
    /// What was not checked, by reason.
    pub unchecked: BTreeMap<String, u64>,
    /// The PDF files of the site that were kept.
    #[serde(default)]
    pub papers: PaperRecord,
    /// The accessibility statement.
    pub statement: StatementRecord,
    /// By success criterion.
    pub criteria: BTreeMap<String, Criterion>,
    /// Every rule that was about something, in the order of the rules.
    pub rules: Vec<RuleRecord>,
    /// Everything found, gravest first.
    pub components: Vec<ComponentRecord>,
    /// Titles that several pages have, with their addresses: for somebody to look at.
    pub same_titles: BTreeMap<String, Vec<String>>,
    /// The pages, by address.
    pub pages: Vec<PageRecord>,
}

/// The PDF files of a site. A site's share of tagged files is `tagged` of `files`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaperRecord {
    /// Files.
    pub files: usize,
    /// Files that mark headings, lists and tables as such.
    pub tagged: usize,
    /// Files that say their language.
    pub with_language: usize,
    /// Files that say their title.
    pub with_title: usize,
    /// Files that hold text, not only pictures of it.
    pub with_text: usize,
    /// Files that are damaged or want a password.
    pub unreadable: usize,
}

/// What a rule came to on a site, in pages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleRecord {
    /// The rule.
    pub rule: String,
    /// Pages where it is broken.
    pub failed: usize,
    /// Pages where somebody must look.
    pub review: usize,
    /// Pages where it is kept.
    pub passed: usize,
}

/// Equal findings of one template, in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ComponentRecord {
    /// The same from edition to edition.
    pub fingerprint: String,
    /// The rule.
    pub rule: String,
    /// WCAG 2.2 success criteria.
    pub criteria: Vec<String>,
    /// Whether it is a breach of the law: a failure of level A or AA.
    pub lawful: bool,
    /// How grave it is.
    pub impact: Impact,
    /// Failed or review.
    pub outcome: Outcome,
    /// What is wrong.
    pub reason: Text,
    /// What to do.
    pub remedy: Text,
    /// A CSS selector of one of the elements.
    pub target: String,
    /// Its start tag.
    pub snippet: String,
    /// The landmark that it stands in; empty for none.
    pub block: String,
    /// Whether it stands in a block that repeats over the site.
    pub repeated: bool,
    /// Pages that it is on.
    pub pages: usize,
    /// How often it is there.
    pub occurrences: usize,
    /// Addresses of some of the pages, in order.
    pub addresses: Vec<String>,
}

/// A checked page, in numbers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageRecord {
    /// Where it lies.
    pub address: String,
    /// Its figure, 0 to 500.
    pub figure: u64,
    /// Rules of level A and AA that it breaks.
    pub failed: Vec<String>,
    /// Rules by which somebody must look at it.
    pub review: Vec<String>,
}

/// A site's part of the list that stands before all sites.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SiteLine {
    /// The body's code.
    pub code: String,
    /// The body's name.
    pub name: String,
    /// As [`SiteRecord::figure`].
    pub figure: Option<u64>,
    /// As [`SiteRecord::band`].
    pub band: Option<Band>,
    /// As [`SiteRecord::defects`].
    pub defects: usize,
    /// As [`SiteRecord::pages_checked`].
    pub pages_checked: usize,
    /// Whose statement was found.
    pub statement: Whose,
    /// Items that a statement must have and that this one lacks.
    pub statement_lacks: Vec<String>,
}

impl SiteRecord {
    /// Puts a site's report into words. What is known of it from elsewhere is filled in by the caller.
    pub fn of(site: &SiteReport) -> Self {
        let checked = !site.pages.is_empty();
        Self {
            schema_version: RECORD_VERSION,
            figure: checked.then_some(site.figure),
            band: checked.then_some(site.band),
            defects: site.defects,
            rules_run: rules().len(),
            pages_checked: site.pages.len(),
            pages_uncertain: site.pages.iter().filter(|page| !page.certain).count(),
            criteria: site.criteria.clone(),
            rules: rule_records(&site.pages),
            components: site.components.iter().map(component).collect(),
            same_titles: site.same_titles.clone(),
            pages: site.pages.iter().map(page).collect(),
            code: String::new(),
            name: String::new(),
            unchecked: BTreeMap::new(),
            papers: PaperRecord::default(),
            statement: StatementRecord::default(),
        }
    }

    /// The site's line in the list of all.
    pub fn line(&self) -> SiteLine {
        let lacks = self.statement.items.iter().filter(|item| item.verdict == Verdict::Missing);
        SiteLine {
            code: self.code.clone(),
            name: self.name.clone(),
            figure: self.figure,
            band: self.band,
            defects: self.defects,
            pages_checked: self.pages_checked,
            statement: self.statement.whose,
            statement_lacks: lacks.map(|item| item.id.clone()).collect(),
        }
    }
}

fn rule_records(pages: &[PageReport]) -> Vec<RuleRecord> {
    let mut records: Vec<RuleRecord> = Vec::new();
    for rule in rules() {
        let outcomes = pages.iter().flat_map(|page| &page.rules).filter(|found| found.rule.id == rule.id);
        let mut record = RuleRecord { rule: rule.id.clone(), failed: 0, review: 0, passed: 0 };
        for found in outcomes {
            match found.outcome {
                Outcome::Failed => record.failed += 1,
                Outcome::Review => record.review += 1,
                Outcome::Passed => record.passed += 1,
                Outcome::Inapplicable => {}
            }
        }
        if record.failed + record.review + record.passed > 0 {
            records.push(record);
        }
    }
    records
}

fn component(component: &Component) -> ComponentRecord {
    let example = &component.example;
    let (sv, en) = example.words();
    ComponentRecord {
        fingerprint: component.fingerprint.clone(),
        rule: example.rule.id.clone(),
        criteria: example.rule.criteria.clone(),
        lawful: component.is_defect(),
        impact: example.rule.impact,
        outcome: example.outcome,
        reason: Text { sv, en },
        remedy: example.rule.remedy.clone(),
        target: example.target.clone(),
        snippet: example.snippet.clone(),
        block: example.block.to_owned(),
        repeated: component.repeated,
        pages: component.pages,
        occurrences: component.occurrences,
        addresses: component.addresses.clone(),
    }
}

fn page(page: &PageReport) -> PageRecord {
    let of = |outcome: Outcome| {
        let found = page.rules.iter().filter(move |found| found.outcome == outcome);
        found.filter(move |found| outcome == Outcome::Review || found.rule.is_lawful())
    };
    let ids = |outcome: Outcome| of(outcome).map(|found| found.rule.id.clone()).collect();
    PageRecord {
        address: page.address.clone(),
        figure: page.figure(),
        failed: ids(Outcome::Failed),
        review: ids(Outcome::Review),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::accessibility::load::{OwnSheets, read};
    use crate::accessibility::report::examine;
    use crate::accessibility::statement::{DIGG, Expected, read_statement};

    #[test]
    fn a_record_comes_back_as_it_was() {
        let page = read(
            "<!doctype html><html lang=sv><title>T</title><main><h1>Tillgänglighetsredogörelse för x.example</h1>\
             <p>Webbplatsen är helt förenlig med lagen.</p><p>Bedömd den 1 maj 2025.</p><a href=x></a></main>",
            &OwnSheets,
        );
        let expected = Expected { bodies: &["Y kommun"], services: &["x.example"], report_links: &DIGG };
        let statement = read_statement(&page, &expected).unwrap();
        let mut record = SiteRecord::of(&SiteReport::of(vec![examine("a", &page)]));
        record.statement = StatementRecord::default().saying(&statement, (2026, 11));
        assert_eq!((record.statement.whose, record.statement.age_months), (Whose::Own, Some(18)));
        assert_eq!((record.defects, record.pages[0].failed.as_slice()), (1, &["link-name".to_owned()][..]));
        assert!(record.line().statement_lacks.contains(&"body".to_owned()));
        let text = serde_json::to_string(&record).unwrap();
        assert_eq!(serde_json::from_str::<SiteRecord>(&text).unwrap(), record);
        let empty = SiteRecord::of(&SiteReport::of(Vec::new()));
        assert_eq!((empty.figure, empty.band, empty.rules.len()), (None, None, 0));
    }
}
