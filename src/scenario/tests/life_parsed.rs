//! What a scenario says about the life of its job, as a plan.

use super::*;
use crate::model::job::{
    Burst, ChangeKind, DeletionBoundary, JobPlan, LocalClock, LocalTimeKind, OfficeHours,
    OverThreshold, RetrySchedule, Start, TargetActions,
};
use crate::units::SimTime;

const DAY: u64 = 86_400;

pub const FULL_LIFE: &str = r#"
name = "life-1"
[run]
horizon = "14 d"
start = "2026-11-23 09:00"
time_zone = "+01:00"
[tenant]
users = 2_000
[scope]
mode = "all-users-and-groups"
[job]
interval = "20 min"
deletion_threshold = 100
retry_schedule = "thirty-days"
initial_over_threshold = "prune-and-pause"
deletion_boundary = "met"
skip_out_of_scope_deletions = true
target_actions = ["update", "create"]
[target]
disables_accounts = false
latency.user_delete = "300 ms"
[quarantine]
failed_share = "30 %"
[changes]
joiners = 25
office_hours = "07:30 to 24:00"
[[changes.burst]]
at = "2026-11-24 08:00"
over = "2 h"
joiners = 1_500
out_of_scope = 20
[[changes.burst]]
at = "20 h"
leavers = "1k"
[[timeline]]
at = "3 d 4 h"
action = "credentials-expire"
for = "36 h"
[[timeline]]
at = "2026-11-23 10:00"
action = "on-demand"
users = 5
[[timeline]]
at = "2 d"
action = "errors"
code = "Conflict"
share = "60 %"
for = "1 d"
[[timeline]]
at = "3 d"
action = "restart"
reset = "Watermark, Escrows"
[[timeline]]
at = "4 d"
action = "scope-to-assigned"
removed_share = 0.1
[[timeline]]
at = "13 d"
action = "outage"
for = "2 d"
"#;

fn at(seconds: u64) -> SimTime {
    SimTime::ZERO + SimDuration::from_secs(seconds)
}

pub(super) fn plan_of(text: &str) -> JobPlan {
    let scenario = parsed(text);
    scenario.setup.job.expect("a horizon is given")
}

#[test]
fn a_full_life_becomes_the_plan_that_it_describes() {
    let plan = plan_of(FULL_LIFE);
    let mut expected = JobPlan::new(SimDuration::from_secs(14 * DAY));
    expected.start = Start {
        unix_seconds: 1_795_420_800,
        clock: LocalClock::fixed(3_600),
    };
    expected.retry_schedule = RetrySchedule::ThirtyDays;
    expected.over_threshold = OverThreshold::PruneAndPause;
    expected.deletion_boundary = DeletionBoundary::Met;
    expected.skip_out_of_scope_deletions = true;
    expected.target_disables = false;
    expected.target_actions = TargetActions {
        create: true,
        update: true,
        delete: false,
    };
    expected.office_hours = OfficeHours {
        from: SimDuration::from_secs(7 * 3_600 + 1_800),
        to: SimDuration::from_secs(DAY),
    };
    let mut start_of_day = [0; ChangeKind::ALL.len()];
    start_of_day[ChangeKind::Joiner as usize] = 1_500;
    start_of_day[ChangeKind::OutOfScope as usize] = 20;
    let mut early = [0; ChangeKind::ALL.len()];
    early[ChangeKind::Leaver as usize] = 1_000;
    expected.bursts = vec![
        Burst {
            at: at(23 * 3_600),
            over: SimDuration::from_secs(7_200),
            changes: start_of_day,
        },
        Burst {
            at: at(20 * 3_600),
            over: SimDuration::ZERO,
            changes: early,
        },
    ];
    expected.timeline = plan.timeline.clone();
    assert_eq!(plan, expected);
}

#[test]
fn the_timeline_is_in_order_of_time_with_the_ends_of_what_lasts() {
    let plan = plan_of(FULL_LIFE);
    let found: Vec<(u64, String)> = plan
        .timeline
        .iter()
        .map(|entry| {
            (
                entry.at.as_nanos() / 1_000_000_000,
                action_words(&entry.action),
            )
        })
        .collect();
    let expected = [
        (3_600, "5 users are provisioned on demand"),
        (2 * DAY, "60 % of the users fail with Conflict"),
        (3 * DAY, "what causes Conflict is mended"),
        (
            3 * DAY,
            "the job is restarted with the reset of Escrows and Watermark",
        ),
        (3 * DAY + 4 * 3_600, "credentials expire"),
        (
            4 * DAY,
            "the scope is narrowed to assigned, which 10 % of the users are not",
        ),
        (4 * DAY + 16 * 3_600, "credentials are renewed"),
        // It ends beyond the horizon, which nobody sees.
        (13 * DAY, "an outage of the target begins"),
    ];
    assert_eq!(found, expected.map(|(at, words)| (at, words.to_owned())));
}

#[test]
fn the_start_is_a_text_or_a_date_of_toml_and_may_set_the_offset() {
    for (start, unix_seconds, utc_offset_seconds) in [
        ("start = \"2026-11-23 08:00\"", 1_795_420_800, 0),
        ("start = \"2026-11-23T08:00:00\"", 1_795_420_800, 0),
        ("start = 2026-11-23T08:00:00", 1_795_420_800, 0),
        ("start = 2026-11-23 08:00:00", 1_795_420_800, 0),
        ("start = 2026-11-23", 1_795_392_000, 0),
        ("start = 2026-11-23T08:00:00+01:00", 1_795_417_200, 3_600),
        (
            "start = \"2026-11-23 08:00\"\ntime_zone = \"-05:30\"",
            1_795_440_600,
            -19_800,
        ),
        (
            "start = 2026-11-23T08:00:00Z\ntime_zone = \"UTC\"",
            1_795_420_800,
            0,
        ),
        // The hour of the default start is that of the local day.
        ("time_zone = \"+01:00\"", 1_767_596_400, 3_600),
    ] {
        let plan = plan_of(&format!("[run]\nhorizon = \"1 d\"\n{start}\n"));
        let expected = Start {
            unix_seconds,
            clock: LocalClock::fixed(utc_offset_seconds),
        };
        assert_eq!(plan.start, expected, "{start}");
    }
}

/// Zones, starts, moments of an action, and how long after the start that is: days, and hours more or less. The days go over a change
/// of the clocks, or in some zones over none.
#[rustfmt::skip]
const OVER_A_CHANGE: [(&str, &str, &str, i64, i64); 10] = [
    ("Europe/Berlin", "2026-03-23 08:00", "2026-03-30 08:00", 7, -1),
    ("Europe/Berlin", "2026-10-19 08:00", "2026-10-26 08:00", 7, 1),
    ("America/New_York", "2026-03-23 08:00", "2026-03-30 08:00", 7, 0),
    ("America/New_York", "2026-03-02 08:00", "2026-03-09 08:00", 7, -1),
    ("America/New_York", "2026-10-26 08:00", "2026-11-02 08:00", 7, 1),
    ("Asia/Kolkata", "2026-03-23 08:00", "2026-03-30 08:00", 7, 0),
    ("Australia/Sydney", "2026-03-30 08:00", "2026-04-06 08:00", 7, 1),
    ("Australia/Sydney", "2026-09-28 08:00", "2026-10-05 08:00", 7, -1),
    // A moment in UTC stays where it is.
    ("Europe/Berlin", "2026-03-23 08:00", "2026-03-30 07:00Z", 7, 0),
    // The day before is not touched.
    ("Europe/Berlin", "2026-03-23 08:00", "2026-03-28 08:00", 5, 0),
];

#[test]
fn a_named_zone_keeps_its_clocks_over_their_changes() {
    for (zone, start, moment, days, hours_more) in OVER_A_CHANGE {
        let plan = plan_of(&format!(
            "[run]\nhorizon = \"14 d\"\nstart = \"{start}\"\ntime_zone = \"{zone}\"\n[[timeline]]\nat = \"{moment}\"\naction = \"pause\"\n"
        ));
        let expected = days * DAY as i64 + hours_more * 3_600;
        let since = plan.timeline[0].at.since_start().as_millis() / 1_000;
        assert_eq!(since as i64, expected, "{zone} {moment}");
        assert_eq!(plan.start.clock.zone.as_deref(), Some(zone));
        assert_eq!(plan.start.since_monday(), SimDuration::from_secs(8 * 3_600));
        assert_eq!(plan.ambiguous_times, []);
    }
}

#[test]
fn local_times_that_the_clocks_skip_or_show_twice_are_kept_for_the_reader() {
    let plan = plan_of(
        "[run]\nhorizon = \"300 d\"\nstart = \"2026-03-29 02:30\"\ntime_zone = \"Europe/Berlin\"\n\
         [[changes.burst]]\nat = \"2026-10-25 02:30\"\njoiners = 5\n\
         [[timeline]]\nat = \"2026-10-25 02:30+01:00\"\naction = \"pause\"\n\
         [[timeline]]\nat = \"2026-10-25 03:00\"\naction = \"start\"\n",
    );
    // Half an hour after the clocks went from two to three: half past three.
    assert_eq!(
        display_moment(SimTime::ZERO, &plan.start),
        "Sun 2026-03-29 03:30"
    );
    let told: Vec<_> = plan
        .ambiguous_times
        .iter()
        .map(|one| (civil_time(one.wall_seconds), one.unix_seconds, one.kind))
        .collect();
    assert_eq!(
        told,
        [
            (
                "2026-03-29 02:30".to_owned(),
                1_774_747_800,
                LocalTimeKind::Skipped
            ),
            (
                "2026-10-25 02:30".to_owned(),
                1_792_888_200,
                LocalTimeKind::Repeated
            ),
        ]
    );
    let first = plan.bursts[0].at;
    let second = plan.timeline[0].at;
    assert_eq!(second, first + SimDuration::from_secs(3_600));
    assert_eq!(plan.timeline[1].at, second + SimDuration::from_secs(1_800));
}
