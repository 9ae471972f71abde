//! Atom feeds (RFC 4287): one of the nation, one per body, each with an entry for this edition. Identifiers are made
//! from names, times from the edition's date: the same benchmark gives the same bytes.

use askama::Template;
use sha2::{Digest, Sha256};
use std::io;

use super::{Sink, site::frame, tongue::Tongue};
use crate::standing::{Benchmark, Change, Entry, Measure};

/// A feed.
#[derive(Template)]
#[template(path = "feed.xml")]
struct Feed {
    id: String,
    title: String,
    /// RFC 3339.
    updated: String,
    /// The page that the feed is about.
    page: String,
    entry_id: String,
    entry_title: String,
    summary: String,
}

/// Writes `feed.xml` and `feed/CODE.xml`.
pub(super) fn write(benchmark: &Benchmark, sink: &mut dyn Sink) -> io::Result<()> {
    let mut feed =
        |path: &str, feed: Feed| sink.file(path, feed.render().map_err(io::Error::other)?.as_bytes());
    feed("feed.xml", Feed::nation(benchmark))?;
    benchmark
        .entries
        .iter()
        .try_for_each(|entry| feed(&format!("feed/{}.xml", entry.body.code), Feed::body(benchmark, entry)))
}

impl Feed {
    fn nation(benchmark: &Benchmark) -> Self {
        let mean = benchmark.nation(&Measure::Total).map(|statistics| statistics.mean);
        let changed = benchmark.changes.as_ref().map(|changes| {
            let all = changes.bodies.iter().flat_map(|body| &body.changes);
            format!(" {} svar har ändrats sedan förra utgåvan.", all.count())
        });
        Self::new(benchmark, ("", "Kommunspegel"), "index.html".to_owned()).saying(format!(
            "{} kommuner mätta. Rikets medelvärde är {}.{}",
            benchmark.entries.len(),
            Tongue::Swedish.percent_or_dash(mean),
            changed.unwrap_or_default()
        ))
    }

    fn body(benchmark: &Benchmark, entry: &Entry) -> Self {
        let place = entry.place(&Measure::Total);
        let place = place.map_or_else(
            || "Ingen placering.".to_owned(),
            |place| format!("Plats: {} av {}.", Tongue::Swedish.place(place), place.of),
        );
        let total = Tongue::Swedish.percent_or_dash(entry.scorecard.total);
        let name = format!("Kommunspegel: {}", entry.body.name);
        let page = format!("../{}", frame::body_path(&entry.body));
        let changed = changed(benchmark, entry);
        Self::new(benchmark, (&entry.body.code, &name), page)
            .saying(format!("Totalt {total}. {place}{changed}"))
    }

    fn new(benchmark: &Benchmark, (code, title): (&str, &str), page: String) -> Self {
        let edition = &benchmark.edition;
        Self {
            id: urn(&format!("feed {code}")),
            title: title.to_owned(),
            updated: format!(
                "{}{}T00:00:00Z",
                edition.date,
                if edition.date.len() == 7 { "-01" } else { "" }
            ),
            page,
            entry_id: urn(&format!("feed {code} {}", edition.id)),
            entry_title: format!("{title}, utgåva {}", edition.id),
            summary: String::new(),
        }
    }

    fn saying(mut self, summary: String) -> Self {
        self.summary = summary;
        self
    }
}

fn changed(benchmark: &Benchmark, entry: &Entry) -> String {
    let own = benchmark.changes.as_ref().and_then(|changes| changes.of(&entry.body.code));
    own.map_or_else(String::new, |own| {
        let count = |kind| own.changes.iter().filter(|change| change.change == kind).count();
        format!(" Fler poäng på {} frågor, färre på {}.", count(Change::Gained), count(Change::Lost))
    })
}

/// A name as a UUID of version 8 (RFC 9562, section 5.8) from its SHA-256.
fn urn(name: &str) -> String {
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&Sha256::digest(format!("kommunspegel {name}"))[..16]);
    bytes[6] = bytes[6] & 0x0f | 0x80;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let hex = bytes.iter().fold(String::new(), |hex, byte| format!("{hex}{byte:02x}"));
    format!("urn:uuid:{}-{}-{}-{}-{}", &hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::standing::sample;

    #[test]
    fn names_are_uuids() {
        let one = urn("feed ");
        assert_eq!(one.len(), "urn:uuid:".len() + 36);
        assert_eq!((&one[23..24], one == urn("feed 0114")), ("8", false));
    }

    #[test]
    fn times_are_whole() {
        let mut benchmark = sample::benchmark();
        assert_eq!(Feed::nation(&benchmark).updated, "2026-11-03T00:00:00Z");
        "2026-11".clone_into(&mut benchmark.edition.date);
        assert_eq!(Feed::nation(&benchmark).updated, "2026-11-01T00:00:00Z");
    }
}
