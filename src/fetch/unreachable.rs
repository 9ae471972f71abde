//! Why an address could not be had: a finding, never an error of the program.
//!
//! Knows the failure classes; not what is done about them.

use std::error::Error;
use std::fmt;

use rustls::CertificateError;
use serde::{Deserialize, Serialize};

/// Why an address could not be had.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "reason", content = "detail", rename_all = "snake_case")]
pub enum Unreachable {
    /// robots.txt says no.
    Robots,
    /// robots.txt was not answered (429, 5xx, network error, time-out), so that nothing is allowed (RFC 9309, 2.3.1.4).
    RobotsUnreachable,
    /// The host name has no address.
    Dns,
    /// No connection.
    Connect,
    /// The handshake failed: no common version of TLS, or what answered does not speak it.
    Tls,
    /// The server's certificate does not hold.
    Certificate(CertificateFault),
    /// No answer, or no end of it, in time.
    Timeout,
    /// A challenge that only a browser with a person before it passes.
    BotWall,
    /// A log-in stands before everything.
    LoginWall,
    /// It sends from address to address and never to a page.
    Redirects,
    /// The answer was an error, or something else than what was asked for.
    Status(u16),
    /// The decoded body is larger than the limit.
    TooLarge,
    /// The connection broke, or what came was not HTTP.
    Protocol,
    /// The address that the host name stands for is not spoken to.
    Address(AddressRefusal),
    /// The host asked for more patience than the site's crawl has.
    WaitedOut,
    /// Of a start page: it is no page. In archives of versions that read fewer kinds of files: nobody was asked for it.
    Format,
    /// The body came in a content coding that nobody asked for, and cannot be read.
    Coding,
    /// Nobody was asked for it: so many pages of a host that is not the site's own are not asked for.
    Bound,
}

/// What is wrong with a certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CertificateFault {
    /// Its time is over, or has not come.
    Expired,
    /// It is for another name.
    WrongName,
    /// Nobody whom this machine trusts has signed it, or a link of the chain is missing.
    Untrusted,
    /// Anything else: revoked, badly written, for another purpose.
    Invalid,
}

/// Why a network address is not spoken to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AddressRefusal {
    /// A loopback, private or link-local address that neither the user nor the site's own address names.
    Private,
    /// So fast a pace is for loopback addresses only.
    PaceNeedsLoopback,
    /// A robot that nobody answers for asks loopback addresses only.
    Anonymous,
    /// The run keeps to the hosts that rules send somewhere, and this is none of them.
    NoRule,
}

impl Unreachable {
    /// Why an answer of this status, which leads no further, is not what was asked for; `None` if it is, from the site itself
    /// or from what stands before it (RFC 9110, 15.3.1 and 15.3.4). A part, a promise or nothing at all is none: some walls
    /// say 202.
    pub fn of_status(status: u16) -> Option<Self> {
        (!matches!(status, 200 | 203)).then_some(Self::Status(status))
    }

    /// Whether asking once more, later, may help.
    pub fn is_transient(&self) -> bool {
        match self {
            Self::Dns | Self::Connect | Self::Timeout | Self::Protocol => true,
            Self::Status(status) => matches!(status, 500 | 502 | 504 | 520..=529),
            _ => false,
        }
    }

    /// Whether the host answered that it wants to be left alone for now.
    pub fn is_push_back(&self) -> bool {
        matches!(self, Self::Status(429 | 503))
    }

    /// Whether it may have passed when hours have gone by.
    pub fn may_pass(&self) -> bool {
        self.is_transient()
            || self.is_push_back()
            || matches!(self, Self::RobotsUnreachable | Self::WaitedOut | Self::Status(408 | 425))
    }

    /// Whether the host answered, and with something that is no use: that speaks of the page and not of the host.
    pub fn is_of_page(&self) -> bool {
        matches!(self, Self::TooLarge | Self::Coding | Self::Format)
    }

    /// Whether the failure speaks of the host and not of the page.
    pub fn is_of_host(&self) -> bool {
        matches!(
            self,
            Self::RobotsUnreachable
                | Self::Dns
                | Self::Tls
                | Self::Certificate(_)
                | Self::Address(_)
                | Self::WaitedOut
        )
    }

    /// The class of a failed request.
    pub(super) fn of(error: &reqwest::Error) -> Self {
        if let Some(refusal) = causes(error).find_map(|cause| cause.downcast_ref::<RefusedAddress>()) {
            Self::Address(refusal.0)
        } else if error.is_timeout() {
            Self::Timeout
        } else if error.is_dns() {
            Self::Dns
        } else if let Some(fault) = causes(error).find_map(certificate) {
            Self::Certificate(fault)
        } else if error.is_connect() && causes(error).any(is_tls) {
            Self::Tls
        } else if error.is_connect() {
            Self::Connect
        } else {
            Self::Protocol
        }
    }
}

/// An error and its causes, looking into I/O errors, which hide their own cause from `source`.
pub(super) fn causes<'a>(
    error: &'a (dyn Error + 'static),
) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
    std::iter::successors(Some(error), |&error: &&'a (dyn Error + 'static)| {
        let hidden = error.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref);
        hidden.map(|hidden| hidden as &(dyn Error + 'static)).or_else(|| error.source())
    })
}

/// Whether a failure to connect speaks of TLS: refused by the protocol, or broken off while shaking hands (a plain
/// connection that stands has nothing left to break off).
fn is_tls(cause: &(dyn Error + 'static)) -> bool {
    let io_kind = cause.downcast_ref::<std::io::Error>().map(std::io::Error::kind);
    cause.is::<rustls::Error>() || io_kind == Some(std::io::ErrorKind::UnexpectedEof)
}

/// What a failure says of the certificate.
fn certificate(cause: &(dyn Error + 'static)) -> Option<CertificateFault> {
    let Some(rustls::Error::InvalidCertificate(error)) = cause.downcast_ref::<rustls::Error>() else {
        return None;
    };
    Some(match error {
        CertificateError::Expired
        | CertificateError::ExpiredContext { .. }
        | CertificateError::NotValidYet
        | CertificateError::NotValidYetContext { .. } => CertificateFault::Expired,
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
            CertificateFault::WrongName
        }
        CertificateError::UnknownIssuer => CertificateFault::Untrusted,
        _ => CertificateFault::Invalid,
    })
}

/// How the resolver tells that an address is not spoken to.
#[derive(Debug, thiserror::Error)]
#[error("the address is not spoken to: {0:?}")]
pub(super) struct RefusedAddress(pub(super) AddressRefusal);

impl fmt::Display for Unreachable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Robots => f.write_str("robots.txt refuses us"),
            Self::RobotsUnreachable => f.write_str("robots.txt is not answered"),
            Self::Dns => f.write_str("the host name has no address"),
            Self::Connect => f.write_str("no connection"),
            Self::Tls => f.write_str("TLS failed"),
            Self::Certificate(CertificateFault::Expired) => {
                f.write_str("its certificate has expired or is not yet valid")
            }
            Self::Certificate(CertificateFault::WrongName) => {
                f.write_str("its certificate is for another name")
            }
            Self::Certificate(CertificateFault::Untrusted) => {
                f.write_str("its certificate is signed by nobody who is trusted")
            }
            Self::Certificate(CertificateFault::Invalid) => f.write_str("its certificate is not valid"),
            Self::Timeout => f.write_str("no answer in time"),
            Self::BotWall => f.write_str("a wall against robots"),
            Self::LoginWall => f.write_str("a log-in before everything"),
            Self::Redirects => f.write_str("its redirects lead nowhere"),
            Self::Status(status) => write!(f, "answered {status}"),
            Self::TooLarge => f.write_str("the answer is too large"),
            Self::Protocol => f.write_str("the connection broke or did not speak HTTP"),
            Self::Address(AddressRefusal::Private) => f.write_str("leads to a private address"),
            Self::Address(AddressRefusal::PaceNeedsLoopback) => {
                f.write_str("a pace below half a second is for loopback addresses only")
            }
            Self::Address(AddressRefusal::Anonymous) => {
                f.write_str("a robot without a contact asks loopback addresses only")
            }
            Self::Address(AddressRefusal::NoRule) => {
                f.write_str("lies outside the hosts that the run keeps to")
            }
            Self::WaitedOut => f.write_str("the host asked for more patience than there is"),
            Self::Format => f.write_str("a kind of file that is not read"),
            Self::Bound => f.write_str("beyond what is read of a host that is not the site's own"),
            Self::Coding => f.write_str("the answer came in a content coding that is not read"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wrong_with_a_certificate_is_told_from_deep_within() {
        for (error, expected) in [
            (CertificateError::Expired, CertificateFault::Expired),
            (CertificateError::NotValidForName, CertificateFault::WrongName),
            (CertificateError::UnknownIssuer, CertificateFault::Untrusted),
            (CertificateError::Revoked, CertificateFault::Invalid),
        ] {
            let inner = std::io::Error::other(rustls::Error::InvalidCertificate(error));
            let outer = std::io::Error::other(inner);
            assert_eq!(causes(&outer).find_map(certificate), Some(expected), "{outer:?}");
        }
        assert_eq!(causes(&std::io::Error::other("x")).find_map(certificate), None);
    }
}
