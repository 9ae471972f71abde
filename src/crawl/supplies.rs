//! What the pages of one site asked for while a browser drew them, kept for the next ones: what was had, and what was not.
//!
//! Knows answers; not how they are asked for, nor how a browser draws.

use std::sync::{Mutex, PoisonError};

use rustc_hash::{FxHashMap, FxHashSet};
use time::OffsetDateTime;
use url::Url;

use crate::browser::Reply;
use crate::fetch::{Exchange, PushBack, Unreachable};

/// What is kept of a site for its next pages, in bytes.
const KEPT: usize = 16 * 1024 * 1024;

/// What the pages of one site asked for while they were drawn: most ask for the same scripts.
#[derive(Debug, Default)]
pub(super) struct Supplies(Mutex<Stock>);

#[derive(Debug, Default)]
struct Stock {
    kept: FxHashMap<Url, Supply>,
    bytes: usize,
    /// What failed once, and is asked for once more.
    failed: FxHashSet<Url>,
    /// Hosts that asked to be left alone since this was last looked at.
    push_backs: Vec<PushBack>,
    /// Pages in a row to which their scripts added nothing.
    in_vain: u32,
    /// Pages in a row that no browser could draw.
    undrawn: u32,
}

/// What came of asking.
#[derive(Debug, Clone)]
pub(super) enum Supply {
    /// It was answered.
    Had(Reply),
    /// It was answered, and with the word that it is not given, now or to us.
    Withheld(Reply),
    /// It may not be asked for.
    Refused,
    /// It was not answered.
    Failed,
    /// It was not asked for, since its host wants to be left alone, or so much was asked for before.
    NotNow,
    /// It is not the site's own, or something is sent with it: nobody is asked.
    Foreign,
}

impl Supply {
    pub(super) fn of(answer: &Exchange) -> Self {
        let is_withheld = answer.hindrance().is_some() || is_withheld(answer.status);
        if is_withheld { Self::Withheld(reply(answer)) } else { Self::Had(reply(answer)) }
    }

    pub(super) fn reply(self) -> Option<Reply> {
        match self {
            Self::Had(reply) | Self::Withheld(reply) => Some(reply),
            _ => None,
        }
    }

    /// Whether it may be different the next time.
    fn may_pass(&self) -> bool {
        match self {
            Self::Withheld(reply) => Unreachable::Status(reply.status).may_pass(),
            Self::Failed => true,
            _ => false,
        }
    }
}

/// Whether an answer of such a status keeps back what others may get. What is not there (404, 410), and what asks everybody
/// to log in (401, 407), is an answer like others.
fn is_withheld(status: u16) -> bool {
    matches!(status, 403 | 406 | 408 | 418 | 425 | 429 | 451 | 500..)
}

impl Supplies {
    fn stock<T>(&self, work: impl FnOnce(&mut Stock) -> T) -> T {
        work(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// A page that leaves a part to its scripts was drawn, and shows so many letters more.
    pub(super) fn gained(&self, letters: usize) {
        self.stock(|stock| stock.in_vain = if letters == 0 { stock.in_vain + 1 } else { 0 });
    }

    /// Pages in a row to which their scripts added nothing.
    pub(super) fn in_vain(&self) -> u32 {
        self.stock(|stock| stock.in_vain)
    }

    /// A browser drew a page, or could not.
    pub(super) fn attempted(&self, drawn: bool) {
        self.stock(|stock| stock.undrawn = if drawn { 0 } else { stock.undrawn + 1 });
    }

    /// Pages in a row that no browser could draw.
    pub(super) fn undrawn(&self) -> u32 {
        self.stock(|stock| stock.undrawn)
    }

    /// The hosts that asked to be left alone since this was last asked.
    pub(super) fn take_push_backs(&self) -> Vec<PushBack> {
        self.stock(|stock| std::mem::take(&mut stock.push_backs))
    }

    pub(super) fn note_push_back(&self, answer: &Exchange) {
        let retry_after = answer.header("retry-after").map(str::to_owned);
        let at = OffsetDateTime::now_utc().replace_nanosecond(0).expect("zero is a nanosecond");
        self.stock(|stock| stock.push_backs.push(PushBack { url: answer.url.clone(), at, retry_after }));
    }

    pub(super) fn kept(&self, address: &Url) -> Option<Supply> {
        self.stock(|stock| stock.kept.get(address).cloned())
    }

    /// Keeps what is worth keeping; what failed is asked for once more.
    pub(super) fn keep(&self, address: Url, supply: &Supply) {
        self.stock(|stock| {
            let is_early = supply.may_pass() && stock.failed.insert(address.clone());
            let size = if let Supply::Had(reply) = supply { reply.body.len() } else { 0 };
            if !matches!(supply, Supply::NotNow) && !is_early && stock.bytes + size <= KEPT {
                stock.bytes += size;
                stock.kept.insert(address, supply.clone());
            }
        });
    }
}

/// An answer as a page is given it.
pub(super) fn reply(answer: &Exchange) -> Reply {
    Reply {
        status: answer.status,
        content_type: answer.header("content-type").unwrap_or("text/html").to_owned(),
        body: answer.body.to_vec(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn had(status: u16) -> Reply {
        Reply { status, content_type: String::new(), body: Vec::new() }
    }

    #[test]
    fn what_failed_is_asked_for_once_more_and_what_had_to_wait_again_and_again() {
        let supplies = Supplies::default();
        let kept_at = |path: &str, supply: Supply| {
            let address = Url::parse("https://x.example/").unwrap().join(path).unwrap();
            (1..4).find(|_| {
                supplies.keep(address.clone(), &supply);
                supplies.kept(&address).is_some()
            })
        };
        assert_eq!(kept_at("/a", Supply::Had(had(200))), Some(1));
        assert_eq!(kept_at("/b", Supply::Refused), Some(1));
        assert_eq!(kept_at("/c", Supply::Failed), Some(2));
        assert_eq!(kept_at("/d", Supply::Withheld(had(500))), Some(2));
        assert_eq!(kept_at("/e", Supply::Withheld(had(403))), Some(1));
        assert_eq!(kept_at("/f", Supply::NotNow), None);
    }
}
