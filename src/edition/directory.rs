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

use crate::archive::Manifest;
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
        symlink(&target, &draft).and_then(|()| fs::rename(&draft, &link)).map_err(io_error(&link))
    }

    /// The newest edition whose crawl has not ended.
    pub fn unfinished(&self) -> Option<String> {
        let open = |name: &String| {
            Manifest::load(self.edition(name).path()).is_ok_and(|manifest| manifest.finished.is_none())
        };
        self.editions().into_iter().rfind(open)
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

    /// Writes who is measured; the directory is made.
    pub fn write_bodies(&self, bodies: &[Body]) -> Result<(), DirectoryError> {
        fs::create_dir_all(&self.0).map_err(io_error(&self.0))?;
        let path = self.0.join("bodies.json");
        let mut text = serde_json::to_vec_pretty(bodies).expect("bodies are plain data");
        text.push(b'\n');
        fs::write(&path, text).map_err(io_error(&path))
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
    use super::*;

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
