//! A target that answers nothing any more: after so many failed calls in a row the cycle is broken off.

use cyclecast::model::job::Action;
use cyclecast::model::{
    Answer, CallTrouble, EndpointSet, ErrorCode, Observer, Occurrence, Parameter as P,
};
use cyclecast::units::SimTime;

use super::tenants::{HOUR, and, plan, quiet};
use super::watch::watched;

/// Failed calls since the last that succeeded, at the moment at which a cycle is broken off.
#[derive(Default)]
struct InARow {
    failed: u64,
    at_break_off: Vec<u64>,
}

impl Observer for InARow {
    fn see(&mut self, _: SimTime, what: &Occurrence<'_>) {
        match what {
            Occurrence::CallAnswered { call, .. } => match call.answer {
                Answer::Failure(_) => self.failed += 1,
                _ => self.failed = 0,
            },
            Occurrence::JobCycleEnds { execution, .. } if execution.broken_off_by.is_some() => {
                self.at_break_off.push(self.failed);
            }
            _ => {}
        }
    }
}

#[test]
fn a_cycle_is_broken_off_by_exactly_as_many_failures_in_a_row() {
    let trouble = Action::TroubleBegins(CallTrouble {
        code: ErrorCode::InternalServerError,
        share: 1.0,
        endpoints: EndpointSet::all(),
        retry_after: None,
    });
    for most in [1_u64, 7] {
        let setup = and(quiet(200), P::FailuresInARow, most as f64);
        let setup = and(setup, P::Connections, 1.0);
        let mut seen = InARow::default();
        watched(&setup, &plan(0.5 * HOUR, &[(5.0, trouble)]), 1, &mut seen);
        assert_eq!(seen.at_break_off.first(), Some(&most));
    }
}
