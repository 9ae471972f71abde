//! What the library traces, on stderr, for those who ask with `-v`: lines for people, or JSON for programs, which then get
//! everything else that is told there as JSON, too.

use std::io::IsTerminal;

use tracing::Level;

use crate::args::Log;
use crate::output::{speak_json, tell_failure};

/// Traces warnings; with one `-v` more, with two everything.
pub(crate) fn start(verbosity: u8, log: Log) {
    let level = match verbosity {
        0 => Level::WARN,
        1 => Level::INFO,
        2 => Level::DEBUG,
        _ => Level::TRACE,
    };
    let filter =
        tracing_subscriber::EnvFilter::new(format!("warn,rustls_platform_verifier=off,kommunspegel={level}"));
    let colours = std::io::stderr().is_terminal();
    let lines =
        tracing_subscriber::fmt().with_env_filter(filter).with_ansi(colours).with_writer(std::io::stderr);
    match log {
        Log::Human => lines.init(),
        Log::Json => {
            lines.json().init();
            speak_json();
            std::panic::set_hook(Box::new(|panic| tell_failure(&panic.to_string())));
        }
    }
}
