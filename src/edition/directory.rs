//! Where an edition's files lie below the data directory.
//!
//! ```text
//! catalogue.sqlite   latest -> editions/2026-11-21
//! editions/2026-11-21/manifest.json   bodies.json   archive/0114.warc.gz …   report/index.html …
//! ```

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

#[cfg(unix)]
use std::os::unix::fs::symlink;
#[cfg(windows)]
use std::os::windows::fs::symlink_dir as symlink;

use crate::archive::{Manifest, ManifestError, Stage, replace_file, sync_directory};
use crate::standing::Body;

/// The data directory cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum DirectoryError {
    /// The system refused.
    #[error("{}: {cause}", path.display())]
    Io {
        /// The file or directory.
        path: PathBuf,
        /// What the system said.
        cause: io::Error,
    },
    /// Another run is at work there.
    #[error("{} is in use by another run; wait for it, or choose another directory with --data", path.display())]
    Locked {
        /// The data directory.
        path: PathBuf,
    },
    /// The bodies of an edition cannot be read.
    #[error("{}: {cause}; crawl the edition again", path.display())]
    Bodies {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        cause: serde_json::Error,
    },
    /// What is derived from the archives cannot be read, nor made anew.
    #[error(
        "{}: {cause}; it cannot be made anew from the archive: remove the file, and the report leaves out what it said",
        path.display()
    )]
    Derived {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        cause: serde_json::Error,
    },
}

pub(super) fn io_error(path: &Path) -> impl FnOnce(io::Error) -> DirectoryError + '_ {
    move |cause| DirectoryError::Io { path: path.to_owned(), cause }
}

/// The link to the latest edition.
const LATEST: &str = "latest";

/// The directory that holds editions and the catalogue.
#[derive(Debug, Clone)]
pub struct DataDirectory(PathBuf);

/// Keeps other runs out while it lives.
#[derive(Debug)]
pub struct Lock(#[expect(dead_code, reason = "the open file is the lock")] File);

impl DataDirectory {
    /// The directory at a path; nothing is made yet.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self(path.into())
    }

    /// Makes the directory and keeps other runs out of it.
    pub fn lock(&self) -> Result<Lock, DirectoryError> {
        fs::create_dir_all(&self.0).map_err(io_error(&self.0))?;
        let path = self.0.join(".lock");
        let file = File::create(&path).map_err(io_error(&path))?;
        match file.try_lock() {
            Ok(()) => Ok(Lock(file)),
            Err(TryLockError::WouldBlock) => Err(DirectoryError::Locked { path: self.0.clone() }),
            Err(TryLockError::Error(cause)) => Err(DirectoryError::Io { path, cause }),
        }
    }

    /// The catalogue's file.
    pub fn catalogue(&self) -> PathBuf {
        self.0.join("catalogue.sqlite")
    }

    /// The directory of an edition.
    pub fn edition(&self, name: &str) -> EditionDirectory {
        EditionDirectory(self.0.join("editions").join(name))
    }

    /// The names of the editions that have a manifest, in order.
    pub fn editions(&self) -> Vec<String> {
        let entries = fs::read_dir(self.0.join("editions")).into_iter().flatten().flatten();
        let mut names: Vec<String> = entries
            .filter(|entry| entry.path().join("manifest.json").is_file())
            .filter_map(|entry| entry.file_name().into_string().ok())
            .collect();
        names.sort();
        names
    }

    /// The name of the edition that was made the latest one.
    pub fn latest(&self) -> Option<String> {
        let target = fs::read_link(self.0.join(LATEST)).ok()?;
        target.file_name()?.to_str().map(str::to_owned)
    }

    /// Makes an edition the latest one, all at once: whoever reads sees the one before or this one.
    pub fn set_latest(&self, name: &str) -> Result<(), DirectoryError> {
        let (link, draft) = (self.0.join(LATEST), self.0.join(format!(".{LATEST}.draft")));
        let target = Path::new("editions").join(name);
        let _ = fs::remove_file(&draft);
        let linked = symlink(&target, &draft).and_then(|()| fs::rename(&draft, &link));
        linked.and_then(|()| sync_directory(&self.0)).map_err(io_error(&link))
    }

    /// The editions that a run has begun and not published, with their names, the one last begun at the end.
    pub fn unfinished(&self) -> Vec<(String, Manifest)> {
        let open = |name: String| {
            let directory = self.edition(&name);
            let manifest = Manifest::load(directory.path()).ok()?;
            (!directory.is_published(&manifest)).then_some((name, manifest))
        };
        let mut found: Vec<_> = self.editions().into_iter().filter_map(open).collect();
        found.sort_by_key(|(_, manifest)| manifest.started);
        found
    }

    /// The name itself, or the first of `name-2`, `name-3` … under which no edition was begun.
    pub fn free_name(&self, name: &str) -> String {
        let numbered = (2_u32..).map(|number| format!("{name}-{number}"));
        let mut names = std::iter::once(name.to_owned()).chain(numbered);
        names.find(|name| !self.edition(name).is_begun()).expect("a directory holds no four billion editions")
    }
}

/// The directory of one edition.
#[derive(Debug, Clone)]
pub struct EditionDirectory(PathBuf);

impl EditionDirectory {
    /// The directory itself.
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// Where the archives lie.
    pub fn archive(&self) -> PathBuf {
        self.0.join("archive")
    }

    /// Where it is remembered what a site's pages offered, by whichever edition was judged last.
    pub fn findings(&self, site: &str) -> PathBuf {
        let data = self.0.parent().and_then(Path::parent).unwrap_or(&self.0);
        data.join("findings").join(format!("{site}.kept"))
    }

    /// Where the report lies.
    pub fn report(&self) -> PathBuf {
        self.0.join("report")
    }

    /// Where the report lies of the archive judged again, as the measurement of this name.
    pub fn report_again(&self, name: &str) -> PathBuf {
        self.0.join("report-again").join(name)
    }

    /// Whether an edition was begun here.
    pub fn is_begun(&self) -> bool {
        self.0.join("manifest.json").exists() || self.archive().exists()
    }

    /// Whether the run of the edition with this manifest came to its end. Where an older program did not tell, it did
    /// if there is a report.
    pub fn is_published(&self, manifest: &Manifest) -> bool {
        match manifest.stage {
            Some(stage) => stage == Stage::Published,
            None => manifest.finished.is_some() && self.report().exists(),
        }
    }

    /// Writes down that the edition's run came to its end.
    pub fn set_published(&self) -> Result<(), ManifestError> {
        let manifest = Manifest::load(&self.0)?;
        Manifest { stage: Some(Stage::Published), ..manifest }.save(&self.0)
    }

    /// Writes who is measured, all at once or not at all; the directory is made.
    pub fn write_bodies(&self, bodies: &[Body]) -> Result<(), DirectoryError> {
        fs::create_dir_all(&self.0).map_err(io_error(&self.0))?;
        let path = self.0.join("bodies.json");
        let mut text = serde_json::to_vec_pretty(bodies).expect("bodies are plain data");
        text.push(b'\n');
        replace_file(&path, &text).map_err(io_error(&path))
    }

    /// Reads who is measured.
    pub fn read_bodies(&self) -> Result<Vec<Body>, DirectoryError> {
        let path = self.0.join("bodies.json");
        let text = fs::read(&path).map_err(io_error(&path))?;
        serde_json::from_slice(&text).map_err(|cause| DirectoryError::Bodies { path, cause })
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use time::OffsetDateTime;

    use super::*;

    /// An edition that began so many seconds after the first.
    fn begun(data: &DataDirectory, name: &str, began: i64, stage: Option<Stage>) {
        let manifest = Manifest {
            schema_version: 1,
            edition: name.to_owned(),
            program: String::new(),
            program_version: String::new(),
            rubric: None,
            register_hash: String::new(),
            settings: BTreeMap::new(),
            started: OffsetDateTime::from_unix_timestamp(began).unwrap(),
            finished: (stage != Some(Stage::Crawling)).then_some(OffsetDateTime::UNIX_EPOCH),
            stage,
            sites: Vec::new(),
        };
        data.edition(name).write_bodies(&[]).unwrap();
        manifest.save(data.edition(name).path()).unwrap();
    }

    #[test]
    fn editions_are_unfinished_until_they_are_published() {
        let directory = tempfile::tempdir().unwrap();
        let data = DataDirectory::new(directory.path());
        begun(&data, "night-10", 10, Some(Stage::Judging));
        begun(&data, "night-9", 9, Some(Stage::Crawling));
        begun(&data, "night-8", 8, Some(Stage::Published));
        begun(&data, "old", 2, None);
        begun(&data, "old-published", 1, None);
        for name in ["old-published", "night-10"] {
            fs::create_dir(data.edition(name).report()).unwrap();
        }
        let names = || data.unfinished().into_iter().map(|(name, _)| name).collect::<Vec<_>>();
        assert_eq!(names(), ["old", "night-9", "night-10"]);
        data.edition("night-10").set_published().unwrap();
        assert_eq!(names(), ["old", "night-9"]);
    }

    #[test]
    fn a_name_is_free_until_an_edition_is_begun() {
        let directory = tempfile::tempdir().unwrap();
        let data = DataDirectory::new(directory.path());
        data.edition("day").write_bodies(&[]).unwrap();
        assert_eq!(data.free_name("day"), "day", "nothing was asked for yet");
        begun(&data, "day", 1, Some(Stage::Crawling));
        assert_eq!(data.free_name("day"), "day-2");
        fs::create_dir_all(data.edition("day-2").archive()).unwrap();
        assert_eq!(data.free_name("day"), "day-3");
    }

    #[test]
    fn the_latest_edition_is_moved_all_at_once() {
        let directory = tempfile::tempdir().unwrap();
        let data = DataDirectory::new(directory.path());
        assert_eq!(data.latest(), None);
        for name in ["2026-11", "2026-12"] {
            fs::create_dir_all(data.edition(name).path()).unwrap();
            data.set_latest(name).unwrap();
            assert_eq!(data.latest().as_deref(), Some(name));
            assert!(directory.path().join("latest").is_dir());
        }
    }

    #[test]
    fn one_run_at_a_time() {
        let directory = tempfile::tempdir().unwrap();
        let data = DataDirectory::new(directory.path());
        let _lock = data.lock().unwrap();
        assert!(matches!(data.lock(), Err(DirectoryError::Locked { .. })));
    }
}
