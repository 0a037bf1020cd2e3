//! Variants as a table.

use super::columns::Column;
use super::{CsvError, table};
use crate::experiment::outcome::Estimate;
use crate::experiment::outcome::comparison::{Comparison, Variant};

const VARIANTS: &[Column<Variant>] = &[
    ("variant", |one| one.name.clone()),
    ("initial_cycle_p5_ms", |one| value(&one.p5)),
    ("initial_cycle_p50_ms", |one| value(&one.p50)),
    ("initial_cycle_p95_ms", |one| value(&one.p95)),
    ("share_within", |one| {
        one.within
            .map_or_else(String::new, |within| within.share.to_string())
    }),
    ("requests_p50", |one| one.requests.p50.to_string()),
    ("too_many_requests_p50", |one| {
        one.too_many_requests.p50.to_string()
    }),
    ("mean_rate_p50", |one| one.mean_rate.p50.to_string()),
    ("peak_minute_p50", |one| one.peak_minute.p50.to_string()),
    ("peak_second_p50", |one| one.peak_second.p50.to_string()),
    ("utilisation_p50", |one| {
        one.utilisation
            .map_or_else(String::new, |used| used.p50.to_string())
    }),
    ("mean_queue_p50", |one| one.mean_queue.p50.to_string()),
    ("timeouts_p50", |one| one.timeouts.p50.to_string()),
    ("left_out_p50", |one| one.left_out.p50.to_string()),
    ("longer_p50_ms", |one| {
        let paired = one.against_first.as_ref();
        paired.map_or_else(String::new, |paired| value(&paired.longer_ms))
    }),
];

/// The table of the variants.
pub fn comparison(found: &Comparison) -> Result<(&'static str, Vec<u8>), CsvError> {
    table("variants.csv", VARIANTS, &found.scenario, &found.variants)
}

fn value(estimate: &Estimate) -> String {
    estimate
        .value
        .map_or_else(String::new, |value| value.to_string())
}
