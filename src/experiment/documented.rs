//! What is documented of an initial cycle in assigned scope, beside the forecast, and why the two differ where they do.

use crate::experiment::activity_shares::{activities, booked_ms, owners};
use crate::experiment::outcome::{DocumentedBand, EachRow, Standing, TimeOwner};
use crate::experiment::percentiles::duration_ms;
use crate::model::{Parameter, ScopeMode, Setting, Setup, Split, Uncertain, service_times, usual};
use crate::stats::{quantile, sorted};
use crate::units::{SimDuration, display_number};

const MILLIS_PER_MINUTE: f64 = 60e3;

/// The formulas beside the forecast of a setup; nothing where they do not apply, or no replication was completed.
pub fn documented_band(setup: &Setup, rows: &(impl EachRow + ?Sized)) -> Option<DocumentedBand> {
    let objects = objects_in_scope(rows);
    if setup.scope != ScopeMode::Assigned || objects == 0 {
        return None;
    }
    let (low, high) = formula_minutes(objects);
    let (low_ms, high_ms) = (low * MILLIS_PER_MINUTE, high * MILLIS_PER_MINUTE);
    // A cycle that does not end within the horizon takes longer than the range, unless that is longer than the horizon.
    let times = sorted(rows.values(duration_ms));
    let time = quantile(&times, 0.5)?;
    let inside = times
        .iter()
        .filter(|time| (low_ms..=high_ms).contains(*time))
        .count();
    let (standing, reasons) = if time < low_ms {
        (Standing::Below, below(setup, rows))
    } else if time > high_ms {
        (Standing::Above, above(setup, rows, time, high_ms))
    } else {
        (Standing::Inside, Vec::new())
    };
    Some(DocumentedBand {
        objects,
        low_ms,
        high_ms,
        standing,
        inside_share: inside as f64 / rows.count().max(1) as f64,
        reasons,
    })
}

/// The documented formulas: 0.01 N and 0.08 N minutes for N assigned users, groups and group members.
///
/// They are given for assigned scope only ("Check the status of user provisioning", document 003, from its versions of 2018 to
/// 03/2025).
pub fn formula_minutes(objects: u64) -> (f64, f64) {
    let n = objects as f64;
    (0.01 * n, 0.08 * n)
}

/// Users, groups and memberships in scope: the N of the documents, at its median over the replications that were completed.
pub fn objects_in_scope(rows: &(impl EachRow + ?Sized)) -> u64 {
    let objects = sorted(rows.some_values(|row| {
        let members = row.memberships();
        let objects = row.users_in_scope + row.groups_in_scope + members;
        row.initial_cycle_ms.map(|_| objects as f64)
    }));
    quantile(&objects, 0.5).map_or(0, |middle| libm::round(middle) as u64)
}

/// Users and groups that are read for each user in scope: the median over the replications.
pub fn directory_per_assigned(rows: &(impl EachRow + ?Sized)) -> Option<f64> {
    let ratios = sorted(rows.some_values(|row| {
        let scope = row.users_in_scope as f64;
        (scope > 0.0).then(|| (scope + row.objects_skipped as f64) / scope)
    }));
    quantile(&ratios, 0.5)
}

/// A smaller share of the time than this is no reason.
const LEAST_SHARE: f64 = 0.02;
/// A directory that is by more than this factor smaller than the documented jobs' is one.
const SMALL_DIRECTORY: f64 = 2.0;

/// First what the scenario itself says; then what takes the time, the most first, down to where the rest would be within the range.
fn above(setup: &Setup, rows: &(impl EachRow + ?Sized), time_ms: f64, high_ms: f64) -> Vec<String> {
    let mut reasons = Vec::new();
    let connections = given(setup, Parameter::Connections);
    if connections < usual(Parameter::Connections) {
        let few = display_number(connections);
        reasons.push(format!(
            "{few} connection{}",
            if connections == 1.0 { "" } else { "s" }
        ));
    }
    reasons.extend(own_times(setup, "longer", |given, usual| given > usual));
    let mut left_ms = time_ms;
    for (share, cause) in causes(setup, rows) {
        if left_ms <= high_ms {
            break;
        }
        left_ms -= share * time_ms;
        let percent = display_number(libm::round(share * 100.0));
        reasons.push(format!("{cause}, {percent} % of the time"));
    }
    reasons
}

/// What the documented jobs are taken not to have had, with its share of the elapsed time; the largest first.
fn causes(setup: &Setup, rows: &(impl EachRow + ?Sized)) -> Vec<(f64, &'static str)> {
    let (activities, owners) = (activities(rows), owners(rows));
    let activity = |name: &str| {
        let found = activities.iter().find(|one| one.activity == name);
        found.map_or(0.0, |one| one.share)
    };
    let owned = |owner: TimeOwner| {
        let found = owners.iter().find(|one| one.owner == owner);
        found.map_or(0.0, |one| one.share)
    };
    let queue = activity("targetQueue");
    let is_staggered = |split: &Split| split.stagger > SimDuration::ZERO;
    let waiting = if setup.split.as_ref().is_some_and(is_staggered) {
        "jobs that start one after another"
    } else {
        "waiting for the last to finish"
    };
    let worked = 1.0 - idle_share(rows);
    #[rustfmt::skip]
    let causes = [
        (owned(TimeOwner::Limits), "waiting for the target's limits"),
        (queue, "waiting in the target's queue (its capacity)"),
        (owned(TimeOwner::Target) - queue, "the target's answers"),
        (activity("skipping"), "evaluating what is out of scope (the size of the directory)"),
        (activity("starting"), "the fixed time of a cycle, which weighs on a small job"),
        (activity("retrying"), "retrying what failed"),
        (activity("idle"), waiting),
    ];
    let causes = causes.map(|(share, cause): (f64, &'static str)| (share * worked, cause));
    let mut causes = causes.to_vec();
    causes.push((idle_share(rows), "pauses, outages or quarantine"));
    causes.retain(|(share, _)| *share >= LEAST_SHARE);
    causes.sort_by(|a, b| b.0.total_cmp(&a.0));
    causes
}

/// The share of the elapsed time in which the cycle was held: its activities do not add up to it.
fn idle_share(rows: &(impl EachRow + ?Sized)) -> f64 {
    let elapsed = rows.total(|row| row.initial_cycle_ms.unwrap_or_default());
    let booked = rows.total(|row| row.initial_cycle_ms.map_or(0, |_| booked_ms(&row.time)));
    (1.0 - booked as f64 / elapsed.max(1) as f64).clamp(0.0, 1.0)
}

/// In what the scenario differs from the jobs that the documented times are taken to come from.
fn below(setup: &Setup, rows: &(impl EachRow + ?Sized)) -> Vec<String> {
    let mut reasons = Vec::new();
    let mut more = |parameter, what: &str| {
        let value = given(setup, parameter);
        if value > usual(parameter) {
            reasons.push(format!("{} {what}", display_number(value)));
        }
    };
    if setup.provision_groups {
        more(Parameter::MembersPerPatch, "members in each PATCH");
    }
    more(Parameter::Connections, "connections");
    if let Some(split) = &setup.split {
        reasons.push(format!("{} jobs side by side", split.shares.len()));
    }
    if !setup.provision_groups {
        reasons.push("no groups, whose memberships take the most time".to_owned());
    }
    reasons.extend(own_times(setup, "shorter", |given, usual| given < usual));
    if given(setup, Parameter::MatchedShare) >= 0.5 {
        reasons.push("most users exist in the target already".to_owned());
    }
    let documented = usual(Parameter::UsersPerAssigned);
    if let Some(ratio) = directory_per_assigned(rows)
        && ratio * SMALL_DIRECTORY < documented
    {
        let [ratio, documented] =
            [ratio, documented].map(|value| display_number(libm::round(value)));
        reasons.push(format!(
            "{ratio} users and groups read for each assigned user, where the documented jobs are taken to have had {documented}"
        ));
    }
    reasons
}

/// The times of the service that the scenario gives, and that differ from the usual in this way.
fn own_times(setup: &Setup, how: &str, differs: impl Fn(f64, f64) -> bool) -> Option<String> {
    let keys: Vec<&str> = service_times()
        .filter(|row| *setup.setting(row.parameter) != row.default)
        .filter(|row| differs(given(setup, row.parameter), usual(row.parameter)))
        .map(|row| row.key)
        .collect();
    (!keys.is_empty()).then(|| {
        format!(
            "times of the service itself that are {how} than usual: {}",
            keys.join(", ")
        )
    })
}

fn given(setup: &Setup, parameter: Parameter) -> f64 {
    match setup.setting(parameter) {
        Setting::Value(Uncertain::Fixed(value)) => *value,
        Setting::Value(value) => value.median(),
        _ => 0.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::{Plan, Session, forecast};
    use crate::scenario::{SourceFile, parse};

    fn found(more: &str) -> Option<DocumentedBand> {
        let text = format!(
            "tenant.users = 12_000\nscope.assigned_users = 400\nscope.mode = 'assigned'\ngroups.sizes = [{{ groups = 10, members = 180 }}]\n{more}"
        );
        let file = SourceFile {
            name: "band.toml".into(),
            bytes: text.into_bytes(),
        };
        let scenario = parse(file, "band", &mut |_| Err("no other files".into()));
        let scenario = scenario.unwrap_or_else(|problems| panic!("{problems}"));
        let plan = Plan {
            replications: 40,
            seed: 1,
            threads: Some(1),
        };
        let found = forecast(&scenario, &Session::new(plan));
        found.unwrap().documented
    }

    fn stands(more: &str) -> (Standing, Vec<String>) {
        let band = found(more).unwrap();
        (band.standing, band.reasons)
    }

    #[test]
    fn n_counts_users_groups_and_memberships_and_a_usual_job_lies_inside() {
        let band = found("").unwrap();
        assert_eq!(band.objects, 400 + 10 + 1_800);
        assert!((band.low_ms - 22.1 * MILLIS_PER_MINUTE).abs() < 1e-6);
        assert_eq!((band.standing, band.reasons.len()), (Standing::Inside, 0));
        assert!(band.inside_share > 0.8);
    }

    #[test]
    fn what_takes_the_time_of_a_longer_cycle_is_named() {
        for (more, reason) in [
            (
                "[[target.limit]]\ncalls = '10 per min'",
                "waiting for the target's limits",
            ),
            (
                "target.capacity = 1\ntarget.latency.group_patch = '9 s'",
                "waiting in the target's queue",
            ),
            (
                "target.latency.group_patch = '55 s'",
                "the target's answers",
            ),
            ("job.connections = 1", "1 connection"),
            (
                "job.processing.membership_write = '60 s'",
                "times of the service itself that are longer than usual: job.processing.membership_write",
            ),
        ] {
            let (standing, reasons) = stands(more);
            assert_eq!(standing, Standing::Above, "{more}");
            assert!(reasons[0].starts_with(reason), "{more}: {reasons:?}");
        }
    }

    #[test]
    fn a_pause_is_no_fault_of_the_target() {
        let more = "run.horizon = '9 d'\n[[timeline]]\nat = '20 min'\naction = 'pause'\n[[timeline]]\nat = '2 d'\naction = 'start'";
        let (standing, reasons) = stands(more);
        assert_eq!(standing, Standing::Above);
        assert!(
            reasons[0].starts_with("pauses, outages or quarantine"),
            "{reasons:?}"
        );
    }

    #[test]
    fn in_what_a_shorter_cycle_is_unlike_the_documented_jobs_is_named() {
        let quick = "job.members_per_patch = 50\njob.connections = 40\njob.processing.further_member_share = 0";
        let (standing, reasons) = stands(quick);
        assert_eq!(standing, Standing::Below);
        assert_eq!(
            reasons,
            [
                "50 members in each PATCH",
                "40 connections",
                "times of the service itself that are shorter than usual: job.processing.further_member_share",
            ]
        );
    }

    #[test]
    fn there_is_no_band_where_nobody_is_in_scope_or_no_cycle_ends() {
        assert_eq!(
            found("tenant.disabled_share = 1\ngroups.provision = false"),
            None
        );
        assert_eq!(found("run.horizon = '10 min'"), None);
    }
}
