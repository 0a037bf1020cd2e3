//! What is measured in each replication of a job's life, and its percentiles over all of them.

use super::life_record::LifeRecord;
use crate::experiment::outcome::Unit;
use crate::experiment::outcome::life::{
    AccessPoint, LEFT_BY_ACTION, LifeRow, LifeSummary, UserAssigned,
};
use crate::experiment::percentiles::{estimate_at, ranks};
use crate::stats::sorted;
use crate::units::SimTime;

/// Points of the curve that tells when a user is in.
const ACCESS_POINTS: usize = 100;

struct Quantity {
    metric: &'static str,
    label: &'static str,
    unit: Unit,
    of: fn(&LifeRow) -> Option<f64>,
}

const fn define(
    metric: &'static str,
    label: &'static str,
    unit: Unit,
    of: fn(&LifeRow) -> Option<f64>,
) -> Quantity {
    Quantity {
        metric,
        label,
        unit,
        of,
    }
}

fn millis(time: Option<u64>) -> Option<f64> {
    time.map(|time| time as f64)
}

const QUANTITIES: [Quantity; 15] = [
    define(
        "incrementalCycles",
        "incremental cycles completed",
        Unit::Count,
        |row| Some(row.incremental_cycles as f64),
    ),
    define("lateCycles", "of these begun late", Unit::Count, |row| {
        Some(row.late_cycles as f64)
    }),
    define(
        "cycleMedian",
        "incremental cycle, the median one",
        Unit::Milliseconds,
        |row| millis(row.cycle_p50_ms),
    ),
    define(
        "cycleP95",
        "incremental cycle, the 95th percentile",
        Unit::Milliseconds,
        |row| millis(row.cycle_p95_ms),
    ),
    define(
        "cycleLongest",
        "incremental cycle, the longest",
        Unit::Milliseconds,
        |row| millis(row.cycle_longest_ms),
    ),
    define("changes", "changes in the directory", Unit::Count, |row| {
        Some(row.changes as f64)
    }),
    define(
        "meanBacklog",
        "changes that wait, on average over time",
        Unit::Count,
        |row| Some(row.mean_backlog),
    ),
    define(
        "mostBacklog",
        "changes that wait, at most",
        Unit::Count,
        |row| Some(row.most_backlog as f64),
    ),
    define(
        "mostEscrow",
        "objects and references in escrow, at most",
        Unit::Count,
        |row| Some(row.most_escrow as f64),
    ),
    define(
        "escrowAtEnd",
        "the same at the horizon",
        Unit::Count,
        |row| Some(row.escrow_at_end as f64),
    ),
    define(
        "mostStaged",
        "deletions staged, at most",
        Unit::Count,
        |row| Some(row.most_staged as f64),
    ),
    define(
        "quarantineTime",
        "time in quarantine",
        Unit::Milliseconds,
        |row| Some(row.quarantine_ms as f64),
    ),
    define(
        "missedReferences",
        "references missed until a restart",
        Unit::Count,
        |row| Some(row.missed_references as f64),
    ),
    define(
        "lostMemberships",
        "memberships that users lack who came back or were created anew",
        Unit::Count,
        |row| Some(row.lost_memberships as f64),
    ),
    define(
        LEFT_BY_ACTION,
        "users taken out of scope by actions",
        Unit::Count,
        |row| Some(row.left_by_action as f64),
    ),
];

/// Every quantity over the replications.
pub(super) fn summaries(records: &[LifeRecord]) -> Vec<LifeSummary> {
    let ranks = ranks(records.len());
    QUANTITIES
        .iter()
        .map(|quantity| {
            let values = sorted(
                records
                    .iter()
                    .map(|record| (quantity.of)(&record.row).unwrap_or(f64::INFINITY)),
            );
            let [p5, p50, p95] = [0, 1, 2].map(|place| estimate_at(&values, place, &ranks));
            LifeSummary {
                metric: quantity.metric.to_owned(),
                label: quantity.label.to_owned(),
                unit: quantity.unit,
                reached_share: reached(&values),
                p5,
                p50,
                p95,
            }
        })
        .collect()
}

/// The values of a quantity in order of replication; infinity stands for not reached.
pub(in crate::experiment) fn measured_in_life(metric: &str, rows: &[LifeRow]) -> Vec<f64> {
    let quantity = QUANTITIES.iter().find(|quantity| quantity.metric == metric);
    let values = |quantity: &Quantity| {
        let value = |row| (quantity.of)(row).unwrap_or(f64::INFINITY);
        rows.iter().map(value).collect()
    };
    quantity.map_or_else(Vec::new, values)
}

fn reached(sorted: &[f64]) -> f64 {
    let finite = sorted.iter().filter(|value| value.is_finite());
    finite.count() as f64 / sorted.len().max(1) as f64
}

/// When the user is in who is assigned at `at`.
pub(super) fn user_assigned(at: SimTime, records: &[LifeRecord]) -> UserAssigned {
    let ranks = ranks(records.len());
    let values = sorted(
        records
            .iter()
            .map(|record| millis(record.row.user_assigned_ms).unwrap_or(f64::INFINITY)),
    );
    let [p5, p50, p95] = [0, 1, 2].map(|place| estimate_at(&values, place, &ranks));
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
        in_share: reached(&values),
        p5,
        p50,
        p95,
        by_time,
    }
}
