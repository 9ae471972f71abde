//! One HTTP client per port: a resolver learns the host name only, and rules of `--resolve` speak of ports too.
//!
//! Knows how connections are made; not what is asked over them.

use std::cell::Cell;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use reqwest::{Client, RequestBuilder, Response, redirect, retry};
use tower_layer::layer_fn;
use tower_service::Service;
use url::Url;

use super::resolver::Resolver;
use super::settings::FetchSettings;

/// A connection that nobody uses is kept so long: hundreds of sites side by side leave many behind.
const IDLE: Duration = Duration::from_secs(15);

tokio::task_local! {
    /// Whether a connection was begun for the request that this task sends.
    static CONNECTED: Cell<bool>;
}

/// Sends a request: what came of it, and whether it went over a connection that requests before it had used.
pub(super) async fn sent(request: RequestBuilder) -> (reqwest::Result<Response>, bool) {
    let sending = async move {
        let response = request.send().await;
        (response, !CONNECTED.with(Cell::get))
    };
    CONNECTED.scope(Cell::new(false), sending).await
}

/// Makes connections, and tells the request for which it does.
#[derive(Debug, Clone)]
struct Telling<S>(S);

impl<S: Service<R>, R> Service<R> for Telling<S> {
    type Response = S::Response;
    type Error = S::Error;
    type Future = S::Future;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.0.poll_ready(context)
    }

    fn call(&mut self, to: R) -> S::Future {
        // Nobody is told of a connection that no request waits for.
        let _ = CONNECTED.try_with(|connected| connected.set(true));
        self.0.call(to)
    }
}

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
        // What a server refuses is asked for again by the plan: later, in the host's pace, and counted.
        .retry(retry::never())
        .connect_timeout(settings.connect_timeout)
        .read_timeout(settings.read_timeout)
        .timeout(settings.total_timeout)
        .pool_max_idle_per_host(1)
        .pool_idle_timeout(IDLE)
        .dns_resolver(Resolver::new(Arc::clone(settings), port))
        .connector_layer(layer_fn(Telling))
        .build()
}
