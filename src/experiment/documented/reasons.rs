//! Why an initial cycle lies outside the documented range: what it spends its time on, or in what it is unlike the documented jobs.

use crate::experiment::activity_shares::{activities, booked_ms, owners};
use crate::experiment::outcome::{ReplicationRow, TimeOwner};
use crate::model::{Parameter, Setting, Setup, Split, Uncertain, service_times, usual};
use crate::units::{SimDuration, display_number};

use super::formulas::directory_per_assigned;

/// A smaller share of the time than this is no reason.
const LEAST_SHARE: f64 = 0.02;
/// A directory that is by more than this factor smaller than the documented jobs' is one.
const SMALL_DIRECTORY: f64 = 2.0;

/// First what the scenario itself says; then what takes the time, the most first, down to where the rest would be within the range.
pub(super) fn above(
    setup: &Setup,
    rows: &[ReplicationRow],
    time_ms: f64,
    high_ms: f64,
) -> Vec<String> {
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
fn causes(setup: &Setup, rows: &[ReplicationRow]) -> Vec<(f64, &'static str)> {
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
    let mut causes: Vec<(f64, &'static str)> = [
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
    ]
    .map(|(share, cause)| (share * worked, cause))
    .to_vec();
    causes.push((idle_share(rows), "pauses, outages or quarantine"));
    causes.retain(|(share, _)| *share >= LEAST_SHARE);
    causes.sort_by(|a, b| b.0.total_cmp(&a.0));
    causes
}

/// The share of the elapsed time in which the cycle was held: its activities do not add up to it.
fn idle_share(rows: &[ReplicationRow]) -> f64 {
    let completed = rows
        .iter()
        .filter_map(|row| Some((row, row.initial_cycle_ms?)));
    let (booked, elapsed) = completed.fold((0, 0), |(booked, elapsed), (row, time)| {
        (booked + booked_ms(&row.time), elapsed + time)
    });
    (1.0 - booked as f64 / elapsed.max(1) as f64).clamp(0.0, 1.0)
}

/// In what the scenario differs from the jobs that the documented times are taken to come from.
pub(super) fn below(setup: &Setup, rows: &[ReplicationRow]) -> Vec<String> {
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
