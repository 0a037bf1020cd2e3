//! The columns of every table: each name stands beside the cell it heads, so that the two cannot drift apart.

use crate::experiment::outcome::{
    ActivitySummary, LoadPoint, ParameterRecord, ProgressPoint, ReplicationRow, Summary,
};
use serde::Serialize;
use std::fmt::Display;

/// A column's name, and its cell in a row.
pub type Column<T> = (&'static str, fn(&T) -> String);

/// One value of one uncertain input.
pub struct InputRow {
    pub replication: u64,
    pub key: String,
    pub unit: String,
    pub value: f64,
}

pub const REPLICATIONS: &[Column<ReplicationRow>] = &[
    ("replication", |row| row.replication.to_string()),
    ("initial_cycle_ms", |row| optional(row.initial_cycle_ms)),
    ("users_half_ms", |row| optional(row.users_half_ms)),
    ("users_most_ms", |row| optional(row.users_most_ms)),
    ("users_all_ms", |row| optional(row.users_all_ms)),
    ("calls_user_get", |row| row.calls.calls_user_get.to_string()),
    ("calls_user_post", |row| {
        row.calls.calls_user_post.to_string()
    }),
    ("calls_user_patch", |row| {
        row.calls.calls_user_patch.to_string()
    }),
    ("calls_group_get", |row| {
        row.calls.calls_group_get.to_string()
    }),
    ("calls_group_post", |row| {
        row.calls.calls_group_post.to_string()
    }),
    ("calls_group_patch", |row| {
        row.calls.calls_group_patch.to_string()
    }),
    ("calls_total", |row| row.calls.calls_total.to_string()),
    ("mean_request_rate_per_second", |row| {
        number(row.mean_request_rate)
    }),
    ("peak_request_rate_second_per_second", |row| {
        number(row.peak_request_rate_second)
    }),
    ("peak_request_rate_minute_per_second", |row| {
        number(row.peak_request_rate_minute)
    }),
    ("too_many_requests", |row| row.too_many_requests.to_string()),
    ("timeouts", |row| row.timeouts.to_string()),
    ("users_in_scope", |row| row.users_in_scope.to_string()),
    ("users_created", |row| row.users_created.to_string()),
    ("users_updated", |row| row.users_updated.to_string()),
    ("users_unchanged", |row| row.users_unchanged.to_string()),
    ("users_escrowed", |row| row.users_escrowed.to_string()),
    ("imports_failed", |row| row.imports_failed.to_string()),
    ("groups_in_scope", |row| row.groups_in_scope.to_string()),
    ("groups_created", |row| row.groups_created.to_string()),
    ("groups_matched", |row| row.groups_matched.to_string()),
    ("groups_escrowed", |row| row.groups_escrowed.to_string()),
    ("objects_skipped", |row| row.objects_skipped.to_string()),
    ("managers_linked", |row| row.managers_linked.to_string()),
    ("managers_failed", |row| row.managers_failed.to_string()),
    ("memberships_written", |row| {
        row.memberships_written.to_string()
    }),
    ("memberships_failed", |row| {
        row.memberships_failed.to_string()
    }),
    ("over_quota", |row| row.over_quota.to_string()),
    ("memberships_overwritten", |row| {
        row.memberships_overwritten.to_string()
    }),
    ("pages", |row| row.pages.to_string()),
    ("starting_ms", |row| row.time.starting_ms.to_string()),
    ("reading_ms", |row| row.time.reading_ms.to_string()),
    ("evaluating_ms", |row| row.time.evaluating_ms.to_string()),
    ("skipping_ms", |row| row.time.skipping_ms.to_string()),
    ("matching_ms", |row| row.time.matching_ms.to_string()),
    ("creating_ms", |row| row.time.creating_ms.to_string()),
    ("updating_ms", |row| row.time.updating_ms.to_string()),
    ("group_objects_ms", |row| {
        row.time.group_objects_ms.to_string()
    }),
    ("managers_ms", |row| row.time.managers_ms.to_string()),
    ("memberships_ms", |row| row.time.memberships_ms.to_string()),
    ("target_queue_ms", |row| {
        row.time.target_queue_ms.to_string()
    }),
    ("waiting_for_limits_ms", |row| {
        row.time.waiting_for_limits_ms.to_string()
    }),
    ("retrying_ms", |row| row.time.retrying_ms.to_string()),
    ("idle_ms", |row| row.time.idle_ms.to_string()),
    ("matching_service_ms", |row| {
        row.time.matching_service_ms.to_string()
    }),
    ("creating_service_ms", |row| {
        row.time.creating_service_ms.to_string()
    }),
    ("updating_service_ms", |row| {
        row.time.updating_service_ms.to_string()
    }),
    ("group_objects_service_ms", |row| {
        row.time.group_objects_service_ms.to_string()
    }),
    ("managers_service_ms", |row| {
        row.time.managers_service_ms.to_string()
    }),
    ("memberships_service_ms", |row| {
        row.time.memberships_service_ms.to_string()
    }),
    ("retrying_service_ms", |row| {
        row.time.retrying_service_ms.to_string()
    }),
];

pub const SUMMARY: &[Column<Summary>] = &[
    ("metric", |row| word(row.metric)),
    ("label", |row| row.label.clone()),
    ("unit", |row| word(row.unit)),
    ("reached_share", |row| number(row.reached_share)),
    ("p5", |row| optional(row.p5.value)),
    ("p5_low", |row| optional(row.p5.low)),
    ("p5_high", |row| optional(row.p5.high)),
    ("p50", |row| optional(row.p50.value)),
    ("p50_low", |row| optional(row.p50.low)),
    ("p50_high", |row| optional(row.p50.high)),
    ("p95", |row| optional(row.p95.value)),
    ("p95_low", |row| optional(row.p95.low)),
    ("p95_high", |row| optional(row.p95.high)),
    ("p90", |row| optional(row.p90.and_then(|one| one.value))),
    ("p90_low", |row| optional(row.p90.and_then(|one| one.low))),
    ("p90_high", |row| optional(row.p90.and_then(|one| one.high))),
    ("p99", |row| optional(row.p99.and_then(|one| one.value))),
    ("p99_low", |row| optional(row.p99.and_then(|one| one.low))),
    ("p99_high", |row| optional(row.p99.and_then(|one| one.high))),
    ("max", |row| optional(row.max)),
];

pub const ACTIVITIES: &[Column<ActivitySummary>] = &[
    ("activity", |row| row.activity.clone()),
    ("label", |row| row.label.clone()),
    ("share", |row| number(row.share)),
    ("service_share", |row| number(row.service_share)),
    ("p5_ms", |row| number(row.p5_ms)),
    ("p50_ms", |row| number(row.p50_ms)),
    ("p95_ms", |row| number(row.p95_ms)),
];

pub const PROGRESS: &[Column<(&'static str, ProgressPoint)>] = &[
    ("kind", |(kind, _)| (*kind).to_owned()),
    ("percent", |(_, point)| number(point.percent)),
    ("p5_ms", |(_, point)| optional(point.p5_ms)),
    ("p50_ms", |(_, point)| optional(point.p50_ms)),
    ("p95_ms", |(_, point)| optional(point.p95_ms)),
];

pub const LOAD: &[Column<LoadPoint>] = &[
    ("time_ms", |row| number(row.time_ms)),
    ("p5_per_second", |row| number(row.p5)),
    ("p50_per_second", |row| number(row.p50)),
    ("p95_per_second", |row| number(row.p95)),
    ("typical_per_second", |row| number(row.typical)),
];

pub const PARAMETERS: &[Column<ParameterRecord>] = &[
    ("key", |row| row.key.clone()),
    ("value", |row| row.value.clone()),
    ("origin", |row| word(row.origin)),
    ("because", |row| row.because.clone()),
    ("uncertain", |row| row.uncertain.to_string()),
    ("low", |row| {
        optional(row.range.as_ref().map(|range| range.low))
    }),
    ("mid", |row| {
        optional(row.range.as_ref().map(|range| range.mid))
    }),
    ("high", |row| {
        optional(row.range.as_ref().map(|range| range.high))
    }),
    ("unit", |row| {
        row.range
            .as_ref()
            .map_or_else(String::new, |range| range.unit.clone())
    }),
    ("meaning", |row| row.meaning.clone()),
];

pub const INPUTS: &[Column<InputRow>] = &[
    ("replication", |row| row.replication.to_string()),
    ("key", |row| row.key.clone()),
    ("unit", |row| row.unit.clone()),
    ("value", |row| number(row.value)),
];

/// A number in the fewest digits that give it back exactly; empty for what is none.
pub fn number(value: f64) -> String {
    if value.is_finite() {
        value.to_string()
    } else {
        String::new()
    }
}

/// A number that may be missing.
pub fn optional_number(value: Option<f64>) -> String {
    value.map_or_else(String::new, number)
}

/// A value that may be missing.
pub fn optional(value: Option<impl Display>) -> String {
    value.map_or_else(String::new, |value| value.to_string())
}

/// The name of an enumerated value as the outcome document spells it.
pub fn word(value: impl Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => word,
        _ => String::new(),
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::experiment::outcome::Metric;

    /// `initialCycleMs` as `initial_cycle_ms`.
    pub fn snake(name: &str) -> String {
        let sign = |sign: char| match sign {
            'A'..='Z' => format!("_{}", sign.to_ascii_lowercase()),
            _ => sign.to_string(),
        };
        name.chars().map(sign).collect()
    }

    #[test]
    fn every_field_of_a_replication_has_its_column() {
        let row = ReplicationRow {
            replication: 3,
            users_half_ms: Some(5),
            mean_request_rate: 2.5,
            ..ReplicationRow::default()
        };
        let fields = serde_json::to_value(&row).unwrap();
        let mut fields = fields.as_object().unwrap().clone();
        // What the target sees has tables of its own.
        fields.remove("target").unwrap();
        assert_eq!(fields.len(), REPLICATIONS.len());
        for (name, value) in &fields {
            let matching = |(column, _): &&Column<ReplicationRow>| {
                column.strip_suffix("_per_second").unwrap_or(column) == snake(name)
            };
            let (_, cell) = REPLICATIONS.iter().find(matching).unwrap();
            // The document writes a whole rate as 0.0, the table as 0.
            let same = match cell(&row).parse::<f64>() {
                Ok(number) => value.as_f64() == Some(number),
                Err(_) => value.is_null(),
            };
            assert!(same, "{name}");
        }
    }

    #[test]
    fn words_are_those_of_the_document() {
        assert_eq!(word(Metric::InitialCycle), "initialCycle");
    }

    #[test]
    fn numbers_have_a_point_and_no_exponent() {
        assert_eq!(number(0.000_000_1), "0.0000001");
        assert_eq!(number(1e15), "1000000000000000");
        assert_eq!(number(f64::INFINITY), "");
    }
}
