//! Work that waits for disks or takes its time, beside the run time's threads.
//!
//! Knows threads; not what is done.

/// What comes of the work, which panics here if it panics there. When the run time is given up before the work was begun,
/// this never comes back: it is given up, too.
pub(super) async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    match tokio::task::spawn_blocking(work).await {
        Ok(done) => done,
        Err(error) => match error.try_into_panic() {
            Ok(panic) => std::panic::resume_unwind(panic),
            Err(_cancelled) => std::future::pending().await,
        },
    }
}

#[cfg(test)]
mod tests {
    use std::pin::Pin;
    use std::sync::mpsc;
    use std::task::{Context, Poll, Waker};

    use super::blocking;

    #[test]
    fn work_that_is_given_up_with_its_run_time_never_comes_back() {
        let runtime = tokio::runtime::Builder::new_current_thread().max_blocking_threads(1).build().unwrap();
        let (release, held) = mpsc::channel::<()>();
        // Takes the only place, so that what comes after is not begun.
        runtime.spawn_blocking(move || held.recv().is_ok());
        let mut waiting: Pin<Box<dyn Future<Output = u8>>> = Box::pin(blocking(|| 1));
        let mut poll = || waiting.as_mut().poll(&mut Context::from_waker(Waker::noop()));
        let inside = runtime.enter();
        assert_eq!(poll(), Poll::Pending);
        drop(inside);
        runtime.shutdown_background();
        assert_eq!(poll(), Poll::Pending);
        drop(release);
    }

    #[tokio::test]
    #[should_panic(expected = "as it should here")]
    async fn work_that_panics_panics() {
        blocking(|| panic!("as it should here")).await;
    }
}
