//! Pages that show nothing without their scripts, or not all, drawn by a browser. The browser speaks to nobody: what a page asks for
//! goes through the same fetcher as everything else, with its robots.txt, its pace and its limits, and only within the
//! page's own site.
//!
//! Knows browser and fetcher; not which page comes next.

use std::cell::Cell;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use rustc_hash::FxHashMap;
use tokio::runtime::Handle;
use tokio::sync::{Semaphore, watch};
use url::Url;

use crate::archive::Drawing;
use crate::browser::{Browser, Drawn, Kind, Reply, Source};
use crate::fetch::{Ask, Exchange, Fetched, Fetcher, Reading, Sending, Tally, charset_parameter};
use crate::page::charset::decode;
use crate::page::{Shell, shown};
use crate::plan::same_site;

use super::blocking::blocking;

/// Browsers at once: each takes some 300 MB.
const BROWSERS: usize = 2;
/// Requests of one page that are answered.
const MOST_REQUESTS: u32 = 40;
/// Pages that leave a part to their scripts and to which these add nothing, in a row: the next ones are not drawn.
const MOST_IN_VAIN: u32 = 3;
/// Redirects of one request that are followed.
const MAX_HOPS: usize = 3;
/// What is kept of a site for its next pages, in bytes.
const KEPT: usize = 16 * 1024 * 1024;

/// Which pages a browser draws.
#[derive(Debug, Clone, Default)]
pub enum Render {
    /// None.
    #[default]
    Never,
    /// Those that show nothing without their scripts, or leave a part to them.
    Shells(Arc<Renderer>),
    /// All.
    Always(Arc<Renderer>),
}

impl Render {
    /// What draws this page of a site with such supplies, if it is to be drawn.
    pub(super) fn of(&self, html: &str, supplies: &Supplies) -> Option<&Arc<Renderer>> {
        match self {
            Self::Never => None,
            Self::Shells(renderer) => {
                let worth = match Shell::of_whole_or_part(html) {
                    None | Some(Shell::Blank) => false,
                    Some(Shell::Part) => supplies.in_vain() < MOST_IN_VAIN,
                    Some(_) => true,
                };
                worth.then_some(renderer)
            }
            Self::Always(renderer) => Some(renderer),
        }
    }
}

/// A few browsers that draw pages, started when they are needed.
#[derive(Debug)]
pub struct Renderer {
    program: PathBuf,
    places: Arc<Semaphore>,
    idle: Mutex<Vec<Browser>>,
}

/// A page that is to be drawn.
pub(super) struct Easel {
    pub(super) exchange: Box<Exchange>,
    pub(super) fetcher: Arc<Fetcher>,
    pub(super) supplies: Arc<Supplies>,
    pub(super) tally: Arc<Tally>,
    pub(super) stop: watch::Receiver<bool>,
}

impl Renderer {
    /// Browsers of this program.
    pub fn new(program: PathBuf) -> Self {
        Self { program, places: Arc::new(Semaphore::new(BROWSERS)), idle: Mutex::default() }
    }

    /// The page as its scripts draw it, with what that took, and the answer back; no page when that fails or when it
    /// still shows nothing.
    pub(super) async fn draw(self: &Arc<Self>, easel: Easel) -> (Box<Exchange>, Option<(String, Drawing)>) {
        let places = Arc::clone(&self.places);
        let place = places.acquire_owned().await.expect("the semaphore is never closed");
        let (renderer, runtime) = (Arc::clone(self), Handle::current());
        blocking(move || {
            let _place = place;
            let supplier = Supplier { easel, runtime, asked: Cell::new(0) };
            let drawn = renderer.drawn(&supplier);
            (supplier.easel.exchange, drawn)
        })
        .await
    }

    fn drawn(&self, supplier: &Supplier) -> Option<(String, Drawing)> {
        let idle = || self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        let waiting = idle().pop();
        let mut browser = waiting.map_or_else(|| Browser::start(&self.program), Ok).ok()?;
        // A browser that failed is thrown away with its page.
        let Drawn { html, refused, .. } = browser.draw(&supplier.easel.exchange.url, supplier).ok()?;
        if !browser.is_worn() {
            idle().push(browser);
        }
        let drawing = Drawing { requests: supplier.asked.get(), refused };
        let page = &supplier.easel.exchange;
        let charset = page.header("content-type").and_then(charset_parameter);
        let sent = decode(&page.body, charset.as_deref());
        let says_more = Shell::of(&html).is_none() || shown(&html) > shown(&sent);
        if Shell::of_whole_or_part(&sent) != Some(Shell::Part) {
            return says_more.then_some((html, drawing));
        }
        supplier.easel.supplies.gained(shown(&html).saturating_sub(shown(&sent)));
        (!html.is_empty()).then_some((html, drawing))
    }
}

/// What the pages of one site asked for while they were drawn: most ask for the same scripts.
#[derive(Debug, Default)]
pub(super) struct Supplies(Mutex<Stock>);

#[derive(Debug, Default)]
struct Stock {
    kept: FxHashMap<Url, Supply>,
    bytes: usize,
    /// Pages in a row to which their scripts added nothing.
    in_vain: u32,
}

/// What came of asking.
#[derive(Debug, Clone)]
enum Supply {
    Had(Reply),
    NotToBeHad,
}

impl Supply {
    fn reply(self) -> Option<Reply> {
        match self {
            Self::Had(reply) => Some(reply),
            Self::NotToBeHad => None,
        }
    }
}

impl Supplies {
    /// A page that leaves a part to its scripts was drawn, and shows so many letters more.
    fn gained(&self, letters: usize) {
        let mut stock = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        stock.in_vain = if letters == 0 { stock.in_vain + 1 } else { 0 };
    }

    fn in_vain(&self) -> u32 {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).in_vain
    }

    fn kept(&self, address: &Url) -> Option<Supply> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).kept.get(address).cloned()
    }

    fn keep(&self, address: Url, reply: Option<&Reply>) {
        let mut stock = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let size = reply.map_or(0, |reply| reply.body.len());
        if stock.bytes + size <= KEPT {
            stock.bytes += size;
            let supply = reply.map_or(Supply::NotToBeHad, |reply| Supply::Had(reply.clone()));
            stock.kept.insert(address, supply);
        }
    }
}

/// Answers the requests of one page.
struct Supplier {
    easel: Easel,
    runtime: Handle,
    /// Requests to hosts.
    asked: Cell<u32>,
}

impl Source for Supplier {
    fn reply(&self, address: &Url) -> Option<Reply> {
        let mut address = address.clone();
        address.set_fragment(None);
        let page = &self.easel.exchange;
        if address == page.url {
            return Some(reply(page));
        }
        if let Some(kept) = self.easel.supplies.kept(&address) {
            return kept.reply();
        }
        let fetched = self.runtime.block_on(self.fetched(address.clone()));
        if fetched.is_some() || self.asked.get() < MOST_REQUESTS {
            self.easel.supplies.keep(address, fetched.as_ref());
        }
        fetched
    }

    fn wants(&self, kind: Kind) -> bool {
        kind == Kind::Meaning
    }
}

impl Supplier {
    /// Asks the page's own site, politely; what is refused, fails, or leads off the site is not to be had.
    async fn fetched(&self, mut address: Url) -> Option<Reply> {
        let Easel { exchange: page, fetcher, tally, stop, .. } = &self.easel;
        for _ in 0..=MAX_HOPS {
            let may = same_site(&page.url, &address) && matches!(address.scheme(), "http" | "https");
            if !may || *stop.borrow() || self.asked.get() >= MOST_REQUESTS {
                return None;
            }
            let max_body = fetcher.settings().max_body;
            let (via, sending, reading) = (Some(&page.url), Sending::Nothing, Reading::Text);
            let ask = Ask { url: &address, via, sending, max_body, reading, tally };
            let fetched = fetcher.fetch(ask).await;
            self.asked.set(self.asked.get() + u32::from(!matches!(fetched, Fetched::Refused)));
            let Fetched::Answered(answer) = fetched else { return None };
            match answer.redirect_to() {
                Some(next) => address = next,
                None => return Some(reply(&answer)),
            }
        }
        None
    }
}

fn reply(answer: &Exchange) -> Reply {
    Reply {
        status: answer.status,
        content_type: answer.header("content-type").unwrap_or("text/html").to_owned(),
        body: answer.body.to_vec(),
    }
}
