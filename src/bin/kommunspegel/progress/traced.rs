//! What happens in a crawl as events for the log, which shows them to people or, as JSON, to programs.

use std::sync::Arc;

use super::{Happening, Progress, Tally};

/// Passes on what happens, and traces it.
pub(crate) struct Traced(pub(crate) Arc<dyn Progress>);

impl Progress for Traced {
    fn notice(&self, happening: &Happening<'_>) {
        match *happening {
            Happening::SiteStarted { site } => tracing::info!(site, "site started"),
            Happening::SetAside { site, file, cause } => {
                let file = file.display();
                tracing::warn!(site, %file, cause, "what was archived cannot be gone on with; it is kept, and asked for again");
            }
            Happening::Fetched { site, address, bytes, left } => {
                tracing::debug!(site, address, bytes, left, "answered");
            }
            Happening::Waiting { host, seconds } => tracing::info!(host, seconds, "left alone"),
            Happening::Resting { sites, seconds } => {
                tracing::info!(sites, seconds, "waiting to ask once more");
            }
            Happening::SiteFinished { site, end, reason } => {
                tracing::info!(site, end = end.word(), reason, "site finished");
            }
        }
        self.0.notice(happening);
    }

    fn beat(&self) {
        self.0.beat();
    }

    fn close(&self) -> Tally {
        self.0.close()
    }
}
