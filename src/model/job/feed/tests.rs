//! Arrivals against the rates and the week that they are drawn from.

use super::*;
use crate::model::parameters::catalogue;
use crate::model::plan::{Burst, ClockChange, LocalClock, Start};

const DAY_SECS: u64 = 86_400;

fn values(joiners: f64) -> Values {
    let defaults = Values::from_fn(|_| 0.0);
    let values = defaults
        .with(Parameter::Joiners, joiners)
        .with(Parameter::OfficeShare, 0.8)
        .with(Parameter::WeekendShare, 0.1);
    assert!(catalogue().count() > 60);
    values
}

fn plan() -> JobPlan {
    let mut plan = JobPlan::new(SimDuration::from_secs(28 * DAY_SECS));
    // Monday at midnight.
    plan.start = Start {
        unix_seconds: 1_767_571_200,
        clock: LocalClock::default(),
    };
    plan
}

fn all(feed: &mut Feed, days: u64) -> Vec<Arrival> {
    let until = SimTime::ZERO + SimDuration::from_secs(days * DAY_SECS);
    std::iter::from_fn(|| feed.next_by(until)).collect()
}

#[test]
fn joiners_come_at_their_rate_in_the_rhythm_of_the_week() {
    let mut counts = [0_u32; 7];
    for replication in 0..50 {
        let stream = Stream::new(7, replication, 17);
        let mut feed = Feed::new(&plan(), &values(40.0), stream, true);
        for arrival in all(&mut feed, 28) {
            let day = arrival.made.as_nanos() / (DAY_SECS * 1_000_000_000);
            counts[(day % 7) as usize] += 1;
        }
    }
    // 200 of each weekday at 40 each: 8,000 with a standard deviation of 89; a tenth of it on a weekend day.
    for (day, count) in counts.into_iter().enumerate() {
        let expected = if day < 5 { 8_000.0 } else { 800.0 };
        let deviations = (f64::from(count) - expected) / f64::sqrt(expected);
        assert!(deviations.abs() < 4.0, "day {day}: {count}");
    }
}

#[test]
fn changes_come_in_order_and_none_twice() {
    let mut busy = values(300.0);
    for parameter in [
        Parameter::Leavers,
        Parameter::AttributeUpdates,
        Parameter::NewGroups,
    ] {
        busy = busy.with(parameter, 100.0);
    }
    busy = busy
        .with(Parameter::DynamicShare, 0.5)
        .with(Parameter::DynamicDelay, 7_200.0);
    let mut feed = Feed::new(&plan(), &busy, Stream::new(1, 0, 17), true);
    let arrivals = all(&mut feed, 14);
    assert!(arrivals.len() > 5_000);
    assert!(
        arrivals
            .windows(2)
            .all(|two| two[0].visible <= two[1].visible)
    );
    let mut addresses: Vec<u64> = arrivals.iter().map(|one| one.address).collect();
    addresses.sort_unstable();
    addresses.dedup();
    assert_eq!(addresses.len(), arrivals.len());
    let delayed = arrivals.iter().filter(|one| one.visible > one.made);
    assert!(delayed.count() > 1_000);
}

#[test]
fn a_burst_is_complete_and_keeps_to_its_time() {
    let mut plan = plan();
    let mut changes = [0; ChangeKind::ALL.len()];
    changes[ChangeKind::Joiner as usize] = 6_000;
    changes[ChangeKind::NewGroup as usize] = 5;
    let at = SimTime::ZERO + SimDuration::from_secs(DAY_SECS);
    let over = SimDuration::from_secs(7_200);
    plan.bursts.push(Burst { at, over, changes });
    let with_groups = all(
        &mut Feed::new(&plan, &values(0.0), Stream::new(1, 0, 17), true),
        2,
    );
    assert_eq!(with_groups.len(), 6_005);
    assert!(
        with_groups
            .iter()
            .all(|one| one.made >= at && one.made <= at + over)
    );
    let users_only = all(
        &mut Feed::new(&plan, &values(0.0), Stream::new(1, 0, 17), false),
        2,
    );
    assert_eq!(users_only.len(), 6_000);
}

#[test]
fn one_more_kind_of_change_leaves_the_others_alone() {
    let alone = all(
        &mut Feed::new(&plan(), &values(20.0), Stream::new(3, 4, 17), true),
        7,
    );
    let more = values(20.0).with(Parameter::Leavers, 10.0);
    let both = all(
        &mut Feed::new(&plan(), &more, Stream::new(3, 4, 17), true),
        7,
    );
    let joiners: Vec<Arrival> = both
        .into_iter()
        .filter(|one| one.kind == ChangeKind::Joiner)
        .collect();
    assert_eq!(joiners, alone);
}

#[test]
fn the_user_who_is_asked_about_comes_at_his_moment() {
    let mut plan = plan();
    let at = SimTime::ZERO + SimDuration::from_secs(3 * DAY_SECS);
    plan.user_assigned_at = Some(at);
    let arrivals = all(
        &mut Feed::new(&plan, &values(50.0), Stream::new(1, 0, 17), true),
        7,
    );
    let marked: Vec<&Arrival> = arrivals.iter().filter(|one| one.marked).collect();
    assert_eq!(marked.len(), 1);
    assert_eq!((marked[0].made, marked[0].visible), (at, at));
}

#[test]
fn the_same_changes_come_over_a_change_of_the_clocks_by_the_clocks() {
    let mut busy = values(200.0);
    busy = busy.with(Parameter::Leavers, 90.0);
    let plain = plan();
    let sunday_two_am = 6 * 86_400 + 2 * 3_600;
    for forward in [3_600, -3_600] {
        let mut changed = plan();
        changed.start.clock.changes = vec![ClockChange {
            unix_seconds: changed.start.unix_seconds + sunday_two_am,
            utc_offset_seconds: forward,
        }];
        let made = |plan: &JobPlan, hours: i64| -> Vec<(u64, i64)> {
            let mut feed = Feed::new(plan, &busy, Stream::new(5, 2, 17), true);
            let until = SimTime::ZERO + SimDuration::from_secs(hours as u64 * 3_600);
            let arrivals = std::iter::from_fn(|| feed.next_by(until));
            arrivals
                .map(|one| (one.address, one.made.as_nanos() as i64))
                .collect()
        };
        // Two weeks by the clocks: not one change more or less, and each with its own luck.
        let (expected, found) = (
            made(&plain, 336),
            made(&changed, 336 - i64::from(forward) / 3_600),
        );
        assert!(expected.len() > 2_500);
        assert_eq!(found.len(), expected.len());
        for ((address, at), (same, before)) in found.into_iter().zip(expected) {
            assert_eq!(address, same);
            // In the night of the change they are closer together or farther apart, afterwards all is by the clocks.
            let moved = (before - at) as f64 / 1e9;
            let hour = before as f64 / 3_600e9 - 144.0;
            let expected = (hour / 8.0).clamp(0.0, 1.0) * f64::from(forward);
            assert!((moved - expected).abs() < 1e-5, "{hour}: {moved}");
        }
    }
}
