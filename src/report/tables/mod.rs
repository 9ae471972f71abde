//! Open data: CSV in UTF-8 with comma and point (RFC 4180), one row per thing. Column names are lower case
//! without å ä ö; an empty cell means unknown, never 0. Cells hold the data as it is; a reader who opens them
//! in a spreadsheet imports them as text. It must not know the pages.

mod answers;
mod nouns;
mod scores;

use csv::{Terminator, WriterBuilder};
use std::io;

use super::{Sink, swedish};
use crate::index::Share;
use crate::standing::{Benchmark, Entry, Measure};

/// Rows of cells, the header first.
type Rows = Vec<Vec<String>>;

/// Writes every table.
pub(super) fn write(benchmark: &Benchmark, sink: &mut dyn Sink) -> io::Result<()> {
    let mut table = |path: &str, rows: Rows| sink.file(path, &csv(&rows)?);
    table("ranking.csv", scores::ranking(benchmark))?;
    table("answers.csv", answers::answers(benchmark))?;
    table("kommuner.csv", nouns::bodies(benchmark))?;
    table("fragor.csv", nouns::questions(benchmark))?;
    table("omraden.csv", scores::areas(benchmark))?;
    table("etjanster.csv", answers::eservices(benchmark))
}

fn csv(rows: &Rows) -> io::Result<Vec<u8>> {
    let mut writer = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(Vec::new());
    for row in rows {
        writer.write_record(row)?;
    }
    writer.into_inner().map_err(csv::IntoInnerError::into_error)
}

fn header(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

/// Per cent with one decimal point; empty when unknown.
fn percent(share: Option<Share>) -> String {
    share.map_or_else(String::new, |share| format!("{}.{}", share.permille() / 10, share.permille() % 10))
}

fn text(value: Option<impl ToString>) -> String {
    value.map_or_else(String::new, |value| value.to_string())
}

/// The entries best first, as readers meet them; the unranked last, by name.
pub(super) fn best_first<'a>(
    entries: impl IntoIterator<Item = &'a Entry>,
    group: &str,
    measure: &Measure,
) -> Vec<&'a Entry> {
    let mut sorted: Vec<&Entry> = entries.into_iter().collect();
    sorted.sort_by_cached_key(|entry| {
        let place = entry.places.get(group).and_then(|places| places.get(measure));
        let name = swedish::collation(&entry.body.name);
        (place.map_or(usize::MAX, |place| place.rank), name, entry.body.code.clone())
    });
    sorted
}
