//! Lines for the life of a job: its rules, and one for each burst and each entry of the timeline.

use super::listed::{Lines, certain};
use super::plan::moment;
use crate::model::Quantity;
use crate::model::job::{JobPlan, OfficeHours, TargetActions};
use crate::scenario::life::{
    When, action_names, action_words, display_moment, written_start, written_zone,
};
use crate::scenario::read::{
    ATTEMPTS, BOUNDARIES, BurstDraft, Event, Given, KINDS_OF_CHANGES, LifeDraft, OVER_THRESHOLD,
    RELEASES, SCHEDULES, name_of,
};
use crate::scenario::resolved::{Resolved, ResolvedOrigin};
use crate::scenario::value::print_scalar;
use crate::units::{SimDuration, SimTime};

/// Horizon, calendar and rules.
pub(super) fn choices(lines: &Lines<'_>, life: &LifeDraft, plan: &JobPlan) -> Vec<Resolved> {
    let mut rows = calendar(lines, life, plan);
    rows.extend(retries(lines, life, plan));
    rows.extend([
        documented(
            lines,
            "job.initial_over_threshold",
            name_of(&OVER_THRESHOLD, plan.over_threshold),
            life.over_threshold.as_ref(),
            "document 000; Graph's synchronizationStatus says that escrows are pruned and the job pauses",
        ),
        certain(
            "job.deletion_boundary",
            name_of(&BOUNDARIES, plan.deletion_boundary),
            lines.or_assumed(
                life.deletion_boundary.as_ref(),
                "document 002 says above, met and does not exceed",
            ),
        ),
        documented(
            lines,
            "job.skip_out_of_scope_deletions",
            &plan.skip_out_of_scope_deletions.to_string(),
            life.skip_deletions.as_ref(),
            "off unless set (skip-out-of-scope-deletions)",
        ),
        documented(
            lines,
            "job.target_actions",
            &written_actions(plan.target_actions),
            life.target_actions.as_ref(),
            "all on by default (how-provisioning-works)",
        ),
        certain(
            "target.disables_accounts",
            plan.target_disables.to_string(),
            lines.or_assumed(
                life.target_disables.as_ref(),
                "most SCIM targets take active = false",
            ),
        ),
        certain(
            "changes.office_hours",
            written_hours(plan.office_hours),
            lines.or_assumed(
                life.office_hours.as_ref(),
                "nothing published; usual hours of an office",
            ),
        ),
    ]);
    rows
}

/// When what failed is tried again, and a job in quarantine.
fn retries(lines: &Lines<'_>, life: &LifeDraft, plan: &JobPlan) -> Vec<Resolved> {
    vec![
        documented(
            lines,
            "job.retry_schedule",
            name_of(&SCHEDULES, plan.retry_schedule),
            life.retry_schedule.as_ref(),
            "document 000; the next cycle comes first (how-provisioning-works)",
        ),
        certain(
            "quarantine.attempts",
            name_of(&ATTEMPTS, plan.attempts),
            lines.or_assumed(
                life.attempts.as_ref(),
                "staff (Q&A 1319983, 2023) and a sample job status; document 000 says 6, 12 and 24 hours",
            ),
        ),
        certain(
            "quarantine.release",
            name_of(&RELEASES, plan.release),
            lines.or_assumed(
                life.release.as_ref(),
                "staff (Q&A 1319983, 2023); document 000 says that any successful retry releases it",
            ),
        ),
    ]
}

/// Horizon, start and time zone.
fn calendar(lines: &Lines<'_>, life: &LifeDraft, plan: &JobPlan) -> Vec<Resolved> {
    // An offset or a zone behind the start says as much as the key.
    let zone = match (&life.time_zone, &life.start) {
        (None, Some(start))
            if start
                .value
                .as_ref()
                .is_some_and(|local| local.zone().is_some()) =>
        {
            lines.of(start)
        }
        (zone, _) => lines.or_assumed(zone.as_ref(), "UTC unless an offset is given"),
    };
    vec![
        certain(
            "run.horizon",
            length(plan.horizon),
            lines.or_assumed(life.horizon.as_ref(), "no horizon is given"),
        ),
        certain(
            "run.start",
            written_start(&plan.start),
            lines.or_assumed(life.start.as_ref(), "some Monday morning"),
        ),
        certain("run.time_zone", written_zone(&plan.start.clock), zone),
    ]
}

fn documented<T>(
    lines: &Lines<'_>,
    key: &str,
    value: &str,
    given: Option<&Given<T>>,
    source: &str,
) -> Resolved {
    let origin = match given {
        Some(given) => lines.of(given),
        None => ResolvedOrigin::Documented(source.to_owned()),
    };
    certain(key, value, origin)
}

fn length(length: SimDuration) -> String {
    print_scalar(length.as_secs_f64(), Quantity::Duration)
}

fn written_actions(actions: TargetActions) -> String {
    let names = action_names(actions).into_iter();
    let quoted: Vec<String> = names.map(|name| format!("\"{name}\"")).collect();
    format!("[{}]", quoted.join(", "))
}

fn written_hours(hours: OfficeHours) -> String {
    let shown = |time: SimDuration| {
        let minutes = time.as_millis() / 60_000;
        format!("{:02}:{:02}", minutes / 60, minutes % 60)
    };
    format!("{} to {}", shown(hours.from), shown(hours.to))
}

/// Bursts and entries of the timeline, each in order of time.
pub(super) fn events(lines: &Lines<'_>, life: &LifeDraft, plan: &JobPlan) -> Vec<Resolved> {
    let bursts = life.bursts().iter().map(|one| {
        let row = row(plan, "changes.burst", &one.at.0, &burst_words(one));
        (row, lines.at(one.span.start))
    });
    let entries = life.events().iter().map(|one| {
        let row = row(plan, "timeline", &one.at.0, &event_words(one));
        (row, lines.at(one.span.start))
    });
    let mut bursts: Vec<_> = bursts.collect();
    let mut entries: Vec<_> = entries.collect();
    bursts.sort_by_key(|((at, ..), _)| *at);
    entries.sort_by_key(|((at, ..), _)| *at);
    let rows = bursts.into_iter().chain(entries);
    rows.map(|((_, key, words), origin)| certain(key, words, origin))
        .collect()
}

/// A moment, a key, and what happens at the moment, in words.
fn row(
    plan: &JobPlan,
    key: &'static str,
    when: &When,
    words: &str,
) -> (SimTime, &'static str, String) {
    let at = moment(when, plan);
    let since = length(at.since_start());
    let local = display_moment(at, &plan.start);
    (at, key, format!("{since} ({local}): {words}"))
}

fn burst_words(burst: &BurstDraft) -> String {
    let kinds = KINDS_OF_CHANGES.into_iter();
    let counts = kinds.map(|(key, kind)| (key, burst.changes[kind as usize]));
    let counts: Vec<String> = counts
        .filter(|(_, count)| *count > 0)
        .map(|(key, count)| {
            let count = print_scalar(f64::from(count), Quantity::Count);
            format!("{key} = {count}")
        })
        .collect();
    let over = if burst.over == SimDuration::ZERO {
        "at once".to_owned()
    } else {
        format!("over {}", length(burst.over))
    };
    format!("{} {over}", counts.join(", "))
}

fn event_words(event: &Event) -> String {
    let words = action_words(&event.action.0);
    match event.lasts {
        Some(lasts) => format!("{words}, for {}", length(lasts)),
        None => words,
    }
}
