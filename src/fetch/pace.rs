//! What is known of a host's patience, and when it may be asked again.
//!
//! The gap runs from the end of one request to the start of the next: it is the greatest of our own pace, the
//! Crawl-delay and a delay that follows the response time. Pure arithmetic over times that the caller gives.

use std::time::Duration;

use tokio::time::Instant;

use super::backoff::{FORGIVEN, wait};

/// The longest gap that slow answers alone bring about.
const MAX_ADAPTIVE: Duration = Duration::from_secs(30);

/// The host must not be asked before a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NotYet {
    /// It asked to be left alone until then.
    Busy(Instant),
    /// The gap that it asks for lasts until then, which is too long to hold its turn meanwhile.
    Early(Instant),
}

/// How a request went, as far as the host's patience is concerned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mood {
    /// Answered 200.
    Fine,
    /// Anything else that is no push-back.
    Other,
    /// 429 or 503, with the wait of `Retry-After` if there was one.
    PushedBack(Option<Duration>),
}

/// When a request ran, and the gap that was to be kept before it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Request {
    pub(super) began: Instant,
    pub(super) ended: Instant,
    pub(super) gap: Duration,
}

/// What is known of a host's patience.
#[derive(Debug, Default)]
pub(super) struct Pace {
    ended: Option<Instant>,
    adaptive: Duration,
    blocked: Option<Instant>,
    strikes: u32,
}

impl Pace {
    /// When the host may be asked at a gap of at least `gap`, or until when it wants to be left alone.
    pub(super) fn ready(&self, now: Instant, gap: Duration) -> Result<Instant, NotYet> {
        match self.blocked {
            Some(until) if until > now => Err(NotYet::Busy(until)),
            _ => Ok(self.ended.map_or(now, |ended| ended + gap.max(self.adaptive))),
        }
    }

    /// A request begins; should it never end, it counts as ended now.
    pub(super) fn began(&mut self, now: Instant) {
        self.ended = Some(now);
    }

    /// A request ended. `jitter` is any number.
    pub(super) fn ended(&mut self, request: Request, mood: Mood, jitter: u64) {
        self.ended = Some(request.ended);
        self.adapt(request, mood);
        match mood {
            Mood::PushedBack(asked) => self.push_back(request.ended, asked, jitter),
            // It has been left alone and answers well: whatever it says next is not said in a row.
            Mood::Fine => self.strikes = 0,
            Mood::Other => {}
        }
    }

    /// The host asked to be left alone at a moment that lies behind, in a run before this one.
    pub(super) fn recall(&mut self, then: Instant, asked: Option<Duration>, jitter: u64) {
        self.push_back(then, asked, jitter);
    }

    /// The gap follows the response time; an answer other than 200 never shortens it. A pace of zero stays zero.
    fn adapt(&mut self, request: Request, mood: Mood) {
        let mean = (self.adaptive + (request.ended - request.began)) / 2;
        if !request.gap.is_zero() && (mood == Mood::Fine || mean > self.adaptive) {
            self.adaptive = mean.min(MAX_ADAPTIVE);
        }
    }

    fn push_back(&mut self, now: Instant, asked: Option<Duration>, jitter: u64) {
        let forgiven = self.blocked.is_none_or(|until| now.saturating_duration_since(until) > FORGIVEN);
        self.strikes = if forgiven { 1 } else { self.strikes.saturating_add(1) };
        let until = now + wait(asked, self.strikes, jitter);
        self.blocked = Some(self.blocked.map_or(until, |known| known.max(until)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GAP: Duration = Duration::from_secs(2);

    /// A pace after one request of `took` seconds, and the time at which it ended.
    fn after(pace: &mut Pace, began: Instant, took: u64, mood: Mood) -> Instant {
        let ended = began + Duration::from_secs(took);
        pace.began(began);
        pace.ended(Request { began, ended, gap: GAP }, mood, 0);
        ended
    }

    #[test]
    fn the_gap_runs_from_the_end_of_the_request_before() {
        let (mut pace, start) = (Pace::default(), Instant::now());
        assert_eq!(pace.ready(start, GAP), Ok(start));
        let ended = after(&mut pace, start, 1, Mood::Fine);
        assert_eq!(pace.ready(ended, GAP), Ok(ended + GAP));
    }

    #[test]
    fn a_push_back_blocks_doubles_and_is_forgiven() {
        let (mut pace, start) = (Pace::default(), Instant::now());
        let seconds = Duration::from_secs;
        let ended = after(&mut pace, start, 1, Mood::PushedBack(Some(seconds(4))));
        assert_eq!(pace.ready(ended, GAP), Err(NotYet::Busy(ended + seconds(4))));
        let ended = after(&mut pace, ended + seconds(4), 1, Mood::PushedBack(None));
        assert_eq!(pace.ready(ended, GAP), Err(NotYet::Busy(ended + seconds(120))));
        let ended = after(&mut pace, ended + seconds(3600), 1, Mood::PushedBack(None));
        assert_eq!(pace.ready(ended, GAP), Err(NotYet::Busy(ended + seconds(60))));
    }

    #[test]
    fn a_good_answer_between_ends_the_doubling() {
        let (mut pace, mut now) = (Pace::default(), Instant::now());
        for asked in [None, None, Some(Duration::from_secs(4)), None] {
            let ended = after(&mut pace, now, 1, Mood::PushedBack(asked));
            let until = ended + asked.unwrap_or(Duration::from_mins(1));
            assert_eq!(pace.ready(ended, GAP), Err(NotYet::Busy(until)));
            now = after(&mut pace, until, 1, Mood::Fine);
        }
        let ended = after(&mut pace, now, 1, Mood::PushedBack(None));
        let ended = after(&mut pace, ended + Duration::from_mins(1), 1, Mood::Other);
        let ended = after(&mut pace, ended, 1, Mood::PushedBack(None));
        assert_eq!(pace.ready(ended, GAP), Err(NotYet::Busy(ended + Duration::from_mins(2))));
    }

    #[test]
    fn what_was_asked_for_in_a_run_before_is_kept_to() {
        let (mut pace, now) = (Pace::default(), Instant::now());
        let seconds = Duration::from_secs;
        pace.recall(now - seconds(10), Some(seconds(60)), 0);
        pace.recall(now - seconds(20), Some(seconds(5)), 0);
        assert_eq!(pace.ready(now, GAP), Err(NotYet::Busy(now + seconds(50))), "the longer wait counts");
        let mut pace = Pace::default();
        for ago in [100, 30] {
            pace.recall(now - seconds(ago), None, 0);
        }
        assert_eq!(pace.ready(now, GAP), Err(NotYet::Busy(now + seconds(90))), "doubled, thirty seconds ago");
    }

    #[test]
    fn slow_answers_lengthen_the_gap_and_errors_never_shorten_it() {
        let (mut pace, start) = (Pace::default(), Instant::now());
        let ended = after(&mut pace, start, 20, Mood::Fine);
        let ended = after(&mut pace, ended, 0, Mood::Other);
        assert_eq!(pace.ready(ended, GAP), Ok(ended + Duration::from_secs(10)));
        let ended = after(&mut pace, ended, 0, Mood::Fine);
        assert_eq!(pace.ready(ended, GAP), Ok(ended + Duration::from_secs(5)));
    }
}
