//! The service's own time over a job's life: the fixed time of each cycle, and the time of a retry.

use cyclecast::model::job::{Action, ChangeKind};
use cyclecast::model::{Endpoint, ErrorCode, Parameter as P};

use super::tenants::{DAY, HOUR, and, burst, plan, quiet, secs, with_bursts};
use super::watch::{Watch, life};

const INITIAL: f64 = 300.0;
const INCREMENTAL: f64 = 60.0;

/// A quiet job whose cycles have a fixed time, with some actions.
fn with_fixed_times(timeline: &[(f64, Action)]) -> Watch {
    let tenant = and(quiet(400), P::InitialCycleOverhead, INITIAL);
    let tenant = and(tenant, P::CycleOverhead, INCREMENTAL);
    life(&tenant, &plan(3.0 * HOUR, timeline)).1
}

/// The first request at or after a moment, in seconds.
fn first_request(watch: &Watch, from: f64) -> f64 {
    let mut moments = watch.requests.iter().map(|(at, _)| secs(*at));
    moments.find(|at| *at >= from).expect("a request")
}

#[test]
fn each_cycle_takes_its_fixed_time_before_its_first_request() {
    let watch = with_fixed_times(&[]);
    assert!((first_request(&watch, 0.0) - INITIAL).abs() < 1e-6);
    for began in &watch.begins()[1..4] {
        assert!((first_request(&watch, *began) - began - INCREMENTAL).abs() < 1e-6);
    }
}

#[test]
fn a_cycle_that_is_held_before_its_first_request_starts_anew_and_one_that_has_begun_goes_on_sooner()
{
    for (paused, fixed) in [(100.0, INITIAL), (305.0, INCREMENTAL)] {
        let timeline = [(paused, Action::Pause), (1_000.0, Action::Start)];
        let watch = with_fixed_times(&timeline);
        let before = watch.requests.iter().any(|(at, _)| secs(*at) < paused);
        assert_eq!(before, paused > INITIAL);
        assert!(
            (first_request(&watch, paused) - 1_000.0 - fixed).abs() < 1e-6,
            "{paused}"
        );
    }
}

#[test]
fn a_retry_from_escrow_costs_the_service_its_time_and_the_first_attempt_does_not() {
    let posts = |retry: f64| -> Vec<f64> {
        let errors = Action::ErrorsBegin {
            code: ErrorCode::Conflict,
            share: 1.0,
        };
        let joiner = vec![burst(3_000.0, ChangeKind::Joiner, 1)];
        let plan = with_bursts(plan(DAY, &[(2_500.0, errors)]), joiner);
        let (_, watch) = life(&and(quiet(20), P::EscrowRetry, retry), &plan);
        let posts = watch.requests.iter();
        let posts = posts.filter(|(at, to)| *to == Endpoint::UserPost && secs(*at) > 2_500.0);
        posts.map(|(at, _)| secs(*at)).collect()
    };
    let (free, dear) = (posts(0.0), posts(40.0));
    assert!(free.len() >= 4 && free.len() == dear.len());
    for (place, (free, dear)) in free.iter().zip(&dear).enumerate() {
        let more = if place == 0 { 0.0 } else { 40.0 };
        assert!((dear - free - more).abs() < 1e-6, "{place}: {free} {dear}");
    }
}
