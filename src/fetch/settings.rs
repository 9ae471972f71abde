//! How the fetcher behaves, as meant.
//!
//! Plain values with their bounds; knows nothing of flags and files.

use std::num::NonZeroU32;
use std::time::Duration;

use super::resolve::Resolve;

/// The fetcher could not be made.
#[derive(Debug, thiserror::Error)]
pub enum FetchError {
    /// The product token is empty or holds other characters than letters, digits, `-` and `_` (RFC 9309, 2.2.1).
    #[error("{0:?} is no product token: letters, digits, '-' and '_' only")]
    Token(String),
    /// The contact cannot stand in an HTTP header.
    #[error("the contact {0:?} cannot stand in a User-Agent header: no parentheses, no line breaks")]
    Contact(String),
    /// The HTTP client could not be made; usually no trusted certificates are installed.
    #[error("the HTTP client could not be made (are CA certificates installed?): {0}")]
    Client(#[from] reqwest::Error),
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
    /// Hosts that are sent elsewhere.
    pub resolve: Vec<Resolve>,
    /// Waits before robots.txt is asked for again when it is not answered; after the last one the host is given up.
    pub robots_retries: Vec<Duration>,
    /// The longest Crawl-delay that is honoured to the letter; longer ones count as this.
    pub max_crawl_delay: Duration,
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
            total_timeout: Duration::from_secs(60),
            max_body: 5 * 1024 * 1024,
            max_sitemap: 20 * 1024 * 1024,
            resolve: Vec::new(),
            robots_retries: vec![Duration::from_secs(5), Duration::from_secs(20)],
            max_crawl_delay: Duration::from_secs(30),
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
