//! What the target sees and does.

use super::Table;
use crate::experiment::outcome::life::{LaterLoad, LoadStep};
use crate::experiment::outcome::{Band, EndpointLoad, Life, LimitLoad, TargetLoad};
use crate::report::{moment, number};
use crate::units::display_number;

const MINUTE_MS: f64 = 60e3;
/// The endpoint that stands for all of them.
const ALL: &str = "all";
/// So many hours or days are listed; the rest stands in the tables and the chart.
const FULLEST: usize = 8;
/// An hour or day with less than this share of the fullest one's requests is not among the fullest.
const LEAST_SHARE: f64 = 0.1;
const HOUR_MS: u64 = 3_600_000;

/// The requests, by endpoint.
pub fn endpoints(load: &TargetLoad) -> Table {
    by_endpoint(load.endpoints.iter().chain(&load.all))
}

/// The requests after the initial cycle, by endpoint.
pub fn later(load: &LaterLoad) -> Table {
    by_endpoint(load.endpoints.iter().chain([&load.all]))
}

fn by_endpoint<'l>(loads: impl Iterator<Item = &'l EndpointLoad>) -> Table {
    let header = " | requests | per s | busiest minute, per s | busiest second, per s";
    let rows = loads.map(|load| {
        let [rate, minute] = [load.mean_rate, load.peak_minute].map(|band| rates(&band));
        let (all, second) = (counts(&load.requests), counts(&load.peak_second));
        [load.label.clone(), all, rate, minute, second]
    });
    Table::headed(header).with(rows)
}

/// The hours or days with the most requests, in order of time.
pub fn fullest(life: &Life, load: &LaterLoad) -> Table {
    let from = format!("{} that begins", step_name(load));
    let all = load.steps.iter().filter(|one| one.endpoint == ALL);
    let mut fullest: Vec<&LoadStep> = all.collect();
    fullest.sort_by(|a, b| b.requests.p95.total_cmp(&a.requests.p95));
    let least = LEAST_SHARE * fullest.first().map_or(0.0, |one| one.requests.p95);
    fullest.retain(|one| one.requests.p95 >= least);
    fullest.truncate(FULLEST);
    fullest.sort_by_key(|one| one.time_ms);
    let rows = fullest.into_iter().map(|one| {
        let when = moment::at(life, one.time_ms);
        [when, counts(&one.requests), most(load, one)]
    });
    Table::new(&[&from, "requests", "most of them"]).with(rows)
}

/// What a step is called.
pub fn step_name(load: &LaterLoad) -> &'static str {
    match load.step_ms {
        0..=HOUR_MS => "hour",
        _ => "day",
    }
}

/// The endpoint with the most requests of a step.
fn most(load: &LaterLoad, step: &LoadStep) -> String {
    let same = |one: &&LoadStep| one.time_ms == step.time_ms && one.endpoint != ALL;
    let by_size = |a: &&LoadStep, b: &&LoadStep| a.requests.p95.total_cmp(&b.requests.p95);
    let most = load.steps.iter().filter(same).max_by(by_size);
    let mut named = load.endpoints.iter();
    let label = most.and_then(|most| named.find(|one| one.endpoint == most.endpoint));
    label.map_or_else(String::new, |one| one.label.clone())
}

/// The busiest minute after the initial cycle, in a sentence.
pub fn busiest_minute(life: &Life, load: &LaterLoad) -> String {
    let rate = rates(&load.all.peak_minute);
    let words = format!("busiest minute after the initial cycle: {rate} requests per second");
    let Some(times) = &load.busiest_minute else {
        return words;
    };
    let at = |ms: f64| moment::at(life, ms as u64);
    let [p5, p50, p95] = [times.p5_ms, times.p50_ms, times.p95_ms].map(at);
    match times.p5_ms < times.p95_ms {
        true => {
            format!("{words}, from {p50} on (median; 9 replications in 10 between {p5} and {p95})")
        }
        false => format!("{words}, from {p50} on"),
    }
}

/// What else is to be said: calls under way, workers and queue, and how each limit bound.
pub fn facts(load: &TargetLoad) -> Vec<String> {
    let calls = rates(&load.in_service);
    let mut facts = vec![format!("calls under way at once, on average: {calls}")];
    if let Some(used) = &load.utilisation {
        let [p5, p50, p95] = [used.p5, used.p50, used.p95].map(number::percent);
        let (mean, longest) = (rates(&load.mean_queue), counts(&load.longest_queue));
        facts.extend([
            format!("share of its workers that are busy: {p50} ({p5} to {p95})"),
            format!("calls in its queue, on average: {mean}; at the most: {longest}"),
        ]);
    }
    let met = load.limits.iter();
    let met = met.filter(|limit| limit.passed.p95 > 0.0 || limit.over.p95 > 0.0);
    facts.extend(met.map(|limit| {
        let over = match limit.over.p95 > 0.0 {
            true => format!("{} calls over it", counts(&limit.over)),
            false => format!("never exceeded{}", although(limit, load)),
        };
        let slowed = match limit.slowed.p95 > 0.0 {
            true => format!(", {} slowed", counts(&limit.slowed)),
            false => String::new(),
        };
        format!("{}: {over}{slowed} ({})", limit.name, limit.words)
    }));
    facts
}

/// Why more calls fall into the busiest minute than a limit states that is kept, where they do.
fn although(limit: &LimitLoad, load: &TargetLoad) -> String {
    let (Some(on_top), Some(all)) = (limit.on_top, &load.all) else {
        return String::new();
    };
    let a_minute = |calls: u64| calls as f64 * MINUTE_MS / on_top.period_ms as f64;
    let seen = (all.peak_minute.p95 * 60.0).round();
    if on_top.period_ms as f64 > MINUTE_MS || seen <= a_minute(on_top.allowed) {
        return String::new();
    }
    let burst = display_number(on_top.calls as f64);
    let why = match (on_top.is_burst, on_top.is_assumed) {
        (true, false) => format!("its burst of {burst} comes on top"),
        (true, true) => format!(
            "a burst of {burst} comes on top, which is assumed: give the limit's burst, or its kind"
        ),
        (false, _) => "its fixed windows begin anew within a minute".to_owned(),
    };
    let seen = display_number(seen);
    format!(" although {seen} calls fall into the busiest minute, for {why}")
}

/// Counts, which are shown exactly.
fn counts(band: &Band) -> String {
    range(band, number::count)
}

fn rates(band: &Band) -> String {
    range(band, number::rough)
}

/// The median, and the 5th and 95th percentile where they differ from it.
fn range(band: &Band, shown: fn(f64) -> String) -> String {
    match [band.p5, band.p50, band.p95].map(shown) {
        [p5, p50, p95] if p5 == p50 && p50 == p95 => p50,
        [p5, p50, p95] => format!("{p50} ({p5} to {p95})"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::outcome::OnTop;

    /// A limit of 300 calls a minute that is kept, beside so many calls in the busiest minute.
    fn kept(calls: f64, is_burst: bool, is_assumed: bool) -> String {
        let band = |value| Band {
            p5: value,
            p50: value,
            p95: value,
        };
        let limit = LimitLoad {
            name: "vendor".to_owned(),
            words: "300 calls per min".to_owned(),
            excess: "429".to_owned(),
            passed: band(9_000.0),
            over: band(0.0),
            slowed: band(0.0),
            quota: None,
            least_ms: None,
            calls: None,
            endpoints: Vec::new(),
            binds_below_ms: None,
            on_top: Some(OnTop {
                allowed: 300,
                calls: 5,
                period_ms: 60_000,
                is_burst,
                is_assumed,
            }),
        };
        let all = EndpointLoad {
            endpoint: "all".to_owned(),
            label: "all requests".to_owned(),
            requests: band(9_000.0),
            mean_rate: band(4.0),
            peak_minute: band(calls / 60.0),
            peak_second: band(9.0),
        };
        let load = TargetLoad {
            limits: vec![limit],
            all: Some(all),
            ..TargetLoad::default()
        };
        facts(&load).pop().unwrap()
    }

    #[test]
    fn a_limit_that_is_kept_says_how_more_calls_than_it_states_fit_into_a_minute() {
        assert_eq!(
            kept(300.0, true, true),
            "vendor: never exceeded (300 calls per min)"
        );
        assert_eq!(
            kept(304.0, true, false),
            "vendor: never exceeded although 304 calls fall into the busiest minute, for its burst of 5 comes on top (300 calls per min)"
        );
        assert_eq!(
            kept(304.0, true, true),
            "vendor: never exceeded although 304 calls fall into the busiest minute, for a burst of 5 comes on top, which is assumed: give the limit's burst, or its kind (300 calls per min)"
        );
        assert!(kept(304.0, false, false).contains("for its fixed windows begin anew"));
    }
}
