//! Little's law, and how long a change waits for its cycle.

use cyclecast::model::job::{JobEnd, OfficeHours};
use cyclecast::model::{Parameter as P, Setup};
use cyclecast::units::{SimDuration, SimTime};

use super::tenants::{DAY, and, plan, quiet, secs};
use super::watch::{Watch, life};

const DAYS: f64 = 30.0;
const PER_DAY: f64 = 1_500.0;

/// Changes that come at the same rate day and night.
fn steady(parameter: P, interval: f64) -> (JobEnd, Watch) {
    let setup: Setup = and(and(quiet(1_000), P::Interval, interval), parameter, PER_DAY);
    let setup = and(and(setup, P::OfficeShare, 1.0), P::WeekendShare, 1.0);
    let mut plan = plan(DAYS * DAY, &[]);
    plan.office_hours = OfficeHours {
        from: SimDuration::ZERO,
        to: SimDuration::from_secs(24 * 3_600),
    };
    life(&setup, &plan)
}

/// Mean number of changes that wait: the area under their count over time.
fn mean_waiting(watch: &Watch) -> f64 {
    let made = watch.made.iter().map(|(_, at)| (*at, 1_i64));
    let ended = watch.steps.iter().map(|(at, _)| (*at, -1));
    let mut events: Vec<(SimTime, i64)> = made.chain(ended).collect();
    events.sort_unstable_by_key(|(at, sign)| (*at, -sign));
    let (mut area, mut waiting, mut last) = (0.0, 0_i64, 0.0);
    for (at, sign) in events {
        area += waiting as f64 * (secs(at) - last);
        last = secs(at);
        waiting += sign;
        assert!(waiting >= 0);
    }
    area / (DAYS * DAY)
}

fn mean_delay(watch: &Watch) -> f64 {
    let delays = watch
        .steps
        .iter()
        .map(|(at, step)| secs(*at) - secs(step.made));
    delays.sum::<f64>() / watch.steps.len() as f64
}

/// Mean time from a change to the begin of the cycle that takes it along.
fn mean_wait_for_a_cycle(watch: &Watch) -> f64 {
    let begins = watch.begins();
    let waits = watch.made.iter().filter_map(|(_, at)| {
        let next = begins.partition_point(|begin| *begin < secs(*at));
        begins.get(next).map(|begin| begin - secs(*at))
    });
    let (sum, count) = waits.fold((0.0, 0.0), |(sum, count), wait| (sum + wait, count + 1.0));
    sum / count
}

#[test]
fn as_many_changes_wait_as_come_while_one_waits() {
    for parameter in [P::Joiners, P::AttributeUpdates] {
        let (end, watch) = steady(parameter, 2_400.0);
        assert_eq!(end.changes.applied + end.changes.waiting, end.changes.seen);
        let expected = PER_DAY / DAY * mean_delay(&watch);
        let measured = mean_waiting(&watch);
        assert!(
            (measured / expected - 1.0).abs() < 0.03,
            "{measured} {expected}"
        );
    }
}

#[test]
fn as_many_changes_come_as_the_rate_says() {
    let (end, _) = steady(P::AttributeUpdates, 2_400.0);
    let expected = PER_DAY * DAYS;
    let error = (end.changes.seen as f64 - expected) / expected.sqrt();
    assert!(error.abs() < 4.0, "{error} standard deviations");
}

#[test]
fn a_change_waits_half_an_interval_for_its_cycle_whatever_the_interval() {
    for interval in [1_200.0, 2_400.0, 4_800.0] {
        let (_, watch) = steady(P::AttributeUpdates, interval);
        let wait = mean_wait_for_a_cycle(&watch);
        assert!(
            (wait / (interval / 2.0) - 1.0).abs() < 0.03,
            "{interval} {wait}"
        );
        // The cycle itself adds seconds.
        let more = mean_delay(&watch) - wait;
        assert!((0.0..30.0).contains(&more), "{interval} {more}");
    }
}
