//! The user's or the system's wish that the program stop.

use std::io;

use tokio::runtime::Runtime;
use tokio::sync::watch;

/// Listens from now on, as long as the run time lives: becomes true at the first wish that the program stop.
pub(crate) fn listen(runtime: &Runtime) -> watch::Receiver<bool> {
    let (stop, stopped) = watch::channel(false);
    runtime.spawn(async move {
        if interrupted().await.is_ok() {
            let _ = stop.send(true);
        }
        // The sender lives until the program ends, interrupted or not.
        std::future::pending::<()>().await;
    });
    stopped
}

/// Returns at the first SIGINT (Ctrl-C) or SIGTERM.
#[cfg(unix)]
async fn interrupted() -> io::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let (mut interrupt, mut terminate) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    tokio::select! {
        _ = interrupt.recv() => {}
        _ = terminate.recv() => {}
    }
    Ok(())
}

/// Returns at the first Ctrl-C.
#[cfg(not(unix))]
async fn interrupted() -> io::Result<()> {
    tokio::signal::ctrl_c().await
}
