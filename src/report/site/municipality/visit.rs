//! What the crawl asked of a body's site, in words. It must not know answers.

use crate::report::failure::failure_words;
use crate::report::tongue::Tongue;
use crate::standing::{Benchmark, Entry, Receipt};

/// What the crawl did, for whoever looks into a web server's log.
pub(super) fn receipt(benchmark: &Benchmark, tongue: Tongue, entry: &Entry) -> Vec<(&'static str, String)> {
    let site = &entry.site;
    let state = match site.state.as_str() {
        "ok" => tongue.say("fullständigt", "complete"),
        "blocked" => tongue.say("avvisat", "refused"),
        "incomplete" => tongue.say("ofullständigt", "incomplete"),
        _ => tongue.say("misslyckat", "failed"),
    };
    let mut receipt = vec![
        (tongue.say("Tidpunkt", "Time"), benchmark.edition.date.clone()),
        (tongue.say("Besök", "Visit"), state.to_owned()),
        (tongue.say("Lästa sidor", "Pages read"), tongue.grouped(site.pages)),
        (tongue.say("Nekade av robots.txt", "Refused by robots.txt"), tongue.grouped(site.refused)),
        (tongue.say("Kunde inte hämtas", "Could not be fetched"), tongue.grouped(site.failed)),
        (tongue.say("Kända men inte besökta", "Known but not visited"), tongue.grouped(site.left)),
    ];
    receipt.extend(entry.receipt.iter().flat_map(|asked| requests(asked, tongue)));
    receipt
}

/// What was asked of the servers.
fn requests(asked: &Receipt, tongue: Tongue) -> Vec<(&'static str, String)> {
    let whole = |number: u64| tongue.grouped(u32::try_from(number).unwrap_or(u32::MAX));
    let megabytes = u32::try_from(asked.bytes / 100_000).unwrap_or(u32::MAX);
    let failed = asked.failed.iter().filter(|(_, count)| **count > 0);
    let failed: Vec<String> =
        failed.map(|(class, count)| format!("{} {count}", failure(class, tongue))).collect();
    let mut lines = vec![
        (tongue.say("Förfrågningar", "Requests"), whole(asked.requests)),
        (tongue.say("Hämtat", "Fetched"), format!("{}\u{a0}MB", tongue.tenths(megabytes))),
        (tongue.say("Oförändrade sidor", "Pages unchanged"), whole(asked.unchanged)),
    ];
    if !failed.is_empty() {
        lines.push((tongue.say("Fel efter slag", "Errors by kind"), failed.join(", ")));
    }
    lines
}

/// A class of failed requests in words.
fn failure(class: &str, tongue: Tongue) -> String {
    if let Some(code) = class.strip_prefix("status_") {
        return format!("{} {code}", tongue.say("svar", "status"));
    }
    failure_words(class).map_or(class, |(sv, en)| tongue.say(sv, en)).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn failures_are_told_in_words() {
        let told = |class| Tongue::ALL.map(|tongue| failure(class, tongue));
        assert_eq!(told("timeout"), ["inget svar i tid", "no answer in time"]);
        assert_eq!(told("certificate"), ["ogiltigt certifikat", "invalid certificate"]);
        assert_eq!(told("status_502"), ["svar 502", "status 502"]);
        assert_eq!(told("new"), ["new", "new"]);
    }
}
