//! CSV: one line for each component. Knows columns; no rule.

use crate::accessibility::site::{Component, SiteReport};

/// The table cannot be written: something in the machine, not in the report.
#[derive(Debug, thiserror::Error)]
#[error("the table cannot be written: {0}")]
pub struct TableError(#[from] csv::Error);

const COLUMNS: [&str; 14] = [
    "rule",
    "act",
    "criteria",
    "clauses",
    "level",
    "impact",
    "outcome",
    "pages",
    "occurrences",
    "repeated",
    "reason_sv",
    "remedy_sv",
    "target",
    "address",
];

/// The components as a table.
pub fn table(site: &SiteReport) -> Result<Vec<u8>, TableError> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(COLUMNS)?;
    for component in &site.components {
        writer.write_record(row(component))?;
    }
    Ok(writer.into_inner().expect("memory takes everything"))
}

fn row(component: &Component) -> [String; 14] {
    let (finding, rule) = (&component.example, component.example.rule);
    let word = |value: serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    [
        rule.id.clone(),
        rule.act.join(" "),
        rule.criteria.join(" "),
        rule.clauses.join(" "),
        word(serde_json::json!(rule.level)),
        word(serde_json::json!(rule.impact)),
        word(serde_json::json!(finding.outcome)),
        component.pages.to_string(),
        component.occurrences.to_string(),
        component.repeated.to_string(),
        finding.words().0,
        rule.remedy.sv.clone(),
        finding.target.clone(),
        component.addresses.first().cloned().unwrap_or_default(),
    ]
}
