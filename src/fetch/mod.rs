//! The only part that speaks HTTP: robots.txt, pace per host, back-off, limits, addresses.
//!
//! Polite by construction: [`Fetcher::new`] is the only public constructor, and every request goes through it.
//! Knows nothing of what a page means, nor which page comes next.

mod backoff;
mod body;
mod clients;
mod coding;
mod exchange;
mod failure;
mod fetcher;
mod gate;
mod gunzip;
mod machine;
mod pace;
mod request;
mod resolve;
mod resolver;
mod robots;
mod rules;
mod settings;
mod tally;
mod unreachable;

pub use backoff::PushBack;
pub use body::Reading;
pub use coding::Coding;
pub use exchange::{Completeness, Exchange, Fetched, charset_parameter, hindrance, location};
pub use fetcher::{Ask, Fetcher};
pub use request::{Sending, Validators};
pub use resolve::{Resolve, ResolveError};
pub use robots::RobotsFile;
pub use settings::{FetchError, FetchSettings, Reach};
pub use tally::{Purpose, Sent, Tally};
pub use unreachable::{AddressRefusal, CertificateFault, Unreachable};
