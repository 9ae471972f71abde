//! Many hosts stand on one machine: what is asked of a network address is bounded beside what is asked of each host.
//!
//! Knows network addresses and turns; not host names, nor what is asked.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::Instant;

use super::gate::until;

/// Requests under way at one address.
const AT_ONCE: usize = 4;
/// Requests that begin at one address within the time of one host's pace.
const WITHIN_A_PACE: u32 = 4;

/// All addresses that have been asked.
#[derive(Debug, Default)]
pub(super) struct Machines(Mutex<HashMap<IpAddr, Arc<Machine>>>);

#[derive(Debug)]
struct Machine {
    places: Arc<Semaphore>,
    /// When the next request may begin.
    next: tokio::sync::Mutex<Option<Instant>>,
}

/// The right to ask an address one thing; given back when dropped.
#[derive(Debug)]
pub(super) struct Place(#[expect(dead_code, reason = "held, not looked at")] OwnedSemaphorePermit);

impl Machines {
    /// Waits until an address may be asked one thing more. `pace` is the gap that is kept at each of its hosts.
    pub(super) async fn place(&self, address: IpAddr, pace: Duration) -> Place {
        let machine = self.machine(address);
        let permit = Arc::clone(&machine.places).acquire_owned().await;
        let mut next = machine.next.lock().await;
        if let Some(next) = *next {
            until(next).await;
        }
        *next = Some(Instant::now() + pace / WITHIN_A_PACE);
        Place(permit.expect("the semaphore is never closed"))
    }

    fn machine(&self, address: IpAddr) -> Arc<Machine> {
        let mut machines = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let new = || {
            Arc::new(Machine {
                places: Arc::new(Semaphore::new(AT_ONCE)),
                next: tokio::sync::Mutex::default(),
            })
        };
        Arc::clone(machines.entry(address).or_insert_with(new))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(192, 0, 2, 1));
    const OTHER: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(192, 0, 2, 2));

    #[tokio::test]
    async fn four_within_a_pace_and_other_addresses_do_not_wait() {
        let (machines, began) = (Machines::default(), Instant::now());
        for _ in 0..9 {
            drop(machines.place(ONE, Duration::from_millis(200)).await);
        }
        assert!(began.elapsed() >= Duration::from_millis(400));
        drop(machines.place(ONE, Duration::from_hours(1)).await);
        let other = machines.place(OTHER, Duration::from_hours(1));
        assert!(tokio::time::timeout(Duration::from_mins(1), other).await.is_ok());
    }

    #[tokio::test]
    async fn four_are_under_way_at_once() {
        let machines = Machines::default();
        let mut places = Vec::new();
        for _ in 0..AT_ONCE {
            places.push(machines.place(ONE, Duration::ZERO).await);
        }
        let fifth = tokio::time::timeout(Duration::from_millis(50), machines.place(ONE, Duration::ZERO));
        assert!(fifth.await.is_err());
        places.pop();
        machines.place(ONE, Duration::ZERO).await;
    }
}
