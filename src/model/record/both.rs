//! Two who watch the same.

use super::{AnsweredCall, CycleTally, Failure, Observer, PassedCall, WorkInHand};
use crate::model::endpoint::Endpoint;
use crate::model::job::{
    Action, ChangeKind, ChangeStep, CycleStart, Execution, JobState, QuarantineReason,
};
use crate::units::SimTime;

/// Tells everything to the first and then to the second; either can break the cycle off.
#[derive(Debug)]
pub struct Both<'o, A, B>(pub &'o mut A, pub &'o mut B);

impl<A: Observer, B: Observer> Observer for Both<'_, A, B> {
    fn cycle_starts(&mut self, users_in_scope: u64, pages: u64) {
        self.0.cycle_starts(users_in_scope, pages);
        self.1.cycle_starts(users_in_scope, pages);
    }

    fn request(&mut self, at: SimTime, endpoint: Endpoint) {
        self.0.request(at, endpoint);
        self.1.request(at, endpoint);
    }

    fn call_is_sent(&mut self, at: SimTime, endpoint: Endpoint, of: &WorkInHand) {
        self.0.call_is_sent(at, endpoint, of);
        self.1.call_is_sent(at, endpoint, of);
    }

    fn call_waits(&mut self, at: SimTime, until: SimTime, endpoint: Endpoint, of: &WorkInHand) {
        self.0.call_waits(at, until, endpoint, of);
        self.1.call_waits(at, until, endpoint, of);
    }

    fn call_passes(&mut self, call: &PassedCall) {
        self.0.call_passes(call);
        self.1.call_passes(call);
    }

    fn call_is_answered(&mut self, at: SimTime, call: &AnsweredCall, of: &WorkInHand) {
        self.0.call_is_answered(at, call, of);
        self.1.call_is_answered(at, call, of);
    }

    fn work_fails(&mut self, at: SimTime, failure: &Failure) {
        self.0.work_fails(at, failure);
        self.1.work_fails(at, failure);
    }

    fn work_is_retried(&mut self, at: SimTime, of: &WorkInHand) {
        self.0.work_is_retried(at, of);
        self.1.work_is_retried(at, of);
    }

    fn user_gains_access(&mut self, at: SimTime) {
        self.0.user_gains_access(at);
        self.1.user_gains_access(at);
    }

    fn user_is_in(&mut self, at: SimTime, job: u16, user: u32) {
        self.0.user_is_in(at, job, user);
        self.1.user_is_in(at, job, user);
    }

    fn pages_done(&mut self, at: SimTime, pages: u64) {
        self.0.pages_done(at, pages);
        self.1.pages_done(at, pages);
    }

    fn cycle_ends(&mut self, at: SimTime) {
        self.0.cycle_ends(at);
        self.1.cycle_ends(at);
    }

    fn changes_come_in(&mut self, at: SimTime) {
        self.0.changes_come_in(at);
        self.1.changes_come_in(at);
    }

    fn change_is_made(&mut self, kind: ChangeKind, made: SimTime) {
        self.0.change_is_made(kind, made);
        self.1.change_is_made(kind, made);
    }

    fn change_steps(&mut self, at: SimTime, step: &ChangeStep) {
        self.0.change_steps(at, step);
        self.1.change_steps(at, step);
    }

    fn action_is_taken(&mut self, at: SimTime, action: &Action) {
        self.0.action_is_taken(at, action);
        self.1.action_is_taken(at, action);
    }

    fn job_cycle_begins(&mut self, at: SimTime, start: &CycleStart) {
        self.0.job_cycle_begins(at, start);
        self.1.job_cycle_begins(at, start);
    }

    fn job_cycle_ends(&mut self, execution: &Execution, tally: &CycleTally) {
        self.0.job_cycle_ends(execution, tally);
        self.1.job_cycle_ends(execution, tally);
    }

    fn job_state(&mut self, at: SimTime, state: JobState, reason: Option<QuarantineReason>) {
        self.0.job_state(at, state, reason);
        self.1.job_state(at, state, reason);
    }

    fn job_holds(&mut self, at: SimTime, escrow: u64, staged: u64) {
        self.0.job_holds(at, escrow, staged);
        self.1.job_holds(at, escrow, staged);
    }

    fn job_notifies(&mut self, at: SimTime, reason: QuarantineReason) {
        self.0.job_notifies(at, reason);
        self.1.job_notifies(at, reason);
    }

    fn stops(&self) -> bool {
        self.0.stops() || self.1.stops()
    }
}

#[cfg(test)]
mod tests {
    /// A method that is forgotten here would do nothing, silently.
    #[test]
    fn every_method_of_an_observer_is_handed_on() {
        let own = |text: &str| -> Vec<String> {
            text.lines()
                .filter_map(|line| line.trim().strip_prefix("fn "))
                .filter_map(|rest| rest.split_once('('))
                .filter(|(_, rest)| rest.is_empty() || rest.starts_with('&'))
                .map(|(name, _)| name.to_owned())
                .collect()
        };
        let (methods, handed_on) = (
            own(include_str!("observer.rs")),
            own(include_str!("both.rs")),
        );
        assert!(methods.len() > 20);
        assert_eq!(methods, handed_on);
    }
}
