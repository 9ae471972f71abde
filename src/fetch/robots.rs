//! robots.txt by RFC 9309: what it allows, how long to wait, where the sitemaps are, and what follows from silence.
//!
//! Knows the file; not how it is fetched ([`super::Fetcher`] does that) nor which page comes next.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use robotxt::{AccessResult, Robots};
use tokio::time::Instant;
use url::Url;

use super::unreachable::Unreachable;

/// A file is believed for a day (RFC 9309, 2.4).
const FRESH: Duration = Duration::from_hours(24);

/// The robots.txt of one authority (scheme, host and port), as far as it concerns us.
#[derive(Debug)]
pub struct RobotsFile {
    rules: Robots,
    /// Where it lies.
    pub url: Url,
    /// The status of the answer; 4xx other than 429 means that there are no rules.
    pub status: u16,
    /// The gap our group asks for.
    pub crawl_delay: Option<Duration>,
    /// The sitemaps it names; relative addresses are resolved.
    pub sitemaps: Vec<Url>,
    /// Its first 500 KiB.
    pub text: Bytes,
}

impl RobotsFile {
    /// Reads an answer for the robot that calls itself `token`. Other answers than 2xx hold no rules.
    pub fn new(url: Url, answer: (u16, Bytes), token: &str) -> Self {
        let (status, text) = (answer.0, as_utf8(answer.1));
        let found = (200..300).contains(&status);
        let tokens = with_product_tokens(&text);
        let access = if found { AccessResult::Successful(&tokens) } else { AccessResult::Unavailable };
        let rules = Robots::from_access(access, token);
        let sitemaps = if found { sitemaps(&url, &text) } else { Vec::new() };
        let text = if found { text } else { Bytes::new() };
        let crawl_delay = found.then(|| crawl_delay(&tokens, rules.user_agent())).flatten();
        Self { rules, url, status, crawl_delay, sitemaps, text }
    }

    /// Whether an address of this authority may be asked for.
    pub fn allows(&self, url: &Url) -> bool {
        self.rules.is_url_allowed(url)
    }
}

/// The file as UTF-8 (RFC 9309, 2.3). Some editors write UTF-16, in which no rule would be seen: its mark at the start tells,
/// or a zero beside each of the first letters.
fn as_utf8(text: Bytes) -> Bytes {
    let encoding = match *text {
        [0xff, 0xfe, ..] | [1..=0x7f, 0, 1..=0x7f, 0, ..] => encoding_rs::UTF_16LE,
        [0xfe, 0xff, ..] | [0, 1..=0x7f, 0, 1..=0x7f, ..] => encoding_rs::UTF_16BE,
        _ => return text,
    };
    encoding.decode_with_bom_removal(&text).0.into_owned().into_bytes().into()
}

/// The spellings that begin a rule: after one, the next `User-agent` begins another group.
const RULES: &[&str] =
    &["allow", "alow", "allaw", "disallow", "dissallow", "dissalow", "disalow", "diasllow", "disallaw"];
/// The spellings of `User-agent`.
const AGENTS: &[&str] = &["user-agent", "user agent", "useragent"];
/// The spellings of `Crawl-delay`.
const DELAYS: &[&str] = &["crawl-delay", "crawl delay", "crawldelay"];

/// The longest `Crawl-delay` of the groups of an agent, which are one (RFC 9309, 2.2.1): who asks for two gaps is given both.
fn crawl_delay(text: &[u8], agent: &str) -> Option<Duration> {
    let text = String::from_utf8_lossy(text);
    let (mut among_agents, mut is_meant, mut longest) = (false, false, None);
    for line in text.split(['\n', '\r', '\0']) {
        if let Some(name) = directive(line, AGENTS) {
            is_meant = name.eq_ignore_ascii_case(agent) || among_agents && is_meant;
            among_agents = true;
        } else if let Some(delay) = directive(line, DELAYS) {
            among_agents = false;
            longest = longest.max(seconds(delay).filter(|_| is_meant));
        } else if directive(line, RULES).is_some() {
            among_agents = false;
        }
    }
    longest
}

/// What a line says, if it begins with one of these names.
fn directive<'a>(line: &'a str, names: &[&str]) -> Option<&'a str> {
    let line = line.trim_start_matches([' ', '\t', '\u{feff}']);
    names.iter().find_map(|name| {
        let (key, rest) = line.split_at_checked(name.len())?;
        let after = rest.trim_start_matches([' ', '\t']);
        let value = after.strip_prefix(':').or((after.len() < rest.len()).then_some(after));
        let value = value.filter(|_| key.eq_ignore_ascii_case(name))?;
        Some(value.split('#').next().unwrap_or_default().trim())
    })
}

/// The seconds that a value begins with: with a decimal comma too, and whatever stands behind them.
fn seconds(value: &str) -> Option<Duration> {
    let number = value.replace(',', ".");
    let end = number.find(|letter: char| !letter.is_ascii_digit() && letter != '.').unwrap_or(number.len());
    number[..end].parse().ok().and_then(|seconds| Duration::try_from_secs_f64(seconds).ok())
}

/// The addresses after `Sitemap:`, relative ones included (they are common, though the protocol wants whole ones).
fn sitemaps(robots: &Url, text: &[u8]) -> Vec<Url> {
    let text = String::from_utf8_lossy(text);
    let named = text.split(['\n', '\r', '\0']).filter_map(|line| {
        let (key, value) = line.split_once(':')?;
        let value = value.split('#').next().unwrap_or_default().trim();
        let is_sitemap = key.trim().trim_start_matches('\u{feff}').eq_ignore_ascii_case("sitemap");
        (is_sitemap && !value.is_empty()).then(|| robots.join(value).ok()).flatten()
    });
    named.filter(|url| matches!(url.scheme(), "http" | "https")).collect()
}

/// The file with every `User-agent` cut to its product token (RFC 9309, 2.2.1): owners copy the whole header. Spaces stand
/// for what is cut off, so that the end of what is read of a long file falls where it did.
fn with_product_tokens(text: &[u8]) -> Vec<u8> {
    let is_token = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    let mut text = text.to_vec();
    for line in text.split_mut(|byte| matches!(byte, b'\n' | b'\r' | b'\0')) {
        let Some(colon) = line.iter().position(|byte| *byte == b':') else { continue };
        let (key, value) = line.split_at_mut(colon + 1);
        let key = key[..colon].trim_ascii();
        let key = key.strip_prefix("\u{feff}".as_bytes()).unwrap_or(key);
        if !AGENTS.iter().any(|name| key.eq_ignore_ascii_case(name.as_bytes())) {
            continue;
        }
        let start = value.iter().position(|byte| !matches!(byte, b' ' | b'\t')).unwrap_or(0);
        let length = value[start..].iter().take_while(|byte| is_token(**byte)).count();
        if length > 0 {
            value[start + length..].fill(b' ');
        }
    }
    text
}

/// What is known of one authority's robots.txt.
#[derive(Debug, Clone, Default)]
pub(super) enum Knowledge {
    /// Nothing yet.
    #[default]
    None,
    /// The file.
    File(Arc<RobotsFile>, Instant),
    /// It was not answered so many times; not to be asked before the time.
    Failing(usize, Instant),
    /// Given up for this run.
    GivenUp(Unreachable),
}

impl Knowledge {
    /// Whether the file is known and not too old.
    pub(super) fn fresh(&self) -> Option<Arc<RobotsFile>> {
        match self {
            Self::File(file, read) if read.elapsed() < FRESH => Some(Arc::clone(file)),
            _ => None,
        }
    }

    /// How often it has not been answered in a row.
    pub(super) fn failures(&self) -> usize {
        match self {
            Self::Failing(failures, _) => *failures,
            _ => 0,
        }
    }
}

/// The robots.txt files of all authorities. A lock per authority lets one asker fetch while the others wait.
#[derive(Debug, Default)]
pub(super) struct RobotsCache(Mutex<HashMap<String, Arc<tokio::sync::Mutex<Knowledge>>>>);

impl RobotsCache {
    /// Forgets what is known of an authority.
    pub(super) fn forget(&self, robots: &Url) {
        let mut places = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        places.remove(robots.as_str());
    }

    /// The place of an authority.
    pub(super) fn place(&self, robots: &Url) -> Arc<tokio::sync::Mutex<Knowledge>> {
        let mut places = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(places.entry(robots.as_str().to_owned()).or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(status: u16, text: &'static str) -> RobotsFile {
        let url = Url::parse("https://x.example/robots.txt").unwrap();
        RobotsFile::new(url, (status, Bytes::from_static(text.as_bytes())), "Kommunspegel")
    }

    fn check(text: &'static str, path: &str, expected: bool) {
        let url = Url::parse("https://x.example").unwrap().join(path).unwrap();
        assert_eq!(file(200, text).allows(&url), expected, "{text:?} {path}");
    }

    #[test]
    fn groups_and_encodings() {
        check("User-agent: *\nDisallow: /\n\nUser-agent: kommunspegel\nDisallow: /a", "/b", true);
        check("User-agent: *\nDisallow:\n\nUser-agent: Kommunspegel\nDisallow: /a", "/a", false);
        let merged = "User-agent: kommunspegel\nDisallow: /a\n\nUser-agent: x\nDisallow: /\n\n\
                      User-agent: Kommunspegel\nDisallow: /b";
        check(merged, "/a", false);
        check(merged, "/b", false);
        check(merged, "/c", true);
        check("User-agent: *\nDisallow: /äldre/", "/%C3%A4ldre/x", false);
        check("User-agent: *\nDisallow: /%c3%a4ldre/", "/äldre/x", false);
        check("User-agent: *\nDisallow: /*?q=", "/sok?q=1", false);
    }

    #[test]
    fn a_product_token_ends_where_its_version_begins() {
        for agent in ["Kommunspegel/2.0", "kommunspegel/0.1 (+https://x.example/om)", "Kommunspegel # vi"] {
            let text =
                format!("User-agent: {agent}\r\nDisallow: /a\r\n\r\nUser-agent: *\r\nDisallow: /b\r\n");
            let text: &'static str = text.leak();
            check(text, "/a", false);
            check(text, "/b", true);
        }
        check("User-agent: Kommunspegel-image/1\nDisallow: /a", "/a", true);
        check("User-agent: * # alla\nDisallow: /a", "/a", false);
        let filler = format!("User-agent: Kommunspegel/{}\n#", "9".repeat(100));
        let room = robotxt::BYTE_LIMIT + 1 - filler.len() - "\nDisallow: /".len();
        let long = format!("{filler}{}\nDisallow: /hemlig/\n", "x".repeat(room));
        check(long[..=robotxt::BYTE_LIMIT].to_owned().leak(), "/a", true);
    }

    #[test]
    fn sitemaps_are_named_on_lines_of_every_end() {
        for end in ["\n", "\r\n", "\r", "\0"] {
            let text = format!("User-agent: *{end}Disallow: /a{end}Sitemap: /s.xml{end}");
            let file = file(200, text.leak());
            assert!(!file.allows(&Url::parse("https://x.example/a").unwrap()), "{end:?}");
            assert_eq!(file.sitemaps.len(), 1, "{end:?}");
        }
    }

    #[test]
    fn the_longest_delay_of_our_groups_is_kept() {
        let check = |text: &'static str, expected: Option<u64>| {
            let expected = expected.map(Duration::from_millis);
            assert_eq!(file(200, text).crawl_delay, expected, "{text}");
        };
        let two = "User-agent: *\nCrawl-delay: 1\nDisallow: /x\n\nUser-agent: *\nCrawl-delay: 8\n";
        check(two, Some(8000));
        check("User-agent: x\nUser-agent: *\nCrawl-delay: 3\n\nUser-agent: y\nCrawl-delay: 9", Some(3000));
        check("User-agent: *\nCrawl-delay: 9\n\nUser-agent: Kommunspegel/1\nCrawl-delay: 2", Some(2000));
        check("User-agent: *\nCrawl-delay: 9\n\nUser-agent: Kommunspegel\nDisallow: /a", None);
        for (value, expected) in [
            ("6", Some(6000)),
            ("6,0", Some(6000)),
            ("0.5", Some(500)),
            ("6s", Some(6000)),
            ("6 sekunder", Some(6000)),
            ("6 # sekunder", Some(6000)),
            ("-3", None),
            ("snart", None),
            ("", None),
            ("99999999999999999999999999", None),
        ] {
            check(format!("User-agent: *\r\nCrawl-delay: {value}\r\n").leak(), expected);
        }
        assert_eq!(file(404, "User-agent: *\nCrawl-delay: 9").crawl_delay, None);
    }

    #[test]
    fn a_file_in_utf_16_holds_its_rules() {
        let text = "User-agent: *\r\nDisallow: /äldre/\r\nCrawl-delay: 4\r\nSitemap: /karta.xml\r\n";
        for mark in ["", "\u{feff}"] {
            for to_bytes in [u16::to_le_bytes, u16::to_be_bytes] {
                let bytes: Vec<u8> = format!("{mark}{text}").encode_utf16().flat_map(to_bytes).collect();
                let url = Url::parse("https://x.example/robots.txt").unwrap();
                let file = RobotsFile::new(url.clone(), (200, bytes.into()), "Kommunspegel");
                assert!(
                    !file.allows(&url.join("/äldre/a").unwrap()) && file.allows(&url.join("/a").unwrap())
                );
                assert_eq!((file.crawl_delay, file.sitemaps.len()), (Some(Duration::from_secs(4)), 1));
                assert_eq!(file.text, text);
            }
        }
    }

    #[test]
    fn answers_other_than_2xx_hold_no_rules() {
        let url = Url::parse("https://x.example/a").unwrap();
        assert!(file(404, "User-agent: *\nDisallow: /").allows(&url));
        assert!(!file(200, "User-agent: *\nDisallow: /").allows(&url));
    }

    #[test]
    fn delay_and_sitemaps() {
        let file = file(
            200,
            "Sitemap: /karta.xml # hit\nUser-agent: *\nCrawl-delay: 2\nsitemap: https://y.example/s.xml",
        );
        assert_eq!(file.crawl_delay, Some(Duration::from_secs(2)));
        let sitemaps: Vec<&str> = file.sitemaps.iter().map(Url::as_str).collect();
        assert_eq!(sitemaps, ["https://x.example/karta.xml", "https://y.example/s.xml"]);
    }
}
