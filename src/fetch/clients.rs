//! One HTTP client per port: a resolver learns the host name only, and rules of `--resolve` speak of ports too.
//!
//! Knows how connections are made; not what is asked over them.

use std::cell::Cell;
use std::collections::HashMap;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use reqwest::{Client, ClientBuilder, RequestBuilder, Response, redirect, retry};
use tower_layer::layer_fn;
use tower_service::Service;
use url::Url;

use super::resolver::Resolver;
use super::settings::FetchSettings;

/// A connection that nobody uses is kept so long: hundreds of sites side by side leave many behind.
const IDLE: Duration = Duration::from_secs(15);

/// The most header fields of an answer, and of HTTP/2 their bytes: browsers bound the bytes only, at 256 KiB.
const MAX_FIELDS: usize = 1000;
const MAX_FIELD_BYTES: u32 = 256 * 1024;

/// How far the connection of a request has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Connection {
    /// One that requests before it had used; none was begun.
    Reused,
    /// Begun for the request, and not there yet: nothing was sent over it.
    Begun,
    /// Made for the request, the handshake of TLS included.
    Made,
}

tokio::task_local! {
    /// The connection of the request that this task sends.
    static CONNECTION: Cell<Connection>;
}

/// Sends a request: what came of it, and how far its connection has come.
pub(super) async fn sent(request: RequestBuilder) -> (reqwest::Result<Response>, Connection) {
    let sending = async move {
        let response = request.send().await;
        (response, CONNECTION.with(Cell::get))
    };
    CONNECTION.scope(Cell::new(Connection::Reused), sending).await
}

/// Makes connections, and tells the request for which it does.
#[derive(Debug, Clone)]
struct Telling<S>(S);

impl<S: Service<R>, R> Service<R> for Telling<S>
where
    S::Future: Send + 'static,
{
    type Response = S::Response;
    type Error = S::Error;
    type Future = Pin<Box<dyn Future<Output = Result<S::Response, S::Error>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.0.poll_ready(context)
    }

    fn call(&mut self, to: R) -> Self::Future {
        tell(Connection::Begun);
        let making = self.0.call(to);
        Box::pin(async move {
            let made = making.await;
            if made.is_ok() {
                tell(Connection::Made);
            }
            made
        })
    }
}

/// Tells the request that waits for a connection; nobody is told of one that no request waits for.
fn tell(state: Connection) {
    let _ = CONNECTION.try_with(|connection| connection.set(state));
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
    tolerant(Client::builder())
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

/// Header fields that browsers accept lose no page: folded lines are joined, what is no field is left out.
fn tolerant(builder: ClientBuilder) -> ClientBuilder {
    builder
        .http1_allow_obsolete_multiline_headers_in_responses(true)
        .http1_ignore_invalid_headers_in_responses(true)
        .http1_allow_spaces_after_header_name_in_responses(true)
        .http1_max_headers(MAX_FIELDS)
        .http2_max_header_list_size(MAX_FIELD_BYTES)
}
