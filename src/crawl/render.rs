//! Pages that show nothing without their scripts, or not all, drawn by a browser. The browser speaks to nobody: what a page asks for
//! goes through the same fetcher as everything else, with its robots.txt, its pace and its limits, and only within the
//! page's own site.
//!
//! Knows browsers and what a page says; not how things are asked for, nor which page comes next.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::runtime::Handle;
use tokio::sync::Semaphore;

use crate::archive::Drawing;
use crate::browser::{Browser, BrowserError, Drawn};
use crate::fetch::{Exchange, charset_parameter};
use crate::page::charset::decode;
use crate::page::{Shell, shown, told};

use super::blocking::blocking;
use super::supplier::{Easel, Supplier};
use super::supplies::Supplies;

/// Browsers at once: each takes some 300 MB.
const BROWSERS: usize = 2;
/// Pages that leave a part to their scripts and to which these add nothing, in a row: the next ones are not drawn.
const MOST_IN_VAIN: u32 = 3;
/// Pages that no browser could draw, in a row: no more of the site are drawn.
const MOST_UNDRAWN: u32 = 3;
/// A page drawn by scripts that shows fewer letters beside its menus may be waiting for what its scripts asked others for.
const LITTLE: usize = 1_000;

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
            _ if supplies.undrawn() >= MOST_UNDRAWN => None,
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

/// What came of drawing a page.
pub(super) struct Canvas {
    pub(super) exchange: Box<Exchange>,
    /// The page as its scripts draw it; nothing where that failed, and where it still shows nothing.
    pub(super) html: Option<String>,
    pub(super) drawing: Drawing,
    /// How long hosts that ask to be left alone were waited for.
    pub(super) waited: Duration,
}

impl Renderer {
    /// Browsers of this program.
    pub fn new(program: PathBuf) -> Self {
        Self { program, places: Arc::new(Semaphore::new(BROWSERS)), idle: Mutex::default() }
    }

    /// The page as its scripts draw it, with what that took.
    pub(super) async fn draw(self: &Arc<Self>, easel: Easel) -> Canvas {
        let places = Arc::clone(&self.places);
        let place = places.acquire_owned().await.expect("the semaphore is never closed");
        let (renderer, runtime) = (Arc::clone(self), Handle::current());
        blocking(move || {
            let _place = place;
            let supplier = Supplier::new(easel, runtime);
            let drawn = renderer.drawn(&supplier);
            supplier.easel.supplies.attempted(drawn.is_ok());
            canvas(supplier, drawn.ok())
        })
        .await
    }

    /// A browser may have been ended from outside, or have died of another page: then a fresh one draws the page.
    fn drawn(&self, supplier: &Supplier) -> Result<Drawn, BrowserError> {
        let waiting = self.idle().pop();
        match self.drawn_in(waiting, supplier) {
            Err(error) if !matches!(error, BrowserError::Slow(_)) => self.drawn_in(None, supplier),
            drawn => drawn,
        }
    }

    /// A browser that failed is thrown away with its page.
    fn drawn_in(&self, waiting: Option<Browser>, supplier: &Supplier) -> Result<Drawn, BrowserError> {
        let mut browser = waiting.map_or_else(|| Browser::start(&self.program), Ok)?;
        let drawn = browser.draw(&supplier.easel.exchange.url, supplier)?;
        if !browser.is_worn() && !drawn.was_stopped {
            self.idle().push(browser);
        }
        Ok(drawn)
    }

    fn idle(&self) -> std::sync::MutexGuard<'_, Vec<Browser>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn canvas(supplier: Supplier, drawn: Option<Drawn>) -> Canvas {
    let (refused, was_stopped) =
        drawn.as_ref().map_or((0, false), |drawn| (drawn.refused, drawn.was_stopped));
    let page = &supplier.easel.exchange;
    let charset = page.header("content-type").and_then(charset_parameter);
    let sent = decode(&page.body, charset.as_deref());
    let html = drawn.and_then(|drawn| worth_keeping(&sent, drawn, &supplier.easel.supplies));
    let foreign = html.as_deref().filter(|html| seems_to_wait(&sent, html)).map_or(0, |_| supplier.foreign());
    let missed = supplier.missed() + foreign + u32::from(was_stopped);
    let drawing = Drawing { requests: supplier.asked(), refused, missed, in_vain: html.is_none() };
    let waited = supplier.patience();
    Canvas { html, drawing, waited, exchange: supplier.easel.exchange }
}

/// The page as it was drawn, if it says more than it did as it was sent, or leaves a part to its scripts. One whose scripts
/// send the reader elsewhere is told as what it is: a page with a refresh (HTML standard, 4.2.5.3).
fn worth_keeping(sent: &str, drawn: Drawn, supplies: &Supplies) -> Option<String> {
    if let Some(target) = drawn.leads_to {
        let target = target.as_str().replace('&', "&amp;");
        return Some(format!("{sent}<meta http-equiv=refresh content=\"0;url={target}\">"));
    }
    let html = Some(drawn.html).filter(|html| !html.is_empty())?;
    if Shell::of_whole_or_part(sent) == Some(Shell::Part) {
        supplies.gained(shown(&html).saturating_sub(shown(sent)));
        return Some(html);
    }
    (Shell::of(&html).is_none() || shown(&html) > shown(sent)).then_some(html)
}

/// Whether a page that scripts draw may still be waiting for what its scripts asked for: it looks as unfinished as before,
/// or says little.
fn seems_to_wait(sent: &str, html: &str) -> bool {
    match Shell::of_whole_or_part(sent) {
        None => false,
        Some(Shell::Part) => Shell::of_whole_or_part(html) == Some(Shell::Part),
        Some(_) => told(html) < LITTLE || Shell::of_whole_or_part(html).is_some(),
    }
}
