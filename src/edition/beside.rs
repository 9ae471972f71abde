//! Reads what an edition holds beside its answers: `accessibility/CODE.json` and `receipts.json`, where there are such.
//! What they hold more than is told is left alone.

use std::fs;
use std::path::Path;

use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::directory::{DirectoryError, EditionDirectory};
use crate::archive::Traffic;
use crate::standing::{Accessibility, Beside, Receipt, Visitor};

/// `receipts.json`.
#[derive(Deserialize)]
struct Receipts {
    visitor: Visitor,
    sites: Vec<SiteReceipt>,
}

#[derive(Deserialize)]
struct SiteReceipt {
    site: String,
    #[serde(flatten)]
    receipt: Receipt,
    /// What reports tell of it: the same for a crawl that was stopped and gone on with.
    steady: Option<Traffic>,
}

impl SiteReceipt {
    fn told(self) -> (String, Receipt) {
        let Traffic { requests, bytes } =
            self.steady.unwrap_or(Traffic { requests: self.receipt.requests, bytes: self.receipt.bytes });
        (self.site, Receipt { requests, bytes, ..self.receipt })
    }
}

impl EditionDirectory {
    /// What lies beside the answers of these bodies (by code); files that are not there are no failure.
    pub fn beside<'a>(&self, codes: impl Iterator<Item = &'a str>) -> Result<Beside, DirectoryError> {
        let mut beside = Beside::default();
        if let Some(receipts) = read::<Receipts>(&self.path().join("receipts.json"))? {
            beside.visitor = Some(receipts.visitor);
            beside.receipts = receipts.sites.into_iter().map(SiteReceipt::told).collect();
        }
        for code in codes {
            let found: Option<Accessibility> =
                read(&self.path().join("accessibility").join(format!("{code}.json")))?;
            beside.accessibility.extend(found.map(|found| (code.to_owned(), found)));
        }
        Ok(beside)
    }
}

fn read<T: DeserializeOwned>(path: &Path) -> Result<Option<T>, DirectoryError> {
    let text = match fs::read(path) {
        Ok(text) => text,
        Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(cause) => return Err(DirectoryError::Io { path: path.to_owned(), cause }),
    };
    let value = serde_json::from_slice(&text);
    value.map(Some).map_err(|cause| DirectoryError::Io { path: path.to_owned(), cause: cause.into() })
}

#[cfg(test)]
mod tests {
    use super::super::DataDirectory;
    use super::*;

    #[test]
    fn what_is_there_is_read_and_what_is_not_is_no_failure() {
        let folder = tempfile::tempdir().unwrap();
        let edition = DataDirectory::new(folder.path()).edition("x");
        edition.write_bodies(&[]).unwrap();
        let codes = || ["0114", "0115"].into_iter();
        assert_eq!(edition.beside(codes()).unwrap(), Beside::default());
        fs::create_dir(edition.path().join("accessibility")).unwrap();
        let record = r#"{"code": "0114", "figure": 451, "band": "green", "defects": 1, "pages_checked": 163,
            "statement": {"whose": "own", "claim": "partial", "updated": [2026, 5, 20],
            "items": [{"id": "method", "verdict": "missing", "quote": ""}]},
            "criteria": {"2.4.2": {"failed_pages": 63, "passed_pages": 100, "components": 1}},
            "components": [{"rule": "page-title", "lawful": true, "impact": "serious", "block": "", "pages": 63}]}"#;
        fs::write(edition.path().join("accessibility/0114.json"), record).unwrap();
        let receipts = r#"{"visitor": {"user_agent": "Kommunspegel/0.1", "pace": 1}, "sites": [{"site": "0114",
            "state": "complete", "requests": 170, "bytes": 3000, "failed": {"timeout": 1}}]}"#;
        fs::write(edition.path().join("receipts.json"), receipts).unwrap();
        let beside = edition.beside(codes()).unwrap();
        let found = &beside.accessibility["0114"];
        assert_eq!(
            (found.figure, found.statement.lacking().collect::<Vec<_>>()),
            (Some(451), vec!["method"])
        );
        assert_eq!((beside.receipts["0114"].requests, beside.accessibility.len()), (170, 1));
        fs::write(edition.path().join("accessibility/0115.json"), "{").unwrap();
        assert!(edition.beside(codes()).is_err());
    }
}
