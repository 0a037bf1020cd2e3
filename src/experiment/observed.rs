//! What a condition looks at. A replication with none of it says nothing about the condition.

use super::expected::metric_of;
use super::outcome::life::{Life, LifeRow};
use super::outcome::{CallCounts, ReplicationRow};
use super::summaries::measured;
use crate::model::job::ChangeKind;
use crate::scenario::ExpectedMetric;

/// The quantity in each replication that has something to look at; infinite where it was not reached, one or zero where it
/// happens or not.
pub(super) fn observed(
    metric: ExpectedMetric,
    rows: &[ReplicationRow],
    life: Option<&Life>,
) -> Vec<f64> {
    if let Some(measured_in) = metric_of(metric) {
        let values = measured(measured_in, rows).into_iter().zip(rows);
        let seen = values.filter(|(_, row)| is_there(metric, row));
        return seen.map(|(value, _)| value).collect();
    }
    let Some(life) = life else {
        return Vec::new();
    };
    let anybody_leaves = anybody_leaves(life);
    let (happens, looks_at_leavers): (fn(&LifeRow) -> bool, _) = match metric {
        ExpectedMetric::Disabled => (|row| row.disabled_ms.is_some(), false),
        ExpectedMetric::StagedDeletions => (|row| row.most_staged > 0, true),
        _ => (|row| row.first_quarantine_ms.is_some(), false),
    };
    let pairs = rows.iter().zip(&life.replications);
    pairs
        .filter(|(row, life)| match looks_at_leavers {
            true => anybody_leaves,
            false => is_there(metric, row) || life.changes > 0,
        })
        .map(|(_, life)| f64::from(happens(life)))
        .collect()
}

/// Whether any deletion could be staged: somebody or a group leaves, by a change or by an action.
fn anybody_leaves(life: &Life) -> bool {
    let removes = |name: &str| {
        let mut kinds = ChangeKind::ALL.iter();
        kinds.any(|kind| kind.is_removal() && kind.name() == name)
    };
    let mut delays = life.delays.iter();
    let mut rows = life.replications.iter();
    delays.any(|delay| removes(&delay.kind) && delay.mean_changes > 0.0)
        || rows.any(|row| row.left_by_action + row.most_staged > 0)
}

/// What is said where no replication has anything to look at.
pub(super) const fn absent(metric: ExpectedMetric) -> &'static str {
    use ExpectedMetric as M;
    match metric {
        M::CallsGroupGet | M::CallsGroupPost | M::CallsGroupPatch => "no group is in scope",
        M::MeanRequestRate
        | M::PeakRequestRateSecond
        | M::PeakRequestRateMinute
        | M::TooManyRequests
        | M::Timeouts => "no request is made",
        M::FailedReferences => "no manager or membership is in scope",
        M::MembershipsOverwritten => "no membership is in scope",
        M::Quarantine | M::Disabled => "nobody is in scope and nothing changes",
        M::StagedDeletions => "nobody leaves within the horizon",
        _ => "nobody is in scope",
    }
}

fn is_there(metric: ExpectedMetric, row: &ReplicationRow) -> bool {
    use ExpectedMetric as M;
    let memberships = row.memberships();
    let CallCounts { calls_total, .. } = row.calls;
    let count = match metric {
        M::UsersHalf
        | M::UsersMost
        | M::UsersAll
        | M::CallsUserGet
        | M::CallsUserPost
        | M::CallsUserPatch => row.users_in_scope,
        M::CallsGroupGet | M::CallsGroupPost | M::CallsGroupPatch => row.groups_in_scope,
        M::MeanRequestRate
        | M::PeakRequestRateSecond
        | M::PeakRequestRateMinute
        | M::TooManyRequests
        | M::Timeouts => calls_total,
        M::FailedReferences => row.managers_linked + row.managers_failed + memberships,
        M::MembershipsOverwritten => memberships,
        _ => row.users_in_scope + row.groups_in_scope,
    };
    count > 0
}
