//! The load after the initial cycle over all replications.

use super::life_recorder::LifeRecord;
use super::load_counts::{LoadRecord, SeriesRecord, step};
use crate::experiment::outcome::EndpointLoad;
use crate::experiment::outcome::life::{LaterLoad as Summary, LoadStep};
use crate::experiment::percentiles::{band_of, times};
use crate::model::Endpoint;
use crate::units::SimDuration;

/// The load over all replications; nothing where nobody calls.
pub(super) fn summary(horizon: SimDuration, records: &[LifeRecord]) -> Option<Summary> {
    let names = Endpoint::ALL.map(|one| (one.name(), one.label()));
    let names = || names.into_iter().chain([("all", "all requests")]);
    let mut loads: Vec<EndpointLoad> = (0..)
        .zip(names())
        .map(|(index, (name, label))| endpoint(index, name, label, records))
        .filter(|load| load.requests.p95 > 0.0)
        .collect();
    let all = loads.pop().filter(|load| load.endpoint == "all")?;
    let steps = (0..).zip(names());
    Some(Summary {
        step_ms: step(horizon).as_millis(),
        busiest_minute: times(
            records
                .iter()
                .filter_map(|record| record.load.busiest_minute_ms),
        ),
        endpoints: loads,
        all,
        steps: steps
            .flat_map(|(index, (name, _))| series((index, name), horizon, records))
            .collect(),
    })
}

fn endpoint(index: usize, name: &str, label: &str, records: &[LifeRecord]) -> EndpointLoad {
    let band = |of: fn(&LoadRecord, &SeriesRecord) -> f64| {
        band_of(
            records
                .iter()
                .map(|one| of(&one.load, &one.load.seen[index])),
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
    (index, name): (usize, &str),
    horizon: SimDuration,
    records: &[LifeRecord],
) -> Vec<LoadStep> {
    let step = step(horizon);
    let count = horizon.as_nanos().div_ceil(step.as_nanos()) as usize;
    let steps = (0..count).map(|at| {
        let requests = |record: &LifeRecord| {
            let steps = &record.load.seen[index].steps;
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
