//! Rolling and quiet windows against their definitions, looked up nanosecond by nanosecond.

use cyclecast::kernel::{Allowance, Limiter, QuietWindow, RollingWindow};
use cyclecast::units::{SimDuration, SimTime};
use proptest::prelude::*;

use super::{fixed_cases, try_take};

/// A call that passed: its moment and what it counts.
type Passed = (u64, u64);

/// Whether a call of some cost may pass at a moment, by the definition of a window.
type Definition = fn(&[Passed], Window, u64, u64) -> bool;

#[derive(Clone, Copy, Debug)]
struct Window {
    count: u64,
    period: u64,
}

impl Window {
    fn allowance(self) -> Allowance {
        Allowance::new(self.count, SimDuration::from_nanos(self.period)).expect("both above zero")
    }
}

/// No stretch of one period holds more than the count. Of all that end at `at`, the one that begins just after a period before
/// holds most.
fn rolling(passed: &[Passed], window: Window, at: u64, cost: u64) -> bool {
    let within = passed.iter().filter(|(one, _)| one + window.period > at);
    within.map(|(_, counted)| counted).sum::<u64>() + cost <= window.count
}

/// What passed since the last quiet period, and this call, are no more than the count.
fn quiet(passed: &[Passed], window: Window, at: u64, cost: u64) -> bool {
    let mut sum = 0;
    let mut before = None;
    for (moment, counted) in passed.iter().chain([&(at, cost)]) {
        if before.is_some_and(|before| moment - before >= window.period) {
            sum = 0;
        }
        sum += counted;
        before = Some(*moment);
    }
    sum <= window.count
}

fn first_moment(
    passed: &[Passed],
    window: Window,
    now: u64,
    cost: u64,
    allows: Definition,
) -> Option<u64> {
    let from = passed.last().map_or(now, |(latest, _)| now.max(*latest));
    // After two quiet periods everything passes that ever does.
    (from..=from + 2 * window.period).find(|at| allows(passed, window, *at, cost))
}

/// Callers: nanoseconds since the one before, what the call counts, and whether it waits or goes away refused.
fn callers() -> impl Strategy<Value = Vec<(u64, u64, bool)>> {
    let gap = prop_oneof![2 => Just(0_u64), 5 => 0_u64..12, 1 => 0_u64..90];
    prop::collection::vec((gap, 0_u64..5, any::<bool>()), 1..80)
}

fn windows() -> impl Strategy<Value = Window> {
    (1_u64..9, 1_u64..40).prop_map(|(count, period)| Window { count, period })
}

/// Lets callers come, and holds each answer of the limiter against the definition.
fn agrees(
    mut limiter: Limiter,
    window: Window,
    callers: &[(u64, u64, bool)],
    allows: Definition,
) -> Result<Vec<Passed>, TestCaseError> {
    let mut passed: Vec<Passed> = Vec::new();
    let mut now = 0;
    for &(gap, cost, waits) in callers {
        now += gap;
        let at = SimTime::from_nanos(now);
        let told = limiter.earliest(at, cost);
        if cost == 0 {
            prop_assert_eq!(told, at, "what costs nothing passes");
            continue;
        }
        let Some(first) = first_moment(&passed, window, now, cost, allows) else {
            prop_assert!(cost > window.count, "only what is too much never passes");
            prop_assert_eq!(told, SimTime::NEVER);
            continue;
        };
        prop_assert_eq!(told, SimTime::from_nanos(first));
        if first > now && !waits {
            prop_assert_eq!(try_take(&mut limiter, at, cost), Err(told));
            prop_assert_eq!(
                limiter.earliest(at, cost),
                told,
                "a refusal uses nothing up"
            );
            continue;
        }
        limiter.take(told, cost, told);
        passed.push((first, cost));
        // One in two of those who wait is booked ahead, and others come before it.
        if cost.is_multiple_of(2) {
            now = first;
        }
    }
    Ok(passed)
}

proptest! {
    #![proptest_config(fixed_cases(1_000))]

    #[test]
    fn a_rolling_window_lets_a_call_pass_at_the_first_moment_that_breaks_no_period(
        window in windows(), callers in callers()
    ) {
        let limiter = Limiter::RollingWindow(RollingWindow::new(window.allowance()));
        let passed = agrees(limiter, window, &callers, rolling)?;
        for (first, (from, _)) in passed.iter().enumerate() {
            let within = passed[first..].iter().take_while(|(at, _)| at - from < window.period);
            prop_assert!(within.map(|(_, counted)| counted).sum::<u64>() <= window.count);
        }
    }

    #[test]
    fn a_quiet_window_lets_a_call_pass_when_the_count_or_the_quiet_allows_it(
        window in windows(), callers in callers()
    ) {
        let limiter = Limiter::QuietWindow(QuietWindow::new(window.allowance()));
        let passed = agrees(limiter, window, &callers, quiet)?;
        let runs = passed.chunk_by(|(one, _), (next, _)| next - one < window.period);
        for run in runs {
            prop_assert!(run.iter().map(|(_, counted)| counted).sum::<u64>() <= window.count);
        }
    }

    #[test]
    fn a_rolling_window_never_lets_more_pass_than_a_fixed_one_in_any_aligned_period(
        window in windows(), callers in callers()
    ) {
        let limiter = Limiter::RollingWindow(RollingWindow::new(window.allowance()));
        let passed = agrees(limiter, window, &callers, rolling)?;
        for aligned in passed.chunk_by(|(one, _), (next, _)| one / window.period == next / window.period) {
            prop_assert!(aligned.iter().map(|(_, counted)| counted).sum::<u64>() <= window.count);
        }
    }
}
