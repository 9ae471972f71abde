//! `manifest.json`: what an edition's directory holds, made by what, when, with which settings.
//!
//! Knows the file's fields; not how sites are crawled.

use std::collections::BTreeMap;
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use time::OffsetDateTime;

use super::digest::hex;
use super::disk::replace_file;
use super::notes::SiteOutcome;

/// The version of the manifest's fields.
pub const SCHEMA_VERSION: u32 = 1;
/// The file's name in an edition's directory.
const FILE_NAME: &str = "manifest.json";

/// The manifest could not be read or written.
#[derive(Debug, thiserror::Error)]
pub enum ManifestError {
    /// The file system refused: check space, rights and the path.
    #[error("{}: {cause}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system said.
        cause: io::Error,
    },
    /// The file is no manifest of this version.
    #[error("{}: {cause}", path.display())]
    Json {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        cause: serde_json::Error,
    },
}

/// A rubric's identity.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RubricStamp {
    /// Its name.
    pub id: String,
    /// Its semantic version.
    pub version: String,
    /// The hash of its content.
    pub hash: String,
}

/// One site of an edition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SiteEntry {
    /// The site, such as a municipality code.
    pub key: String,
    /// The archive's file name in the edition's directory.
    pub file: String,
    /// The archive's SHA-256, in hexadecimal digits.
    pub sha256: String,
    /// The archive's size in bytes.
    pub size: u64,
    /// How the crawl ended, with its numbers.
    pub outcome: SiteOutcome,
}

/// How far an edition has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Its sites are crawled, or its crawl was stopped.
    Crawling,
    /// Its archives are whole; they are judged, and its report is written.
    Judging,
    /// Its report is written, and it is decided whether it is the latest edition.
    Published,
}

/// An edition's manifest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// [`SCHEMA_VERSION`] of the program that wrote it.
    pub schema_version: u32,
    /// The edition's name.
    pub edition: String,
    /// The program's name.
    pub program: String,
    /// The program's version.
    pub program_version: String,
    /// The rubric that the edition was made for, if any; an archive can be judged by any rubric.
    pub rubric: Option<RubricStamp>,
    /// The hash of the register.
    pub register_hash: String,
    /// What the crawl was told, by the names of the settings.
    pub settings: BTreeMap<String, String>,
    /// When the crawl began.
    #[serde(with = "time::serde::rfc3339")]
    pub started: OffsetDateTime,
    /// When it ended; `None` while it is under way.
    #[serde(with = "time::serde::rfc3339::option")]
    pub finished: Option<OffsetDateTime>,
    /// How far the edition has come; manifests of older programs do not tell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stage: Option<Stage>,
    /// The sites, in the order of the register.
    pub sites: Vec<SiteEntry>,
}

impl Manifest {
    /// Reads the manifest of an edition's directory.
    pub fn load(directory: &Path) -> Result<Self, ManifestError> {
        let path = directory.join(FILE_NAME);
        let text = std::fs::read(&path).map_err(|cause| ManifestError::Io { path: path.clone(), cause })?;
        serde_json::from_slice(&text).map_err(|cause| ManifestError::Json { path, cause })
    }

    /// Writes the manifest into an edition's directory, all at once or not at all.
    pub fn save(&self, directory: &Path) -> Result<(), ManifestError> {
        let path = directory.join(FILE_NAME);
        let mut text = serde_json::to_vec_pretty(self).expect("a manifest is plain data");
        text.push(b'\n');
        replace_file(&path, &text).map_err(|cause| ManifestError::Io { path, cause })
    }
}

/// The SHA-256 of a file in hexadecimal digits, and its size in bytes.
pub fn file_digest(path: &Path) -> Result<(String, u64), ManifestError> {
    let failed = |cause| ManifestError::Io { path: path.to_owned(), cause };
    let mut file = File::open(path).map_err(failed)?;
    let mut hasher = Sha256::new();
    let size = io::copy(&mut file, &mut HashWriter(&mut hasher)).map_err(failed)?;
    Ok((hex(&hasher.finalize()), size))
}

/// Lets [`io::copy`] feed a hash.
struct HashWriter<'a>(&'a mut Sha256);

impl io::Write for HashWriter<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::archive::{Counts, SiteState};

    #[test]
    fn a_manifest_comes_back_as_it_was() {
        let directory = tempfile::tempdir().unwrap();
        let manifest = Manifest {
            schema_version: SCHEMA_VERSION,
            edition: "2026-11".to_owned(),
            program: "kommunspegel".to_owned(),
            program_version: "0.1.0".to_owned(),
            rubric: None,
            register_hash: "sha256:x".to_owned(),
            settings: BTreeMap::from([("pace".to_owned(), "1".to_owned())]),
            started: OffsetDateTime::UNIX_EPOCH,
            finished: None,
            stage: Some(Stage::Crawling),
            sites: vec![SiteEntry {
                key: "0001".to_owned(),
                file: "0001.warc.gz".to_owned(),
                sha256: String::new(),
                size: 0,
                outcome: SiteOutcome { state: SiteState::Complete, counts: Counts::default() },
            }],
        };
        manifest.save(directory.path()).unwrap();
        assert_eq!(Manifest::load(directory.path()).unwrap(), manifest);
    }

    #[test]
    fn a_manifest_of_an_older_program_is_read() {
        let directory = tempfile::tempdir().unwrap();
        let text = r#"{"schema_version": 1, "edition": "2026-10", "program": "kommunspegel", "program_version": "0.1.0",
            "rubric": null, "register_hash": "x", "settings": {"pace": "1"}, "started": "2026-10-01T22:00:00Z",
            "finished": null, "sites": []}"#;
        std::fs::write(directory.path().join(FILE_NAME), text).unwrap();
        assert_eq!(Manifest::load(directory.path()).unwrap().stage, None);
    }

    #[test]
    fn the_hash_of_a_file() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("abc");
        std::fs::write(&path, "abc").unwrap();
        let expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(file_digest(&path).unwrap(), (expected.to_owned(), 3));
    }
}
