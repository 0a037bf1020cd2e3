//! What the target sees and does.

use super::Table;
use crate::experiment::outcome::{Band, EndpointLoad, TargetLoad};
use crate::report::number;
use crate::units::display_number;

/// The requests, by endpoint.
pub fn endpoints(load: &TargetLoad) -> Table {
    let mut table = Table::new(&[
        "",
        "requests",
        "per s",
        "busiest minute, per s",
        "busiest second",
    ]);
    for endpoint in load.endpoints.iter().chain(&load.all) {
        table.add(row(endpoint));
    }
    table
}

/// What else is to be said: calls under way, workers and queue, and how each limit bound.
pub fn facts(load: &TargetLoad) -> Vec<String> {
    let mut facts = vec![format!(
        "calls under way at once, on average: {}",
        range(&load.in_service)
    )];
    if let Some(used) = &load.utilisation {
        facts.push(format!(
            "share of its workers that are busy: {} ({} to {})",
            number::percent(used.p50),
            number::percent(used.p5),
            number::percent(used.p95),
        ));
        facts.push(format!(
            "calls in its queue, on average: {}; at the most: {}",
            range(&load.mean_queue),
            range(&load.longest_queue),
        ));
    }
    let met = load
        .limits
        .iter()
        .filter(|limit| limit.passed.p95 > 0.0 || limit.over.p95 > 0.0);
    facts.extend(met.map(|limit| {
        let over = if limit.over.p95 > 0.0 {
            format!("{} calls over it", range(&limit.over))
        } else {
            "never exceeded".to_owned()
        };
        let slowed = if limit.slowed.p95 > 0.0 {
            format!(", {} slowed", range(&limit.slowed))
        } else {
            String::new()
        };
        format!("{}: {over}{slowed} ({})", limit.name, limit.words)
    }));
    facts
}

fn row(load: &EndpointLoad) -> [String; 5] {
    [
        load.label.clone(),
        range(&load.requests),
        range(&load.mean_rate),
        range(&load.peak_minute),
        range(&load.peak_second),
    ]
}

/// The median, and the 5th and 95th percentile where they differ from it.
fn range(band: &Band) -> String {
    let rough = |value: f64| match value {
        large if large >= 1_000.0 => display_number(large.round()),
        small => number::rough(small),
    };
    let (p5, p50, p95) = (rough(band.p5), rough(band.p50), rough(band.p95));
    if p5 == p50 && p50 == p95 {
        p50
    } else {
        format!("{p50} ({p5} to {p95})")
    }
}
