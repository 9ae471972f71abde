//! Host names become network addresses, and addresses that must not be spoken to are refused.
//!
//! Knows the rules of `--resolve`, private networks and the zero pace; not what is fetched.

use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use reqwest::dns::{Addrs, Name, Resolving};
use url::{Host, Url};

use super::resolve::Resolve;
use super::settings::FetchSettings;
use super::unreachable::{AddressRefusal, RefusedAddress};

/// Resolves the names in addresses of one port (a rule of `--resolve` speaks of one port).
pub(super) struct Resolver {
    settings: Arc<FetchSettings>,
    port: u16,
}

impl Resolver {
    /// The resolver for addresses with `port`.
    pub(super) fn new(settings: Arc<FetchSettings>, port: u16) -> Self {
        Self { settings, port }
    }
}

impl reqwest::dns::Resolve for Resolver {
    fn resolve(&self, name: Name) -> Resolving {
        let (settings, port) = (Arc::clone(&self.settings), self.port);
        Box::pin(async move {
            let found = look_up(&settings.resolve, name.as_str(), port).await?;
            let refused = found.iter().find_map(|address| refusal(*address, settings.pace));
            match refused {
                Some(refusal) => Err(RefusedAddress(refusal).into()),
                None => {
                    let addresses: Addrs = Box::new(found.into_iter().map(|found| found.address));
                    Ok(addresses)
                }
            }
        })
    }
}

/// A network address and whether the user named it.
#[derive(Debug, Clone, Copy)]
struct Resolved {
    address: SocketAddr,
    named_by_user: bool,
}

async fn look_up(rules: &[Resolve], host: &str, port: u16) -> std::io::Result<Vec<Resolved>> {
    if let Some(address) = rules.iter().find_map(|rule| rule.target(host, port)) {
        return Ok(vec![Resolved { address, named_by_user: true }]);
    }
    let named_by_user = host.eq_ignore_ascii_case("localhost");
    let found = tokio::net::lookup_host((host, 0)).await?;
    Ok(found.map(|address| Resolved { address, named_by_user }).collect())
}

/// Why an address must not be spoken to at this pace.
fn refusal(resolved: Resolved, pace: Duration) -> Option<AddressRefusal> {
    let address = resolved.address.ip().to_canonical();
    if pace.is_zero() && !address.is_loopback() {
        Some(AddressRefusal::PaceNeedsLoopback)
    } else if is_private(address) && !resolved.named_by_user {
        Some(AddressRefusal::Private)
    } else {
        None
    }
}

/// Why the address that a URL itself names must not be spoken to: names are left to the resolver.
pub(super) fn literal_refusal(url: &Url, pace: Duration) -> Option<AddressRefusal> {
    let address = literal(url)?;
    (pace.is_zero() && !address.is_loopback()).then_some(AddressRefusal::PaceNeedsLoopback)
}

/// Whether a page at `from` may send us to `to`: not from the open net into a private one.
pub(super) fn may_lead(from: &Url, to: &Url) -> bool {
    !names_private(to) || names_private(from)
}

/// Whether a URL names a private address itself.
fn names_private(url: &Url) -> bool {
    url.domain().is_some_and(|name| name.eq_ignore_ascii_case("localhost"))
        || literal(url).is_some_and(is_private)
}

fn literal(url: &Url) -> Option<IpAddr> {
    match url.host()? {
        Host::Domain(_) => None,
        Host::Ipv4(address) => Some(IpAddr::V4(address)),
        Host::Ipv6(address) => Some(IpAddr::V6(address).to_canonical()),
    }
}

/// Loopback, private, link-local, shared, unspecified and unique-local addresses (RFC 6890).
fn is_private(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => {
            let [first, second, ..] = v4.octets();
            v4.is_loopback()
                || v4.is_private()
                || v4.is_link_local()
                || v4.is_broadcast()
                || first == 0
                || (first == 100 && (64..128).contains(&second))
        }
        IpAddr::V6(v6) => {
            v6.is_loopback()
                || v6 == Ipv6Addr::UNSPECIFIED
                || v6.is_unique_local()
                || v6.is_unicast_link_local()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(address: &str, named_by_user: bool, pace: u64, expected: Option<AddressRefusal>) {
        let resolved = Resolved { address: address.parse().unwrap(), named_by_user };
        assert_eq!(
            refusal(resolved, Duration::from_secs(pace)),
            expected,
            "{address} {named_by_user} {pace}"
        );
    }

    #[test]
    fn private_addresses_must_be_named_by_the_user() {
        check("192.0.2.7:80", false, 1, None);
        for address in
            ["127.0.0.1:80", "10.1.2.3:80", "169.254.169.254:80", "[::1]:80", "[fd00::1]:80", "0.0.0.0:1"]
        {
            check(address, false, 1, Some(AddressRefusal::Private));
            check(address, true, 1, None);
        }
        check("[::ffff:127.0.0.1]:80", false, 1, Some(AddressRefusal::Private));
    }

    #[test]
    fn a_pace_of_zero_is_for_loopback() {
        check("127.0.0.1:80", true, 0, None);
        check("192.0.2.7:80", true, 0, Some(AddressRefusal::PaceNeedsLoopback));
        check("10.1.2.3:80", true, 0, Some(AddressRefusal::PaceNeedsLoopback));
        let public = Url::parse("http://192.0.2.7/").unwrap();
        assert_eq!(literal_refusal(&public, Duration::ZERO), Some(AddressRefusal::PaceNeedsLoopback));
    }

    #[test]
    fn no_way_from_the_open_net_into_a_private_one() {
        let url = |text| Url::parse(text).unwrap();
        assert!(!may_lead(&url("http://x.example/"), &url("http://127.0.0.1/")));
        assert!(!may_lead(&url("http://x.example/"), &url("http://localhost/")));
        assert!(may_lead(&url("http://127.0.0.1:1/"), &url("http://127.0.0.1:2/")));
        assert!(may_lead(&url("http://127.0.0.1/"), &url("http://x.example/")));
    }
}
