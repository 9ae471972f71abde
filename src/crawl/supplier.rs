//! Answers what a page asks for while a browser draws it: from what is kept of its site, or through the same fetcher as
//! everything else; and counts what could not be had.
//!
//! Knows the fetcher; not how a browser draws.

use std::cell::{Cell, RefCell};
use std::sync::Arc;
use std::time::Duration;

use rustc_hash::FxHashSet;
use tokio::runtime::Handle;
use tokio::sync::watch;
use tokio::time::Instant;
use url::Url;

use crate::browser::{Kind, Reply, Request, Source};
use crate::fetch::{Ask, Exchange, Fetched, Fetcher, Reading, Sending, Tally};
use crate::plan::same_site;

use super::site::stopped;
use super::supplies::{Supplies, Supply, reply};

/// Requests of one page that are answered.
const MOST_REQUESTS: u32 = 40;
/// Longest time for asking on behalf of one page; waiting for hosts that ask for it does not count.
const ASKING: Duration = Duration::from_mins(1);
/// Longest time that one page waits for hosts that ask to be left alone, and for long gaps: it takes up a browser.
const WAITING: Duration = Duration::from_mins(1);
/// Times that one address is asked for when its host says "not now".
const MAX_ATTEMPTS: u8 = 3;
/// Redirects of one request that are followed.
const MAX_HOPS: usize = 3;

/// A page that is to be drawn.
pub(super) struct Easel {
    pub(super) exchange: Box<Exchange>,
    pub(super) fetcher: Arc<Fetcher>,
    pub(super) supplies: Arc<Supplies>,
    pub(super) tally: Arc<Tally>,
    pub(super) stop: watch::Receiver<bool>,
    /// How long the site still waits for hosts that ask to be left alone.
    pub(super) patience: Duration,
}

/// Answers the requests of one page.
pub(super) struct Supplier {
    pub(super) easel: Easel,
    runtime: Handle,
    /// Requests to hosts.
    asked: Cell<u32>,
    began: Instant,
    /// How long it waited for hosts that ask to be left alone, and for long gaps.
    waited: Cell<Duration>,
    /// The part of it that the site's patience pays for.
    patience: Cell<Duration>,
    /// Requests of its own site that could not be had.
    missed: Cell<u32>,
    /// Data that is not asked for.
    foreign: RefCell<FxHashSet<Url>>,
}

impl Supplier {
    pub(super) fn new(easel: Easel, runtime: Handle) -> Self {
        Self {
            easel,
            runtime,
            asked: Cell::new(0),
            began: Instant::now(),
            waited: Cell::default(),
            patience: Cell::default(),
            missed: Cell::new(0),
            foreign: RefCell::default(),
        }
    }

    /// Requests to hosts.
    pub(super) fn asked(&self) -> u32 {
        self.asked.get()
    }

    /// How long hosts that ask to be left alone were waited for.
    pub(super) fn patience(&self) -> Duration {
        self.patience.get()
    }

    /// Documents, scripts and data of its own site that the page asked for and could not have.
    pub(super) fn missed(&self) -> u32 {
        self.missed.get()
    }

    /// Data of others, or for which something is sent, that the page asked for: nobody was asked. Much of it is of those
    /// who count visitors.
    pub(super) fn foreign(&self) -> u32 {
        u32::try_from(self.foreign.borrow().len()).unwrap_or(u32::MAX)
    }

    fn supply(&self, mut address: Url, request: &Request) -> Supply {
        address.set_fragment(None);
        let page = &self.easel.exchange;
        if address == page.url && request.is_get {
            return Supply::Had(reply(page));
        }
        if !request.is_get || !self.is_own(&address) {
            return Supply::Foreign;
        }
        if let Some(kept) = self.easel.supplies.kept(&address) {
            return kept;
        }
        let supply = self.runtime.block_on(self.fetched(address.clone()));
        self.easel.supplies.keep(address, &supply);
        supply
    }

    fn is_own(&self, address: &Url) -> bool {
        matches!(address.scheme(), "http" | "https") && same_site(&self.easel.exchange.url, address)
    }

    /// Asks the page's own site, politely, and follows where it leads as long as that is the site's own.
    async fn fetched(&self, mut address: Url) -> Supply {
        for _ in 0..=MAX_HOPS {
            if !self.is_own(&address) {
                return Supply::Foreign;
            }
            let answer = match self.answer(&address).await {
                Ok(answer) => answer,
                Err(supply) => return supply,
            };
            match answer.redirect_to() {
                Some(next) => address = next,
                None => return Supply::of(&answer),
            }
        }
        Supply::Failed
    }

    /// Asks for one address, and waits for its host as long as the patience lasts.
    async fn answer(&self, address: &Url) -> Result<Box<Exchange>, Supply> {
        let Easel { exchange: page, fetcher, tally, .. } = &self.easel;
        let mut attempts = 0;
        loop {
            let asking = self.began.elapsed().saturating_sub(self.waited.get());
            if self.is_over() || self.asked.get() >= MOST_REQUESTS || asking >= ASKING {
                return Err(Supply::NotNow);
            }
            let max_body = fetcher.settings().max_body;
            let (via, sending, reading) = (Some(&page.url), Sending::Nothing, Reading::Text);
            let ask = Ask { url: address, via, sending, max_body, reading, tally };
            let fetched = fetcher.fetch(ask).await;
            let was_sent = matches!(fetched, Fetched::Answered(_) | Fetched::Unreachable(_));
            self.asked.set(self.asked.get() + u32::from(was_sent));
            match fetched {
                Fetched::Answered(answer) if matches!(answer.status, 429 | 503) => {
                    self.easel.supplies.note_push_back(&answer);
                    attempts += 1;
                    if attempts == MAX_ATTEMPTS {
                        return Ok(answer);
                    }
                }
                Fetched::Answered(answer) => return Ok(answer),
                Fetched::Unreachable(cause) if cause.may_pass() => return Err(Supply::Failed),
                Fetched::Refused | Fetched::Unreachable(_) => return Err(Supply::Refused),
                // The gaps of a site's own host are bounded by the site's time, as those between its pages are.
                Fetched::Early(wait) => self.wait(wait, Duration::ZERO).await?,
                Fetched::Busy(wait) => self.wait(wait, wait).await?,
            }
        }
    }

    /// Waits for a host, if there is room for that and so much patience left.
    async fn wait(&self, wait: Duration, patience: Duration) -> Result<(), Supply> {
        let (waited, patience) = (self.waited.get() + wait, self.patience.get() + patience);
        if waited > WAITING || patience > self.easel.patience {
            return Err(Supply::NotNow);
        }
        self.waited.set(waited);
        self.patience.set(patience);
        let mut stop = self.easel.stop.clone();
        tokio::select! {
            () = stopped(&mut stop) => Err(Supply::NotNow),
            () = tokio::time::sleep(wait) => Ok(()),
        }
    }
}

impl Source for Supplier {
    fn reply(&self, request: &Request) -> Option<Reply> {
        if request.kind == Kind::Looks {
            return None;
        }
        let supply = self.supply(request.address.clone(), request);
        match &supply {
            Supply::Foreign if request.kind == Kind::Data => {
                self.foreign.borrow_mut().insert(request.address.clone());
            }
            Supply::Had(_) | Supply::Foreign => {}
            _ => self.missed.set(self.missed.get() + 1),
        }
        supply.reply()
    }

    fn is_over(&self) -> bool {
        *self.easel.stop.borrow()
    }
}
