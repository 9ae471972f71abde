//! Host names become network addresses, and addresses that must not be spoken to are refused.
//!
//! Knows the rules of `--resolve`, private networks and settings that bind to this machine; not what is fetched.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use reqwest::dns::{Addrs, Name, Resolving};
use tokio::time::Instant;
use url::{Host, Url};

use super::settings::{FetchSettings, Reach};
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
            let found = match settings.resolve.iter().find_map(|rule| rule.target(name.as_str(), port)) {
                Some(address) => vec![Resolved { address, named_by_user: true }],
                None if settings.reach == Reach::RulesOnly => {
                    return Err(RefusedAddress(AddressRefusal::NoRule).into());
                }
                None => look_up(name.as_str()).await?,
            };
            let refused = found.iter().find_map(|address| refusal(*address, settings.home_bound()));
            if let Some(refusal) = refused {
                return Err(RefusedAddress(refusal).into());
            }
            let addresses: Addrs = Box::new(found.into_iter().map(|found| found.address));
            Ok(addresses)
        })
    }
}

/// A network address and whether the user named it.
#[derive(Debug, Clone, Copy)]
struct Resolved {
    address: SocketAddr,
    named_by_user: bool,
}

async fn look_up(host: &str) -> std::io::Result<Vec<Resolved>> {
    let named_by_user = host.eq_ignore_ascii_case("localhost");
    let found = tokio::net::lookup_host((host, 0)).await?;
    Ok(found.map(|address| Resolved { address, named_by_user }).collect())
}

/// How long a host's address is believed.
const BELIEVED: Duration = Duration::from_mins(10);

/// The addresses of hosts that were asked, so that a machine with many hosts is known as one.
#[derive(Debug, Default)]
pub(super) struct Addresses(Mutex<HashMap<String, (IpAddr, Instant)>>);

impl Addresses {
    /// The address that stands behind a URL; `None` when there is none to be known.
    pub(super) async fn of(&self, url: &Url, settings: &FetchSettings) -> Option<IpAddr> {
        if let Some(address) = literal(url) {
            return Some(address);
        }
        let (host, port) = (url.host_str()?, url.port_or_known_default()?);
        if let Some(target) = settings.resolve.iter().find_map(|rule| rule.target(host, port)) {
            return Some(target.ip().to_canonical());
        }
        if settings.reach == Reach::RulesOnly {
            return None;
        }
        if let Some(known) = self.known(host) {
            return Some(known);
        }
        let found = tokio::time::timeout(settings.connect_timeout, look_up(host)).await;
        let address = found.ok()?.ok()?.first()?.address.ip().to_canonical();
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.insert(host.to_owned(), (address, Instant::now()));
        Some(address)
    }

    fn known(&self, host: &str) -> Option<IpAddr> {
        let all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.get(host).filter(|(_, read)| read.elapsed() < BELIEVED).map(|(address, _)| *address)
    }
}

/// Why an address must not be spoken to by a run that is bound to this machine, or is not.
fn refusal(resolved: Resolved, home_bound: Option<AddressRefusal>) -> Option<AddressRefusal> {
    let address = resolved.address.ip().to_canonical();
    if let Some(bound) = home_bound.filter(|_| !address.is_loopback()) {
        Some(bound)
    } else if is_private(address) && !resolved.named_by_user {
        Some(AddressRefusal::Private)
    } else {
        None
    }
}

/// Why the address that a URL itself names must not be spoken to: names are left to the resolver.
pub(super) fn literal_refusal(url: &Url, settings: &FetchSettings) -> Option<AddressRefusal> {
    let address = literal(url)?;
    let bound = settings.home_bound().filter(|_| !address.is_loopback());
    bound.or((settings.reach == Reach::RulesOnly).then_some(AddressRefusal::NoRule))
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

/// Loopback, private, link-local, shared, benchmarking, reserved, unspecified and unique-local addresses (RFC 6890), and
/// those of IPv6 that stand for such a one of IPv4.
fn is_private(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => {
            let [first, second, third, _] = v4.octets();
            v4.is_loopback()
                || v4.is_private()
                || v4.is_link_local()
                || first == 0
                || first >= 240
                || (first, second, third) == (192, 0, 0)
                || (first == 198 && (18..20).contains(&second))
                || (first == 100 && (64..128).contains(&second))
        }
        IpAddr::V6(v6) => {
            v6.is_loopback()
                || v6 == Ipv6Addr::UNSPECIFIED
                || v6.is_unique_local()
                || v6.is_unicast_link_local()
                || translated(v6).is_some_and(|v4| is_private(IpAddr::V4(v4)))
        }
    }
}

/// The address of IPv4 that one of IPv6 is translated to (RFC 6052: `64:ff9b::/96`).
fn translated(v6: Ipv6Addr) -> Option<Ipv4Addr> {
    let [0x64, 0xff9b, 0, 0, 0, 0, ..] = v6.segments() else { return None };
    let [.., a, b, c, d] = v6.octets();
    Some(Ipv4Addr::new(a, b, c, d))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The pace is in milliseconds.
    fn check(address: &str, named_by_user: bool, pace: u64, expected: Option<AddressRefusal>) {
        let resolved = Resolved { address: address.parse().unwrap(), named_by_user };
        assert_eq!(
            refusal(resolved, settings(pace).home_bound()),
            expected,
            "{address} {named_by_user} {pace}"
        );
    }

    fn settings(pace: u64) -> FetchSettings {
        let contact = Some("robot@ort.example".to_owned());
        FetchSettings { pace: Duration::from_millis(pace), contact, ..FetchSettings::default() }
    }

    #[test]
    fn private_addresses_must_be_named_by_the_user() {
        check("192.0.2.7:80", false, 1000, None);
        for address in
            ["127.0.0.1:80", "10.1.2.3:80", "169.254.169.254:80", "[::1]:80", "[fd00::1]:80", "0.0.0.0:1"]
        {
            check(address, false, 1000, Some(AddressRefusal::Private));
            check(address, true, 1000, None);
        }
        for address in
            ["198.18.0.1:80", "198.19.9.9:80", "240.0.0.1:80", "255.255.255.255:80", "192.0.0.8:80"]
        {
            check(address, false, 1000, Some(AddressRefusal::Private));
        }
        check("[64:ff9b::a01:203]:80", false, 1000, Some(AddressRefusal::Private));
        for public in ["198.20.0.1:80", "192.0.1.1:80", "[64:ff9b::808:808]:80"] {
            check(public, false, 1000, None);
        }
        check("[::ffff:127.0.0.1]:80", false, 1000, Some(AddressRefusal::Private));
    }

    #[test]
    fn a_fast_pace_and_a_robot_without_contact_are_for_loopback() {
        check("127.0.0.1:80", true, 0, None);
        check("192.0.2.7:80", true, 10, Some(AddressRefusal::PaceNeedsLoopback));
        check("192.0.2.7:80", true, 500, None);
        check("192.0.2.7:80", true, 0, Some(AddressRefusal::PaceNeedsLoopback));
        check("10.1.2.3:80", true, 0, Some(AddressRefusal::PaceNeedsLoopback));
        let public = Url::parse("http://192.0.2.7/").unwrap();
        assert_eq!(literal_refusal(&public, &settings(0)), Some(AddressRefusal::PaceNeedsLoopback));
        assert_eq!(
            literal_refusal(&public, &FetchSettings::default()),
            Some(AddressRefusal::Anonymous),
            "nobody says who asks"
        );
        let closed = FetchSettings { reach: Reach::RulesOnly, ..settings(1000) };
        assert_eq!(literal_refusal(&public, &closed), Some(AddressRefusal::NoRule));
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
