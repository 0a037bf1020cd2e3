//! Counts and states at even moments of the horizon, so that memory does not grow with it.

use serde::{Deserialize, Serialize};

use crate::experiment::outcome::life::JobState;
use crate::units::{SimDuration, SimTime};

/// Moments at which the job is looked at.
pub(super) const POINTS: usize = 240;

/// Even moments: the first after one part of the horizon, the last at its end.
#[derive(Clone, Copy, Debug, Default)]
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
    pub fn index(self, moment: SimTime) -> usize {
        let nanos = u128::from(moment.since_start().as_nanos());
        let index = (nanos * POINTS as u128).div_ceil(u128::from(self.horizon));
        (index.saturating_sub(1)).min(POINTS as u128) as usize
    }

    /// The moment of a point in milliseconds.
    pub fn time_ms(self, index: usize) -> u64 {
        let nanos = u128::from(self.horizon) * (index as u128 + 1) / POINTS as u128;
        (nanos / 1_000_000) as u64
    }
}

/// What a job is like at one point.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(from = "Packed", into = "Packed")]
pub(in crate::experiment) struct Situation {
    pub state: JobState,
    /// Whether a cycle runs that looks at every object, or ran since the point before.
    pub in_full_cycle: bool,
    /// The most at once since the point before.
    pub escrow: u64,
    /// The most at once since the point before.
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
#[derive(Clone, Debug, Default)]
pub(super) struct Situations {
    grid: Grid,
    now: Situation,
    points: Vec<Situation>,
    /// What the next point shows of the time since the point before.
    full_cycle_seen: bool,
    longest_cycle_ms: Option<u32>,
    /// The most in escrow, and the most staged.
    most: (u64, u64),
}

impl Situations {
    pub fn new(grid: Grid) -> Self {
        Self {
            grid,
            ..Self::default()
        }
    }

    /// The situation so far lasts until this moment.
    pub fn lasts_until(&mut self, moment: SimTime) {
        let index = self.grid.index(moment);
        while self.points.len() < index {
            self.next_point();
        }
    }

    /// The job is in this state from now on.
    pub fn state(&mut self, state: JobState) {
        self.now.state = state;
    }

    /// So much is in escrow and staged from now on.
    pub fn holds(&mut self, escrow: u64, staged: u64) {
        (self.now.escrow, self.now.staged) = (escrow, staged);
        self.most = (self.most.0.max(escrow), self.most.1.max(staged));
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
            escrow: self.most.0,
            staged: self.most.1,
            ..self.now
        });
        self.full_cycle_seen = self.now.in_full_cycle;
        self.most = (self.now.escrow, self.now.staged);
    }

    /// The situation so far lasts to the end.
    pub fn finish(&mut self) -> Vec<Situation> {
        while self.points.len() < POINTS {
            self.next_point();
        }
        std::mem::take(&mut self.points)
    }
}

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
    /// Twice the moment in nanoseconds, and one more for a departure: a number sorts faster than a pair.
    pending: Vec<u64>,
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
        self.tell(at, 0);
    }

    /// One less from this moment on.
    pub fn departs(&mut self, at: SimTime) {
        self.tell(at, 1);
    }

    fn tell(&mut self, at: SimTime, departs: u64) {
        // Half of what a moment can be is beyond every horizon.
        let nanos = at.as_nanos().min(u64::MAX >> 1);
        self.pending.push(nanos << 1 | departs);
        if self.pending.len() >= MOST_PENDING {
            self.count(MOST_PENDING / 2);
        }
    }

    /// Counts the first so many moments.
    fn count(&mut self, moments: usize) {
        // What comes and goes at the same moment was there: it comes first.
        self.pending.sort_unstable();
        for moment in self.pending.drain(..moments) {
            let index = self.grid.index(SimTime::from_nanos(moment >> 1));
            let departs = moment & 1 == 1;
            while self.most.len() <= index && self.most.len() < POINTS {
                self.most.push(self.now.max(0) as u32);
            }
            self.now += if departs { -1 } else { 1 };
            if index < POINTS
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

    fn grid() -> Grid {
        Grid::new(SimDuration::from_secs(POINTS as u64 * 60))
    }

    fn minute(number: u64) -> SimTime {
        SimTime::ZERO + SimDuration::from_secs(number * 60)
    }

    #[test]
    fn a_moment_belongs_to_the_first_point_not_before_it() {
        assert_eq!(
            [0, 1, 2, 1_000_000].map(|at| grid().index(minute(at))),
            [0, 0, 1, POINTS]
        );
        assert_eq!(grid().time_ms(2), 180_000);
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
        let seen = |index: usize| (points[index].in_full_cycle, points[index].last_cycle_ms);
        assert_eq!(seen(0), (false, None));
        assert_eq!(seen(1), (true, Some(90)));
        assert_eq!(seen(2), (false, Some(20)));
    }

    #[test]
    fn a_situation_lasts_until_the_next_is_told_and_no_peak_falls_between_two_points() {
        let mut situations = Situations::new(grid());
        situations.holds(1, 0);
        situations.lasts_until(minute(3));
        situations.holds(9, 200);
        situations.holds(2, 0);
        let points = situations.finish();
        assert_eq!(points.len(), POINTS);
        let held = |index: usize| (points[index].escrow, points[index].staged);
        assert_eq!([1, 2, 3, 4].map(held), [(1, 0), (9, 200), (2, 0), (2, 0)]);
    }

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
        for index in 0..201 {
            counter.arrives(second(61));
            counter.departs(second(62 + index % 50));
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
        for index in 0..MOST_PENDING as u64 {
            counter.arrives(second(index / 64));
            counter.departs(second(index / 64));
        }
        assert!(counter.pending.len() < MOST_PENDING);
        assert!(counter.finish().iter().any(|most| *most > 1));
    }
}
