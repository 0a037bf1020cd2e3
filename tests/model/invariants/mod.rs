//! What holds in every cycle, whatever the tenant, the job and the target: over random setups.

mod laws;
mod reach;
pub mod setups;
mod watch;

use cyclecast::model::{LimitKind, On429, RetryAfter, Setup};
use cyclecast::units::SimDuration;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;

use setups::{hostile, paced_setups, setups};
use watch::{Seen, cycle_of};

use crate::laws::Verdict;

/// Random setups; more with `PROPTEST_CASES`.
const SETUPS: u32 = 600;

pub fn config() -> ProptestConfig {
    let asked = std::env::var("PROPTEST_CASES")
        .ok()
        .and_then(|text| text.parse().ok());
    ProptestConfig {
        cases: asked.unwrap_or(SETUPS),
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

fn in_cycles(setups: &impl Strategy<Value = Setup>, holds: impl Fn(&Seen<'_>) -> Verdict) {
    let verdict = TestRunner::new(config()).run(setups, |setup| holds(&cycle_of(&setup)));
    verdict.unwrap_or_else(|failure| panic!("{failure}"));
}

#[test]
fn every_law_holds_in_every_cycle() {
    let laws = laws::all();
    in_cycles(&setups(), |seen| laws.hold(|law| law(seen)));
}

#[test]
fn a_connector_that_knows_the_limits_breaks_none_and_is_never_refused() {
    in_cycles(&paced_setups(), |seen| {
        prop_assert_eq!(seen.tally.refusals, 0);
        for limit in &seen.input.setup.limits {
            prop_assert!(seen.excess(limit) <= 0, "{:?}", limit);
        }
        Ok(())
    });
}

fn ends_against_one_call_an_hour(refusal_secs: f64) {
    let zero = RetryAfter::Fixed(SimDuration::ZERO);
    for kind in [LimitKind::TokenBucket { burst: 1 }, LimitKind::FixedWindow] {
        for retry_after in [RetryAfter::UntilAllowed, RetryAfter::Absent, zero] {
            for on_429 in [On429::Escrow, On429::RetryCall, On429::PauseJob] {
                let setup = hostile(kind, retry_after, on_429, refusal_secs);
                let Seen { tally, watch, .. } = cycle_of(&setup);
                assert!(watch.ended.is_some() && tally.refusals > 0);
            }
        }
    }
}

#[test]
fn a_cycle_ends_even_if_the_target_lets_one_call_pass_in_an_hour() {
    ends_against_one_call_an_hour(0.05);
}

#[test]
fn a_cycle_ends_even_if_a_refusal_takes_no_time_and_asks_for_no_wait() {
    ends_against_one_call_an_hour(0.0);
}
