//! What the library traces, on stderr, for those who ask with `-v`: lines for people, or JSON for programs.

use std::io::IsTerminal;

use tracing::Level;

use crate::args::Log;

/// Traces warnings; with one `-v` more, with two everything.
pub(crate) fn start(verbosity: u8, log: Log) {
    let level = match verbosity {
        0 => Level::WARN,
        1 => Level::INFO,
        2 => Level::DEBUG,
        _ => Level::TRACE,
    };
    let filter = tracing_subscriber::EnvFilter::new(format!("warn,kommunspegel={level}"));
    let colours = std::io::stderr().is_terminal();
    let lines =
        tracing_subscriber::fmt().with_env_filter(filter).with_ansi(colours).with_writer(std::io::stderr);
    match log {
        Log::Human => lines.init(),
        Log::Json => lines.json().init(),
    }
}
