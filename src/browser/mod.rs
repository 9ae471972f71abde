//! A real browser: pages are shown in Chromium and looked at by axe-core as a second opinion, or drawn by their scripts
//! and read. The browser reaches no host: everything that a page asks for is answered by who shows it, or refused. Knows
//! Chromium and axe-core; not where pages come from.

mod draw;
mod page;
mod pipe;
mod watch;

pub use draw::Drawn;
pub use page::{Browser, Kind, Reply, Request, Seen, Source};
pub use pipe::{BrowserError, program};
