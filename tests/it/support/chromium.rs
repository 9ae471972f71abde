//! The browser that some tests need.

use std::io::Write;
use std::path::PathBuf;

use kommunspegel::browser::program;

/// Set where there must be a browser, as in `tests/run.sh`.
const NEEDED: &str = "KOMMUNSPEGEL_NEEDS_CHROMIUM";

/// Chromium for a test. Where there is none, that is said on standard error, whatever the harness does with a test's words;
/// it is a failure where the environment says that there must be one.
#[track_caller]
pub(crate) fn chromium(test: &str) -> Option<PathBuf> {
    let found = program();
    if found.is_none() {
        assert!(std::env::var_os(NEEDED).is_none(), "{test}: no Chromium, and {NEEDED} is set");
        let told = format!("{test}: not tested, since there is no Chromium\n");
        std::io::stderr().write_all(told.as_bytes()).unwrap();
    }
    found
}
