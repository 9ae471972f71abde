//! Means that were published before this measurement began, from a table. They are another method's: shown beside
//! the series, never mixed into it. It must not know how charts are drawn.

use schemars::JsonSchema;
use serde::Serialize;

use super::Measure;

/// The old survey's national means, with their source.
const OLD_SURVEY: &str = include_str!("data/history.csv");

/// Who gave the points.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// Judged by outsiders.
    External,
    /// Judged by the municipalities themselves.
    SelfAssessment,
}

impl Method {
    /// The word in tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::External => "extern",
            Self::SelfAssessment => "sjalvskattning",
        }
    }
}

/// One published national mean.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct HistoricMean {
    /// Year of the survey.
    pub year: u16,
    /// The total or an area.
    pub measure: Measure,
    /// Per cent; the lower value where sources differ.
    pub low: u8,
    /// Per cent; the higher value where sources differ.
    pub high: u8,
    /// Who judged.
    pub method: Method,
    /// Where it was published.
    pub source: String,
}

/// A table with rows that cannot be read: all of them.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", problems.join("\n"))]
pub struct HistoryError {
    /// One message per row, beginning with the line's number.
    pub problems: Vec<String>,
}

/// The columns of a table.
const COLUMNS: [&str; 6] = ["ar", "matt", "lagst", "hogst", "metod", "kalla"];

/// The old survey's national means 2010-2017.
pub fn old_survey() -> Vec<HistoricMean> {
    read_history(OLD_SURVEY).expect("the embedded table is read in a test")
}

/// Reads a table: CSV with the columns ar, matt (`total` or `area:` and the area), lagst, hogst (per cent), metod
/// (`extern` or `sjalvskattning`) and kalla.
pub fn read_history(text: &str) -> Result<Vec<HistoricMean>, HistoryError> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let header: Vec<String> =
        reader.headers().map(|row| row.iter().map(str::to_owned).collect()).unwrap_or_default();
    if header != COLUMNS {
        let problem = format!("line 1: the columns must be {}, not {}", COLUMNS.join(","), header.join(","));
        return Err(HistoryError { problems: vec![problem] });
    }
    let (mut means, mut problems) = (Vec::new(), Vec::new());
    for (line, row) in (2..).zip(reader.records()) {
        let mean = row.map_err(|error| error.to_string()).and_then(|row| mean(&row));
        match mean {
            Ok(mean) => means.push(mean),
            Err(problem) => problems.push(format!("line {line}: {problem}")),
        }
    }
    if problems.is_empty() { Ok(means) } else { Err(HistoryError { problems }) }
}

fn mean(row: &csv::StringRecord) -> Result<HistoricMean, String> {
    let cell = |at: usize| row.get(at).unwrap_or_default().trim();
    let percent = |at: usize| match cell(at).parse::<u8>() {
        Ok(percent) if percent <= 100 => Ok(percent),
        _ => Err(format!("{} is per cent, 0 to 100, not \"{}\"", COLUMNS[at], cell(at))),
    };
    let (low, high) = (percent(2)?, percent(3)?);
    if low > high {
        return Err(format!("lagst {low} is more than hogst {high}"));
    }
    let method =
        [Method::External, Method::SelfAssessment].into_iter().find(|method| method.name() == cell(4));
    Ok(HistoricMean {
        year: cell(0).parse().map_err(|_| format!("ar is a year, not \"{}\"", cell(0)))?,
        measure: cell(1).parse()?,
        low,
        high,
        method: method.ok_or_else(|| format!("metod is extern or sjalvskattning, not \"{}\"", cell(4)))?,
        source: cell(5).to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_old_survey_is_there() {
        let means = old_survey();
        let total =
            |year| means.iter().find(|m| m.year == year && m.measure == Measure::Total).map(|m| m.low);
        assert_eq!([2010, 2013, 2015, 2016].map(total), [Some(67), Some(79), Some(80), Some(76)]);
        let areas = means.iter().filter(|m| m.year == 2015 && matches!(m.measure, Measure::Area(_)));
        assert_eq!(areas.count(), 12);
    }

    fn check(row: &str, expected: &str) {
        let problems =
            read_history(&format!("ar,matt,lagst,hogst,metod,kalla\n{row}\n")).unwrap_err().problems;
        assert!(problems.len() == 1 && problems[0].contains(expected), "{problems:?}");
    }

    #[test]
    fn every_wrong_row_is_told_with_its_line() {
        check("x,total,1,2,extern,k", "line 2: ar is a year");
        check("2010,totalt,1,2,extern,k", "no measure \"totalt\"");
        check("2010,total,1,101,extern,k", "hogst is per cent");
        check("2010,total,3,2,extern,k", "more than");
        check("2010,total,1,2,intern,k", "metod is");
        assert!(read_history("year,mean\n2010,3\n").is_err());
        let two = read_history("ar,matt,lagst,hogst,metod,kalla\n1,a,1,1,extern,k\n2,b,1,1,extern,k\n");
        assert_eq!(two.unwrap_err().problems.len(), 2);
    }
}
