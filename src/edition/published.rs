//! Reads back from an edition's report what was published: the answers that count, by whichever rubric gave them.

use std::fs::File;
use std::io::{self, BufReader};

use serde::Deserialize;

use super::directory::{DirectoryError, EditionDirectory};
use crate::judgement::Answer;
use crate::standing::{Body, Edition, Site, SiteResult};

/// `benchmark.json`; what it holds more follows from this.
#[derive(Deserialize)]
struct Published {
    edition: Edition,
    entries: Vec<Entry>,
}

#[derive(Deserialize)]
struct Entry {
    body: Body,
    site: Site,
    answers: Vec<Answer>,
    #[serde(default)]
    unconfirmed: Vec<Answer>,
}

impl EditionDirectory {
    /// What was published of this edition; `None` when there is no report.
    pub fn published(&self) -> Result<Option<(Edition, Vec<SiteResult>)>, DirectoryError> {
        let path = self.report().join("benchmark.json");
        let failed = |cause| DirectoryError::Io { path: path.clone(), cause };
        let file = match File::open(&path) {
            Ok(file) => file,
            Err(cause) if cause.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(cause) => return Err(failed(cause)),
        };
        let read = serde_json::from_reader(BufReader::new(file));
        let Published { edition, entries } = read.map_err(|cause| failed(cause.into()))?;
        let result =
            |Entry { body, site, answers, unconfirmed }| SiteResult { body, site, answers, unconfirmed };
        Ok(Some((edition, entries.into_iter().map(result).collect())))
    }
}

#[cfg(test)]
mod tests {
    use super::super::{DataDirectory, Halt, publish};
    use crate::standing::sample;

    #[test]
    fn what_was_published_comes_back() {
        let folder = tempfile::tempdir().unwrap();
        let edition = DataDirectory::new(folder.path()).edition("2026-11");
        assert!(edition.published().unwrap().is_none());
        edition.write_bodies(&[]).unwrap();
        let benchmark = sample::benchmark();
        publish(&benchmark, &edition.report(), &Halt::never()).unwrap();
        let (told, results) = edition.published().unwrap().unwrap();
        assert_eq!(told, benchmark.edition);
        assert_eq!(results, sample::judged(&benchmark).results);
        std::fs::write(edition.report().join("benchmark.json"), "").unwrap();
        assert!(edition.published().unwrap_err().to_string().contains("benchmark.json"));
    }
}
