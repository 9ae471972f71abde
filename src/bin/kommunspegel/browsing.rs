//! Finds and starts the browser for the commands that want its second opinion; where there is none, the command says so
//! and goes on.

use kommunspegel::browser::{Browser, BrowserError, program};

use crate::output::tell;

/// The browser, if it is wanted and there is one.
pub(crate) fn wanted_browser(wanted: bool) -> Option<Browser> {
    if !wanted {
        return None;
    }
    let started = program().ok_or(BrowserError::Missing).and_then(|program| Browser::start(&program));
    match started {
        Ok(browser) => Some(browser),
        Err(error) => {
            tell(&format!("Without a browser's second opinion: {error}"));
            None
        }
    }
}
