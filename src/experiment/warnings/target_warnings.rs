//! Warnings about a target that sizes slow down, that loses members, or that was measured by one caller.

use super::warning_words::{median_of, warn};
use crate::experiment::outcome::{Metric, OriginKind, Outcome, ReplicationRow, Warning};
use crate::experiment::percentiles::band;
use crate::scenario::{ONE_CALLER, measured_by_one_caller};
use crate::stats::wilson;
use crate::units::{SimDuration, display_number, display_percent as percent};

pub(super) fn overwritten(outcome: &Outcome) -> Option<Warning> {
    let lost = median_of(outcome, Metric::MembershipsOverwritten);
    let rows = &outcome.replications;
    let written = band(rows, |row| row.memberships_written as f64).p50;
    let largest = band(rows, |row| row.target.largest_group as f64).p50;
    // The largest group alone, one PATCH after another.
    let alone_ms = band(rows, |row| {
        let patches =
            row.calls.calls_group_patch as f64 / (row.memberships_written as f64).max(1.0);
        row.target.group_patch_ms.unwrap_or_default() * patches * row.target.largest_group as f64
    });
    (lost > 0.0).then(|| {
        warn(
            "membershipsOverwritten",
            format!(
                "{} of {} memberships are missing in the target while every log says success: PATCHes of one group that overlap overwrite each other (median)",
                display_number(lost),
                display_number(written)
            ),
            &format!(
                "let the target change groups one request at a time, or set job.patches_per_group = 1, which loses nobody and makes each group a queue of its own: the largest one ({} members) then takes {} or longer",
                display_number(largest),
                SimDuration::from_secs_f64(alone_ms.p50 / 1_000.0)
            ),
        )
    })
}

/// One PATCH of the largest group takes longer than the service waits for it.
pub(super) fn large_groups(outcome: &Outcome) -> Option<Warning> {
    let rows = &outcome.replications;
    let passes = |row: &&ReplicationRow| {
        let at = row.target.group_at_timeout;
        at.is_some_and(|members| row.target.largest_group >= members)
    };
    let hits = rows.iter().filter(passes).count();
    let (low, high) = wilson(hits, rows.len());
    let at = band(rows, |row| {
        row.target
            .group_at_timeout
            .map_or(f64::INFINITY, |at| at as f64)
    });
    // The smallest size that is likely: in one replication of twenty it is smaller still.
    (hits > 0).then(|| {
        warn(
            "groupsTooLarge",
            format!(
                "in {} of the replications ({} to {}) a PATCH of the largest group takes longer on average than job.timeout; in one replication of twenty that is so from {} members on",
                percent(hits as f64 / rows.len().max(1) as f64),
                percent(low),
                percent(high),
                display_number(at.p5)
            ),
            "measure a PATCH of a large group (target.latency.group_patch_per_1000_members); if it is so, split the group, or let the target change members without reading the group",
        )
    })
}

pub(super) fn one_caller(outcome: &Outcome) -> Option<Warning> {
    let own = outcome
        .scenario
        .parameters
        .iter()
        .filter(|one| one.origin == OriginKind::Yours)
        .map(|one| one.key.as_str());
    measured_by_one_caller(own).then(|| {
        warn(
            "oneCaller",
            ONE_CALLER.message.to_owned(),
            ONE_CALLER.remedy,
        )
    })
}

/// Lookups that search through all users cost the square of their number.
pub(super) fn searching(outcome: &Outcome) -> Option<Warning> {
    let rows = &outcome.replications;
    let spent = band(rows, |row| row.target.searching_ms as f64);
    let users = band(rows, |row| row.users_in_scope as f64).p50;
    (spent.p50 > 0.0).then(|| {
        warn(
            "targetSearches",
            format!(
                "the target spends {} on searching through all its users for {} in scope (median, added up over the calls); twice the users cost about four times as much",
                SimDuration::from_secs_f64(spent.p50 / 1_000.0),
                display_number(users)
            ),
            "give the attributes that users are matched by an index, such as userName and externalId",
        )
    })
}
