//! Catalogue: several editions side by side in one SQLite file, to be asked and compared. It is derived:
//! dropping it loses nothing. It must not judge or sum; it keeps what it is given.

mod past;
mod read;
mod write;

use rusqlite::Connection;
use std::{path::Path, time::Duration};

/// Why the catalogue could not be used.
#[derive(Debug, thiserror::Error)]
pub enum CatalogueError {
    /// A newer program wrote it: use that one, or remove the file and score again.
    #[error("the catalogue has version {0}, newer than this program's; remove it and score again")]
    Newer(u32),
    /// SQLite said no: disk full, no permission, locked by another program, or not a catalogue.
    #[error("the catalogue cannot be used: {0}")]
    Sqlite(#[from] rusqlite::Error),
    /// A row does not hold what this program writes: remove the file and score again.
    #[error("the catalogue holds a damaged row ({0}); remove it and score again")]
    Damaged(#[from] serde_json::Error),
    /// A value does not hold what this program writes: remove the file and score again.
    #[error("the catalogue holds a damaged value ({0}); remove it and score again")]
    Unreadable(String),
}

/// Steps from an empty file to the present shape; `user_version` counts those taken. Steps are only added.
const MIGRATIONS: [&str; LATEST as usize] =
    [include_str!("0001.sql"), include_str!("0002.sql"), include_str!("0003.sql")];

/// The number of steps.
const LATEST: u32 = 3;

/// How long a reader or writer waits for another one.
const PATIENCE: Duration = Duration::from_secs(10);

/// An open catalogue. One writer at a time; readers see the last finished write (write-ahead log).
#[derive(Debug)]
pub struct Catalogue {
    connection: Connection,
}

impl Catalogue {
    /// Opens the file, creating it or bringing it up to date when needed.
    pub fn open(path: &Path) -> Result<Self, CatalogueError> {
        let connection = Connection::open(path)?;
        connection.pragma_update(None, "journal_mode", "WAL")?;
        Self::prepare(connection)
    }

    /// A catalogue that lives in memory only.
    pub fn in_memory() -> Result<Self, CatalogueError> {
        Self::prepare(Connection::open_in_memory()?)
    }

    fn prepare(mut connection: Connection) -> Result<Self, CatalogueError> {
        connection.busy_timeout(PATIENCE)?;
        connection.pragma_update(None, "foreign_keys", true)?;
        migrate(&mut connection)?;
        Ok(Self { connection })
    }
}

/// Takes the steps that are missing, all or none.
fn migrate(connection: &mut Connection) -> Result<(), CatalogueError> {
    let transaction = connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
    let version: u32 = transaction.pragma_query_value(None, "user_version", |row| row.get(0))?;
    if version > LATEST {
        return Err(CatalogueError::Newer(version));
    }
    for (_, step) in (0..LATEST).zip(MIGRATIONS).skip_while(|(taken, _)| *taken < version) {
        transaction.execute_batch(step)?;
    }
    transaction.pragma_update(None, "user_version", LATEST)?;
    Ok(transaction.commit()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rubric::QuestionId;
    use crate::standing::{Benchmark, sample};

    #[test]
    fn an_edition_comes_back_as_it_was() {
        let mut catalogue = Catalogue::in_memory().unwrap();
        let benchmark = sample::benchmark();
        catalogue.replace_edition(&benchmark).unwrap();
        catalogue.replace_edition(&benchmark).unwrap();
        let (edition, results) = catalogue.load("2026-11").unwrap().unwrap();
        assert_eq!(Benchmark::of(edition, &sample::rubric(3), results), benchmark);
    }

    #[test]
    fn editions_stand_side_by_side() {
        let mut catalogue = Catalogue::in_memory().unwrap();
        let mut benchmark = sample::benchmark();
        catalogue.replace_edition(&benchmark).unwrap();
        benchmark.edition.id = "2026-12".to_owned();
        benchmark.entries.truncate(2);
        catalogue.replace_edition(&benchmark).unwrap();
        let ids: Vec<_> = catalogue.editions().unwrap().into_iter().map(|edition| edition.id).collect();
        assert_eq!(ids, ["2026-11", "2026-12"]);
        assert_eq!(catalogue.load("2026-11").unwrap().unwrap().1.len(), 9);
        assert_eq!(catalogue.load("2026-12").unwrap().unwrap().1.len(), 2);
        assert!(catalogue.load("2027-01").unwrap().is_none());
    }

    #[test]
    fn one_answer_can_be_asked_for() {
        let mut catalogue = Catalogue::in_memory().unwrap();
        let benchmark = sample::benchmark();
        catalogue.replace_edition(&benchmark).unwrap();
        let (entry, question) = (&benchmark.entries[3], &benchmark.questions[4].id);
        let answer = catalogue.answer("2026-11", &entry.body.code, question).unwrap();
        assert_eq!(answer.as_ref(), Some(&entry.answers[4]));
        let nobody = catalogue.answer("2026-11", "0000", &QuestionId::from("a.b")).unwrap();
        assert_eq!(nobody, None);
    }

    #[test]
    fn a_file_survives_closing_and_a_newer_one_is_refused() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("catalogue.sqlite");
        let mut catalogue = Catalogue::open(&path).unwrap();
        catalogue.replace_edition(&sample::benchmark()).unwrap();
        drop(catalogue);
        let catalogue = Catalogue::open(&path).unwrap();
        assert_eq!(catalogue.editions().unwrap().len(), 1);
        catalogue.connection.pragma_update(None, "user_version", 99).unwrap();
        drop(catalogue);
        assert!(matches!(Catalogue::open(&path), Err(CatalogueError::Newer(99))));
    }
}
