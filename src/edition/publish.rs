//! Publishes a benchmark: the report is written beside the old one and put in its place when it is whole.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::report::{self, Sink};
use crate::standing::Benchmark;

/// Writes the report into a directory, all at once or not at all; what was there before is replaced.
pub fn publish(benchmark: &Benchmark, directory: &Path) -> io::Result<()> {
    let draft = beside(directory, "draft");
    let old = beside(directory, "old");
    for leftover in [&draft, &old] {
        remove(leftover)?;
    }
    report::write(benchmark, &mut Folder(draft.clone()))?;
    if directory.exists() {
        fs::rename(directory, &old)?;
    }
    fs::rename(&draft, directory)?;
    remove(&old)
}

fn beside(directory: &Path, suffix: &str) -> PathBuf {
    let name = directory.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    directory.with_file_name(format!(".{name}.{suffix}"))
}

fn remove(directory: &Path) -> io::Result<()> {
    match fs::remove_dir_all(directory) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

struct Folder(PathBuf);

impl Sink for Folder {
    fn file(&mut self, path: &str, bytes: &[u8]) -> io::Result<()> {
        let path = self.0.join(path);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        fs::write(path, bytes)
    }
}
