//! Publishes a benchmark: the report is written beside the old one and put in its place when it is whole.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use super::halt::Halt;
use crate::archive::{replace_file, sync_all_below, sync_directory};
use crate::report::{self, Fill, Sink};
use crate::standing::Benchmark;

/// Writes the report into a directory, all at once or not at all, and onto the disk; what was there before is replaced.
/// When it is to be left, between two files, what was there stays.
pub fn publish(benchmark: &Benchmark, directory: &Path, halt: &Halt) -> io::Result<()> {
    let draft = beside(directory, "draft");
    let old = beside(directory, "old");
    for leftover in [&draft, &old] {
        remove(leftover)?;
    }
    report::write(benchmark, &mut Folder { directory: draft.clone(), halt })?;
    // All at once, when the system has written most of it already.
    sync_all_below(&draft)?;
    if directory.exists() {
        fs::rename(directory, &old)?;
    }
    fs::rename(&draft, directory)?;
    directory.parent().map_or(Ok(()), sync_directory)?;
    remove(&old)
}

/// Writes the report into a public folder that holds every published edition: `utgava/EDITION/` for ever, `senaste/`
/// when no later one is there, and a front page that lists them. Returns the edition's own directory.
pub fn publish_site(benchmark: &Benchmark, folder: &Path) -> io::Result<PathBuf> {
    let editions = folder.join("utgava");
    let own = editions.join(&benchmark.edition.id);
    fs::create_dir_all(&editions)?;
    let halt = Halt::never();
    publish(benchmark, &own, &halt)?;
    let published = published(&editions)?;
    if published.first().is_some_and(|(_, _, latest)| *latest == benchmark.edition.id) {
        publish(benchmark, &folder.join("senaste"), &halt)?;
    }
    let names: Vec<&str> = published.iter().map(|(_, _, name)| name.as_str()).collect();
    replace_file(&folder.join("index.html"), report::front_page(&names).as_bytes())?;
    Ok(own)
}

/// Every edition there, the latest first and those that were judged again last: whether it was published first as it
/// is, its date and its name.
fn published(editions: &Path) -> io::Result<Vec<(bool, String, String)>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(editions)? {
        let entry = entry?;
        let Ok(text) = fs::read(entry.path().join("korning.json")) else { continue };
        let record: serde_json::Value = serde_json::from_slice(&text)?;
        let edition = &record["edition"];
        let date = edition["date"].as_str().unwrap_or_default().to_owned();
        let published = edition["again"].is_null();
        found.push((published, date, entry.file_name().to_string_lossy().into_owned()));
    }
    found.sort();
    found.reverse();
    Ok(found)
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

struct Folder<'a> {
    directory: PathBuf,
    halt: &'a Halt,
}

impl Sink for Folder<'_> {
    fn fill(&mut self, path: &str, fill: Fill<'_>) -> io::Result<()> {
        self.halt.go_on().map_err(io::Error::other)?;
        let path = self.directory.join(path);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        let mut out = BufWriter::new(File::create(path)?);
        fill(&mut out)?;
        out.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::standing::sample;

    #[test]
    fn a_report_that_is_left_halfway_takes_the_place_of_none() {
        let folder = tempfile::tempdir().unwrap();
        let (benchmark, own) = (sample::benchmark(), folder.path().join("report"));
        publish(&benchmark, &own, &Halt::never()).unwrap();
        fs::write(own.join("mark"), "the one before").unwrap();
        let (stop, stopped) = tokio::sync::watch::channel(false);
        stop.send(true).unwrap();
        assert!(publish(&benchmark, &own, &Halt::from(stopped)).is_err());
        assert!(own.join("mark").is_file() && own.join("index.html").is_file());
        publish(&benchmark, &own, &Halt::never()).unwrap();
        assert!(!own.join("mark").exists());
    }

    #[test]
    fn the_latest_edition_is_also_at_senaste() {
        let folder = tempfile::tempdir().unwrap();
        let mut benchmark = sample::benchmark();
        for (id, date) in [("2026-11", "2026-11"), ("2026-12", "2026-12"), ("2026-10", "2026-10")] {
            (benchmark.edition.id, benchmark.edition.date) = (id.to_owned(), date.to_owned());
            let own = publish_site(&benchmark, folder.path()).unwrap();
            assert!(own.ends_with(id) && own.join("index.html").is_file());
        }
        (benchmark.edition.id, benchmark.edition.date) = ("2026-12_2".to_owned(), "2026-12".to_owned());
        benchmark.edition.again = Some("2026-12".to_owned());
        publish_site(&benchmark, folder.path()).unwrap();
        let latest = fs::read_to_string(folder.path().join("senaste/index.html")).unwrap();
        assert!(latest.contains("2026-12") && !latest.contains("2026-12_2"));
        let front = fs::read_to_string(folder.path().join("index.html")).unwrap();
        let at = |id: &str| front.find(&format!("utgava/{id}/index.html")).unwrap();
        assert!(at("2026-12") < at("2026-11") && at("2026-11") < at("2026-10"));
    }
}
