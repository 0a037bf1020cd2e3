//! What is documented of an initial cycle in assigned scope, beside the forecast, and why the two differ where they do.

use super::activities::{activities, owners};
use super::outcome::{
    DocumentedBand, OriginKind, ParameterRecord, ReplicationRow, Standing, TimeOwner,
};
use crate::model::{Parameter, ScopeMode, Setting, Setup, Split, Uncertain, catalogue};
use crate::stats::{quantile, sorted};
use crate::units::{SimDuration, display_number};

const MILLIS_PER_MINUTE: f64 = 60e3;
/// A smaller share of the time than this is no reason.
const LEAST_SHARE: f64 = 0.02;

/// The documented formulas: 0.01 N and 0.08 N minutes for N assigned users, groups and group members.
///
/// They are given for assigned scope only ("Check the status of user provisioning", document 003, from its versions of 2018 to
/// 03/2025).
pub fn formula_minutes(objects: u64) -> (f64, f64) {
    let n = objects as f64;
    (0.01 * n, 0.08 * n)
}

/// Users, groups and memberships in scope: the N of the documents, at its median over the replications.
pub fn objects_in_scope(rows: &[ReplicationRow]) -> u64 {
    let objects = sorted(rows.iter().map(|row| {
        let members = row.memberships_written + row.memberships_failed;
        (row.users_in_scope + row.groups_in_scope + members) as f64
    }));
    quantile(&objects, 0.5).map_or(0, |middle| libm::round(middle) as u64)
}

/// The formulas beside the forecast of a setup; nothing where they do not apply. `own` tells whether the scenario gives times of
/// the service itself.
pub(super) fn band(setup: &Setup, rows: &[ReplicationRow], own: bool) -> Option<DocumentedBand> {
    let objects = objects_in_scope(rows);
    if setup.scope != ScopeMode::Assigned || objects == 0 {
        return None;
    }
    let (low, high) = formula_minutes(objects);
    let (low_ms, high_ms) = (low * MILLIS_PER_MINUTE, high * MILLIS_PER_MINUTE);
    let times = rows.iter().map(|row| row.initial_cycle_ms);
    // A cycle that does not end within the horizon takes longer than the range, unless that is longer than the horizon.
    let times = sorted(times.map(|time| time.map_or(f64::INFINITY, |time| time as f64)));
    let time = quantile(&times, 0.5)?;
    let inside = times
        .iter()
        .filter(|time| (low_ms..=high_ms).contains(*time))
        .count();
    let (standing, reasons) = if time < low_ms {
        (Standing::Below, why_below(setup, rows, own))
    } else if time > high_ms {
        (Standing::Above, why_above(setup, rows, time, high_ms))
    } else {
        (Standing::Inside, Vec::new())
    };
    Some(DocumentedBand {
        objects,
        low_ms,
        high_ms,
        standing,
        inside_share: inside as f64 / rows.len().max(1) as f64,
        reasons,
    })
}

/// What takes the most time of what the documented jobs are taken not to have had, down to where the rest would be within the range.
fn why_above(setup: &Setup, rows: &[ReplicationRow], time_ms: f64, high_ms: f64) -> Vec<String> {
    let (activities, owners) = (activities(rows), owners(rows));
    let activity = |name: &str| {
        let found = activities.iter().find(|one| one.activity == name);
        found.map_or(0.0, |one| one.share)
    };
    let queue = activity("targetQueue");
    let owned = |owner: TimeOwner| {
        let found = owners.iter().find(|one| one.owner == owner);
        found.map_or(0.0, |one| one.share)
    };
    let is_staggered = |split: &Split| split.stagger > SimDuration::ZERO;
    let waiting = if setup.split.as_ref().is_some_and(is_staggered) {
        "jobs that start one after another"
    } else {
        "waiting for the last to finish"
    };
    let mut causes = [
        (owned(TimeOwner::Limits), "waiting for the target's limits"),
        (queue, "waiting in the target's queue (its capacity)"),
        (owned(TimeOwner::Target) - queue, "the target's answers"),
        (
            activity("skipping"),
            "evaluating what is out of scope (the size of the directory)",
        ),
        (
            activity("starting"),
            "the fixed time of a cycle, which weighs on a small job",
        ),
        (activity("retrying"), "retrying what failed"),
        (activity("idle"), waiting),
        (activity("memberships"), "writing memberships"),
    ];
    causes[..7].sort_by(|a, b| b.0.total_cmp(&a.0));
    let mut left_ms = time_ms;
    let mut reasons = Vec::new();
    for (share, cause) in causes {
        if left_ms <= high_ms || share < LEAST_SHARE {
            break;
        }
        left_ms -= share * time_ms;
        let percent = display_number(libm::round(share * 100.0));
        reasons.push(format!("{cause}, {percent} % of the time"));
    }
    reasons
}

/// In what the scenario differs from the jobs that the documented times are taken to come from.
fn why_below(setup: &Setup, rows: &[ReplicationRow], own: bool) -> Vec<String> {
    let usual = |parameter| {
        let row = catalogue().find(|row| row.parameter == parameter);
        row.map_or(0.0, |row| middle(&row.default))
    };
    let given = |parameter| middle(setup.setting(parameter));
    let mut reasons = Vec::new();
    let mut more = |parameter, what: &str| {
        let value = given(parameter);
        if value > usual(parameter) {
            reasons.push(format!("{} {what}", display_number(value)));
        }
    };
    more(Parameter::MembersPerPatch, "members in each PATCH");
    more(Parameter::Connections, "connections");
    if let Some(split) = &setup.split {
        reasons.push(format!("{} jobs side by side", split.shares.len()));
    }
    if !setup.provision_groups {
        reasons.push("no groups, whose memberships take the most time".to_owned());
    }
    if given(Parameter::MatchedShare) >= 0.5 {
        reasons.push("most users exist in the target already".to_owned());
    }
    let ratio = directory_per_assigned(rows);
    if ratio.is_some_and(|ratio| ratio < usual(Parameter::UsersPerAssigned)) {
        reasons.push(format!(
            "a directory of {} users for each assigned one, where the documented jobs are taken to have {}",
            display_number(ratio.unwrap_or_default()),
            display_number(usual(Parameter::UsersPerAssigned)),
        ));
    }
    if own {
        reasons.push("the service's own times as the scenario gives them".to_owned());
    }
    reasons
}

/// Whether somebody has given times of the service itself.
pub fn gives_own_times(parameters: &[ParameterRecord]) -> bool {
    let keys = ["job.processing.", "job.evaluation", "job.page_read"];
    parameters.iter().any(|parameter| {
        let is_own = keys.iter().any(|key| parameter.key.starts_with(key));
        is_own && parameter.origin == OriginKind::Yours
    })
}

fn middle(setting: &Setting) -> f64 {
    match setting {
        Setting::Value(Uncertain::Fixed(value)) => *value,
        Setting::Value(value) => value.median(),
        _ => 0.0,
    }
}

/// Users and groups read for each user in scope: the median over the replications.
pub fn directory_per_assigned(rows: &[ReplicationRow]) -> Option<f64> {
    let rows = rows.iter();
    let ratios = sorted(rows.filter(|row| row.users_in_scope > 0).map(|row| {
        let scope = row.users_in_scope as f64;
        (scope + row.objects_skipped as f64) / scope
    }));
    quantile(&ratios, 0.5)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::AtomicBool;

    use crate::experiment::{Plan, forecast};
    use crate::scenario::{SourceFile, parse};

    fn band_of(more: &str) -> DocumentedBand {
        let text = format!(
            "tenant.users = 12_000\nscope.assigned_users = 400\nscope.mode = 'assigned'\ngroups.sizes = [{{ groups = 10, members = 180 }}]\n{more}"
        );
        let file = SourceFile {
            name: "band.toml".into(),
            bytes: text.into_bytes(),
        };
        let scenario = parse(file, "band", &mut |_| Err("no other files".into())).unwrap();
        let plan = Plan {
            replications: 40,
            seed: 1,
            threads: Some(1),
        };
        let found = forecast(&scenario, &plan, &AtomicBool::new(false), &|_| ());
        found.unwrap().unwrap().documented.unwrap()
    }

    #[test]
    fn n_counts_users_groups_and_memberships_and_a_usual_job_lies_inside() {
        let band = band_of("");
        assert_eq!(band.objects, 400 + 10 + 1_800);
        assert!((band.low_ms - 22.1 * MILLIS_PER_MINUTE).abs() < 1e-6);
        assert_eq!((band.standing, band.reasons.len()), (Standing::Inside, 0));
        assert!(band.inside_share > 0.8);
    }

    #[test]
    fn a_limit_that_makes_a_cycle_longer_is_the_reason() {
        let band = band_of("[[target.limit]]\ncalls = '10 per min'");
        assert_eq!(band.standing, Standing::Above);
        assert!(
            band.reasons[0].starts_with("waiting for the target's limits"),
            "{:?}",
            band.reasons
        );
    }

    #[test]
    fn what_makes_a_cycle_shorter_is_named() {
        let band = band_of(
            "job.members_per_patch = 50\njob.connections = 40\njob.processing.further_member_share = 0",
        );
        assert_eq!(band.standing, Standing::Below);
        assert_eq!(
            band.reasons[..2],
            ["50 members in each PATCH", "40 connections"]
        );
    }
}
