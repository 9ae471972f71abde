//! What is kept of a site's accessibility statement: whose it is, what it claims, and a verdict for each of its items.
//! Knows statements; not how they are found.

use serde::{Deserialize, Serialize};

use super::statement::{Claim, Day, Item, Statement, Verdict};

/// Whose statement was found.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Whose {
    /// This service's: it names the service.
    Own,
    /// It names the body and not the service.
    BodyOnly,
    /// Another service's.
    Other,
    /// None was found.
    #[default]
    Missing,
}

/// The accessibility statement of a site.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatementRecord {
    /// Whose it is.
    pub whose: Whose,
    /// Where it lies.
    pub address: String,
    /// Pages that link to a statement.
    pub linked_from: usize,
    /// Whether the start page does.
    pub linked_from_start: bool,
    /// What it says of the service.
    pub claim: Option<Claim>,
    /// The latest day that it names for its assessment or update.
    pub updated: Option<Day>,
    /// Whole months from that day to the edition's; nothing without a day.
    pub age_months: Option<u32>,
    /// A verdict for each of its items.
    pub items: Vec<ItemRecord>,
}

/// One of the items of a statement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemRecord {
    /// Its name.
    pub id: String,
    /// Whether it is there.
    pub verdict: Verdict,
    /// The sentence, or the address, that it rests on.
    pub quote: String,
}

impl StatementRecord {
    /// Takes over what a statement says, read in a year and month.
    #[must_use]
    pub fn saying(self, statement: &Statement, (year, month): (u16, u8)) -> Self {
        let found =
            |id: &str| statement.items.iter().any(|item| item.id == id && item.verdict == Verdict::Found);
        let months = |year: u16, month: u8| u32::from(year) * 12 + u32::from(month);
        Self {
            whose: match (found("service"), found("body")) {
                (true, _) => Whose::Own,
                (false, true) => Whose::BodyOnly,
                (false, false) => Whose::Other,
            },
            claim: statement.claim,
            updated: statement.updated,
            age_months: statement.updated.map(|day| months(year, month).saturating_sub(months(day.0, day.1))),
            items: statement.items.iter().map(item).collect(),
            ..self
        }
    }
}

fn item(item: &Item) -> ItemRecord {
    ItemRecord { id: item.id.to_owned(), verdict: item.verdict, quote: item.quote.clone() }
}
