//! Checks the accessibility of an edition's sites from its archives, and keeps what was found beside them. It never
//! touches the points.
//!
//! ```text
//! accessibility.json   a line for each site, in the order of the manifest
//! accessibility/0114.json …   everything about a site
//! accessibility/0114-browser.json …   what a browser says of a sample of its pages, where one was asked
//! ```

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::contain::contained;
use super::directory::{DirectoryError, EditionDirectory};
use super::halt::{Halt, Halted};
use super::judge::as_of;
use crate::accessibility::record::{SiteLine, SiteRecord};
use crate::archive::{ArchiveError, Manifest, ManifestError, replace_file};
use crate::audit::{self, SecondError, Subject, second_opinion};
use crate::browser::{Browser, BrowserError};
use crate::standing::Body;

/// An edition's accessibility could not be checked, or what was kept of it not be read.
#[derive(Debug, thiserror::Error)]
pub enum AuditError {
    /// There is no readable manifest.
    #[error(transparent)]
    Manifest(#[from] ManifestError),
    /// The directory failed.
    #[error(transparent)]
    Directory(#[from] DirectoryError),
    /// An archive failed.
    #[error(transparent)]
    Archive(#[from] ArchiveError),
    /// The browser failed.
    #[error(transparent)]
    Browser(#[from] BrowserError),
    /// It was to be left.
    #[error(transparent)]
    Halted(#[from] Halted),
    /// A file failed.
    #[error("{}: {cause}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system said.
        cause: io::Error,
    },
}

/// The list that stands before the sites.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditList {
    /// The edition.
    pub edition: String,
    /// The version of the program that checked.
    pub program_version: String,
    /// A line for each site, in the order of the manifest.
    pub sites: Vec<SiteLine>,
}

const LIST: &str = "accessibility.json";
const FOLDER: &str = "accessibility";

/// Checks every site of an edition and writes what was found into the edition's directory. A body whose archive is
/// missing or cannot be read has a record without pages.
pub fn audit(directory: &EditionDirectory, halt: &Halt) -> Result<Vec<SiteRecord>, AuditError> {
    let manifest = Manifest::load(directory.path())?;
    let bodies = directory.read_bodies()?;
    let folder = directory.path().join(FOLDER);
    fs::create_dir_all(&folder).map_err(io_error(&folder))?;
    let records: Result<Vec<SiteRecord>, AuditError> = bodies
        .par_iter()
        .map(|body| {
            halt.go_on()?;
            audit_one(directory, &manifest, body)
        })
        .collect();
    let records = records?;
    let list = AuditList {
        edition: manifest.edition,
        program_version: manifest.program_version,
        sites: records.iter().map(SiteRecord::line).collect(),
    };
    write(&directory.path().join(LIST), &list)?;
    Ok(records)
}

/// Checks one site and writes what was found.
fn audit_one(
    directory: &EditionDirectory,
    manifest: &Manifest,
    body: &Body,
) -> Result<SiteRecord, AuditError> {
    let fetched = as_of(manifest);
    let subject = Subject { code: &body.code, name: &body.name, as_of: (fetched.year, fetched.month) };
    let archive = directory.archive().join(format!("{}.warc.gz", body.code));
    let record = contained(|| audit::site(&archive, &subject)).unwrap_or_else(|| audit::unread(&subject));
    write(&directory.path().join(FOLDER).join(format!("{}.json", body.code)), &record)?;
    Ok(record)
}

/// Checks a site once more whose record cannot be read, if its archive is there.
pub(super) fn audit_again(directory: &EditionDirectory, code: &str) -> Option<SiteRecord> {
    if !directory.archive().join(format!("{code}.warc.gz")).is_file() {
        return None;
    }
    let (manifest, bodies) = (Manifest::load(directory.path()).ok()?, directory.read_bodies().ok()?);
    audit_one(directory, &manifest, bodies.iter().find(|body| body.code == code)?).ok()
}

/// What was kept of an edition's sites, in the order of the manifest; none for an edition that was not checked.
pub fn audited(directory: &EditionDirectory) -> Result<Vec<SiteRecord>, AuditError> {
    let path = directory.path().join(LIST);
    if !path.is_file() {
        return Ok(Vec::new());
    }
    let list: AuditList = match read(&path) {
        // The list says nothing that the archives do not.
        Err(error) if error.is_damage() => return audit(directory, &Halt::never()),
        list => list?,
    };
    let record = |line: &SiteLine| {
        let record = read(&directory.path().join(FOLDER).join(format!("{}.json", line.code)));
        match record {
            Err(error) if error.is_damage() => audit_again(directory, &line.code).ok_or(error),
            record => record,
        }
    };
    list.sites.iter().map(record).collect()
}

impl AuditError {
    /// Whether a file is there and does not hold what was written.
    fn is_damage(&self) -> bool {
        let Self::Io { cause, .. } = self else { return false };
        matches!(cause.kind(), io::ErrorKind::InvalidData | io::ErrorKind::UnexpectedEof)
    }
}

/// Shows a sample of every site's pages to a browser and writes what it says beside the results. What it says changes
/// none of them.
pub fn second_opinions(
    directory: &EditionDirectory,
    browser: &mut Browser,
    halt: &Halt,
) -> Result<(), AuditError> {
    for body in directory.read_bodies()? {
        halt.go_on()?;
        let archive = directory.archive().join(format!("{}.warc.gz", body.code));
        let Some(checked) = contained(|| audit::check(&archive)) else { continue };
        let compared = second_opinion(&archive, &checked, browser)?;
        write(&directory.path().join(FOLDER).join(format!("{}-browser.json", body.code)), &compared)?;
    }
    Ok(())
}

impl From<SecondError> for AuditError {
    fn from(error: SecondError) -> Self {
        match error {
            SecondError::Archive(error) => Self::Archive(error),
            SecondError::Browser(error) => Self::Browser(error),
        }
    }
}

fn io_error(path: &Path) -> impl FnOnce(io::Error) -> AuditError + '_ {
    move |cause| AuditError::Io { path: path.to_owned(), cause }
}

fn write(path: &Path, value: &impl Serialize) -> Result<(), AuditError> {
    let mut text = serde_json::to_vec_pretty(value).expect("records are plain data");
    text.push(b'\n');
    replace_file(path, &text).map_err(io_error(path))
}

fn read<T: serde::de::DeserializeOwned>(path: &Path) -> Result<T, AuditError> {
    let text = fs::read(path).map_err(io_error(path))?;
    serde_json::from_slice(&text).map_err(|cause| io_error(path)(cause.into()))
}
