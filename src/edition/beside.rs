//! Reads what an edition holds beside its answers: `accessibility/CODE.json` and `receipts.json`, where there are such.
//! What they hold more than is told is left alone; what cannot be read is made anew from the archives.

use std::fs;
use std::path::Path;

use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::audit::audit_again;
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
        let receipts = self.path().join("receipts.json");
        let found: Option<Receipts> = read(&receipts)?.or_made_anew(&receipts, || self.receipts_again())?;
        if let Some(receipts) = found {
            beside.visitor = Some(receipts.visitor);
            beside.receipts = receipts.sites.into_iter().map(SiteReceipt::told).collect();
        }
        for code in codes {
            let path = self.path().join("accessibility").join(format!("{code}.json"));
            let again = || audit_again(self, code).map(drop);
            let found: Option<Accessibility> = read(&path)?.or_made_anew(&path, again)?;
            beside.accessibility.extend(found.map(|found| (code.to_owned(), found)));
        }
        Ok(beside)
    }
}

/// What a derived file holds.
enum Held<T> {
    Whole(T),
    /// It is not what was written.
    Damaged(serde_json::Error),
    Absent,
}

impl<T: DeserializeOwned> Held<T> {
    /// What it holds, or what it holds when it was made anew from the archives.
    fn or_made_anew(
        self,
        path: &Path,
        anew: impl FnOnce() -> Option<()>,
    ) -> Result<Option<T>, DirectoryError> {
        let again = match self {
            Self::Damaged(cause) if anew().is_none() => Self::Damaged(cause),
            Self::Damaged(_) => read(path)?,
            held => held,
        };
        match again {
            Self::Whole(value) => Ok(Some(value)),
            Self::Damaged(cause) => Err(DirectoryError::Derived { path: path.to_owned(), cause }),
            Self::Absent => Ok(None),
        }
    }
}

fn read<T: DeserializeOwned>(path: &Path) -> Result<Held<T>, DirectoryError> {
    let text = match fs::read(path) {
        Ok(text) => text,
        Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => return Ok(Held::Absent),
        Err(cause) => return Err(DirectoryError::Io { path: path.to_owned(), cause }),
    };
    Ok(serde_json::from_slice(&text).map_or_else(Held::Damaged, Held::Whole))
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
        let told = edition.beside(codes()).unwrap_err().to_string();
        assert!(told.contains("0115.json") && told.contains("remove the file"), "{told}");
    }
}
