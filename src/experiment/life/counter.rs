//! How many things are there at once, told in any order.

use super::horizon_grid::{Grid, POINTS};
use crate::units::SimTime;

/// As many moments are kept until it is known what came before them; beyond, the older half is counted. A change that is told
/// of later than that counts from the first point that is still open.
const MOST_PENDING: usize = 1 << 19;

/// The most things at once in each stretch between two points, from arrivals and departures in any order.
///
/// A change is told of when the service sees it, which may be hours after it was made, so what was there at a moment is
/// known late only.
#[derive(Clone, Debug)]
pub(super) struct Counter {
    grid: Grid,
    /// Moments, each with one more or one less.
    pending: Vec<(SimTime, i8)>,
    /// How many there are after the moments that are counted.
    now: i64,
    /// The most in each stretch, up to the open one.
    most: Vec<u32>,
}

impl Counter {
    pub fn new(grid: Grid) -> Self {
        Self {
            grid,
            pending: Vec::new(),
            now: 0,
            most: vec![0],
        }
    }

    /// One more from this moment on.
    pub fn arrives(&mut self, at: SimTime) {
        self.tell(at, 1);
    }

    /// One less from this moment on.
    pub fn departs(&mut self, at: SimTime) {
        self.tell(at, -1);
    }

    fn tell(&mut self, at: SimTime, step: i8) {
        self.pending.push((at, step));
        if self.pending.len() >= MOST_PENDING {
            self.count(MOST_PENDING / 2);
        }
    }

    /// Counts the first so many moments.
    fn count(&mut self, moments: usize) {
        // What comes and goes at the same moment was there.
        self.pending.sort_by_key(|(at, step)| (*at, -step));
        for (at, step) in self.pending.drain(..moments) {
            let place = self.grid.place(at);
            while self.most.len() <= place && self.most.len() < POINTS {
                self.most.push(self.now.max(0) as u32);
            }
            self.now += i64::from(step);
            if place < POINTS
                && let Some(most) = self.most.last_mut()
            {
                *most = (*most).max(self.now.max(0) as u32);
            }
        }
    }

    /// The most in each stretch.
    pub fn finish(&mut self) -> Vec<u32> {
        self.count(self.pending.len());
        self.most.resize(POINTS, self.now.max(0) as u32);
        std::mem::take(&mut self.most)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::SimDuration;

    /// Stretches of a minute.
    fn counter() -> Counter {
        Counter::new(Grid::new(SimDuration::from_secs(POINTS as u64 * 60)))
    }

    fn second(number: u64) -> SimTime {
        SimTime::ZERO + SimDuration::from_secs(number)
    }

    #[test]
    fn a_burst_that_is_over_before_the_next_point_is_seen() {
        let mut counter = counter();
        for place in 0..201 {
            counter.arrives(second(61));
            counter.departs(second(62 + place % 50));
        }
        assert_eq!(counter.finish()[..4], [0, 201, 0, 0]);
    }

    #[test]
    fn what_stays_counts_in_every_stretch_that_follows() {
        let mut counter = counter();
        counter.arrives(second(0));
        counter.arrives(second(180));
        counter.departs(second(250));
        counter.arrives(second(1_000_000));
        assert_eq!(counter.finish()[..6], [1, 1, 2, 2, 2, 1]);
    }

    #[test]
    fn departures_may_be_told_before_earlier_arrivals() {
        let mut counter = counter();
        counter.departs(second(420));
        counter.arrives(second(330));
        assert_eq!(counter.finish()[4..9], [0, 1, 1, 0, 0]);
    }

    #[test]
    fn many_moments_are_counted_as_they_come() {
        let mut counter = counter();
        for place in 0..MOST_PENDING as u64 {
            counter.arrives(second(place / 64));
            counter.departs(second(place / 64));
        }
        assert!(counter.pending.len() < MOST_PENDING);
        assert!(counter.finish().iter().any(|most| *most > 1));
    }
}
