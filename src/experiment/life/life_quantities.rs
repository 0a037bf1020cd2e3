//! What is measured in each replication of a job's life, and its percentiles over all of them.

use super::life_recorder::LifeRecord;
use crate::experiment::outcome::life::{
    AccessPoint, LEFT_BY_ACTION, LifeRow, LifeSummary, UserAssigned,
};
use crate::experiment::percentiles::estimates;
use crate::experiment::summaries::{Quantity, Reading, reached_share};
use crate::stats::sorted;
use crate::units::SimTime;

/// Points of the curve that tells when a user is in.
const ACCESS_POINTS: usize = 100;

#[rustfmt::skip]
const QUANTITIES: [Quantity<&str, LifeRow>; 15] = {
    use Reading::{Count, Mean, Span, Time};
    [
        Quantity::new("incrementalCycles", "incremental cycles completed", Count(|row| row.incremental_cycles)),
        Quantity::new("lateCycles", "of these begun late", Count(|row| row.late_cycles)),
        Quantity::new("cycleMedian", "incremental cycle, the median one", Time(|row| row.cycle_p50_ms)),
        Quantity::new("cycleP95", "incremental cycle, the 95th percentile", Time(|row| row.cycle_p95_ms)),
        Quantity::new("cycleLongest", "incremental cycle, the longest", Time(|row| row.cycle_longest_ms)),
        Quantity::new("changes", "changes in the directory", Count(|row| row.changes)),
        Quantity::new("meanBacklog", "changes that wait, on average over time", Mean(|row| row.mean_backlog)),
        Quantity::new("mostBacklog", "changes that wait, at most", Count(|row| row.most_backlog)),
        Quantity::new("mostEscrow", "objects and references in escrow, at most", Count(|row| row.most_escrow)),
        Quantity::new("escrowAtEnd", "the same at the horizon", Count(|row| row.escrow_at_end)),
        Quantity::new("mostStaged", "deletions staged, at most", Count(|row| row.most_staged)),
        Quantity::new("quarantineTime", "time in quarantine", Span(|row| row.quarantine_ms)),
        Quantity::new("missedReferences", "references missed until a restart", Count(|row| row.missed_references)),
        Quantity::new("lostMemberships", "memberships that users lack who came back or were created anew", Count(|row| row.lost_memberships)),
        Quantity::new(LEFT_BY_ACTION, "users taken out of scope by actions", Count(|row| row.left_by_action)),
    ]
};

/// Every quantity over the replications.
pub(super) fn summaries(records: &[LifeRecord]) -> Vec<LifeSummary> {
    let summary = |quantity: &Quantity<&str, LifeRow>| {
        let values = sorted(records.iter().map(|record| quantity.value(&record.row)));
        let [p5, p50, p95] = estimates(&values);
        LifeSummary {
            metric: quantity.metric.to_owned(),
            label: quantity.label.to_owned(),
            unit: quantity.unit(),
            reached_share: reached_share(&values),
            p5,
            p50,
            p95,
        }
    };
    QUANTITIES.iter().map(summary).collect()
}

/// The values of a quantity in order of replication; infinity stands for not reached.
pub(in crate::experiment) fn measured_in_life(metric: &str, rows: &[LifeRow]) -> Vec<f64> {
    let quantity = QUANTITIES.iter().find(|one| one.metric == metric);
    quantity.map_or_else(Vec::new, |one| one.values(rows))
}

/// When the user is in who is assigned at `at`.
pub(super) fn user_assigned(at: SimTime, records: &[LifeRecord]) -> UserAssigned {
    let time = |record: &LifeRecord| record.row.user_assigned_ms;
    let values = sorted(
        records
            .iter()
            .map(|record| time(record).map_or(f64::INFINITY, |millis| millis as f64)),
    );
    let [p5, p50, p95] = estimates(&values);
    // Times at even shares, so that the curve has its points where it rises and ends where the last is in.
    let in_time = &values[..values.partition_point(|value| value.is_finite())];
    let times = (0..=ACCESS_POINTS).map(|point| match (point, in_time.len()) {
        (0, _) | (_, 0) => 0.0,
        (_, count) => in_time[(point * count).div_ceil(ACCESS_POINTS) - 1],
    });
    let mut by_time: Vec<AccessPoint> = times
        .map(|time| AccessPoint {
            time_ms: time as u64,
            share: values.partition_point(|value| *value <= time) as f64
                / values.len().max(1) as f64,
        })
        .collect();
    by_time.dedup_by_key(|point| point.time_ms);
    UserAssigned {
        at_ms: at.since_start().as_millis(),
        in_share: reached_share(&values),
        p5,
        p50,
        p95,
        by_time,
    }
}
