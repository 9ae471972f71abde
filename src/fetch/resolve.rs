//! `HOST:PORT:ADDR[:PORT2]`, as typed after `--resolve`: sends a host elsewhere, for staging sites and tests.
//!
//! Knows the notation; not who asks for the address.

use std::net::{IpAddr, SocketAddr};
use std::str::FromStr;

/// The notation was not understood.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ResolveError {
    /// Not `HOST:PORT:ADDR` or `HOST:PORT:ADDR:PORT2`.
    #[error("expected HOST:PORT:ADDR or HOST:PORT:ADDR:PORT2, such as www.x.example:80:127.0.0.1:8080")]
    Shape,
    /// A port is not a number between 1 and 65535.
    #[error("{0:?} is no port")]
    Port(String),
    /// The address is not an IP address.
    #[error("{0:?} is no IP address (IPv6 stands in brackets: [::1])")]
    Address(String),
    /// A port that stands in the address itself cannot be exchanged.
    #[error("another target port is possible for ports 80 and 443 only, not for {0}")]
    ExplicitPort(u16),
}

/// One rule: connections to `host:port` go to `target`.
///
/// The form of curl, with one addition: a fourth part names the port to connect to. `HOST` may be `*`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resolve {
    host: String,
    port: u16,
    target: SocketAddr,
}

impl Resolve {
    /// Where connections to `host:port` go, if this rule speaks of them.
    pub fn target(&self, host: &str, port: u16) -> Option<SocketAddr> {
        let meant = self.port == port && (self.host == "*" || self.host.eq_ignore_ascii_case(host));
        meant.then_some(self.target)
    }
}

impl FromStr for Resolve {
    type Err = ResolveError;

    fn from_str(text: &str) -> Result<Self, ResolveError> {
        let (host, rest) = text.split_once(':').ok_or(ResolveError::Shape)?;
        let (port, rest) = rest.split_once(':').ok_or(ResolveError::Shape)?;
        let (address, port2) = split_address(rest)?;
        if host.is_empty() {
            return Err(ResolveError::Shape);
        }
        let port = parse_port(port)?;
        let target_port = port2.map_or(Ok(port), parse_port)?;
        if target_port != port && port != 80 && port != 443 {
            return Err(ResolveError::ExplicitPort(port));
        }
        let address: IpAddr = address.parse().map_err(|_| ResolveError::Address(address.to_owned()))?;
        Ok(Self { host: host.to_ascii_lowercase(), port, target: SocketAddr::new(address, target_port) })
    }
}

/// Splits `ADDR[:PORT2]`; an IPv6 address stands in brackets.
fn split_address(text: &str) -> Result<(&str, Option<&str>), ResolveError> {
    let Some(rest) = text.strip_prefix('[') else {
        return Ok(text.split_once(':').map_or((text, None), |(address, port)| (address, Some(port))));
    };
    let (address, after) = rest.split_once(']').ok_or(ResolveError::Shape)?;
    match after.strip_prefix(':') {
        Some(port) => Ok((address, Some(port))),
        None if after.is_empty() => Ok((address, None)),
        None => Err(ResolveError::Shape),
    }
}

fn parse_port(text: &str) -> Result<u16, ResolveError> {
    text.parse().ok().filter(|port| *port > 0).ok_or_else(|| ResolveError::Port(text.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(rule: &str, asked: (&str, u16), expected: Option<&str>) {
        let found = rule.parse::<Resolve>().unwrap().target(asked.0, asked.1);
        assert_eq!(found, expected.map(|target| target.parse().unwrap()), "{rule}");
    }

    #[test]
    fn rules_as_in_curl_and_one_more_part() {
        check("www.x.example:80:127.0.0.1", ("WWW.x.example", 80), Some("127.0.0.1:80"));
        check("www.x.example:80:127.0.0.1", ("www.x.example", 443), None);
        check("www.x.example:80:127.0.0.1:8080", ("www.x.example", 80), Some("127.0.0.1:8080"));
        check("*:443:[::1]:8443", ("any.example", 443), Some("[::1]:8443"));
        check("*:8080:[::1]", ("any.example", 8080), Some("[::1]:8080"));
    }

    #[test]
    fn wrong_rules_say_what_is_wrong() {
        for (rule, expected) in [
            ("x.example", ResolveError::Shape),
            ("x.example:80", ResolveError::Shape),
            (":80:127.0.0.1", ResolveError::Shape),
            ("x:80:[::1", ResolveError::Shape),
            ("x:0:127.0.0.1", ResolveError::Port("0".to_owned())),
            ("x:80:localhost", ResolveError::Address("localhost".to_owned())),
            ("x:8080:127.0.0.1:9", ResolveError::ExplicitPort(8080)),
        ] {
            assert_eq!(rule.parse::<Resolve>(), Err(expected), "{rule}");
        }
    }
}
