//! What the cells of a spreadsheet show, in files of every age.
//!
//! Knows numbers and how they are meant; not where they stand in a file.

use std::borrow::Cow;

use time::{Date, Duration, Month};

use super::document::MAX_TEXT;

/// Most cells of one file that are read.
const MAX_CELLS: usize = 50_000;

/// What may still be read of the cells of a file.
pub(super) struct Room {
    cells: usize,
    text: usize,
}

impl Room {
    /// The room for a whole file.
    pub(super) fn of_file() -> Self {
        Self { cells: MAX_CELLS, text: MAX_TEXT }
    }

    /// The text of a cell, if it says something and there is room for it. It is copied only then.
    pub(super) fn take(&mut self, text: Option<Cow<'_, str>>) -> Option<String> {
        self.cells = self.cells.checked_sub(1)?;
        let text = text?;
        self.text = self.text.checked_sub(text.len())?;
        (!text.trim().is_empty()).then(|| text.into_owned())
    }
}

/// The texts that cells refer to by number, one behind the other: a file may hold millions that are empty.
#[derive(Default)]
pub(super) struct Strings {
    text: String,
    ends: Vec<usize>,
}

impl Strings {
    /// Adds to the text that is being read.
    pub(super) fn add(&mut self, part: &str) {
        self.text.push_str(part);
    }

    /// The text that is being read is whole.
    pub(super) fn close(&mut self) {
        self.ends.push(self.text.len());
    }

    /// The text of such a number.
    pub(super) fn get(&self, number: usize) -> Option<&str> {
        let begin = number.checked_sub(1).map_or(Some(0), |before| self.ends.get(before).copied())?;
        self.text.get(begin..*self.ends.get(number)?)
    }
}

/// How a number is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    Number,
    Percent,
    /// Days since the end of 1899.
    Date,
}

impl Format {
    /// The formats that every program knows (ECMA-376 part 1, 18.8.30), and those that a file describes.
    pub(super) fn of(id: u16, code: Option<&str>) -> Self {
        match (id, code) {
            (9 | 10, _) => Self::Percent,
            (14..=17 | 22, _) => Self::Date,
            (_, Some(code)) if code.contains('%') => Self::Percent,
            (_, Some(code)) if code.to_ascii_lowercase().contains("yy") => Self::Date,
            _ => Self::Number,
        }
    }
}

/// A number as such a cell shows it.
pub(super) fn number(value: f64, format: Format) -> String {
    match format {
        Format::Number => decimal(value),
        Format::Percent => format!("{} %", decimal(value * 100.0)),
        Format::Date => date(value).unwrap_or_else(|| decimal(value)),
    }
}

/// A number with a comma, and at most two decimals.
fn decimal(value: f64) -> String {
    let text = format!("{value:.2}");
    text.trim_end_matches('0').trim_end_matches('.').replace('.', ",")
}

/// The day of a number. The format counts a day that did not exist, 29 February 1900 (18.17.4.1).
fn date(days: f64) -> Option<String> {
    let first = Date::from_calendar_date(1899, Month::December, 30).expect("it was a day");
    let days = (61.0..1_000_000.0).contains(&days).then_some(days)?;
    let date = first.checked_add(Duration::seconds_f64(days.floor() * 86_400.0))?;
    Some(date.to_string())
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    pub(in super::super) const CELLS: usize = MAX_CELLS;

    #[test]
    fn texts_are_known_by_their_numbers() {
        let mut strings = Strings::default();
        for text in ["Bygglov", "", "Tomt"] {
            strings.add(text);
            strings.close();
        }
        strings.add("unfinished");
        assert_eq!([0, 1, 2, 3].map(|at| strings.get(at)), [Some("Bygglov"), Some(""), Some("Tomt"), None]);
    }

    #[test]
    fn numbers_are_shown_as_they_are_meant() {
        for (value, id, code, shown) in [
            (1688.5, 0, None, "1688,5"),
            (-3.0, 1, None, "-3"),
            (0.03, 9, None, "3 %"),
            (0.125, 165, Some("0.0%"), "12,5 %"),
            (46023.0, 14, None, "2026-01-01"),
            (46023.7, 164, Some("YYYY\\-mm"), "2026-01-01"),
            (12.0, 14, None, "12"),
            (f64::INFINITY, 14, None, "inf"),
            (f64::NAN, 9, None, "NaN %"),
        ] {
            assert_eq!(number(value, Format::of(id, code)), shown);
        }
    }
}
