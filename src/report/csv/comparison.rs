//! Variants as a table.

use super::columns::{Column, optional, optional_number};
use super::{CsvError, table};
use crate::experiment::outcome::Estimate;
use crate::experiment::outcome::comparison::{Amounts, Comparison, Paired, Variant};

const VARIANTS: &[Column<Variant>] = &[
    ("variant", |one| one.name.clone()),
    ("initial_cycle_p5_ms", |one| value(&one.p5)),
    ("initial_cycle_p50_ms", |one| value(&one.p50)),
    ("initial_cycle_p95_ms", |one| value(&one.p95)),
    ("share_within", |one| {
        one.within
            .map_or_else(String::new, |within| within.share.to_string())
    }),
    ("share_met", |one| {
        one.met
            .map_or_else(String::new, |met| met.share.to_string())
    }),
    ("requests_p50", |one| one.requests.p50.to_string()),
    ("too_many_requests_p50", |one| {
        one.too_many_requests.p50.to_string()
    }),
    ("mean_rate_per_second_p50", |one| {
        one.mean_rate.p50.to_string()
    }),
    ("peak_minute_per_second_p50", |one| {
        one.peak_minute.p50.to_string()
    }),
    ("peak_second_per_second_p50", |one| {
        one.peak_second.p50.to_string()
    }),
    ("utilisation_p50", |one| {
        one.utilisation
            .map_or_else(String::new, |used| used.p50.to_string())
    }),
    ("mean_queue_p50", |one| one.mean_queue.p50.to_string()),
    ("timeouts_p50", |one| one.timeouts.p50.to_string()),
    ("left_out_p50", |one| one.left_out.p50.to_string()),
    ("users_served_p50", |one| one.users_served.p50.to_string()),
    ("left_out_references_p50", |one| {
        one.left_out_references.p50.to_string()
    }),
    ("undone_p50", |one| {
        one.undone
            .map_or_else(String::new, |undone| undone.p50.to_string())
    }),
    ("longer_p50_ms", |one| {
        first(one, |paired| paired.longer_ms.value)
    }),
    ("initial_cycle_mean_ms", |one| {
        one.mean.as_ref().map_or_else(String::new, value)
    }),
    ("longer_p50_low_ms", |one| {
        first(one, |paired| paired.longer_ms.low)
    }),
    ("longer_p50_high_ms", |one| {
        first(one, |paired| paired.longer_ms.high)
    }),
    ("longer_mean_ms", |one| {
        first(one, |paired| paired.mean_longer_ms?.value)
    }),
    ("ratio_p50", |one| first(one, |paired| paired.ratio.value)),
    ("faster_share", |one| {
        first(one, |paired| Some(paired.faster.share))
    }),
    ("correlation", |one| first(one, |paired| paired.correlation)),
    ("variance_ratio", |one| {
        first(one, |paired| paired.variance_ratio)
    }),
    ("longer_than_best_p50_ms", |one| {
        best(one, |paired| paired.longer_ms.value)
    }),
    ("longer_than_best_p50_low_ms", |one| {
        best(one, |paired| paired.longer_ms.low)
    }),
    ("longer_than_best_p50_high_ms", |one| {
        best(one, |paired| paired.longer_ms.high)
    }),
    ("longer_than_best_mean_ms", |one| {
        best(one, |paired| paired.mean_longer_ms?.value)
    }),
    ("ratio_to_best_p50", |one| {
        best(one, |paired| paired.ratio.value)
    }),
    ("faster_than_best_share", |one| {
        best(one, |paired| Some(paired.faster.share))
    }),
    ("correlation_with_best", |one| {
        best(one, |paired| paired.correlation)
    }),
    ("variance_ratio_with_best", |one| {
        best(one, |paired| paired.variance_ratio)
    }),
    ("title", |one| one.title.clone()),
    ("without_access_p50", |one| {
        optional_number(one.without_access.map(|users| users.p50))
    }),
    ("groups_p50", |one| done(one, |of| of.groups.p50)),
    ("memberships_p50", |one| done(one, |of| of.memberships.p50)),
    ("managers_p50", |one| done(one, |of| of.managers.p50)),
    ("users_short_p50", |one| short(one, |of| of.users.p50)),
    ("groups_short_p50", |one| short(one, |of| of.groups.p50)),
    ("memberships_short_p50", |one| {
        short(one, |of| of.memberships.p50)
    }),
    ("managers_short_p50", |one| short(one, |of| of.managers.p50)),
    ("expectations", |one| one.expected.len().to_string()),
    ("expectations_met", |one| {
        let met = one.expected.iter().filter(|one| one.is_met);
        met.count().to_string()
    }),
    ("longer_than_reference_p50_ms", |one| {
        reference(one, |paired| paired.longer_ms.value)
    }),
    ("longer_than_reference_p50_low_ms", |one| {
        reference(one, |paired| paired.longer_ms.low)
    }),
    ("longer_than_reference_p50_high_ms", |one| {
        reference(one, |paired| paired.longer_ms.high)
    }),
];

/// One run of one strategy.
struct Run {
    strategy: String,
    replication: usize,
    initial_cycle_ms: Option<u64>,
}

const DURATIONS: &[Column<Run>] = &[
    ("strategy", |run| run.strategy.clone()),
    ("replication", |run| run.replication.to_string()),
    ("initial_cycle_ms", |run| optional(run.initial_cycle_ms)),
];

/// The table of the variants.
///
/// # Errors
/// When the table cannot be written.
pub fn comparison(found: &Comparison) -> Result<(&'static str, Vec<u8>), CsvError> {
    table("variants.csv", VARIANTS, &found.scenario, &found.variants)
}

/// The duration of the initial cycle in each run of each variant; absent where the document does not keep them.
///
/// # Errors
/// When the table cannot be written.
pub fn durations(found: &Comparison) -> Result<Option<(&'static str, Vec<u8>)>, CsvError> {
    let mut rows = Vec::new();
    for one in &found.variants {
        let runs = one.durations_ms.iter().enumerate();
        rows.extend(runs.map(|(replication, ms)| Run {
            strategy: one.name.clone(),
            replication,
            initial_cycle_ms: *ms,
        }));
    }
    if rows.is_empty() {
        return Ok(None);
    }
    table("durations.csv", DURATIONS, &found.scenario, &rows).map(Some)
}

type Part = fn(&Paired) -> Option<f64>;

/// What the pairs with the first variant tell.
fn first(one: &Variant, part: Part) -> String {
    optional_number(one.against_first.as_ref().and_then(part))
}

/// What the pairs with the fastest strategy tell.
fn best(one: &Variant, part: Part) -> String {
    optional_number(one.against_best.as_ref().and_then(part))
}

/// What the pairs with the strategy that was named tell.
fn reference(one: &Variant, part: Part) -> String {
    optional_number(one.against_reference.as_ref().and_then(part))
}

/// What is done.
fn done(one: &Variant, of: fn(&Amounts) -> f64) -> String {
    optional_number(one.done.as_ref().map(of))
}

/// How much less that is than the most of any strategy.
fn short(one: &Variant, of: fn(&Amounts) -> f64) -> String {
    optional_number(one.short.as_ref().map(of))
}

fn value(estimate: &Estimate) -> String {
    optional_number(estimate.value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture;

    fn rows(table: (&str, Vec<u8>)) -> Vec<Vec<String>> {
        let text = String::from_utf8(table.1).unwrap();
        let cells = |line: &str| line.split(',').map(str::to_owned).collect();
        text.lines().map(cells).collect()
    }

    #[test]
    fn strategies_are_compared_with_the_first_and_with_the_best() {
        let found = fixture::strategies();
        let rows = rows(comparison(&found).unwrap());
        let column = |name: &str| rows[0].iter().position(|cell| cell == name).unwrap();
        let (first, best) = (column("longer_p50_ms"), column("longer_than_best_p50_ms"));
        let of = |name: &str| rows.iter().find(|row| row[1] == name).unwrap();
        assert_eq!(of("assigned")[first], "");
        assert_eq!(of("four jobs")[best], "");
        let to_first: f64 = of("four jobs")[first].parse().unwrap();
        let to_best: f64 = of("assigned")[best].parse().unwrap();
        assert!(to_first < 0.0 && to_best > 0.0);
        assert_eq!(of("assigned")[column("variance_ratio_with_best")], "12.3");
    }

    #[test]
    fn every_run_of_every_strategy_has_a_row() {
        let mut found = fixture::strategies();
        found.variants[0].durations_ms[1] = None;
        let rows = rows(durations(&found).unwrap().unwrap());
        assert_eq!(rows.len(), 1 + 3 * 400);
        assert_eq!(
            rows[0],
            ["scenario", "strategy", "replication", "initial_cycle_ms"]
        );
        assert_eq!(rows[2], ["growing-company", "assigned", "1", ""]);
        for one in &mut found.variants {
            one.durations_ms.clear();
        }
        assert!(durations(&found).unwrap().is_none());
    }
}
