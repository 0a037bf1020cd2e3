//! Whether what was expected of a scenario is so, and how sure that is.

use super::outcome::life::{Life, LifeRow};
use super::outcome::{EachRow, Estimate, Expected, Metric, Outcome, ReplicationRow, Unit};
use super::percentiles::{LEVEL, estimate, mean, share};
use super::summaries::{measured, named};
use crate::model::job::ChangeKind;
use crate::scenario::{Comparison, Expectation, ExpectedMetric, ExpectedUnit, Statistic};
use crate::stats::{sorted, wilson};

/// Each expectation, held against the outcome.
pub(super) fn expected(expectations: &[Expectation], outcome: &Outcome) -> Vec<Expected> {
    let held = |one| held(one, &outcome.replications, outcome.life.as_ref());
    expectations.iter().map(held).collect()
}

/// One expectation, held against the rows of a run and, with a horizon, what came after them.
///
/// Where there is nothing to look at it is missed, unless it ends in `or none`: a forecast for nobody keeps no promise.
pub(super) fn held(
    one: &Expectation,
    rows: &(impl EachRow + ?Sized),
    life: Option<&Life>,
) -> Expected {
    let values = observed(one.metric, rows, life);
    let is_empty = values.is_empty();
    let (unit, scale) = unit(one.metric);
    let limit = one.limit * scale;
    let holds = |value: f64| one.comparison.holds(value, limit);
    let found = found(one.statistic, &values);
    let is_wanted = matches!(one.comparison, Comparison::Above | Comparison::AtLeast);
    let meets = |value: &&f64| match one.statistic {
        Statistic::Share => (**value > 0.5) == is_wanted,
        _ => holds(**value),
    };
    let runs = values.iter().filter(meets).count();
    let is_met = match is_empty {
        true => one.or_none,
        false => holds(found.value.unwrap_or(f64::INFINITY)),
    };
    Expected {
        key: one.key.clone(),
        label: label(one),
        condition: one.condition.clone(),
        unit,
        limit,
        is_met,
        is_settled: is_empty || is_settled(one.comparison, limit, &found, is_met),
        found,
        runs_that_meet: match is_empty {
            true => share(if is_met { rows.count() } else { 0 }, rows.count()),
            false => share(runs, values.len()),
        },
        nothing_to_look_at: is_empty.then(|| looked_at(one.metric).0.to_owned()),
    }
}

/// Whether both ends of the interval say the same as the value.
fn is_settled(comparison: Comparison, limit: f64, found: &Estimate, is_met: bool) -> bool {
    let says = |end: f64| comparison.holds(end, limit);
    let is_bound_above = matches!(comparison, Comparison::Below | Comparison::AtMost);
    match (found.low, found.high) {
        (Some(low), Some(high)) => says(low) == is_met && says(high) == is_met,
        // An end that is missing may lie anywhere; the one that is there decides if it is the nearer to the other side.
        (Some(low), None) => is_met != is_bound_above && says(low) == is_met,
        (None, Some(high)) => is_met == is_bound_above && says(high) == is_met,
        (None, None) => false,
    }
}

fn found(statistic: Statistic, values: &[f64]) -> Estimate {
    match statistic {
        Statistic::Percentile(percent) => {
            let sorted = sorted(values.iter().copied());
            estimate(&sorted, f64::from(percent) / 100.0, LEVEL)
        }
        Statistic::Mean => mean(values).unwrap_or_default(),
        Statistic::Share => {
            let hits = values.iter().filter(|value| **value > 0.5).count();
            let (low, high) = wilson(hits, values.len());
            let found = |value| Some(value).filter(|_| !values.is_empty());
            Estimate {
                value: found(hits as f64 / values.len() as f64),
                low: found(low),
                high: found(high),
            }
        }
    }
}

/// The unit of a metric in documents, and how many of it make one of its unit in scenarios.
fn unit(metric: ExpectedMetric) -> (Unit, f64) {
    match metric.unit() {
        ExpectedUnit::Duration => (Unit::Milliseconds, 1e3),
        ExpectedUnit::Count => (Unit::Count, 1.0),
        ExpectedUnit::PerSecond => (Unit::PerSecond, 1.0),
        ExpectedUnit::Share => (Unit::Share, 1.0),
    }
}

fn label(one: &Expectation) -> String {
    let what = match one.metric {
        ExpectedMetric::Quarantine => "in quarantine",
        ExpectedMetric::Disabled => "disabled",
        ExpectedMetric::StagedDeletions => "with staged deletions",
        ExpectedMetric::Measured(metric) => named(metric).0,
    };
    match one.statistic {
        Statistic::Percentile(50) => format!("{what}: median"),
        Statistic::Percentile(percent) => format!("{what}: {} percentile", ordinal(percent)),
        Statistic::Mean => format!("{what}: mean"),
        Statistic::Share => format!("share of the replications {what}"),
    }
}

fn ordinal(number: u8) -> String {
    let ending = match (number % 100, number % 10) {
        (11..=13, _) => "th",
        (_, 1) => "st",
        (_, 2) => "nd",
        (_, 3) => "rd",
        _ => "th",
    };
    format!("{number}{ending}")
}

/// The quantity in each replication that has something to look at; infinite where it was not reached, one or zero where it
/// happens or not.
fn observed(
    metric: ExpectedMetric,
    rows: &(impl EachRow + ?Sized),
    life: Option<&Life>,
) -> Vec<f64> {
    let (_, looked_at) = looked_at(metric);
    let is_there = rows.values(|row| f64::from(looked_at(row) > 0));
    let is_there = is_there.into_iter().map(|found| found > 0.0);
    if let Some(measured_in) = metric.measured() {
        let values = measured(measured_in, rows).into_iter().zip(is_there);
        let seen = values.filter(|(_, is_there)| *is_there);
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
    let pairs = is_there.zip(&life.replications);
    pairs
        .filter(|(is_there, life)| match looks_at_leavers {
            true => anybody_leaves,
            false => *is_there || life.changes > 0,
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

/// What a metric looks at: what is said where there is none of it, and how much of it a replication has.
fn looked_at(metric: ExpectedMetric) -> (&'static str, fn(&ReplicationRow) -> u64) {
    use Metric as M;
    let objects: fn(&ReplicationRow) -> u64 = |row| row.users_in_scope + row.groups_in_scope;
    let measured = match metric {
        ExpectedMetric::Measured(measured) => measured,
        ExpectedMetric::StagedDeletions => return ("nobody leaves within the horizon", objects),
        _ => return ("nobody is in scope and nothing changes", objects),
    };
    match measured {
        M::UsersHalf
        | M::UsersMost
        | M::UsersAll
        | M::CallsUserGet
        | M::CallsUserPost
        | M::CallsUserPatch => ("nobody is in scope", |row| row.users_in_scope),
        M::CallsGroupGet | M::CallsGroupPost | M::CallsGroupPatch => {
            ("no group is in scope", |row| row.groups_in_scope)
        }
        M::MeanRequestRate
        | M::PeakRequestRateSecond
        | M::PeakRequestRateMinute
        | M::TooManyRequests
        | M::Timeouts => ("no request is made", |row| row.calls.calls_total),
        M::FailedReferences => ("no manager or membership is in scope", |row| {
            row.managers_linked + row.managers_failed + row.memberships()
        }),
        M::MembershipsOverwritten => ("no membership is in scope", ReplicationRow::memberships),
        _ => ("nobody is in scope", objects),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinals_are_those_of_english() {
        let shown = [1, 2, 3, 4, 11, 12, 13, 21, 92, 95].map(ordinal);
        let known = "1st 2nd 3rd 4th 11th 12th 13th 21st 92nd 95th";
        assert_eq!(shown.join(" "), known);
    }

    #[test]
    fn an_end_that_is_missing_settles_nothing_that_it_might_turn() {
        let found = |low, high| Estimate {
            value: None,
            low,
            high,
        };
        let settled =
            |comparison, found: Estimate, is_met| is_settled(comparison, 10.0, &found, is_met);
        // Met from below needs the upper end, missed from below the lower one.
        assert!(!settled(Comparison::Below, found(Some(1.0), None), true));
        assert!(settled(Comparison::Below, found(None, Some(9.0)), true));
        assert!(settled(Comparison::Below, found(Some(11.0), None), false));
        assert!(!settled(Comparison::Above, found(None, Some(99.0)), true));
        assert!(settled(Comparison::Above, found(Some(11.0), None), true));
        assert!(!settled(Comparison::AtLeast, found(None, None), true));
    }
}
