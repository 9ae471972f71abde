//! Documents are read beside the judge: their readers are not ours, and may give up, crash or never end.
//!
//! Knows how long a document may take; not what its pages say.

use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use url::Url;

use crate::page::{self, DocumentKind, Page, Unreadable};

/// The longest that a document may take. Whole books take a second; what takes longer is made to.
pub(crate) const LONGEST: Duration = Duration::from_mins(1);
/// Room for structures that are nested as deep as a reader allows, in bytes.
const STACK: usize = 32 * 1024 * 1024;

/// The pages of a document. One whose reader crashes, or has no end, is broken.
pub(super) fn pages(kind: DocumentKind, body: Vec<u8>, url: &Url) -> Result<Vec<Page>, Unreadable> {
    let url = url.clone();
    within(LONGEST, move || page::read_document(kind, &body, &url)).unwrap_or(Err(Unreadable::Broken))
}

/// What some work comes to, unless it takes too long or crashes: then it is left to itself.
pub(crate) fn within<T: Send + 'static>(
    longest: Duration,
    work: impl FnOnce() -> T + Send + 'static,
) -> Option<T> {
    let (told, heard) = mpsc::channel();
    let reader = thread::Builder::new().name("document".to_owned()).stack_size(STACK);
    // Nobody may be listening any more, which is no matter.
    let started = reader.spawn(move || drop(told.send(work())));
    started.ok().and_then(|_| heard.recv_timeout(longest).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_that_crashes_or_has_no_end_comes_to_nothing() {
        assert_eq!(within(LONGEST, || 7), Some(7));
        assert_eq!(within(LONGEST, || -> i32 { panic!("on purpose") }), None);
        let endless = || -> i32 {
            loop {
                thread::park();
            }
        };
        assert_eq!(within(Duration::from_millis(20), endless), None);
    }
}
