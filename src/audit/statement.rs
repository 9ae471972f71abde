//! The site's accessibility statement: of all pages that links call one, the one that is this service's. Knows links and
//! archives; how a statement is read is not its matter.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use url::Url;

use super::Subject;
use super::pages::{Checked, StatementLink};
use crate::accessibility::load::{OwnSheets, read};
use crate::accessibility::record::{StatementRecord, Whose};
use crate::accessibility::statement::{DIGG, Expected, Statement, read_statement};
use crate::archive::{ArchiveError, read_pages};
use crate::page::charset::decode;

/// Finds and reads the statement of a site whose pages were checked.
pub(super) fn find(
    archive: &Path,
    checked: &Checked,
    subject: &Subject<'_>,
) -> Result<StatementRecord, ArchiveError> {
    let start = checked.statement_links.iter().find(|link| link.depth == 0);
    let from: BTreeSet<&Url> = checked.statement_links.iter().map(|link| &link.from).collect();
    let seen = StatementRecord {
        linked_from: from.len(),
        linked_from_start: start.is_some(),
        ..StatementRecord::default()
    };
    let host = own_host(checked);
    let read = statements(archive, &checked.statement_links, &expected(subject, &host).borrowed())?;
    let found = read.iter().map(|(address, statement)| {
        let record = seen.clone().saying(statement, subject.as_of);
        StatementRecord { address: address.to_string(), ..record }
    });
    // This service's before the body's before another's; of equals the one that most pages link to.
    let links = |record: &StatementRecord| {
        checked.statement_links.iter().filter(|link| link.to.as_str() == record.address).count()
    };
    let best = found.min_by_key(|record| (rank(record.whose), usize::MAX - links(record)));
    Ok(best.unwrap_or(seen))
}

fn rank(whose: Whose) -> u8 {
    match whose {
        Whose::Own => 0,
        Whose::BodyOnly => 1,
        Whose::Other => 2,
        Whose::Missing => 3,
    }
}

/// The host of the start page, or of the first page there is.
fn own_host(checked: &Checked) -> String {
    let first = checked.reports.first().and_then(|report| Url::parse(&report.address).ok());
    first.and_then(|url| url.host_str().map(str::to_owned)).unwrap_or_default()
}

/// Names by which body and service are known.
struct Names {
    bodies: Vec<String>,
    services: Vec<String>,
}

fn expected(subject: &Subject<'_>, host: &str) -> Names {
    let name = subject.name;
    let genitive = if name.ends_with(['s', 'x', 'z']) { name.to_owned() } else { format!("{name}s") };
    let bodies: Vec<String> = [
        format!("{name} kommun"),
        format!("{genitive} kommun"),
        format!("{genitive} stad"),
        format!("{name} stad"),
        format!("Region {name}"),
        name.to_owned(),
    ]
    .into();
    let mut services = vec![host.trim_start_matches("www.").to_owned()];
    services.extend(bodies[..4].iter().map(|body| format!("{body}s webbplats")));
    Names { bodies: bodies[..5].to_vec(), services }
}

impl Names {
    fn borrowed(&self) -> Borrowed<'_> {
        Borrowed {
            bodies: self.bodies.iter().map(String::as_str).collect(),
            services: self.services.iter().map(String::as_str).collect(),
        }
    }
}

/// The same, as the reader of statements takes them.
struct Borrowed<'a> {
    bodies: Vec<&'a str>,
    services: Vec<&'a str>,
}

/// The pages that links call statements, and that read as such, by address.
fn statements(
    archive: &Path,
    links: &[StatementLink],
    names: &Borrowed<'_>,
) -> Result<BTreeMap<Url, Statement>, ArchiveError> {
    let targets: BTreeSet<&Url> = links.iter().map(|link| &link.to).collect();
    let mut found = BTreeMap::new();
    if targets.is_empty() {
        return Ok(found);
    }
    let expected = Expected { bodies: &names.bodies, services: &names.services, report_links: &DIGG };
    for page in read_pages(archive)? {
        let page = page?;
        if page.is_answer() && targets.contains(&page.url) {
            let text = decode(&page.body, page.charset.as_deref());
            if let Some(statement) = read_statement(&read(&text, &OwnSheets), &expected) {
                found.insert(page.url, statement);
            }
        }
    }
    Ok(found)
}
