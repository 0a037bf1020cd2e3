//! Counts and states at even moments of the horizon, so that memory does not grow with it.

use serde::{Deserialize, Serialize};

use crate::experiment::outcome::life::JobState;
use crate::units::{SimDuration, SimTime};

/// Moments at which the job is looked at.
pub(super) const POINTS: usize = 240;

/// Even moments: the first after one part of the horizon, the last at its end.
#[derive(Clone, Copy, Debug)]
pub(super) struct Grid {
    horizon: u64,
}

impl Grid {
    pub fn new(horizon: SimDuration) -> Self {
        Self {
            horizon: horizon.as_nanos().max(1),
        }
    }

    /// The first point not before `moment`; one past the last for what comes after.
    pub fn place(self, moment: SimTime) -> usize {
        let nanos = u128::from(moment.since_start().as_nanos());
        let place = (nanos * POINTS as u128).div_ceil(u128::from(self.horizon));
        (place.saturating_sub(1)).min(POINTS as u128) as usize
    }

    /// The moment of a point in milliseconds.
    pub fn time_ms(self, place: usize) -> u64 {
        let nanos = u128::from(self.horizon) * (place as u128 + 1) / POINTS as u128;
        (nanos / 1_000_000) as u64
    }
}

/// How many things are there at each point, told in any order of arrivals and departures.
#[derive(Clone, Debug)]
pub(super) struct Counter {
    grid: Grid,
    differences: [i32; POINTS + 1],
}

impl Counter {
    pub fn new(grid: Grid) -> Self {
        Self {
            grid,
            differences: [0; POINTS + 1],
        }
    }

    /// One more from this moment on.
    pub fn arrives(&mut self, at: SimTime) {
        self.differences[self.grid.place(at)] += 1;
    }

    /// One less from this moment on.
    pub fn departs(&mut self, at: SimTime) {
        self.differences[self.grid.place(at)] -= 1;
    }

    pub fn counts(&self) -> Vec<u32> {
        let mut count = 0_i64;
        self.differences[..POINTS]
            .iter()
            .map(|difference| {
                count += i64::from(*difference);
                count.max(0) as u32
            })
            .collect()
    }
}

/// What a job is like at one point.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(from = "Packed", into = "Packed")]
pub(in crate::experiment) struct Situation {
    pub state: JobState,
    /// Whether a cycle runs that looks at every object, or ran since the point before.
    pub in_full_cycle: bool,
    pub escrow: u64,
    pub staged: u64,
    /// Duration of the longest incremental cycle that was completed since the point before, or of the last one before.
    pub last_cycle_ms: Option<u32>,
}

/// A situation without the names of its parts: a record holds hundreds of them.
type Packed = (JobState, bool, u64, u64, Option<u32>);

impl From<Situation> for Packed {
    fn from(one: Situation) -> Self {
        let Situation {
            state,
            in_full_cycle,
            escrow,
            staged,
            last_cycle_ms,
        } = one;
        (state, in_full_cycle, escrow, staged, last_cycle_ms)
    }
}

impl From<Packed> for Situation {
    fn from((state, in_full_cycle, escrow, staged, last_cycle_ms): Packed) -> Self {
        Self {
            state,
            in_full_cycle,
            escrow,
            staged,
            last_cycle_ms,
        }
    }
}

impl Default for Situation {
    fn default() -> Self {
        Self::from((JobState::NotRun, false, 0, 0, None))
    }
}

/// The situation at each point, told in order of time.
#[derive(Clone, Debug)]
pub(super) struct Situations {
    grid: Grid,
    pub now: Situation,
    points: Vec<Situation>,
    /// What the next point shows of the time since the point before.
    full_cycle_seen: bool,
    longest_cycle_ms: Option<u32>,
}

impl Situations {
    pub fn new(grid: Grid) -> Self {
        Self {
            grid,
            now: Situation::default(),
            points: Vec::with_capacity(POINTS),
            full_cycle_seen: false,
            longest_cycle_ms: None,
        }
    }

    /// The situation so far lasts until this moment.
    pub fn lasts_until(&mut self, moment: SimTime) {
        let place = self.grid.place(moment);
        while self.points.len() < place {
            self.next_point();
        }
    }

    /// A cycle runs from now on, or ends with false.
    pub fn full_cycle(&mut self, runs: bool) {
        self.now.in_full_cycle = runs;
        self.full_cycle_seen |= runs;
    }

    /// An incremental cycle has been completed that took so long.
    pub fn cycle_ends(&mut self, millis: u32) {
        self.now.last_cycle_ms = Some(millis);
        self.longest_cycle_ms = self.longest_cycle_ms.max(Some(millis));
    }

    fn next_point(&mut self) {
        let longest = self.longest_cycle_ms.take();
        self.points.push(Situation {
            in_full_cycle: self.full_cycle_seen,
            last_cycle_ms: longest.or(self.now.last_cycle_ms),
            ..self.now
        });
        self.full_cycle_seen = self.now.in_full_cycle;
    }

    /// The situation so far lasts to the end.
    pub fn finish(&mut self) -> Vec<Situation> {
        while self.points.len() < POINTS {
            self.next_point();
        }
        std::mem::take(&mut self.points)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grid() -> Grid {
        Grid::new(SimDuration::from_secs(POINTS as u64 * 60))
    }

    fn minute(number: u64) -> SimTime {
        SimTime::ZERO + SimDuration::from_secs(number * 60)
    }

    #[test]
    fn a_point_sees_what_came_before_it_or_with_it() {
        let mut counter = Counter::new(grid());
        counter.arrives(minute(0));
        counter.arrives(minute(3));
        counter.departs(minute(4));
        counter.arrives(minute(1_000_000));
        assert_eq!(counter.counts()[..5], [1, 1, 2, 1, 1]);
        assert_eq!(grid().time_ms(2), 180_000);
    }

    #[test]
    fn departures_may_be_told_before_earlier_arrivals() {
        let mut counter = Counter::new(grid());
        counter.departs(minute(7));
        counter.arrives(minute(5));
        assert_eq!(counter.counts()[3..8], [0, 1, 1, 0, 0]);
    }

    #[test]
    fn a_point_shows_the_longest_cycle_and_any_full_one_since_the_point_before() {
        let mut situations = Situations::new(grid());
        situations.lasts_until(minute(2));
        situations.full_cycle(true);
        situations.full_cycle(false);
        situations.cycle_ends(90);
        situations.cycle_ends(20);
        let points = situations.finish();
        let seen = |place: usize| (points[place].in_full_cycle, points[place].last_cycle_ms);
        assert_eq!(seen(0), (false, None));
        assert_eq!(seen(1), (true, Some(90)));
        assert_eq!(seen(2), (false, Some(20)));
    }

    #[test]
    fn a_situation_lasts_until_the_next_is_told() {
        let mut situations = Situations::new(grid());
        situations.now.escrow = 1;
        situations.lasts_until(minute(3));
        situations.now.escrow = 9;
        let points = situations.finish();
        assert_eq!(points.len(), POINTS);
        assert_eq!((points[1].escrow, points[2].escrow), (1, 9));
    }
}
