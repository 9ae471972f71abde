//! A real browser as a second opinion: pages are shown in Chromium and looked at by axe-core. The browser reaches no
//! host: everything that a page asks for is answered from what was kept, or refused. Knows Chromium and axe-core; not
//! where pages come from.

mod page;
mod pipe;

pub use page::{Browser, Reply, Seen, Source};
pub use pipe::{BrowserError, program};
