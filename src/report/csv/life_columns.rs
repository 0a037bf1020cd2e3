//! The columns of the tables of the job's life.

use super::columns::{Column, number, optional, optional_number, word};
use crate::experiment::outcome::life::{
    AccessPoint, CycleBar, DelaySummary, FateSummary, LifePoint, LifeRow, LoadStep,
};
use crate::experiment::outcome::{EndpointLoad, ErrorSummary};

pub const REPLICATIONS: &[Column<LifeRow>] = &[
    ("replication", |row| row.replication.to_string()),
    ("cycles", |row| row.cycles.to_string()),
    ("incremental_cycles", |row| {
        row.incremental_cycles.to_string()
    }),
    ("late_cycles", |row| row.late_cycles.to_string()),
    ("cycle_p50_ms", |row| optional(row.cycle_p50_ms)),
    ("cycle_p95_ms", |row| optional(row.cycle_p95_ms)),
    ("cycle_longest_ms", |row| optional(row.cycle_longest_ms)),
    ("changes", |row| row.changes.to_string()),
    ("applied", |row| row.applied.to_string()),
    ("waiting", |row| row.waiting.to_string()),
    ("escrowed", |row| row.escrowed.to_string()),
    ("staged", |row| row.staged.to_string()),
    ("dropped", |row| row.dropped.to_string()),
    ("mean_backlog", |row| number(row.mean_backlog)),
    ("most_backlog", |row| row.most_backlog.to_string()),
    ("escrow_at_end", |row| row.escrow_at_end.to_string()),
    ("most_escrow", |row| row.most_escrow.to_string()),
    ("most_staged", |row| row.most_staged.to_string()),
    ("first_quarantine_ms", |row| {
        optional(row.first_quarantine_ms)
    }),
    ("quarantine_reason", |row| {
        row.quarantine_reason.clone().unwrap_or_default()
    }),
    ("first_release_ms", |row| optional(row.first_release_ms)),
    ("quarantine_ms", |row| row.quarantine_ms.to_string()),
    ("notifications", |row| row.notifications.to_string()),
    ("disabled_ms", |row| optional(row.disabled_ms)),
    ("missed_references", |row| row.missed_references.to_string()),
    ("lost_memberships", |row| row.lost_memberships.to_string()),
    ("user_assigned_ms", |row| optional(row.user_assigned_ms)),
    ("left_by_action", |row| row.left_by_action.to_string()),
];

pub const BANDS: &[Column<LifePoint>] = &[
    ("time_ms", |row| row.time_ms.to_string()),
    ("backlog_p5", |row| number(row.backlog_p5)),
    ("backlog_p50", |row| number(row.backlog_p50)),
    ("backlog_p95", |row| number(row.backlog_p95)),
    ("escrow_p5", |row| number(row.escrow_p5)),
    ("escrow_p50", |row| number(row.escrow_p50)),
    ("escrow_p95", |row| number(row.escrow_p95)),
    ("staged_p5", |row| number(row.staged_p5)),
    ("staged_p50", |row| number(row.staged_p50)),
    ("staged_p95", |row| number(row.staged_p95)),
    ("cycle_p5_ms", |row| optional_number(row.cycle_p5_ms)),
    ("cycle_p50_ms", |row| optional_number(row.cycle_p50_ms)),
    ("cycle_p95_ms", |row| optional_number(row.cycle_p95_ms)),
    ("initial_share", |row| number(row.initial_share)),
    ("quarantine_share", |row| number(row.quarantine_share)),
    ("paused_share", |row| number(row.paused_share)),
    ("disabled_share", |row| number(row.disabled_share)),
];

pub const DELAYS: &[Column<DelaySummary>] = &[
    ("kind", |row| row.kind.clone()),
    ("label", |row| row.label.clone()),
    ("mean_changes", |row| number(row.mean_changes)),
    ("applied_share", |row| number(row.applied_share)),
    ("within_hour_share", |row| number(row.within_hour_share)),
    ("p50_ms", |row| optional_number(row.p50_ms)),
    ("p95_ms", |row| optional_number(row.p95_ms)),
    ("p99_ms", |row| optional_number(row.p99_ms)),
    ("run_p95_low_ms", |row| optional_number(row.run_p95_low_ms)),
    ("run_p95_high_ms", |row| {
        optional_number(row.run_p95_high_ms)
    }),
];

pub const FATES: &[Column<FateSummary>] = &[
    ("fate", |row| row.fate.clone()),
    ("label", |row| row.label.clone()),
    ("mean_changes", |row| number(row.mean_changes)),
    ("share", |row| number(row.share)),
];

pub const ERRORS: &[Column<ErrorSummary>] = &[
    ("code", |row| row.code.clone()),
    ("mean_count", |row| number(row.mean_count)),
    ("p95_count", |row| number(row.p95_count)),
];

/// The cycles of one replication, with its number.
pub const CYCLES: &[Column<(u64, CycleBar)>] = &[
    ("replication", |(replication, _)| replication.to_string()),
    ("began_ms", |(_, cycle)| cycle.began_ms.to_string()),
    ("ended_ms", |(_, cycle)| cycle.ended_ms.to_string()),
    ("kind", |(_, cycle)| word(cycle.kind)),
    ("result", |(_, cycle)| word(cycle.result)),
    ("changes", |(_, cycle)| cycle.changes.to_string()),
    ("retries", |(_, cycle)| cycle.retries.to_string()),
    ("failed", |(_, cycle)| cycle.failed.to_string()),
];

/// Requests after the initial cycle by endpoint, over all replications.
pub const ENDPOINTS: &[Column<EndpointLoad>] = &[
    ("endpoint", |row| row.endpoint.clone()),
    ("requests_p5", |row| number(row.requests.p5)),
    ("requests_p50", |row| number(row.requests.p50)),
    ("requests_p95", |row| number(row.requests.p95)),
    ("mean_rate_per_second_p50", |row| number(row.mean_rate.p50)),
    ("peak_minute_per_second_p5", |row| {
        number(row.peak_minute.p5)
    }),
    ("peak_minute_per_second_p50", |row| {
        number(row.peak_minute.p50)
    }),
    ("peak_minute_per_second_p95", |row| {
        number(row.peak_minute.p95)
    }),
    ("peak_second_per_second_p5", |row| {
        number(row.peak_second.p5)
    }),
    ("peak_second_per_second_p50", |row| {
        number(row.peak_second.p50)
    }),
    ("peak_second_per_second_p95", |row| {
        number(row.peak_second.p95)
    }),
];

/// Requests in each hour or day after the initial cycle.
pub const LOAD: &[Column<LoadStep>] = &[
    ("endpoint", |row| row.endpoint.clone()),
    ("time_ms", |row| row.time_ms.to_string()),
    ("requests_p5", |row| number(row.requests.p5)),
    ("requests_p50", |row| number(row.requests.p50)),
    ("requests_p95", |row| number(row.requests.p95)),
];

pub const USER_ASSIGNED: &[Column<AccessPoint>] = &[
    ("time_ms", |row| row.time_ms.to_string()),
    ("share", |row| number(row.share)),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::csv::columns::tests::snake;
    use serde::Serialize;

    /// The columns are the fields of the document, in snake case and in their order.
    fn assert_fields<T: Serialize>(row: &T, columns: &[Column<T>]) {
        let fields = serde_json::to_value(row).unwrap();
        let names = fields.as_object().unwrap().keys();
        let mut fields: Vec<String> = names.map(|name| snake(name)).collect();
        let mut names: Vec<&str> = columns.iter().map(|(name, _)| *name).collect();
        fields.sort();
        names.sort_unstable();
        assert_eq!(names, fields);
    }

    #[test]
    fn every_field_has_its_column() {
        assert_fields(&LifeRow::default(), REPLICATIONS);
        assert_fields(&LifePoint::default(), BANDS);
        let life = crate::report::fixture::life();
        assert_fields(&life.delays[0], DELAYS);
        assert_fields(&life.fates[0], FATES);
        assert_fields(&life.errors[0], ERRORS);
        let user = crate::report::fixture::user_assigned();
        assert_fields(&user.by_time[0], USER_ASSIGNED);
    }
}
