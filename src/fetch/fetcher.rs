//! The polite fetcher: every request obeys robots.txt, waits for its host's turn and keeps to the limits.
//!
//! Follows no redirect of a page (the plan decides about the target); knows nothing of what a page means.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use governor::{DefaultDirectRateLimiter, Quota};
use reqwest::RequestBuilder;
use reqwest::header::{
    ACCEPT, ACCEPT_ENCODING, ACCEPT_LANGUAGE, HeaderMap, HeaderValue, RETRY_AFTER, USER_AGENT,
};
use time::OffsetDateTime;
use tokio::sync::Semaphore;
use tokio::time::Instant;
use url::Url;

use super::backoff::{LONGEST, PushBack, retry_after};
use super::body::{self, Excess, Reading};
use super::clients::{Clients, sent};
use super::coding;
use super::exchange::{Completeness, Exchange, Fetched};
use super::failure::Failure;
use super::gate::Gates;
use super::machine::Machines;
use super::pace::Mood;
use super::request::Sending;
use super::resolver::{Addresses, literal_refusal, may_lead};
use super::robots::{RobotsCache, RobotsFile};
use super::rules::Stop;
use super::settings::{FetchError, FetchSettings};
use super::tally::{Account, Purpose, Tally};
use super::unreachable::{AddressRefusal, Unreachable};

/// What to ask for.
#[derive(Debug, Clone, Copy)]
pub struct Ask<'a> {
    /// The address.
    pub url: &'a Url,
    /// The page that named it.
    pub via: Option<&'a Url>,
    /// What is sent beside it.
    pub sending: Sending<'a>,
    /// Largest decoded body, in bytes.
    pub max_body: usize,
    /// Which bodies are read.
    pub reading: Reading,
    /// Where the requests that are sent for it are counted.
    pub tally: &'a Tally,
}

/// The only way to the network. One per process: pace and robots.txt are shared by all who ask.
#[derive(Debug)]
pub struct Fetcher {
    pub(super) settings: Arc<FetchSettings>,
    pub(super) gates: Gates,
    pub(super) robots: RobotsCache,
    clients: Clients,
    addresses: Addresses,
    machines: Machines,
    in_flight: Semaphore,
    rate: DefaultDirectRateLimiter,
    headers: HeaderMap,
}

impl Fetcher {
    /// Makes a fetcher; fails when the settings cannot be sent or no HTTP client can be made.
    pub fn new(settings: FetchSettings) -> Result<Self, FetchError> {
        settings.validate()?;
        let settings = Arc::new(settings);
        Ok(Self {
            clients: Clients::new(Arc::clone(&settings))?,
            gates: Gates::default(),
            addresses: Addresses::default(),
            machines: Machines::default(),
            robots: RobotsCache::default(),
            in_flight: Semaphore::new(settings.max_in_flight),
            rate: DefaultDirectRateLimiter::direct(Quota::per_second(settings.max_rate)),
            headers: headers(&settings),
            settings,
        })
    }

    /// The settings it was made with.
    pub fn settings(&self) -> &FetchSettings {
        &self.settings
    }

    /// Asks for one address, if its host's robots.txt allows it and the host wants to be asked. Waits for the pace,
    /// but not while the host asks to be left alone, nor for a long Crawl-delay: then the answer is [`Fetched::Busy`] or
    /// [`Fetched::Early`].
    pub async fn fetch(&self, ask: Ask<'_>) -> Fetched {
        if ask.via.is_some_and(|via| !may_lead(via, ask.url)) {
            return Fetched::Unreachable(Unreachable::Address(AddressRefusal::Private));
        }
        let robots = match self.rules(ask.url, ask.tally).await {
            Ok(robots) => robots,
            Err(stop) => return stop.into(),
        };
        if !robots.allows(ask.url) {
            return Fetched::Refused;
        }
        let gap = self.gap(&robots);
        match self.page(ask, gap).await {
            Ok(exchange) => Fetched::Answered(Box::new(exchange)),
            Err(stop) => stop.into(),
        }
    }

    /// Keeps to what a host asked for in a run before this one.
    pub async fn recall(&self, push: &PushBack) {
        let (ago, wait) = push.ago(OffsetDateTime::now_utc());
        let now = Instant::now();
        self.gates.recall(&host(&push.url), now.checked_sub(ago).unwrap_or(now), wait).await;
    }

    /// Asks for one page in its host's turn.
    async fn page(&self, ask: Ask<'_>, gap: Duration) -> Result<Exchange, Stop> {
        let turn = self.gates.turn(&host(ask.url), gap).await.map_err(Stop::NotYet)?;
        let limits = Limits { max_body: ask.max_body, excess: Excess::Fail, reading: ask.reading, gap };
        let account = Account { tally: ask.tally, place: ask.url, purpose: Purpose::Content };
        let result = self.send((ask.url, ask.sending), limits, account).await;
        turn.finish(mood(&result));
        result.map_err(|failure| Stop::Failed(failure.reason))
    }

    /// The gap between two requests: our own pace or the Crawl-delay, whichever is longer. No crawl lasts longer than
    /// the longest wait.
    fn gap(&self, robots: &RobotsFile) -> Duration {
        self.settings.pace.max(robots.crawl_delay.unwrap_or_default().min(LONGEST))
    }

    /// Sends one request. Where a connection that was used before was closed without an answer, what may be sent twice is
    /// sent once more (RFC 9110, 9.2.2), after another gap. The caller holds the host's turn.
    pub(super) async fn send(
        &self,
        what: (&Url, Sending<'_>),
        limits: Limits,
        account: Account<'_>,
    ) -> Result<Exchange, Failure> {
        match self.send_once(what, limits, account).await {
            Err(Failure { is_stale: true, .. }) if what.1.may_be_repeated() => {
                tokio::time::sleep(limits.gap).await;
                self.send_once(what, limits, account).await
            }
            sent => sent,
        }
    }

    /// Sends one request; the only place that does.
    async fn send_once(
        &self,
        (url, sending): (&Url, Sending<'_>),
        limits: Limits,
        account: Account<'_>,
    ) -> Result<Exchange, Failure> {
        if let Some(refusal) = literal_refusal(url, &self.settings) {
            return Err(Unreachable::Address(refusal).into());
        }
        let _place = match self.addresses.of(url, &self.settings).await {
            Some(address) => Some(self.machines.place(address, self.settings.pace).await),
            None => None,
        };
        let _permit = self.in_flight.acquire().await.expect("the semaphore is never closed");
        self.rate.until_ready().await;
        let (asked_at, began) = (OffsetDateTime::now_utc(), Instant::now());
        let (request, request_head) = self.request(url, sending);
        let (response, connection) = sent(request).await;
        let response = response.map_err(|error| {
            let failure = Failure::ahead_of_answer(&error, connection);
            if failure.is_sent {
                account.sent(0);
            }
            failure
        })?;
        let exchange = Exchange {
            url: url.clone(),
            asked_at,
            took: Duration::ZERO,
            request_head,
            status: response.status().as_u16(),
            headers: header_fields(response.headers()),
            payload: Bytes::new(),
            body: Bytes::new(),
            completeness: Completeness::NotText,
            peer: response.remote_addr(),
        };
        let mut came = 0;
        let read = with_body(exchange, response, (limits, &mut came)).await;
        account.sent(read.as_ref().map_or(came, |exchange| exchange.body.len()));
        Ok(Exchange { took: began.elapsed(), ..read? })
    }

    /// A request, and how it goes out in the notation of HTTP/1.1.
    fn request(&self, url: &Url, sending: Sending<'_>) -> (RequestBuilder, Vec<u8>) {
        let headers = self.headers.clone().into_iter().chain(sending.fields());
        let headers: HeaderMap = headers.filter_map(|(name, value)| Some((name?, value))).collect();
        let request_head = request_head(url, sending, &headers);
        let request = self.clients.of(url).request(sending.method(), url.clone()).headers(headers);
        let body = sending.body();
        (if body.is_empty() { request } else { request.body(body.to_owned()) }, request_head)
    }
}

/// The exchange with its body, where that is text; `came` is told how many bytes came.
async fn with_body(
    exchange: Exchange,
    response: reqwest::Response,
    (limits, came): (Limits, &mut usize),
) -> Result<Exchange, Failure> {
    let Limits { max_body, excess, reading, .. } = limits;
    if !reading.takes(exchange.header("content-type")) {
        return Ok(exchange);
    }
    let payload = body::read(response, (max_body, excess), came).await?;
    let body = coding::body(&payload, exchange.header("content-encoding"), max_body, excess)?;
    Ok(Exchange { payload, body, completeness: Completeness::Whole, ..exchange })
}

/// The request as it goes out, in the notation of HTTP/1.1.
fn request_head(url: &Url, sending: Sending<'_>, headers: &HeaderMap) -> Vec<u8> {
    let target = &url[url::Position::BeforePath..url::Position::AfterQuery];
    let authority = &url[url::Position::BeforeHost..url::Position::AfterPort];
    let method = sending.method();
    let mut head = format!("{method} {target} HTTP/1.1\r\nHost: {authority}\r\n").into_bytes();
    for (name, value) in headers {
        head.extend_from_slice(format!("{name}: ").as_bytes());
        head.extend_from_slice(value.as_bytes());
        head.extend_from_slice(b"\r\n");
    }
    if let Sending::Form(form) = sending {
        head.extend_from_slice(format!("content-length: {}\r\n", form.len()).as_bytes());
    }
    head.extend_from_slice(b"\r\n");
    head.extend_from_slice(sending.body().as_bytes());
    head
}

/// How much of a body is read, and how long a host is left alone between two requests.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limits {
    pub(super) max_body: usize,
    pub(super) excess: Excess,
    pub(super) reading: Reading,
    pub(super) gap: Duration,
}

/// The key of a host's turn.
pub(super) fn host(url: &Url) -> String {
    url.host_str().unwrap_or_default().to_ascii_lowercase()
}

/// What a host showed of its patience.
pub(super) fn mood(result: &Result<Exchange, Failure>) -> Mood {
    let exchange = match result {
        Ok(exchange) => exchange,
        Err(failure) if failure.is_push_back => return Mood::PushedBack(None),
        Err(_) => return Mood::Other,
    };
    match exchange.status {
        200 | 304 => Mood::Fine,
        429 | 503 => {
            let wait = exchange.header(RETRY_AFTER.as_str());
            Mood::PushedBack(wait.and_then(|value| retry_after(value, OffsetDateTime::now_utc())))
        }
        _ => Mood::Other,
    }
}

fn header_fields(headers: &HeaderMap) -> Vec<(String, Vec<u8>)> {
    headers.iter().map(|(name, value)| (name.as_str().to_owned(), value.as_bytes().to_vec())).collect()
}

fn headers(settings: &FetchSettings) -> HeaderMap {
    let user_agent = HeaderValue::from_str(&settings.user_agent());
    HeaderMap::from_iter([
        (USER_AGENT, user_agent.expect("token and contact were checked")),
        (ACCEPT, HeaderValue::from_static("text/html,application/xhtml+xml,*/*;q=0.5")),
        (ACCEPT_LANGUAGE, HeaderValue::from_static("sv,en;q=0.5")),
        // gzip can be archived as it comes.
        (ACCEPT_ENCODING, HeaderValue::from_static("gzip, br;q=0.5, zstd;q=0.5")),
    ])
}
