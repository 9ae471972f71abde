//! Open data as tables: what each holds, column by column, in one place for CSV, Excel, the workbook and the data
//! package. Column names are lower case without å ä ö and are never renamed within a major version; an empty cell
//! means unknown, never 0. It must not know the pages.

mod accessibility;
mod answers;
mod nouns;
mod scores;
mod series;

use csv::{Terminator, WriterBuilder};
use std::io::{self, Write};

use super::{Sink, swedish};
use crate::index::Share;
use crate::standing::{Benchmark, Entry, Measure};

/// What the cells of a column hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cells {
    /// Text; also codes, which have leading zeros.
    Text,
    /// A whole number.
    Whole,
    /// A number with one decimal.
    Decimal,
    /// 1 or 0.
    Flag,
}

/// One column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Column {
    /// Its name.
    pub(super) name: String,
    /// What its cells hold.
    pub(super) cells: Cells,
    /// What it means, in Swedish.
    pub(super) meaning: String,
}

/// The cells of one row.
pub(super) type Row = Vec<String>;

/// Rows without a header, made one by one: those of all answers are too many to be kept.
pub(super) type Rows<'a> = Box<dyn Iterator<Item = Row> + 'a>;

/// Columns as they are written down: name, cells, meaning.
type Columns = [(&'static str, Cells, &'static str)];

/// One table of every report.
pub(super) struct Table {
    /// Its file's name without the ending.
    pub(super) name: &'static str,
    /// What it holds, in Swedish and English.
    pub(super) title: (&'static str, &'static str),
    /// The columns that name a row.
    pub(super) key: &'static [&'static str],
    /// Its columns.
    pub(super) columns: fn(&Benchmark) -> Vec<Column>,
    /// Its rows.
    pub(super) rows: fn(&Benchmark) -> Rows<'_>,
}

/// Every table.
pub(super) const TABLES: [Table; 9] = [
    Table {
        name: "ranking",
        title: ("Resultat och placering per kommun", "Result and place by municipality"),
        key: &["kommunkod"],
        columns: scores::ranking_columns,
        rows: scores::ranking,
    },
    Table {
        name: "kommuner",
        title: ("De mätta kommunerna och besöken", "The measured municipalities and the visits"),
        key: &["kommunkod"],
        columns: |_| columns(&nouns::BODIES),
        rows: nouns::bodies,
    },
    Table {
        name: "fragor",
        title: ("Frågorna och vad som ger poäng", "The questions and what gives points"),
        key: &["fraga"],
        columns: |_| columns(&nouns::QUESTIONS),
        rows: nouns::questions,
    },
    Table {
        name: "omraden",
        title: ("Poäng per kommun och område", "Points by municipality and area"),
        key: &["kommunkod", "omrade"],
        columns: |_| columns(&scores::AREAS),
        rows: scores::areas,
    },
    Table {
        name: "etjanster",
        title: ("E-tjänster per kommun och fråga", "E-services by municipality and question"),
        key: &["kommunkod", "fraga"],
        columns: |_| columns(&answers::ESERVICES),
        rows: answers::eservices,
    },
    Table {
        name: "svar",
        title: ("Varje svar med belägg", "Every answer with its proof"),
        key: &["kommunkod", "fraga"],
        columns: |_| columns(&answers::ANSWERS),
        rows: answers::answers,
    },
    Table {
        name: "tillganglighet",
        title: (
            "Webbplatsernas tillgänglighet, vid sidan av poängen",
            "Accessibility of the sites, beside the points",
        ),
        key: &["kommunkod"],
        columns: |_| columns(&accessibility::SITES),
        rows: accessibility::sites,
    },
    Table {
        name: "tillganglighet_kriterier",
        title: ("Brister per kommun och kriterium i WCAG", "Failures by municipality and criterion of WCAG"),
        key: &["kommunkod", "kriterium"],
        columns: |_| columns(&accessibility::CRITERIA),
        rows: accessibility::criteria,
    },
    Table {
        name: "serie",
        title: ("Rikets medelvärde mätning för mätning", "The nation's mean, measurement by measurement"),
        key: &["utgava"],
        columns: |_| columns(&series::SERIES),
        rows: series::series,
    },
];

/// Writes every table as CSV twice: for programs (comma, point; RFC 4180) and below `excel/` for Swedish Excel
/// (semicolon, decimal comma, byte order mark). `answers.csv` is `svar.csv` by the name it had first.
pub(super) fn write(benchmark: &Benchmark, sink: &mut dyn Sink) -> io::Result<()> {
    for table in &TABLES {
        let columns = (table.columns)(benchmark);
        let also = if table.name == "svar" { Some("answers") } else { None };
        for name in [table.name].into_iter().chain(also) {
            let mut plain = |out: &mut dyn Write| csv(out, &columns, (table.rows)(benchmark));
            sink.fill(&format!("{name}.csv"), &mut plain)?;
        }
        let mut excel = |out: &mut dyn Write| excel_csv(out, &columns, (table.rows)(benchmark));
        sink.fill(&format!("excel/{}.csv", table.name), &mut excel)?;
    }
    Ok(())
}

fn columns(columns: &Columns) -> Vec<Column> {
    let column = |(name, cells, meaning): &(&str, Cells, &str)| Column {
        name: (*name).to_owned(),
        cells: *cells,
        meaning: (*meaning).to_owned(),
    };
    columns.iter().map(column).collect()
}

fn csv(out: &mut dyn Write, columns: &[Column], rows: Rows<'_>) -> io::Result<()> {
    let mut writer = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(out);
    writer.write_record(columns.iter().map(|column| &column.name))?;
    for row in rows {
        writer.write_record(row)?;
    }
    writer.flush()
}

/// Excel takes text that begins as a formula for one: an apostrophe keeps it text.
fn excel_csv(out: &mut dyn Write, columns: &[Column], rows: Rows<'_>) -> io::Result<()> {
    out.write_all("\u{feff}".as_bytes())?;
    let mut writer = WriterBuilder::new().delimiter(b';').terminator(Terminator::CRLF).from_writer(out);
    writer.write_record(columns.iter().map(|column| &column.name))?;
    for row in rows {
        let cell = |(cell, column): (String, &Column)| match column.cells {
            Cells::Decimal => cell.replace('.', ","),
            Cells::Text if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) => format!("'{cell}"),
            _ => cell,
        };
        writer.write_record(row.into_iter().zip(columns).map(cell))?;
    }
    writer.flush()
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::standing::sample;

    #[test]
    fn every_row_has_every_column_and_its_key_once() {
        let benchmark = sample::benchmark().beside(sample::beside());
        for table in &TABLES {
            let columns = (table.columns)(&benchmark);
            let at = |name: &&str| columns.iter().position(|column| column.name == **name).unwrap();
            let keys: Vec<usize> = table.key.iter().map(at).collect();
            let rows: Vec<Row> = (table.rows)(&benchmark).collect();
            let mut seen: Vec<Vec<&String>> =
                rows.iter().map(|row| keys.iter().map(|at| &row[*at]).collect()).collect();
            assert!(!rows.is_empty() && rows.iter().all(|row| row.len() == columns.len()), "{}", table.name);
            seen.sort();
            seen.dedup();
            assert_eq!(seen.len(), rows.len(), "{} has a key twice", table.name);
        }
    }

    #[test]
    fn cells_hold_what_their_column_says() {
        let benchmark = sample::benchmark().beside(sample::beside());
        for table in &TABLES {
            let columns = (table.columns)(&benchmark);
            for (cell, column) in
                (table.rows)(&benchmark).flat_map(|row| row.into_iter().zip(columns.clone()))
            {
                let sound = match column.cells {
                    _ if cell.is_empty() => true,
                    Cells::Text => true,
                    Cells::Whole => cell.parse::<u32>().is_ok(),
                    Cells::Decimal => cell.parse::<f64>().is_ok() && cell.contains('.'),
                    Cells::Flag => cell == "0" || cell == "1",
                };
                assert!(sound, "{} {}: {cell}", table.name, column.name);
            }
        }
    }

    #[test]
    fn excel_gets_commas_and_no_formulas() {
        let column = |name: &str, cells| Column { name: name.to_owned(), cells, meaning: String::new() };
        let columns = [column("a", Cells::Decimal), column("b", Cells::Text)];
        let rows = [vec!["84.4".to_owned(), "=1+1".to_owned()]];
        let mut bytes = Vec::new();
        excel_csv(&mut bytes, &columns, Box::new(rows.into_iter())).unwrap();
        assert_eq!(String::from_utf8(bytes).unwrap(), "\u{feff}a;b\r\n84,4;'=1+1\r\n");
    }
}
