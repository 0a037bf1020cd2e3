//! Servers with one queue.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::units::{SimDuration, SimTime};

/// A pool needs at least one server.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a server pool needs at least one server")]
pub struct NoServers;

/// When a customer is served.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Service {
    /// When service begins; the wait in the queue ends then.
    pub start: SimTime,
    /// When service ends.
    pub finish: SimTime,
}

/// Equal servers with one first-in, first-out queue of any length.
///
/// Customers are admitted in order of arrival with their service time known, so a customer's start and
/// finish follow at once from the moments at which the servers come free: waiting and service need
/// no events of their own.
///
/// ```
/// use cyclecast::kernel::ServerPool;
/// use cyclecast::units::{SimDuration, SimTime};
///
/// let mut pool = ServerPool::new(1).unwrap();
/// let two_seconds = SimDuration::from_secs(2);
/// pool.admit(SimTime::ZERO, two_seconds);
/// let second = pool.admit(SimTime::ZERO, two_seconds);
/// assert_eq!(second.start, SimTime::ZERO + two_seconds);
/// ```
#[derive(Clone, Debug)]
pub struct ServerPool {
    servers: usize,
    /// When each server that was ever busy comes free, the earliest first.
    free_at: BinaryHeap<Reverse<SimTime>>,
    busy: SimDuration,
}

impl ServerPool {
    /// A pool of `servers` idle servers.
    ///
    /// # Errors
    /// [`NoServers`] when `servers` is zero.
    pub fn new(servers: usize) -> Result<Self, NoServers> {
        if servers == 0 {
            return Err(NoServers);
        }
        Ok(Self {
            servers,
            free_at: BinaryHeap::new(),
            busy: SimDuration::ZERO,
        })
    }

    /// When a customer who arrives `at` this moment would be served.
    #[inline]
    pub fn earliest(&self, at: SimTime) -> SimTime {
        if self.free_at.len() < self.servers {
            return at;
        }
        self.free_at.peek().map_or(at, |free| at.max(free.0))
    }

    /// Admits a customer at `at` who needs `service`. Arrivals must come in order of time.
    #[inline]
    pub fn admit(&mut self, at: SimTime, service: SimDuration) -> Service {
        let start = self.earliest(at);
        let finish = start + service;
        self.busy += service;
        if self.free_at.len() < self.servers {
            self.free_at.push(Reverse(finish));
        } else if let Some(mut first_free) = self.free_at.peek_mut() {
            *first_free = Reverse(finish);
        }
        Service { start, finish }
    }

    /// Admits a customer who leaves unserved when service has not begun by `deadline`.
    #[inline]
    pub fn admit_before(
        &mut self,
        at: SimTime,
        service: SimDuration,
        deadline: SimTime,
    ) -> Option<Service> {
        (self.earliest(at) <= deadline).then(|| self.admit(at, service))
    }

    /// The total time that servers have been given to do.
    pub fn busy(&self) -> SimDuration {
        self.busy
    }

    /// How much of that is to be done after `end`, if nobody arrives any more. No arrival may have been later.
    pub fn busy_after(&self, end: SimTime) -> SimDuration {
        let left = self.free_at.iter().map(|free| free.0 - end);
        // Until it comes free, a server has no gap: whoever waits is served as soon as it does.
        left.fold(SimDuration::ZERO, |sum, time| sum + time)
    }

    /// Has the customer who was to be served until `finish` served until `later` instead, if there is one.
    pub fn extend(&mut self, finish: SimTime, later: SimTime) {
        let mut moments = std::mem::take(&mut self.free_at).into_vec();
        if let Some(moment) = moments.iter_mut().find(|moment| moment.0 == finish) {
            *moment = Reverse(later);
            self.busy += later - finish;
        }
        self.free_at = moments.into();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: SimDuration = SimDuration::from_secs(1);

    #[test]
    fn customers_are_served_in_order_of_arrival_by_whoever_comes_free_first() {
        let mut pool = ServerPool::new(2).unwrap();
        pool.admit(SimTime::ZERO, SECOND * 3.0);
        pool.admit(SimTime::ZERO, SECOND);
        let third = pool.admit(SimTime::ZERO, SECOND);
        let fourth = pool.admit(SimTime::ZERO, SECOND);
        assert_eq!(third.start, SimTime::ZERO + SECOND);
        assert_eq!(fourth.start, SimTime::ZERO + SECOND * 2.0);
        assert_eq!(pool.busy(), SECOND * 6.0);
    }

    #[test]
    fn a_customer_with_a_deadline_leaves_unserved_and_takes_no_server_time() {
        let mut pool = ServerPool::new(1).unwrap();
        pool.admit(SimTime::ZERO, SECOND * 5.0);
        assert_eq!(
            pool.admit_before(SimTime::ZERO, SECOND, SimTime::ZERO + SECOND),
            None
        );
        assert_eq!(
            pool.admit_before(SimTime::ZERO, SECOND, SimTime::ZERO),
            None
        );
        assert_eq!(pool.busy(), SECOND * 5.0);
    }

    #[test]
    fn work_that_reaches_beyond_the_end_is_told_apart() {
        let mut pool = ServerPool::new(2).unwrap();
        pool.admit(SimTime::ZERO, SECOND * 3.0);
        pool.admit(SimTime::ZERO, SECOND);
        pool.admit(SimTime::ZERO, SECOND * 4.0);
        let at = |secs: f64| SimTime::ZERO + SECOND * secs;
        assert_eq!(pool.busy_after(at(0.0)), pool.busy());
        assert_eq!(pool.busy_after(at(2.0)), SECOND * 4.0);
        assert_eq!(pool.busy_after(at(4.0)), SECOND);
        assert_eq!(pool.busy_after(at(5.0)), SimDuration::ZERO);
    }

    #[test]
    fn who_stays_longer_keeps_his_place_as_long() {
        let mut places = ServerPool::new(2).unwrap();
        let at = |secs: f64| SimTime::ZERO + SECOND * secs;
        places.admit(at(0.0), SECOND * 2.0);
        places.admit(at(0.0), SECOND * 3.0);
        places.extend(at(2.0), at(9.0));
        assert_eq!(places.earliest(at(1.0)), at(3.0));
        places.admit(at(3.0), SECOND * 5.0);
        assert_eq!(places.earliest(at(4.0)), at(8.0));
        places.extend(at(7.0), at(20.0));
        assert_eq!(places.earliest(at(4.0)), at(8.0), "nobody stays until then");
    }

    #[test]
    fn a_pool_without_servers_is_refused() {
        assert_eq!(ServerPool::new(0).unwrap_err(), NoServers);
    }
}
