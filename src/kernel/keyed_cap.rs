//! A cap for each of many keys.

use crate::units::SimTime;

/// At most so many at once for each key, each for a known time: with a cap of one, a lock.
///
/// Few are inside at any moment, so they are kept in one short list.
///
/// ```
/// use cyclecast::kernel::KeyedCap;
/// use cyclecast::units::SimTime;
///
/// let mut lock = KeyedCap::new(1);
/// let (start, later) = (SimTime::ZERO, SimTime::from_nanos(7));
/// lock.enter(4711, start, later);
/// assert_eq!(lock.earliest(4711, start), later);
/// assert_eq!(lock.earliest(4712, start), start);
/// ```
#[derive(Clone, Debug)]
pub struct KeyedCap {
    cap: usize,
    inside: Vec<(u64, SimTime)>,
}

impl KeyedCap {
    /// At most `cap` inside for each key; a cap of zero counts as one.
    pub fn new(cap: usize) -> Self {
        Self {
            cap: cap.max(1),
            inside: Vec::new(),
        }
    }

    /// The earliest moment, not before `at`, at which one with this key may enter.
    pub fn earliest(&self, key: u64, at: SimTime) -> SimTime {
        let leaving = |after: SimTime| {
            let same = self.inside.iter().filter(move |(other, _)| *other == key);
            same.map(|(_, leaves)| *leaves)
                .filter(move |leaves| *leaves > after)
        };
        let mut moment = at;
        while leaving(moment).count() >= self.cap {
            moment = leaving(moment).min().unwrap_or(moment);
        }
        moment
    }

    /// One with this key enters at `at` and leaves at `leaves`. Moments must come in order.
    pub fn enter(&mut self, key: u64, at: SimTime, leaves: SimTime) {
        self.inside.retain(|(_, leaves)| *leaves > at);
        self.inside.push((key, leaves));
    }

    /// Has the one with this key who was to leave at `leaves` leave at `later` instead, if there is one.
    pub fn extend(&mut self, key: u64, leaves: SimTime, later: SimTime) {
        let mut all = self.inside.iter_mut();
        if let Some(one) = all.find(|one| **one == (key, leaves)) {
            one.1 = later;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(nanos: u64) -> SimTime {
        SimTime::from_nanos(nanos)
    }

    #[test]
    fn the_next_enters_when_the_first_of_a_full_key_leaves() {
        let mut cap = KeyedCap::new(2);
        cap.enter(1, at(0), at(50));
        assert_eq!(cap.earliest(1, at(5)), at(5), "one place is left");
        cap.enter(1, at(5), at(20));
        assert_eq!(cap.earliest(1, at(5)), at(20));
        assert_eq!(cap.earliest(1, at(19)), at(20));
        assert_eq!(
            cap.earliest(1, at(20)),
            at(20),
            "who leaves makes room at once"
        );
        assert_eq!(cap.earliest(2, at(5)), at(5));
    }

    #[test]
    fn who_stays_longer_keeps_the_key_taken_as_long() {
        let mut lock = KeyedCap::new(1);
        lock.enter(1, at(0), at(10));
        lock.extend(2, at(10), at(30));
        assert_eq!(lock.earliest(1, at(5)), at(10), "another key was meant");
        lock.extend(1, at(10), at(30));
        assert_eq!(lock.earliest(1, at(5)), at(30));
    }

    #[test]
    fn who_has_left_is_forgotten() {
        let mut lock = KeyedCap::new(1);
        for moment in 0..100 {
            lock.enter(moment, at(moment), at(moment + 1));
        }
        assert_eq!(lock.inside.len(), 1);
    }
}
