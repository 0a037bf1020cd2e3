//! From samples to the document.

use super::limit_read;
use super::limits_met::LimitsMet;
use super::one_caller::CallKind;
use super::probe_keys::Keys;
use super::samples::{Samples, Step};
use super::throughput::{CapacitySeen, capacity, rate};
use crate::experiment::outcome::probe_document::{
    ConnectionRow, GrowthPoint, GrowthRow, Interval, LatencyRow, LimitHeader, LimitsSeen,
    ProbeDocument, Weight,
};
use crate::live::client::ScimTarget;
use crate::logs::calibrate::Measured;
use crate::stats::{Enclosed, common_variation, quantile, rising_line, skewed_mean, sorted};

/// The confidence of the intervals of the document.
const LEVEL: f64 = 0.95;
const MILLIS: f64 = 1e3;
/// Quantiles of latencies.
const PROBABILITIES: [f64; 7] = [0.05, 0.25, 0.5, 0.75, 0.95, 0.99, 1.0];
/// The service gives a call up after so many seconds (Q&A 1151866).
const GIVEN_UP_SECS: f64 = 60.0;

/// Adds what was measured, with the token kept out of whatever the server says.
pub(super) fn add(
    found: &mut ProbeDocument,
    samples: &Samples,
    met: &LimitsMet,
    target: &ScimTarget,
) {
    found.latencies = CallKind::ALL
        .into_iter()
        .filter_map(|kind| latency(samples, kind))
        .collect();
    found.growth = [
        ("lookup of a user", "users stored", 1_000, &samples.lookups),
        ("POST of a user", "users stored", 1_000, &samples.posts),
        (
            "PATCH that adds one member",
            "members in the group",
            1_000,
            &samples.patches,
        ),
        (
            "lookup of a group",
            "members in the group",
            1_000,
            &samples.reads,
        ),
        (
            "PATCH of an empty group",
            "members carried beyond the first",
            1,
            &samples.carried,
        ),
    ]
    .into_iter()
    .filter_map(|(call, by, per, pairs)| growth(call, by, per, pairs))
    .collect();
    found.connections = samples.steps.iter().map(connection_row).collect();
    if let CapacitySeen::Known(known) = capacity(&samples.steps, LEVEL) {
        found.capacity = Some(interval(known));
    }
    found.limits = seen(met, target);
    let keys = keys(found, samples, met);
    found.measured = keys.measured;
    found.left = keys.left;
    for (what, end) in [
        ("a group", &samples.group_ends),
        ("a PATCH", &samples.request_ends),
    ] {
        if let Some((count, words)) = end {
            let words = target.hidden(words);
            found
                .limits
                .words
                .push(format!("{what} of {count} members was refused: {words}"));
        }
    }
}

/// Keys of a scenario by samples, verdicts and what was seen of limits.
fn keys(found: &ProbeDocument, samples: &Samples, met: &LimitsMet) -> Keys {
    let mut keys = Keys::of(samples);
    if found
        .verdicts
        .iter()
        .any(|verdict| verdict.id == "lost-members" && verdict.weight > Weight::Note)
    {
        keys.measured.push(Measured {
            key: "target.group_write".to_owned(),
            value: "\"last-write-wins\"".to_owned(),
            because: "members were lost where PATCHes of one group overlapped".to_owned(),
            count: 1,
        });
    }
    let limit =
        limit_read::from_ramp(&samples.ramp).or_else(|| limit_read::from_headers(&met.headers));
    match limit {
        Some(limit) => keys.measured.push(Measured {
            key: "target.limit".to_owned(),
            value: format!("[{}]", limit.toml),
            because: limit.because,
            count: limit.count,
        }),
        None => keys.leave("target.limit", limits_left(samples, met)),
    }
    keys
}

/// Why no limit is written.
fn limits_left(samples: &Samples, met: &LimitsMet) -> String {
    let ramp = &samples.ramp;
    if ramp.is_refused {
        return format!(
            "calls were refused at {} a second after {} had passed; too few refusals followed to read the limit",
            ramp.rate, ramp.before.0
        );
    }
    if ramp.rate > 0.0 {
        return format!("none up to {} calls a second", ramp.rate);
    }
    match met.rate_at_refusal {
        Some(rate) => format!(
            "calls were refused after {rate} answers within a second; --find-limits looks for the limit"
        ),
        None => "none was met; --find-limits looks for one".to_owned(),
    }
}

fn interval(found: Enclosed) -> Interval {
    Interval {
        value: found.value,
        low: found.low,
        high: found.high,
    }
}

fn latency(samples: &Samples, kind: CallKind) -> Option<LatencyRow> {
    let timed = &samples.one_caller.by_kind[kind as usize];
    if timed.secs.is_empty() && timed.failed == 0 {
        return None;
    }
    let millis = sorted(timed.secs.iter().map(|secs| secs * MILLIS));
    Some(LatencyRow {
        call: kind.name().to_owned(),
        endpoint: kind.endpoint().name().to_owned(),
        count: millis.len() as u64,
        failed: timed.failed,
        mean_ms: skewed_mean(&millis, LEVEL).map(interval),
        cv: common_variation(&[&millis], LEVEL).map(interval),
        quantiles_ms: PROBABILITIES
            .iter()
            .filter_map(|p| quantile(&millis, *p))
            .collect(),
    })
}

fn growth(call: &str, by: &str, per: u64, pairs: &[(f64, f64)]) -> Option<GrowthRow> {
    if pairs.is_empty() {
        return None;
    }
    let line = rising_line(pairs, LEVEL);
    let slope = line.map(|line| line.slope);
    let passed = line
        .filter(|line| line.slope.low > 0.0)
        .map(|line| (GIVEN_UP_SECS - line.base.value) / line.slope.value);
    Some(GrowthRow {
        call: call.to_owned(),
        by: by.to_owned(),
        per,
        slope_ms: slope.map(|slope| interval(slope.times(per as f64 * MILLIS))),
        base_ms: line.map(|line| line.base.value * MILLIS),
        is_straight: line.map(|line| line.is_straight),
        sixty_seconds_at: passed.filter(|size| size.is_finite() && *size > 0.0),
        points: points(pairs),
    })
}

/// Means of sizes that lie close together: a gap of a third, and more than two, begins another.
fn points(pairs: &[(f64, f64)]) -> Vec<GrowthPoint> {
    let mut pairs = pairs.to_vec();
    pairs.sort_by(|a, b| a.0.total_cmp(&b.0));
    let near = pairs.chunk_by(|a, b| b.0 - a.0 <= 2.0 || b.0 <= a.0 * 1.05);
    near.map(|near| {
        let count = near.len() as f64;
        let mean = |of: fn(&(f64, f64)) -> f64| near.iter().map(of).sum::<f64>() / count;
        GrowthPoint {
            size: mean(|pair| pair.0),
            count: near.len() as u64,
            mean_ms: mean(|pair| pair.1) * MILLIS,
        }
    })
    .collect()
}

fn connection_row(step: &Step) -> ConnectionRow {
    let millis = sorted(step.answered.iter().map(|(_, secs)| secs * MILLIS));
    let count = millis.len().max(1) as f64;
    ConnectionRow {
        connections: step.connections,
        requests: millis.len() as u64,
        failed: step.failed + step.refused,
        per_second: rate(step, LEVEL).map(interval),
        mean_ms: millis.iter().sum::<f64>() / count,
        p95_ms: quantile(&millis, 0.95).unwrap_or_default(),
    }
}

/// What a server says of limits is its own text.
fn seen(met: &LimitsMet, target: &ScimTarget) -> LimitsSeen {
    LimitsSeen {
        too_many_requests: met.too_many,
        unavailable: met.unavailable,
        server_errors: met.server_errors,
        broken_connections: met.broken,
        closing_answers: met.closes,
        timeouts: met.timeouts,
        per_second_at_refusal: met.rate_at_refusal,
        retry_after: met
            .retry_after
            .iter()
            .map(|text| target.hidden(text))
            .collect(),
        headers: met
            .headers
            .iter()
            .map(|(name, value)| LimitHeader {
                name: target.hidden(name),
                value: target.hidden(value),
            })
            .collect(),
        words: Vec::new(),
    }
}
