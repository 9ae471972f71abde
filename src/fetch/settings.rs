//! How the fetcher behaves, as meant.
//!
//! Plain values with their bounds; knows nothing of flags and files.

use std::num::NonZeroU32;
use std::time::Duration;

use url::{Host, Url};

use super::resolve::Resolve;
use super::unreachable::AddressRefusal;

/// The fetcher could not be made.
#[derive(Debug, thiserror::Error)]
pub enum FetchError {
    /// The product token is empty or holds other characters than letters, digits, `-` and `_` (RFC 9309, 2.2.1).
    #[error("{0:?} is no product token: letters, digits, '-' and '_' only")]
    Token(String),
    /// The contact cannot stand in an HTTP header.
    #[error("the contact {0:?} cannot stand in a User-Agent header: no parentheses, no line breaks")]
    Contact(String),
    /// Strangers are to be asked, and nobody says who asks.
    #[error(
        "nobody answers for the robot: give owners of sites an address or e-mail with --contact, or with contact in \
         kommunspegel.toml"
    )]
    Anonymous,
    /// The HTTP client could not be made; usually no trusted certificates are installed.
    #[error("the HTTP client could not be made (are CA certificates installed?): {0}")]
    Client(#[from] reqwest::Error),
}

/// The least time between two requests to a stranger's host.
const LEAST_PACE: Duration = Duration::from_millis(500);

/// Which hosts are spoken to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// All that have an address.
    Anywhere,
    /// Those that a rule of [`FetchSettings::resolve`] sends somewhere; the name service is never asked. A closed
    /// world, such as the demo, is the same on every machine then.
    RulesOnly,
}

/// How the fetcher behaves.
#[derive(Debug, Clone)]
pub struct FetchSettings {
    /// The name under which robots.txt speaks of us (the product token of the User-Agent header).
    pub user_agent_token: String,
    /// Who answers for us: an address or an e-mail address, sent in the User-Agent header.
    pub contact: Option<String>,
    /// The shortest gap between two requests to a host, from the end of one to the start of the next. Zero is for
    /// loopback addresses only, and then the gap does not adapt to response times either.
    pub pace: Duration,
    /// Longest time until a connection stands.
    pub connect_timeout: Duration,
    /// Longest silence within an answer.
    pub read_timeout: Duration,
    /// Longest time of one request in all.
    pub total_timeout: Duration,
    /// Largest decoded body of a page, in bytes.
    pub max_body: usize,
    /// Largest decoded body of a sitemap, in bytes.
    pub max_sitemap: usize,
    /// Hosts that are sent elsewhere; the first rule that speaks of a host and port counts.
    pub resolve: Vec<Resolve>,
    /// Which hosts are spoken to.
    pub reach: Reach,
    /// Waits before robots.txt is asked for again when it is not answered; after the last one the host is given up.
    pub robots_retries: Vec<Duration>,
    /// Requests under way at any time, over all hosts.
    pub max_in_flight: usize,
    /// Requests a second, over all hosts.
    pub max_rate: NonZeroU32,
}

impl Default for FetchSettings {
    fn default() -> Self {
        Self {
            user_agent_token: "Kommunspegel".to_owned(),
            contact: None,
            pace: Duration::from_secs(1),
            connect_timeout: Duration::from_secs(10),
            read_timeout: Duration::from_secs(20),
            total_timeout: Duration::from_mins(1),
            max_body: 5 * 1024 * 1024,
            // The protocol's own limit (sitemaps.org, 50 MB).
            max_sitemap: 50 * 1024 * 1024,
            resolve: Vec::new(),
            reach: Reach::Anywhere,
            robots_retries: vec![Duration::from_secs(5), Duration::from_secs(20)],
            max_in_flight: 256,
            max_rate: NonZeroU32::new(200).expect("200 is not zero"),
        }
    }
}

impl FetchSettings {
    /// The User-Agent header: token, version, and where to complain.
    pub fn user_agent(&self) -> String {
        let product = format!("{}/{}", self.user_agent_token, env!("CARGO_PKG_VERSION"));
        self.contact.as_ref().map_or_else(|| product.clone(), |contact| format!("{product} (+{contact})"))
    }

    /// Fails when one of these sites is a stranger's and no contact is given.
    pub fn may_ask<'a>(&self, mut sites: impl Iterator<Item = &'a Url>) -> Result<(), FetchError> {
        match sites.find(|site| self.is_anonymous() && !self.is_on_this_machine(site)) {
            Some(_) => Err(FetchError::Anonymous),
            None => Ok(()),
        }
    }

    fn is_anonymous(&self) -> bool {
        self.contact.as_ref().is_none_or(|contact| contact.trim().is_empty())
    }

    /// Why no machine but this one is spoken to, if none is.
    pub(super) fn home_bound(&self) -> Option<AddressRefusal> {
        if self.pace < LEAST_PACE {
            Some(AddressRefusal::PaceNeedsLoopback)
        } else {
            self.is_anonymous().then_some(AddressRefusal::Anonymous)
        }
    }

    /// Whether a site stands on this machine: a pace faster than strangers are asked and a closed world reach no other.
    fn is_on_this_machine(&self, site: &Url) -> bool {
        let port = site.port_or_known_default().unwrap_or(80);
        let at_home = match site.host() {
            Some(Host::Domain(name)) => {
                let target = self.resolve.iter().find_map(|rule| rule.target(name, port));
                name == "localhost" || target.is_some_and(|target| target.ip().is_loopback())
            }
            Some(Host::Ipv4(address)) => address.is_loopback(),
            Some(Host::Ipv6(address)) => address.is_loopback(),
            None => true,
        };
        at_home || self.pace < LEAST_PACE || self.reach == Reach::RulesOnly
    }

    /// Checks what cannot stand in a header.
    pub(super) fn validate(&self) -> Result<(), FetchError> {
        let token = &self.user_agent_token;
        let fits = |letter: char| letter.is_ascii_alphanumeric() || letter == '-' || letter == '_';
        if token.is_empty() || !token.chars().all(fits) {
            return Err(FetchError::Token(token.clone()));
        }
        let clean = |letter: char| (' '..='~').contains(&letter) && letter != '(' && letter != ')';
        match &self.contact {
            Some(contact) if !contact.chars().all(clean) => Err(FetchError::Contact(contact.clone())),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strangers_are_told_who_asks() {
        let check = |settings: &FetchSettings, site: &str, expected: bool| {
            assert_eq!(settings.may_ask(std::iter::once(&site.parse().unwrap())).is_ok(), expected, "{site}");
        };
        let resolve = vec!["www.x.example:443:127.0.0.1:8443".parse().unwrap()];
        let mut settings = FetchSettings { resolve, ..FetchSettings::default() };
        check(&settings, "http://127.0.0.1:8080/", true);
        check(&settings, "http://localhost/", true);
        check(&settings, "https://www.x.example/", true);
        check(&settings, "https://www.y.example/", false);
        settings.contact = Some("robot@x.example".to_owned());
        check(&settings, "https://www.y.example/", true);
    }

    #[test]
    fn the_user_agent_names_robot_version_and_contact() {
        let mut settings =
            FetchSettings { contact: Some("https://x.example/om".to_owned()), ..Default::default() };
        let expected = format!("Kommunspegel/{} (+https://x.example/om)", env!("CARGO_PKG_VERSION"));
        assert_eq!(settings.user_agent(), expected);
        assert!(settings.validate().is_ok());
        settings.contact = Some("a\nb".to_owned());
        assert!(matches!(settings.validate(), Err(FetchError::Contact(_))));
        settings.user_agent_token = "två ord".to_owned();
        assert!(matches!(settings.validate(), Err(FetchError::Token(_))));
    }
}
