//! What the library traces, on stderr, for those who ask with `-v`.

use tracing::Level;

/// Traces warnings; with one `-v` more, with two everything.
pub(crate) fn start(verbosity: u8) {
    let level = match verbosity {
        0 => Level::WARN,
        1 => Level::INFO,
        2 => Level::DEBUG,
        _ => Level::TRACE,
    };
    let filter = tracing_subscriber::EnvFilter::new(format!("warn,kommunspegel={level}"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
}
