//! One HTTP client per port: a resolver learns the host name only, and rules of `--resolve` speak of ports too.
//!
//! Knows how connections are made; not what is asked over them.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use reqwest::{Client, redirect};
use url::Url;

use super::resolver::Resolver;
use super::settings::FetchSettings;

/// A connection that nobody uses is kept so long: hundreds of sites side by side leave many behind.
const IDLE: Duration = Duration::from_secs(15);

/// The clients made so far.
#[derive(Debug)]
pub(super) struct Clients {
    settings: Arc<FetchSettings>,
    by_port: Mutex<HashMap<u16, Client>>,
}

impl Clients {
    /// Makes the clients of http and https; further ports follow when they are asked for.
    pub(super) fn new(settings: Arc<FetchSettings>) -> Result<Self, reqwest::Error> {
        // An error says that a provider has been installed already, which serves as well.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let usual = [80, 443].map(|port| build(&settings, port).map(|client| (port, client)));
        let by_port = Mutex::new(usual.into_iter().collect::<Result<_, _>>()?);
        Ok(Self { settings, by_port })
    }

    /// The client for an address.
    pub(super) fn of(&self, url: &Url) -> Client {
        let port = url.port_or_known_default().unwrap_or(80);
        let mut clients = self.by_port.lock().unwrap_or_else(PoisonError::into_inner);
        let made = || build(&self.settings, port).expect("the same settings made the client of port 80");
        clients.entry(port).or_insert_with(made).clone()
    }
}

fn build(settings: &Arc<FetchSettings>, port: u16) -> Result<Client, reqwest::Error> {
    Client::builder()
        .no_proxy()
        .redirect(redirect::Policy::none())
        .referer(false)
        .connect_timeout(settings.connect_timeout)
        .read_timeout(settings.read_timeout)
        .timeout(settings.total_timeout)
        .pool_max_idle_per_host(1)
        .pool_idle_timeout(IDLE)
        .dns_resolver(Resolver::new(Arc::clone(settings), port))
        .build()
}
