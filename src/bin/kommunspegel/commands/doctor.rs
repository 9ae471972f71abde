//! `doctor`: whether this machine and these settings can carry a run. Nothing is fetched; names are asked for only
//! with `--network`.

use std::io::Write;
use std::net::ToSocketAddrs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, SystemTime};

use kommunspegel::config::Settings;
use kommunspegel::edition::{DataDirectory, DirectoryError};
use kommunspegel::fetch::{FetchSettings, Fetcher};
use serde::Serialize;

use crate::args::{Doctor, Format, Global};
use crate::configuration;
use crate::descriptors;
use crate::exit::Exit;
use crate::rubrics::rubric;

/// Packed bytes of an archived page, about.
const BYTES_OF_A_PAGE: u64 = 20_000;
/// Names under which Chromium is installed.
const BROWSERS: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "chrome"];

/// How a check went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
enum Verdict {
    Good,
    /// A run works, but not as well as it could.
    Doubtful,
    /// A run would fail.
    Bad,
}

#[derive(Debug, Serialize)]
struct Checked {
    name: &'static str,
    verdict: Verdict,
    words: String,
}

/// Checks everything and prints what was found.
pub(crate) fn run(global: &Global, command: &Doctor, out: &mut impl Write) -> anyhow::Result<Exit> {
    let mut typed = command.measured.typed();
    typed.extend(command.fetching.typed());
    let settings = configuration::layers(global, typed)?.settings()?;
    let checks = checks(command, &settings);
    match command.format {
        Format::Json => writeln!(out, "{}", serde_json::to_string_pretty(&checks)?)?,
        Format::Human => {
            for Checked { name, verdict, words } in &checks {
                let mark = match verdict {
                    Verdict::Good => "good",
                    Verdict::Doubtful => "doubtful",
                    Verdict::Bad => "BAD",
                };
                writeln!(out, "{mark:<9} {name:<9} {words}")?;
            }
        }
    }
    let bad = checks.iter().any(|check| check.verdict == Verdict::Bad);
    Ok(if bad { Exit::Failure } else { Exit::Done })
}

fn checks(command: &Doctor, settings: &Settings) -> Vec<Checked> {
    let mut all = Vec::new();
    let mut check = |name, (verdict, words)| all.push(Checked { name, verdict, words });
    let sites = match configuration::register(settings) {
        Ok(register) => {
            let count = register.municipalities().len();
            check("register", (Verdict::Good, format!("{count} bodies")));
            if command.network {
                let first = register.municipalities().first().map(|one| one.website.clone());
                check("network", network(first.as_ref()));
            }
            count
        }
        Err(error) => {
            check("register", (Verdict::Bad, format!("{error:#}")));
            0
        }
    };
    check(
        "rubric",
        match rubric(&settings.rubric) {
            Ok(rubric) => (Verdict::Good, format!("{} questions", rubric.questions.len())),
            Err(error) => (Verdict::Bad, format!("{error:#}")),
        },
    );
    check("contact", contact(settings));
    check("https", https(settings));
    check("data", data(&settings.data));
    check("disk", disk(&settings.data, (sites * settings.max_pages) as u64 * BYTES_OF_A_PAGE));
    check("files", files(sites.min(settings.sites_at_once)));
    check("clock", clock());
    check("chromium", chromium());
    all
}

fn network(site: Option<&url::Url>) -> (Verdict, String) {
    let Some(host) = site.and_then(|site| site.host_str().map(str::to_owned)) else {
        return (Verdict::Doubtful, "no body to look up".to_owned());
    };
    match (host.as_str(), 443).to_socket_addrs().map(|mut found| found.next()) {
        Ok(Some(_)) => (Verdict::Good, format!("{host} has an address")),
        Ok(None) => (Verdict::Bad, format!("{host} has no address")),
        Err(error) => (Verdict::Bad, format!("{host}: {error}")),
    }
}

fn contact(settings: &Settings) -> (Verdict, String) {
    match &settings.contact {
        Some(contact) if !contact.trim().is_empty() => (Verdict::Good, contact.clone()),
        _ => (Verdict::Bad, "none given: runs need --contact, with an address or e-mail".to_owned()),
    }
}

fn https(settings: &Settings) -> (Verdict, String) {
    let wanted = FetchSettings {
        user_agent_token: settings.user_agent.clone(),
        contact: settings.contact.clone(),
        ..FetchSettings::default()
    };
    match Fetcher::new(wanted) {
        Ok(fetcher) => (Verdict::Good, format!("requests go out as {}", fetcher.settings().user_agent())),
        Err(error) => (Verdict::Bad, error.to_string()),
    }
}

fn data(directory: &Path) -> (Verdict, String) {
    let shown = directory.display();
    match DataDirectory::new(directory).lock() {
        Ok(_) => (Verdict::Good, format!("{shown} can be written")),
        Err(error @ DirectoryError::Locked { .. }) => (Verdict::Doubtful, error.to_string()),
        Err(error) => (Verdict::Bad, error.to_string()),
    }
}

/// Free space, as `df` of POSIX tells it.
fn disk(directory: &Path, needed: u64) -> (Verdict, String) {
    let told = Command::new("df").arg("-Pk").arg(directory).env("LC_ALL", "C").output();
    let text = told.map(|told| String::from_utf8_lossy(&told.stdout).into_owned()).unwrap_or_default();
    let Some(free) = free(&text) else {
        return (Verdict::Doubtful, "cannot tell how much is free".to_owned());
    };
    let gigabytes = |bytes: u64| format!("{:.1} GB", bytes as f64 / 1e9);
    let verdict = if free < needed / 4 {
        Verdict::Bad
    } else if free < needed {
        Verdict::Doubtful
    } else {
        Verdict::Good
    };
    (verdict, format!("{} free; an edition may take {}", gigabytes(free), gigabytes(needed)))
}

/// The fourth column of the second line, in kilobytes.
fn free(df: &str) -> Option<u64> {
    let kilobytes: u64 = df.lines().nth(1)?.split_whitespace().nth(3)?.parse().ok()?;
    Some(kilobytes * 1024)
}

/// Sites under way hold files and connections open.
fn files(wanted: usize) -> (Verdict, String) {
    match descriptors::raised().map(|limit| (limit, descriptors::sites(limit))) {
        Ok((limit, room)) if room < wanted => {
            let remedy = "raise the hard limit (ulimit -Hn, LimitNOFILE=)";
            (Verdict::Doubtful, format!("{limit} may be open, which is {room} sites at once: {remedy}"))
        }
        Ok((limit, _)) => (Verdict::Good, format!("{limit} may be open")),
        Err(error) => (Verdict::Doubtful, format!("the limit of open files is not known: {error}")),
    }
}

/// A clock cannot stand before the day on which this program was written to the disk.
fn clock() -> (Verdict, String) {
    let written = std::env::current_exe().and_then(std::fs::metadata).and_then(|file| file.modified());
    let day = Duration::from_hours(24);
    match (SystemTime::now(), written) {
        (now, Ok(written)) if now + day < written => {
            (Verdict::Bad, "stands before the day on which this program was installed".to_owned())
        }
        _ => (Verdict::Good, time::OffsetDateTime::now_utc().date().to_string()),
    }
}

fn chromium() -> (Verdict, String) {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let found = std::env::split_paths(&path)
        .flat_map(|directory| BROWSERS.map(|name| directory.join(name)))
        .find(|candidate: &PathBuf| candidate.is_file());
    match found {
        Some(path) => (Verdict::Good, path.display().to_string()),
        None => (Verdict::Good, "not found, and not needed: pages are read without a browser".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn free_space_is_read() {
        let text = "Filesystem 1024-blocks Used Available Capacity Mounted on\n/dev/x 100 40 60 40% /\n";
        assert_eq!(free(text), Some(61_440));
        assert_eq!(free("df: no such file"), None);
    }

    #[test]
    fn a_directory_that_cannot_be_made_is_bad() {
        let file = tempfile::NamedTempFile::new().unwrap();
        assert_eq!(data(&file.path().join("a")).0, Verdict::Bad);
        let directory = tempfile::tempdir().unwrap();
        assert_eq!(data(&directory.path().join("a")).0, Verdict::Good);
    }
}
