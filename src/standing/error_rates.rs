//! How often the machine's points differ from a careful reader's, from a measured table. It must not know whom
//! the points were given to.

use serde::Deserialize;
use std::collections::BTreeMap;

use crate::measured::MEASURED;
use crate::rubric::{Kind, Points};

/// How often each number of points is right, given what the machine says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ErrorRates {
    /// By kind: rows are what a reader gives (0, 1, 3), columns what the machine gives.
    confusion: BTreeMap<&'static str, [[u32; 3]; 3]>,
    /// How many pages were judged, and the file that they lie in.
    pages: Option<(u32, String)>,
    /// How many judgements were compared.
    judgements: u32,
}

/// A table that cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("not a table of error rates, as `evaluate --format json` prints it: {0}")]
pub struct ErrorRatesError(#[from] serde_json::Error);

#[derive(Deserialize)]
struct Document {
    pages: Option<u32>,
    file: Option<String>,
    by_kind: BTreeMap<String, Row>,
}

#[derive(Deserialize)]
struct Row {
    judgements: u32,
    confusion: [[u32; 3]; 3],
}

/// Points in the order of rows and columns.
pub(super) const CLASSES: [Points; 3] = [Points::None, Points::Partial, Points::Full];

impl ErrorRates {
    /// The rates that were measured for the built-in rubric.
    pub fn measured() -> Self {
        Self::read(MEASURED).expect("the embedded table is read in a test")
    }

    /// Reads a table as `evaluate --format json` prints it.
    pub fn read(json: &str) -> Result<Self, ErrorRatesError> {
        let document: Document = serde_json::from_str(json)?;
        let of = |kind| document.by_kind.get(kind).map_or([[0; 3]; 3], |row| row.confusion);
        Ok(Self {
            confusion: [Kind::Info, Kind::Eservice].map(|kind| (name(kind), of(name(kind)))).into(),
            judgements: document.by_kind.values().map(|row| row.judgements).sum(),
            pages: document.pages.zip(document.file),
        })
    }

    /// How many pages were judged, and the file that they lie in.
    pub fn pages(&self) -> Option<(u32, &str)> {
        self.pages.as_ref().map(|(pages, file)| (*pages, file.as_str()))
    }

    /// How many judgements were compared.
    pub fn judgements(&self) -> u32 {
        self.judgements
    }

    /// How likely a reader gives 0, 1 and 3 where the machine gives `given`, as weights. One imagined case is
    /// added to each cell (Laplace's rule of succession), so that what was never seen is rare, not impossible.
    pub fn weights(&self, kind: Kind, given: Points) -> [u32; 3] {
        let column = CLASSES.iter().position(|class| *class == given).expect("all points are classes");
        self.confusion[name(kind)].map(|row| row[column] + 1)
    }
}

fn name(kind: Kind) -> &'static str {
    match kind {
        Kind::Info => "info",
        Kind::Eservice => "eservice",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_measured_table_says_that_the_machine_is_mostly_right() {
        let rates = ErrorRates::measured();
        assert!(rates.judgements() > 300 && rates.pages().is_some());
        for kind in [Kind::Info, Kind::Eservice] {
            for (at, given) in CLASSES.into_iter().enumerate() {
                let weights = rates.weights(kind, given);
                assert!(weights[at] * 2 > weights.iter().sum(), "{kind:?} {given:?}: {weights:?}");
            }
        }
    }

    #[test]
    fn columns_are_what_the_machine_gives() {
        let rates = ErrorRates::read(
            r#"{"by_kind": {"info": {"judgements": 9, "confusion": [[5,0,0],[0,1,2],[0,0,1]]}}}"#,
        )
        .unwrap();
        assert_eq!(rates.weights(Kind::Info, Points::Full), [1, 3, 2]);
        assert_eq!(rates.weights(Kind::Eservice, Points::None), [1, 1, 1]);
        assert!(ErrorRates::read("{}").is_err());
    }
}
