//! Reading a TOML table key by key, so that every mistake is reported at once with file and line. It must
//! not know what the keys mean.

use serde_spanned::Spanned;
use std::collections::BTreeSet;
use std::fmt;
use toml::de::{DeTable, DeValue};

/// A mistake in a rubric file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// The file, as the caller named it.
    pub file: String,
    /// Line, counted from 1.
    pub line: usize,
    /// What is wrong and what to do, in Swedish as the rubric is.
    pub message: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.line, self.message)
    }
}

/// A file of the rubric.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Source {
    /// Path below the rubric's folder, with `/` between the parts.
    pub path: String,
    /// Contents.
    pub text: String,
}

impl Source {
    pub(super) fn problem(&self, at: usize, message: impl Into<String>) -> Problem {
        let line = self.text[..at.min(self.text.len())].matches('\n').count() + 1;
        Problem { file: self.path.clone(), line, message: message.into() }
    }

    /// The file's top table; syntax errors become problems.
    pub(super) fn parse(&self, problems: &mut Vec<Problem>) -> Spanned<DeTable<'_>> {
        let (table, errors) = DeTable::parse_recoverable(&self.text);
        for error in errors {
            let at = error.span().map_or(0, |span| span.start);
            problems.push(self.problem(at, format!("TOML: {}", error.message())));
        }
        table
    }
}

/// A table that is being read.
pub(super) struct Table<'t, 's> {
    source: &'s Source,
    table: &'t DeTable<'s>,
    /// Offset of the table, for what is missing from it.
    at: usize,
    known: BTreeSet<&'static str>,
}

impl<'t, 's> Table<'t, 's> {
    pub(super) fn new(source: &'s Source, table: &'t DeTable<'s>, at: usize) -> Self {
        Self { source, table, at, known: BTreeSet::new() }
    }

    pub(super) fn at(&self) -> usize {
        self.at
    }

    pub(super) fn problem(&self, at: usize, message: impl Into<String>) -> Problem {
        self.source.problem(at, message)
    }

    fn get(&mut self, key: &'static str) -> Option<&'t Spanned<DeValue<'s>>> {
        self.known.insert(key);
        self.table.get(key)
    }

    /// A text that may be left out.
    pub(super) fn text(&mut self, key: &'static str, problems: &mut Vec<Problem>) -> Option<(String, usize)> {
        let value = self.get(key)?;
        match value.get_ref().as_str() {
            Some(text) => Some((text.to_owned(), value.span().start)),
            None => self.wrong(key, "en text", value, problems),
        }
    }

    /// A text that must be there.
    pub(super) fn needed(&mut self, key: &'static str, problems: &mut Vec<Problem>) -> (String, usize) {
        if self.table.contains_key(key) {
            return self.text(key, problems).unwrap_or((String::new(), self.at));
        }
        self.known.insert(key);
        problems.push(self.problem(self.at, format!("nyckeln \"{key}\" saknas")));
        (String::new(), self.at)
    }

    /// A list of texts, each with its offset; empty when left out.
    pub(super) fn texts(&mut self, key: &'static str, problems: &mut Vec<Problem>) -> Vec<(String, usize)> {
        let Some(value) = self.get(key) else { return Vec::new() };
        let Some(items) = value.get_ref().as_array() else {
            self.wrong::<()>(key, "en lista av texter", value, problems);
            return Vec::new();
        };
        let read = |item: &Spanned<DeValue<'_>>| {
            item.get_ref().as_str().map(|text| (text.to_owned(), item.span().start))
        };
        let found: Vec<_> = items.iter().filter_map(read).collect();
        if found.len() < items.len() {
            self.wrong::<()>(key, "en lista av enbart texter", value, problems);
        }
        found
    }

    /// A truth value; false when left out.
    pub(super) fn flag(&mut self, key: &'static str, problems: &mut Vec<Problem>) -> bool {
        let Some(value) = self.get(key) else { return false };
        value.get_ref().as_bool().unwrap_or_else(|| {
            self.wrong::<()>(key, "true eller false", value, problems);
            false
        })
    }

    /// A whole number that must be there.
    pub(super) fn number(&mut self, key: &'static str, problems: &mut Vec<Problem>) -> u64 {
        let Some(value) = self.get(key) else {
            problems.push(self.problem(self.at, format!("nyckeln \"{key}\" saknas")));
            return 0;
        };
        let read = value.get_ref().as_integer().and_then(|n| n.as_str().parse().ok());
        read.or_else(|| self.wrong(key, "ett heltal", value, problems)).unwrap_or_default()
    }

    /// A table within; `None` when left out.
    pub(super) fn table(&mut self, key: &'static str, problems: &mut Vec<Problem>) -> Option<Table<'t, 's>> {
        let value = self.get(key)?;
        match value.get_ref().as_table() {
            Some(table) => Some(Table::new(self.source, table, value.span().start)),
            None => self.wrong(key, "en tabell", value, problems),
        }
    }

    /// The tables of `[[key]]`.
    pub(super) fn tables(&mut self, key: &'static str, problems: &mut Vec<Problem>) -> Vec<Table<'t, 's>> {
        let Some(value) = self.get(key) else { return Vec::new() };
        let Some(items) = value.get_ref().as_array() else {
            self.wrong::<()>(key, "en lista av tabeller", value, problems);
            return Vec::new();
        };
        let table = |item: &'t Spanned<DeValue<'s>>| {
            item.get_ref().as_table().map(|table| Table::new(self.source, table, item.span().start))
        };
        items.iter().filter_map(table).collect()
    }

    /// All keys with their values, when the keys are names chosen by the writer.
    pub(super) fn entries(&self) -> impl Iterator<Item = (&'t str, &'t Spanned<DeValue<'s>>)> {
        let mut entries: Vec<_> =
            self.table.iter().map(|(key, value)| (key.get_ref().as_ref(), value)).collect();
        entries.sort_by_key(|(_, value)| value.span().start);
        entries.into_iter()
    }

    /// Reports the keys that nobody asked for.
    pub(super) fn finish(self, problems: &mut Vec<Problem>) {
        for (key, _) in self.table.iter().filter(|(key, _)| !self.known.contains(key.get_ref().as_ref())) {
            let known: Vec<&str> = self.known.iter().copied().collect();
            let message = format!("okänd nyckel \"{}\"; välj bland {}", key.get_ref(), known.join(", "));
            problems.push(self.source.problem(key.span().start, message));
        }
    }

    fn wrong<T>(
        &self,
        key: &str,
        expected: &str,
        value: &Spanned<DeValue<'_>>,
        problems: &mut Vec<Problem>,
    ) -> Option<T> {
        let message = format!("\"{key}\" ska vara {expected}, inte {}", value.get_ref().type_str());
        problems.push(self.source.problem(value.span().start, message));
        None
    }
}
