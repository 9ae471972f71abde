//! From CSV text to municipalities, or to all that is wrong with it. Knows the columns of the list;
//! what a single row may hold is `row`'s matter.

use std::collections::HashMap;
use std::fmt::{self, Write};

use csv::StringRecord;
use sha2::{Digest, Sha256};

use super::Municipality;
use super::row::Row;
use crate::spelling;

/// Columns that a register must have.
const REQUIRED: [&str; 3] = ["code", "name", "website"];
/// Columns that it may have. Others are the owner's own and left alone.
const OPTIONAL: [&str; 7] =
    ["county_code", "county", "population", "population_year", "skr_group_code", "skr_group", "portals"];

/// One thing that is wrong with a register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Line of the file, from 1.
    pub line: u64,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub remedy: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "line {}: {}; {}", self.line, self.message, self.remedy)
    }
}

/// The register cannot be used; all its problems, in the order of the lines.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", listed(problems))]
pub struct RegisterError {
    /// Never empty.
    pub problems: Vec<Problem>,
}

fn listed(problems: &[Problem]) -> String {
    let mut text = format!("the register has {} problem(s)", problems.len());
    for problem in problems {
        let _ = write!(text, "\n  {problem}");
    }
    text
}

/// SHA-256 of the text in hexadecimal.
pub(super) fn fingerprint(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().fold(String::new(), |mut hexadecimal, byte| {
        let _ = write!(hexadecimal, "{byte:02x}");
        hexadecimal
    })
}

/// Reads all rows; the separator is a semicolon if the header holds one and no comma, as Swedish
/// spreadsheets write it.
pub(super) fn municipalities(text: &str) -> Result<Vec<Municipality>, RegisterError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let header = text.lines().next().unwrap_or_default();
    let separator = if header.contains(';') && !header.contains(',') { b';' } else { b',' };
    let mut table = csv::ReaderBuilder::new()
        .delimiter(separator)
        .trim(csv::Trim::All)
        .flexible(true)
        .from_reader(text.as_bytes());
    let columns = table.headers().expect("text in memory can be read").clone();
    let mut problems = column_problems(&columns);
    if problems.is_empty() {
        let found = rows(&mut table, &columns, &mut problems);
        if problems.is_empty() {
            return Ok(found);
        }
    }
    Err(RegisterError { problems })
}

fn column_problems(columns: &StringRecord) -> Vec<Problem> {
    let at_header = |message, remedy| Problem { line: 1, message, remedy };
    let missing = REQUIRED.iter().filter(|&&name| !columns.iter().any(|column| column == name)).map(|name| {
        at_header(
            format!("there is no column \"{name}\""),
            format!("the first line must name it: {}", REQUIRED.join(",")),
        )
    });
    let known = || REQUIRED.into_iter().chain(OPTIONAL);
    let misspelled =
        columns.iter().filter(|column| !known().any(|name| name == *column)).filter_map(|column| {
            let near = spelling::nearest(column, known())?;
            Some(at_header(
                format!("the column \"{column}\" is unknown"),
                format!("did you mean \"{near}\"?"),
            ))
        });
    let mut problems: Vec<Problem> = missing.chain(misspelled).collect();
    if problems.is_empty() {
        problems.extend(
            columns
                .iter()
                .enumerate()
                .filter(|&(at, column)| columns.iter().take(at).any(|earlier| earlier == column))
                .map(|(_, column)| {
                    at_header(format!("the column \"{column}\" stands twice"), "take one of them away".into())
                }),
        );
    }
    problems
}

fn rows(
    table: &mut csv::Reader<&[u8]>,
    columns: &StringRecord,
    problems: &mut Vec<Problem>,
) -> Vec<Municipality> {
    let mut found = Vec::new();
    let mut line_of_code: HashMap<String, u64> = HashMap::new();
    for record in table.records() {
        let record = record.expect("text in memory can be read, and rows may be of any length");
        let row = Row::new(columns, &record);
        if row.is_blank() {
            continue;
        }
        let read = row.municipality(problems);
        let code = row.field("code").to_lowercase();
        if let Some(first) = line_of_code.get(&code).filter(|_| !code.is_empty()) {
            problems.push(row.problem(
                format!("the code {code} stands on line {first} already"),
                "give every body a code of its own",
            ));
        } else {
            line_of_code.insert(code, row.line());
        }
        found.extend(read);
    }
    if found.is_empty() && problems.is_empty() {
        let remedy = "write one line for each body under the header".to_owned();
        problems.push(Problem { line: 2, message: "the register lists nobody".to_owned(), remedy });
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[(u64, &str)]) {
        let problems = municipalities(text).err().map(|error| error.problems).unwrap_or_default();
        let seen: Vec<(u64, String)> =
            problems.iter().map(|problem| (problem.line, problem.to_string())).collect();
        assert_eq!(seen.len(), expected.len(), "{text}: {seen:?}");
        for ((line, message), (expected_line, part)) in seen.iter().zip(expected) {
            assert_eq!(line, expected_line, "{message}");
            assert!(message.contains(part), "{message} lacks {part}");
        }
    }

    #[test]
    fn three_columns_are_enough() {
        check("code,name,website\n0127,Botkyrka,https://www.botkyrka.se/\n", &[]);
        check("\u{feff}code;name;website\r\n0127;Botkyrka;https://www.botkyrka.se/\r\n\r\n", &[]);
        check("note,website,name,code\nmine,https://a.se/,A,a-1\n", &[]);
    }

    #[test]
    fn columns_are_checked_first() {
        check("kod,name\n1,a\n", &[(1, "\"code\""), (1, "\"website\"")]);
        check("code,name,website,populaton\n", &[(1, "did you mean \"population\"?")]);
        check("code,name,website,name\n", &[(1, "stands twice")]);
        check("", &[(1, "\"code\""), (1, "\"name\""), (1, "\"website\"")]);
        check("code,name,website\n", &[(2, "lists nobody")]);
    }

    #[test]
    fn every_wrong_row_is_reported_with_its_line() {
        let text = "code,name,website,population,population_year,portals\n\
            0127,Botkyrka,https://www.botkyrka.se/,95 000,2025,\n\
            01 14,Upplands Väsby,https://upplandsvasby.se/,,,\n\
            0115,,vallentuna.se,many,25,\n\
            0127,Botkyrka igen,ftp://botkyrka.se/,1,2025,https://ok.se my/portal\n\
            0120\n";
        check(
            text,
            &[
                (3, "is no code"),
                (4, "has no name"),
                (4, "write https://vallentuna.se/"),
                (4, "population \"many\""),
                (4, "population_year \"25\""),
                (5, "ftp://botkyrka.se/"),
                (5, "my/portal"),
                (5, "stands on line 2 already"),
                (6, "has no name"),
                (6, "has no website"),
            ],
        );
    }

    #[test]
    fn the_fingerprint_is_of_the_text() {
        // FIPS 180-4's example "abc".
        assert_eq!(fingerprint("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }
}
