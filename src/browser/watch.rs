//! When a page that is drawn is done. Pure: it is told what happened at which moment, and says what is to be done next.
//! Moments are the browser's own time since it began; the time in which it waited for answers does not count.

use std::time::Duration;

/// Longest time for a page to be drawn.
const DRAWING: Duration = Duration::from_mins(1);
/// A page that was loaded rests when it has asked for nothing so long.
const REST: Duration = Duration::from_millis(700);
/// A page that was loaded, and asks on and on, is done when its document has stayed as it is so long.
const CALM: Duration = Duration::from_secs(8);
/// Between two looks at the document.
const GAP: Duration = Duration::from_secs(2);
/// A page that says nothing so long, when it is looked at, is held up by a script without end.
const SILENCE: Duration = Duration::from_secs(8);

/// What is known of a page so far.
#[derive(Debug, Default)]
pub(super) struct Watch {
    loaded: Option<Duration>,
    /// When it last asked for something, or told of itself.
    heard: Duration,
    /// The look that was not answered yet.
    looking: Option<Duration>,
    /// When it was last looked at.
    looked: Duration,
    /// When its document was last found changed.
    changed: Duration,
    mark: Option<u64>,
}

/// What is to be done next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Next {
    /// Listen, for so long.
    Listen(Duration),
    /// See whether the document has changed.
    Look,
    /// Nothing: it can be read.
    Read,
    /// Stop its scripts, and read it.
    Stop,
}

impl Watch {
    pub(super) fn next(&self, now: Duration) -> Next {
        if self.looking.is_some_and(|since| now >= since + SILENCE) {
            return Next::Stop;
        }
        let rested = self.loaded.map(|_| self.heard + REST);
        let calm = self.loaded.map(|loaded| loaded.max(self.changed) + CALM);
        let done = [rested, calm].into_iter().flatten().fold(DRAWING, Duration::min);
        if now >= done {
            return Next::Read;
        }
        match self.looking {
            Some(since) => Next::Listen(done.min(since + SILENCE).saturating_sub(now)),
            None if now >= self.looked + GAP => Next::Look,
            None => Next::Listen(done.min(self.looked + GAP).saturating_sub(now)),
        }
    }

    /// It was loaded.
    pub(super) fn loaded(&mut self, now: Duration) {
        self.loaded.get_or_insert(now);
    }

    /// It asked for something, or told of itself.
    pub(super) fn heard(&mut self, now: Duration) {
        self.heard = now;
    }

    /// It is being looked at.
    pub(super) fn looks(&mut self, now: Duration) {
        (self.looking, self.looked) = (Some(now), now);
    }

    /// What the look showed; where it showed nothing, the page is between two documents.
    pub(super) fn saw(&mut self, now: Duration, mark: Option<u64>) {
        self.looking = None;
        if self.mark != mark {
            (self.mark, self.changed) = (mark, now);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(milliseconds: u64) -> Duration {
        Duration::from_millis(milliseconds)
    }

    #[test]
    fn a_page_that_has_loaded_and_asks_for_nothing_rests() {
        let mut watch = Watch::default();
        watch.loaded(at(300));
        watch.heard(at(400));
        assert_eq!(watch.next(at(1000)), Next::Listen(at(100)));
        assert_eq!(watch.next(at(1100)), Next::Read);
    }

    /// When a page is read that asks every half second, and whose document is so long at such a moment.
    fn read_at(length: impl Fn(u64) -> u64) -> u64 {
        let mut watch = Watch::default();
        watch.loaded(at(0));
        for now in (0..).step_by(500) {
            watch.heard(at(now));
            match watch.next(at(now)) {
                Next::Look => {
                    watch.looks(at(now));
                    watch.saw(at(now), Some(length(now)));
                }
                Next::Read => return now,
                Next::Listen(_) => {}
                Next::Stop => panic!("it answers"),
            }
        }
        unreachable!("numbers have no end")
    }

    #[test]
    fn a_page_that_asks_on_is_read_when_its_document_stays_as_it_is() {
        assert_eq!(read_at(|_| 7), 10_000);
        assert_eq!(read_at(|now| now.min(11_000)), 20_000, "it grew until the look at 12 s");
        assert_eq!(read_at(|now| now), 60_000);
    }

    #[test]
    fn a_script_without_end_is_stopped() {
        let mut watch = Watch::default();
        assert_eq!(watch.next(at(2000)), Next::Look);
        watch.looks(at(2000));
        assert_eq!(watch.next(at(9000)), Next::Listen(at(1000)));
        assert_eq!(watch.next(at(10_000)), Next::Stop);
    }
}
