//! The wish that work on an edition be left, which the work asks for between two sites and between two files. Knows not
//! who wishes it.

use tokio::sync::watch;

/// Whether work is to be left.
#[derive(Debug, Clone)]
pub struct Halt(watch::Receiver<bool>);

/// The work was left before its end; what it had written stays, and it can be done again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("stopped before the end")]
pub struct Halted;

impl Halt {
    /// Work that is done to its end.
    pub fn never() -> Self {
        Self(watch::channel(false).1)
    }

    /// Whether the work is to be left.
    pub fn wanted(&self) -> bool {
        *self.0.borrow()
    }

    /// Fails when the work is to be left.
    pub fn go_on(&self) -> Result<(), Halted> {
        if self.wanted() { Err(Halted) } else { Ok(()) }
    }
}

impl From<watch::Receiver<bool>> for Halt {
    fn from(stop: watch::Receiver<bool>) -> Self {
        Self(stop)
    }
}
