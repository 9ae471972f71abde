//! A site that cannot be taken in, whatever is wrong with it or with this program, costs itself alone.

use std::panic::{AssertUnwindSafe, catch_unwind};

/// What comes of the work on one site; `None` when it fails, or breaks an assumption of this program, which is told on
/// standard error.
pub(super) fn contained<T, E>(work: impl FnOnce() -> Result<T, E>) -> Option<T> {
    catch_unwind(AssertUnwindSafe(work)).ok()?.ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_fails_or_breaks_ends_there() {
        assert_eq!(contained(|| Ok::<u8, ()>(1)), Some(1));
        assert_eq!(contained(|| Err::<u8, ()>(())), None);
        assert_eq!(contained(|| -> Result<u8, ()> { panic!("as it should here") }), None);
    }
}
