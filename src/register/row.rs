//! One row of a register: its fields become a municipality, or problems. Knows nothing of other rows.

use csv::StringRecord;
use url::{Host, Url};

use super::{Municipality, MunicipalityCode, Problem};

/// A row with the names of its columns.
pub(super) struct Row<'a> {
    columns: &'a StringRecord,
    record: &'a StringRecord,
}

impl<'a> Row<'a> {
    pub(super) fn new(columns: &'a StringRecord, record: &'a StringRecord) -> Self {
        Self { columns, record }
    }

    /// Line of the row in its file, from 1.
    pub(super) fn line(&self) -> u64 {
        self.record.position().map_or(1, csv::Position::line)
    }

    pub(super) fn is_blank(&self) -> bool {
        self.record.iter().all(str::is_empty)
    }

    /// The field under a column; empty if the column or the field is absent.
    pub(super) fn field(&self, column: &str) -> &'a str {
        let at = self.columns.iter().position(|name| name == column);
        at.and_then(|at| self.record.get(at)).unwrap_or_default()
    }

    pub(super) fn problem(&self, message: String, remedy: &str) -> Problem {
        Problem { line: self.line(), message, remedy: remedy.to_owned() }
    }

    /// The municipality of the row; `None` means that `problems` grew.
    pub(super) fn municipality(&self, problems: &mut Vec<Problem>) -> Option<Municipality> {
        let before = problems.len();
        let mut report = |problem: Problem| problems.push(problem);
        let code = self.code().map_err(&mut report).ok();
        let name = self.name().map_err(&mut report).ok();
        let website = self.website().map_err(&mut report).ok();
        let population = self.number("population", 1..=u32::MAX).map_err(&mut report).ok();
        let year = self.number("population_year", 1749..=9999).map_err(&mut report).ok();
        let portals = self.portals(&mut report);
        let text = |column| self.field(column).to_owned();
        let read = Municipality {
            code: code?,
            name: name?,
            county_code: text("county_code"),
            county: text("county"),
            population: population?,
            population_year: year?.and_then(|year| u16::try_from(year).ok()),
            skr_group_code: text("skr_group_code"),
            skr_group: text("skr_group"),
            website: website?,
            portals,
        };
        (problems.len() == before).then_some(read)
    }

    fn code(&self) -> Result<MunicipalityCode, Problem> {
        let refused = |error: super::CodeError| self.problem(error.to_string(), "correct the code");
        self.field("code").parse().map_err(refused)
    }

    fn name(&self) -> Result<String, Problem> {
        match self.field("name") {
            "" => Err(self.problem(format!("{} has no name", self.field("code")), "write its name")),
            name => Ok(name.to_owned()),
        }
    }

    fn website(&self) -> Result<Url, Problem> {
        let text = self.field("website");
        match Url::parse(text) {
            Ok(url) if matches!(url.scheme(), "http" | "https") && url.has_host() => Ok(url),
            _ if text.is_empty() => {
                let message = format!("{} has no website", self.field("code"));
                Err(self.problem(message, "write the address of its start page"))
            }
            _ => {
                let host = text.split_once("://").map_or(text, |(_, rest)| rest);
                let remedy = format!("write https://{}/", host.trim_matches('/'));
                Err(self.problem(format!("the website \"{text}\" is no web address"), &remedy))
            }
        }
    }

    /// A whole number in its range, or nothing if the field is empty; spaces may part the thousands.
    fn number(&self, column: &str, range: std::ops::RangeInclusive<u32>) -> Result<Option<u32>, Problem> {
        let digits: String = self.field(column).chars().filter(|letter| !letter.is_whitespace()).collect();
        if digits.is_empty() {
            return Ok(None);
        }
        digits.parse().ok().filter(|number| range.contains(number)).map(Some).ok_or_else(|| {
            let message = format!("{column} \"{}\" is no number in its range", self.field(column));
            let remedy = format!("write a whole number of at least {}, or nothing", range.start());
            self.problem(message, &remedy)
        })
    }

    /// Host names of the portals; the list may part them by semicolons or spaces, and give whole addresses.
    fn portals(&self, report: &mut impl FnMut(Problem)) -> Vec<String> {
        let listed = self.field("portals").split([';', ' ']).filter(|entry| !entry.is_empty());
        listed
            .filter_map(|entry| {
                let host = host(entry);
                if host.is_none() {
                    let message = format!("the portal \"{entry}\" is no host name");
                    report(self.problem(message, "write a host like minasidor.botkyrka.se"));
                }
                host
            })
            .collect()
    }
}

fn host(entry: &str) -> Option<String> {
    if entry.contains("://") {
        return Url::parse(entry).ok()?.host_str().map(str::to_owned);
    }
    Host::parse(entry).ok().filter(|_| entry.contains('.')).map(|host| host.to_string())
}
