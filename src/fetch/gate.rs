//! One request at a time per host: whoever holds a host's turn may ask it one thing.
//!
//! Keyed by host name over all sites, schemes and ports. Knows turns; how long to wait is [`Pace`]'s.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::OwnedMutexGuard;
use tokio::time::Instant;

use super::pace::{Mood, NotYet, Pace, Request};

/// The longest gap during which a turn is held. Whoever has to wait longer for a host comes back: the others who ask it
/// need not wait for him.
const LONGEST_HELD: Duration = Duration::from_secs(30);

/// The gates of all hosts.
#[derive(Debug, Default)]
pub(super) struct Gates(Mutex<HashMap<String, Arc<tokio::sync::Mutex<Pace>>>>);

impl Gates {
    /// Waits for the host's turn and takes it. `gap` is the shortest gap to the request before. A host that asked
    /// to be left alone is not waited for, nor is a long gap: the answer is the time at which it may be asked.
    pub(super) async fn turn(&self, host: &str, gap: Duration) -> Result<Turn, NotYet> {
        let mut pace = self.gate(host).lock_owned().await;
        let ready = pace.ready(Instant::now(), gap)?;
        if ready.saturating_duration_since(Instant::now()) > LONGEST_HELD {
            return Err(NotYet::Early(ready));
        }
        until(ready).await;
        let began = Instant::now();
        pace.began(began);
        Ok(Turn { pace, began, gap })
    }

    /// A host asked to be left alone at a moment that lies behind, in a run before this one.
    pub(super) async fn recall(&self, host: &str, then: Instant, wait: Option<Duration>) {
        let jitter = RandomState::new().hash_one(0_u8);
        self.gate(host).lock_owned().await.recall(then, wait, jitter);
    }

    fn gate(&self, host: &str) -> Arc<tokio::sync::Mutex<Pace>> {
        let mut gates = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(gates.entry(host.to_owned()).or_default())
    }
}

/// The right to ask a host one thing. Dropped without [`Turn::finish`] (the request was given up), it counts as
/// ended when it began.
#[derive(Debug)]
pub(super) struct Turn {
    pace: OwnedMutexGuard<Pace>,
    began: Instant,
    gap: Duration,
}

impl Turn {
    /// Ends the turn.
    pub(super) fn finish(mut self, mood: Mood) {
        let request = Request { began: self.began, ended: Instant::now(), gap: self.gap };
        self.pace.ended(request, mood, RandomState::new().hash_one(0_u8));
    }
}

/// Waits until then, if that is not now or before: a timer goes off a millisecond late, and costs a thread its sleep.
pub(super) async fn until(then: Instant) {
    if then > Instant::now() {
        tokio::time::sleep_until(then).await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_turn_is_held_by_one_and_hosts_do_not_wait_for_each_other() {
        let gates = Gates::default();
        let first = gates.turn("a", Duration::ZERO).await.unwrap();
        gates.turn("b", Duration::ZERO).await.unwrap().finish(Mood::Fine);
        let release = async {
            tokio::task::yield_now().await;
            first.finish(Mood::PushedBack(Some(Duration::from_secs(4))));
        };
        let (second, ()) = tokio::join!(gates.turn("a", Duration::ZERO), release);
        assert!(second.is_err());
    }

    #[tokio::test]
    async fn a_long_gap_is_not_waited_for_with_the_turn_in_hand() {
        let (gates, gap) = (Gates::default(), Duration::from_hours(1));
        gates.turn("a", gap).await.unwrap().finish(Mood::Fine);
        assert!(matches!(gates.turn("a", gap).await, Err(NotYet::Early(_))));
        assert!(gates.turn("a", Duration::ZERO).await.is_ok(), "nobody holds it");
    }
}
