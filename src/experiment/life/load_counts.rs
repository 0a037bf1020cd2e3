//! Requests after the initial cycle: in all, in the busiest minute, and in each hour or day.

use serde::{Deserialize, Serialize};

use crate::experiment::busiest::{ALL, Busiest};
use crate::model::Endpoint;
use crate::units::{SimDuration, SimTime};

const HOUR: SimDuration = SimDuration::from_secs(3_600);
const DAY: SimDuration = SimDuration::from_secs(86_400);
/// Up to this horizon requests are counted by the hour, beyond it by the day.
const LONGEST_IN_HOURS: SimDuration = SimDuration::from_secs(14 * 86_400);

/// The steps in which the requests of a horizon are counted.
pub(super) fn step(horizon: SimDuration) -> SimDuration {
    if horizon <= LONGEST_IN_HOURS {
        HOUR
    } else {
        DAY
    }
}

/// Watches the requests of one replication.
#[derive(Clone, Debug)]
pub(super) struct LaterLoad {
    step: SimDuration,
    begins: Option<SimTime>,
    end: SimTime,
    busiest: Busiest,
    /// Requests to each endpoint, and all together, in each step.
    steps: [Vec<u32>; ALL + 1],
}

/// What is kept of them.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::experiment) struct LoadRecord {
    /// Time from the end of the initial cycle to the horizon, in seconds; zero where it does not end.
    pub secs: f64,
    /// When the busiest minute begins.
    pub busiest_minute_ms: Option<u64>,
    /// Each endpoint, and all together.
    pub seen: Vec<SeriesRecord>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::experiment) struct SeriesRecord {
    pub minute: f64,
    pub second: f64,
    /// Requests in each step, up to the last that has any.
    pub steps: Vec<u32>,
}

impl LaterLoad {
    pub fn new(horizon: SimDuration) -> Self {
        Self {
            step: step(horizon),
            begins: None,
            end: SimTime::ZERO + horizon,
            busiest: Busiest::new(),
            steps: std::array::from_fn(|_| Vec::new()),
        }
    }

    /// The initial cycle is over.
    pub fn begins(&mut self, at: SimTime) {
        self.begins = Some(at);
    }

    #[inline]
    pub fn request(&mut self, at: SimTime, endpoint: Endpoint) {
        let step = (at.as_nanos() / self.step.as_nanos()) as usize;
        self.busiest.request(at.as_nanos(), endpoint);
        for of in [endpoint as usize, ALL] {
            let steps = &mut self.steps[of];
            if steps.len() <= step {
                steps.resize(step + 1, 0);
            }
            steps[step] += 1;
        }
    }

    pub fn finish(self) -> LoadRecord {
        let busiest = &self.busiest;
        let begins = busiest.minute_begins();
        let series = |(of, steps)| SeriesRecord {
            minute: busiest.minute(of),
            second: busiest.second(of),
            steps,
        };
        LoadRecord {
            secs: self.begins.map_or(0.0, |at| (self.end - at).as_secs_f64()),
            busiest_minute_ms: begins.map(|at| at.since_start().as_millis()),
            seen: self.steps.into_iter().enumerate().map(series).collect(),
        }
    }
}

impl LoadRecord {
    /// Whether every endpoint has its place.
    pub fn is_sound(&self) -> bool {
        self.seen.len() == ALL + 1
    }
}

impl SeriesRecord {
    pub fn requests(&self) -> u64 {
        self.steps.iter().map(|count| u64::from(*count)).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn minute(number: u64) -> SimTime {
        SimTime::ZERO + SimDuration::from_secs(number * 60)
    }

    #[test]
    fn requests_are_counted_by_endpoint_and_hour() {
        let mut load = LaterLoad::new(DAY);
        load.begins(minute(60));
        for index in 0..120 {
            load.request(
                minute(90) + SimDuration::from_secs(index),
                Endpoint::UserPatch,
            );
        }
        load.request(minute(200), Endpoint::UserDelete);
        let record = load.finish();
        assert!(record.is_sound());
        let steps = |index: usize| record.seen[index].steps.clone();
        assert_eq!(steps(Endpoint::UserPatch as usize), [0, 120]);
        assert_eq!(steps(Endpoint::UserDelete as usize), [0, 0, 0, 1]);
        assert_eq!(steps(ALL), [0, 120, 0, 1]);
        assert!((record.seen[ALL].minute - 1.0).abs() < 1e-12);
        assert_eq!(record.busiest_minute_ms, Some(90 * 60_000));
        assert!((record.secs - 23.0 * 3_600.0).abs() < 1e-9);
    }

    #[test]
    fn a_long_horizon_is_counted_by_the_day() {
        assert_eq!(step(LONGEST_IN_HOURS), HOUR);
        assert_eq!(step(LONGEST_IN_HOURS + HOUR), DAY);
    }
}
