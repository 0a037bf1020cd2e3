//! Warnings about a target that sizes slow down, that loses members, or that was measured by one caller.

use crate::experiment::outcome::{EachRow, Metric, OriginKind, Outcome, ReplicationRow, Warning};
use crate::experiment::percentiles::{band, share};
use crate::scenario::{ONE_CALLER, measured_by_one_caller};
use crate::units::{SimDuration, display_number, display_percent as percent};

pub(super) fn overwritten(outcome: &Outcome) -> Option<Warning> {
    let lost = outcome.median(Metric::MembershipsOverwritten);
    let rows = &outcome.replications;
    let written = band(rows, |row| row.memberships_written as f64).p50;
    let largest = band(rows, |row| row.target.largest_group as f64).p50;
    // The largest group alone, one PATCH after another.
    let alone_ms = band(rows, |row| {
        let patches = row.calls.calls_group_patch as f64 / row.memberships_written.max(1) as f64;
        row.target.group_patch_ms.unwrap_or_default() * patches * row.target.largest_group as f64
    });
    let alone = SimDuration::from_secs_f64(alone_ms.p50 / 1_000.0);
    let [shown, written, largest] = [lost, written, largest].map(display_number);
    let message = format!(
        "{shown} of {written} memberships are missing in the target while every log says success: PATCHes of one group that overlap overwrite each other (median)"
    );
    let remedy = format!(
        "let the target change groups one request at a time, or set job.patches_per_group = 1, which loses nobody and makes each group a queue of its own: the largest one ({largest} members) then takes {alone} or longer"
    );
    Warning::when(lost > 0.0, "membershipsOverwritten", message, remedy)
}

/// One PATCH of the largest group takes longer than the service waits for it.
pub(super) fn large_groups(outcome: &Outcome) -> Option<Warning> {
    let rows = &outcome.replications;
    let passes = |row: &ReplicationRow| {
        let at = row.target.group_at_timeout;
        at.is_some_and(|members| row.target.largest_group >= members)
    };
    let hits = rows.count_of(passes);
    let found = share(hits, rows.len());
    let [share, low, high] = [found.share, found.low, found.high].map(percent);
    // The smallest size that is likely: in one replication of twenty it is smaller still.
    let at = |row: &ReplicationRow| {
        row.target
            .group_at_timeout
            .map_or(f64::INFINITY, |at| at as f64)
    };
    let at = display_number(band(rows, at).p5);
    let message = format!(
        "in {share} of the replications ({low} to {high}) a PATCH of the largest group takes longer on average than job.timeout; in one replication of twenty that is so from {at} members on"
    );
    let remedy = "measure a PATCH of a large group (target.latency.group_patch_per_1000_members); if it is so, split the group, or let the target change members without reading the group";
    Warning::when(hits > 0, "groupsTooLarge", message, remedy)
}

pub(super) fn one_caller(outcome: &Outcome) -> Option<Warning> {
    let all = outcome.scenario.parameters.iter();
    let own = all
        .filter(|one| one.origin == OriginKind::Yours)
        .map(|one| one.key.as_str());
    Warning::when(
        measured_by_one_caller(own),
        "oneCaller",
        ONE_CALLER.message,
        ONE_CALLER.remedy,
    )
}

/// Lookups that search through all users cost the square of their number.
pub(super) fn searching(outcome: &Outcome) -> Option<Warning> {
    let rows = &outcome.replications;
    let spent_ms = band(rows, |row| row.target.searching_ms as f64).p50;
    let spent = SimDuration::from_secs_f64(spent_ms / 1_000.0);
    let users = display_number(band(rows, |row| row.users_in_scope as f64).p50);
    let message = format!(
        "the target spends {spent} on searching through all its users for {users} in scope (median, added up over the calls); twice the users cost about four times as much"
    );
    let remedy =
        "give the attributes that users are matched by an index, such as userName and externalId";
    Warning::when(spent_ms > 0.0, "targetSearches", message, remedy)
}
