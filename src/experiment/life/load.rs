//! Requests after the initial cycle: in all, in the busiest minute, and in each hour or day.

use serde::{Deserialize, Serialize};

use super::record::LifeRecord;
use crate::experiment::busiest::Busiest;
use crate::experiment::outcome::EndpointLoad;
use crate::experiment::outcome::life::{LaterLoad as Summary, LoadStep};
use crate::experiment::target_load::band_of;
use crate::model::Endpoint;
use crate::units::{SimDuration, SimTime};

const HOUR: SimDuration = SimDuration::from_secs(3_600);
const DAY: SimDuration = SimDuration::from_secs(86_400);
/// Up to this horizon requests are counted by the hour, beyond it by the day.
const LONGEST_IN_HOURS: SimDuration = SimDuration::from_secs(14 * 86_400);
/// Each endpoint, and all of them together.
const ALL: usize = Endpoint::ALL.len();

/// The steps in which the requests of a horizon are counted.
fn step(horizon: SimDuration) -> SimDuration {
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
    seen: [Series; ALL + 1],
}

#[derive(Clone, Debug)]
struct Series {
    busiest: Busiest,
    steps: Vec<u32>,
}

/// What is kept of them.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::experiment) struct LoadRecord {
    /// Time from the end of the initial cycle to the horizon, in seconds; zero where it does not end.
    secs: f64,
    /// When the busiest minute begins.
    pub busiest_minute_ms: Option<u64>,
    /// Each endpoint, and all together.
    seen: Vec<SeriesRecord>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct SeriesRecord {
    minute: f64,
    second: f64,
    /// Requests in each step, up to the last that has any.
    steps: Vec<u32>,
}

impl LaterLoad {
    pub fn new(horizon: SimDuration) -> Self {
        Self {
            step: step(horizon),
            begins: None,
            end: SimTime::ZERO + horizon,
            seen: std::array::from_fn(|_| Series {
                busiest: Busiest::new(),
                steps: Vec::new(),
            }),
        }
    }

    /// The initial cycle is over.
    pub fn begins(&mut self, at: SimTime) {
        self.begins = Some(at);
    }

    #[inline]
    pub fn request(&mut self, at: SimTime, endpoint: Endpoint) {
        let step = (at.as_nanos() / self.step.as_nanos()) as usize;
        for place in [endpoint as usize, ALL] {
            let series = &mut self.seen[place];
            series.busiest.request(at.as_nanos());
            if series.steps.len() <= step {
                series.steps.resize(step + 1, 0);
            }
            series.steps[step] += 1;
        }
    }

    pub fn finish(self) -> LoadRecord {
        let begins = self.seen[ALL].busiest.minute_begins();
        let series = |one: Series| SeriesRecord {
            minute: one.busiest.minute(),
            second: one.busiest.second(),
            steps: one.steps,
        };
        LoadRecord {
            secs: self.begins.map_or(0.0, |at| (self.end - at).as_secs_f64()),
            busiest_minute_ms: begins.map(|at| at.since_start().as_millis()),
            seen: self.seen.into_iter().map(series).collect(),
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
    fn requests(&self) -> u64 {
        self.steps.iter().map(|count| u64::from(*count)).sum()
    }
}

/// The load over all replications; nothing where nobody calls.
pub(super) fn summary(horizon: SimDuration, records: &[LifeRecord]) -> Option<Summary> {
    let names = Endpoint::ALL.map(|one| (one.name(), one.label()));
    let names = || names.into_iter().chain([("all", "all requests")]);
    let mut loads: Vec<EndpointLoad> = (0..)
        .zip(names())
        .map(|(place, (name, label))| endpoint(place, name, label, records))
        .filter(|load| load.requests.p95 > 0.0)
        .collect();
    let all = loads.pop().filter(|load| load.endpoint == "all")?;
    let step = step(horizon);
    let steps = (0..).zip(names());
    Some(Summary {
        step_ms: step.as_millis(),
        busiest_minute: super::summary::times(
            records
                .iter()
                .filter_map(|record| record.load.busiest_minute_ms),
        ),
        endpoints: loads,
        all,
        steps: steps
            .flat_map(|(place, (name, _))| series(place, name, step, horizon, records))
            .collect(),
    })
}

fn endpoint(place: usize, name: &str, label: &str, records: &[LifeRecord]) -> EndpointLoad {
    let band = |of: fn(&LoadRecord, &SeriesRecord) -> f64| {
        band_of(
            records
                .iter()
                .map(|one| of(&one.load, &one.load.seen[place])),
        )
    };
    EndpointLoad {
        endpoint: name.to_owned(),
        label: label.to_owned(),
        requests: band(|_, seen| seen.requests() as f64),
        mean_rate: band(|load, seen| seen.requests() as f64 / load.secs.max(1.0)),
        peak_minute: band(|_, seen| seen.minute),
        peak_second: band(|_, seen| seen.second),
    }
}

/// The steps in which anybody calls, in more than one replication of twenty.
fn series(
    place: usize,
    name: &str,
    step: SimDuration,
    horizon: SimDuration,
    records: &[LifeRecord],
) -> Vec<LoadStep> {
    let count = horizon.as_nanos().div_ceil(step.as_nanos()) as usize;
    let steps = (0..count).map(|at| {
        let requests = |record: &LifeRecord| {
            let steps = &record.load.seen[place].steps;
            f64::from(steps.get(at).copied().unwrap_or_default())
        };
        LoadStep {
            endpoint: name.to_owned(),
            time_ms: at as u64 * step.as_millis(),
            requests: band_of(records.iter().map(requests)),
        }
    });
    steps.filter(|step| step.requests.p95 > 0.0).collect()
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
        for place in 0..120 {
            load.request(
                minute(90) + SimDuration::from_secs(place),
                Endpoint::UserPatch,
            );
        }
        load.request(minute(200), Endpoint::UserDelete);
        let record = load.finish();
        assert!(record.is_sound());
        let steps = |place: usize| record.seen[place].steps.clone();
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
