//! The platforms on which municipalities keep services outside their own domain, as data.
//!
//! Knows host labels and link words; not what a service is worth.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use url::Url;

/// The list that travels inside the program (`rubrics/platforms.toml`).
const EMBEDDED: &str = include_str!("../../rubrics/platforms.toml");

/// The list of platforms could not be read.
#[derive(Debug, thiserror::Error)]
#[error("the list of platforms is not valid: {0}")]
pub struct PlatformError(#[from] toml::de::Error);

/// What a platform is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PlatformKind {
    /// A portal of e-services.
    Eservice,
    /// Booking of premises and times.
    Booking,
    /// Vacancies.
    Recruitment,
    /// A library's catalogue.
    Library,
    /// Minutes and agendas.
    Minutes,
    /// Building permits.
    Permits,
    /// School, preschool, adult education.
    Education,
    /// Fault reports.
    Faults,
    /// Guardianship.
    Guardianship,
    /// Waste and water.
    Waste,
}

/// One entry of the list.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Platform {
    name: String,
    kind: PlatformKind,
    hosts: Vec<HostPattern>,
    /// Parts of paths, lower case.
    paths: Vec<String>,
}

/// Words in link texts that lead to a route.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Routes {
    words: Vec<String>,
}

/// Words in link texts that lead to a neighbouring body, and hosts that are none.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Neighbours {
    words: Vec<String>,
    never: Vec<HostPattern>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    platform: Vec<Platform>,
    routes: Routes,
    neighbours: Neighbours,
}

/// The marks of platforms, routes and neighbouring bodies. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Platforms(Arc<File>);

impl Platforms {
    /// Reads a list; unknown keys are errors.
    pub fn parse(text: &str) -> Result<Self, PlatformError> {
        let mut file: File = toml::from_str(text)?;
        let paths = file.platform.iter_mut().flat_map(|platform| &mut platform.paths);
        paths.for_each(|part| part.make_ascii_lowercase());
        Ok(Self(Arc::new(file)))
    }

    /// The list that travels inside the program.
    pub fn embedded() -> Self {
        Self::parse(EMBEDDED).expect("the embedded list is checked by a test")
    }

    /// The name and kind of the platform that an address lies on.
    pub fn of(&self, url: &Url) -> Option<(&str, PlatformKind)> {
        let host = url.host_str()?;
        let path = url.path().to_ascii_lowercase();
        let marked = |platform: &&Platform| {
            platform.hosts.iter().any(|pattern| pattern.matches(host))
                || platform.paths.iter().any(|part| path.contains(part.as_str()))
        };
        self.0.platform.iter().find(marked).map(|platform| (platform.name.as_str(), platform.kind))
    }

    /// Whether a link text promises a route (an e-service, an application, a booking).
    pub fn is_route(&self, anchor: &str) -> bool {
        names_one_of(anchor, &self.0.routes.words)
    }

    /// Whether a link text names a matter that neighbouring bodies run.
    pub fn is_neighbour(&self, anchor: &str) -> bool {
        names_one_of(anchor, &self.0.neighbours.words)
    }

    /// Whether a host is known to be no neighbouring body.
    pub fn is_never(&self, host: &str) -> bool {
        self.0.neighbours.never.iter().any(|pattern| pattern.matches(host))
    }
}

/// Whether `text` holds one of the words at the start of one of its words.
fn names_one_of(text: &str, words: &[String]) -> bool {
    let text = text.to_lowercase().replace('\u{2011}', "-");
    let starts = |at: usize| text[..at].chars().next_back().is_none_or(|before| !before.is_alphanumeric());
    words.iter().any(|word| text.match_indices(word.as_str()).any(|(at, _)| starts(at)))
}

/// A host name pattern, label by label; `*` stands for one or more labels.
#[derive(Debug, Deserialize)]
#[serde(from = "String")]
struct HostPattern(Vec<String>);

impl From<String> for HostPattern {
    fn from(pattern: String) -> Self {
        Self(pattern.to_ascii_lowercase().split('.').map(str::to_owned).collect())
    }
}

impl HostPattern {
    fn matches(&self, host: &str) -> bool {
        let labels: Vec<&str> = host.split('.').collect();
        labels_match(&self.0, &labels)
    }
}

fn labels_match(pattern: &[String], labels: &[&str]) -> bool {
    match pattern {
        [] => labels.is_empty(),
        [star, rest @ ..] if star == "*" => {
            (1..=labels.len()).any(|taken| labels_match(rest, &labels[taken..]))
        }
        [label, rest @ ..] => {
            labels.first().is_some_and(|found| found == label) && labels_match(rest, &labels[1..])
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(pattern: &str, host: &str, expected: bool) {
        assert_eq!(HostPattern::from(pattern.to_owned()).matches(host), expected, "{pattern} {host}");
    }

    #[test]
    fn patterns_match_by_label() {
        check("*.ist-asp.*", "norralven.ist-asp.example", true);
        check("*.ist-asp.*", "a.b.ist-asp.com", true);
        check("*.ist-asp.*", "ist-asp.com", false);
        check("*.ist-asp.*", "x.list-asp.com", false);
        check("etjanster.*", "etjanster.norralven.example", true);
        check("etjanster.*", "www.etjanster.example", false);
        check("x.com", "x.com", true);
        check("x.com", "ax.com", false);
    }

    #[test]
    fn the_embedded_list_is_valid() {
        let platforms = Platforms::embedded();
        let kind = |address: &str| platforms.of(&Url::parse(address).unwrap()).map(|(_, kind)| kind);
        assert_eq!(kind("https://norralven.ist-asp.example/x"), Some(PlatformKind::Education));
        assert_eq!(kind("https://x.example/Oversikt/overview/12"), Some(PlatformKind::Eservice));
        assert_eq!(kind("https://norralven.example/oversikt"), None);
    }

    #[test]
    fn link_texts_are_read_by_the_start_of_words() {
        let platforms = Platforms::embedded();
        assert!(platforms.is_route("Ansök om bygglov"));
        assert!(platforms.is_route("Öppna e\u{2011}tjänsten"));
        assert!(!platforms.is_route("Om kommunen"));
        assert!(platforms.is_neighbour("Läs mer om avfall hos bolaget"));
        assert!(!platforms.is_neighbour("Silvaner och va"));
        assert!(platforms.is_never("www.facebook.com"));
    }

    #[test]
    fn unknown_keys_are_errors() {
        let text = EMBEDDED.replacen("paths =", "path =", 1);
        assert!(Platforms::parse(&text).unwrap_err().to_string().contains("path"));
    }
}
