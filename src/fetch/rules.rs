//! robots.txt is fetched, kept, and asked for again when nobody answers.
//!
//! Knows the file's journey (redirects, silence, giving up); what the file says is [`RobotsFile`]'s.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use time::OffsetDateTime;
use tokio::time::Instant;
use url::Url;

use super::backoff::retry_after;
use super::body::{Excess, Reading};
use super::exchange::{Exchange, Fetched};
use super::failure::Failure;
use super::fetcher::{Fetcher, Limits, host, mood};
use super::pace::{Mood, NotYet};
use super::request::Sending;
use super::resolver::may_lead;
use super::robots::{Knowledge, RobotsFile};
use super::tally::{Account, Purpose, Tally};
use super::unreachable::{AddressRefusal, Unreachable};

/// Redirects of robots.txt that are followed (RFC 9309, 2.3.1.2).
const ROBOTS_REDIRECTS: usize = 5;

/// Why nothing was got: a failure, or a host that wants to be left alone.
#[derive(Debug)]
pub(super) enum Stop {
    /// The host must not be asked yet.
    NotYet(NotYet),
    /// The address could not be had.
    Failed(Unreachable),
}

impl From<Stop> for Fetched {
    fn from(stop: Stop) -> Self {
        match stop {
            Stop::NotYet(NotYet::Busy(until)) => Self::Busy(until.saturating_duration_since(Instant::now())),
            Stop::NotYet(NotYet::Early(ready)) => {
                Self::Early(ready.saturating_duration_since(Instant::now()))
            }
            Stop::Failed(reason) => Self::Unreachable(reason),
        }
    }
}

/// Why robots.txt was not got, with the wait that the server asked for.
enum Silence {
    NotYet(NotYet),
    Failed(Unreachable, Option<Duration>),
}

impl Fetcher {
    /// The robots.txt that rules an address, if it has been fetched.
    pub async fn robots_file(&self, url: &Url) -> Option<Arc<RobotsFile>> {
        let place = self.robots.place(&robots_address(url));
        let known = place.lock().await;
        known.fresh()
    }

    /// Forgets the robots.txt of an address's host, so that it is asked for again: time has passed since it was given up.
    pub fn forget(&self, url: &Url) {
        self.robots.forget(&robots_address(url));
    }

    /// The robots.txt that rules an address, fetched if it is not known. `Err` holds why nothing may be asked.
    pub(super) async fn rules(&self, url: &Url, tally: &Tally) -> Result<Arc<RobotsFile>, Stop> {
        let address = robots_address(url);
        let place = self.robots.place(&address);
        let mut known = place.lock().await;
        if let Some(file) = known.fresh() {
            return Ok(file);
        }
        match &*known {
            Knowledge::GivenUp(reason) => return Err(Stop::Failed(reason.clone())),
            Knowledge::Failing(_, until) if *until > Instant::now() => {
                return Err(Stop::NotYet(NotYet::Busy(*until)));
            }
            _ => {}
        }
        match self.ask_robots(&address, tally).await {
            Ok(answer) => {
                let file = Arc::new(RobotsFile::new(address, answer, &self.settings.user_agent_token));
                *known = Knowledge::File(Arc::clone(&file), Instant::now());
                Ok(file)
            }
            Err(Silence::NotYet(not_yet)) => Err(Stop::NotYet(not_yet)),
            Err(Silence::Failed(reason, asked)) => Err(self.not_answered(&mut known, reason, asked)),
        }
    }

    /// robots.txt was not answered once more: another try later, or none.
    fn not_answered(&self, known: &mut Knowledge, reason: Unreachable, asked: Option<Duration>) -> Stop {
        let failures = known.failures();
        let hopeless =
            matches!(reason, Unreachable::Address(_) | Unreachable::Tls | Unreachable::Certificate(_));
        match self.settings.robots_retries.get(failures) {
            Some(wait) if !hopeless => {
                let until = Instant::now() + asked.unwrap_or_default().max(*wait);
                *known = Knowledge::Failing(failures + 1, until);
                Stop::NotYet(NotYet::Busy(until))
            }
            _ => {
                *known = Knowledge::GivenUp(reason.clone());
                Stop::Failed(reason)
            }
        }
    }

    /// Asks for robots.txt, over at most five redirects; the rules hold for the authority that was asked first.
    async fn ask_robots(&self, first: &Url, tally: &Tally) -> Result<(u16, Bytes), Silence> {
        let account = Account { tally, place: first, purpose: Purpose::Robots };
        let mut url = first.clone();
        for _ in 0..=ROBOTS_REDIRECTS {
            let exchange = self.robots_once(&url, account).await?;
            match (exchange.redirect_to(), exchange.status) {
                (Some(next), _) if !may_lead(&url, &next) => {
                    return Err(Silence::Failed(Unreachable::Address(AddressRefusal::Private), None));
                }
                (Some(next), _) if matches!(next.scheme(), "http" | "https") => url = next,
                _ if shows_nothing(&exchange) => {
                    let wait = exchange.header("retry-after");
                    let wait = wait.and_then(|value| retry_after(value, OffsetDateTime::now_utc()));
                    return Err(Silence::Failed(Unreachable::RobotsUnreachable, wait));
                }
                (_, status) => return Ok((status, exchange.body)),
            }
        }
        // Too many redirects: there are no rules (RFC 9309, 2.3.1.2).
        Ok((310, Bytes::new()))
    }

    async fn robots_once(&self, url: &Url, account: Account<'_>) -> Result<Exchange, Silence> {
        let turn = self.gates.turn(&host(url), self.settings.pace).await.map_err(Silence::NotYet)?;
        let (max_body, gap) = (robotxt::BYTE_LIMIT + 1, self.settings.pace);
        let limits = Limits { max_body, excess: Excess::Cut, reading: Reading::All, gap };
        let result = self.send((url, Sending::Nothing), limits, account).await;
        turn.finish(robots_mood(&result));
        result.map_err(|failure| match failure.reason {
            // A host to which there is no connection says nothing of robots.
            reason if !failure.is_sent => Silence::Failed(reason, None),
            // What cannot be read is no file without rules: nobody has answered.
            Unreachable::Timeout | Unreachable::Protocol | Unreachable::Coding => {
                Silence::Failed(Unreachable::RobotsUnreachable, None)
            }
            other => Silence::Failed(other, None),
        })
    }
}

/// Whether an answer neither shows the rules nor says that there are none. RFC 9309 is silent about 304, which nobody asked
/// for and which says that there is a file, and about successes without a body, such as the 202 of a wall: the polite
/// reading is that nobody has answered yet. An empty file (200, 203, 204) has no rules.
fn shows_nothing(exchange: &Exchange) -> bool {
    match exchange.status {
        ..200 | 304 | 429 | 500.. => true,
        200 | 203 | 204 => false,
        201..300 => exchange.body.is_empty(),
        _ => false,
    }
}

/// A push-back without `Retry-After` is left to the waits for robots.txt itself, which are shorter.
fn robots_mood(result: &Result<Exchange, Failure>) -> Mood {
    match mood(result) {
        Mood::PushedBack(None) => Mood::Other,
        mood => mood,
    }
}

fn robots_address(url: &Url) -> Url {
    url.join("/robots.txt").expect("an http address has a path")
}
