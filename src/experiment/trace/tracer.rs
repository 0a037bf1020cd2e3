//! Makes events of what an observer is told.

use super::call_event::{
    AnswerKind, CallAnswered, CallPassed, CallWaits, RequestSent, Then, WorkFailed, WorkKind,
    WorkOf, WorkRetried,
};
use super::event::{AccessGained, CycleEnded, CycleStarted, PagesDone, TraceEvent};
use super::job_event::{
    ActionTaken, ChangeMade, ChangeStepped, JobCycleBegan, JobCycleEnded, JobHoldings,
    JobStateChanged, NotificationSent,
};
use crate::experiment::life::state_of;
use crate::experiment::outcome::life::{CycleKind, CycleResult};
use crate::model::job::{
    Action, ChangeKind, ChangeStep, CycleStart, Execution, Fate, JobState, QuarantineReason,
};
use crate::model::{
    AfterFailure, Answer, AnsweredCall, CycleTally, Endpoint, Failure, Observer, PassedCall, Work,
    WorkInHand,
};
use crate::scenario::action_words;
use crate::units::SimTime;

/// Hands events on as they happen.
pub(super) struct Tracer<'s> {
    sink: &'s mut dyn FnMut(&TraceEvent),
    /// The moment of what is told without one.
    now: SimTime,
}

impl<'s> Tracer<'s> {
    pub fn new(sink: &'s mut dyn FnMut(&TraceEvent)) -> Self {
        Self {
            sink,
            now: SimTime::ZERO,
        }
    }

    fn tell(&mut self, event: &TraceEvent) {
        (self.sink)(event);
    }
}

fn work_of(of: &WorkInHand) -> WorkOf {
    let (work, user, group, members) = match of.work {
        Work::Opening => (WorkKind::Opening, None, None, None),
        Work::User(user) => (WorkKind::User, Some(user), None, None),
        Work::Group(group) => (WorkKind::Group, None, Some(group), None),
        Work::Manager(user) => (WorkKind::Manager, Some(user), None, None),
        Work::Memberships { group, members } => {
            (WorkKind::Memberships, None, Some(group), Some(members))
        }
        Work::UserRemoval(user) => (WorkKind::UserRemoval, Some(user), None, None),
        Work::GroupRemoval(group) => (WorkKind::GroupRemoval, None, Some(group), None),
    };
    WorkOf {
        job: of.job,
        work,
        user,
        group,
        members,
        attempt: of.attempt,
    }
}

const fn cycle_kind(is_full: bool) -> CycleKind {
    if is_full {
        CycleKind::Initial
    } else {
        CycleKind::Incremental
    }
}

fn place(fate: Option<Fate>) -> String {
    match fate {
        None => "waiting",
        Some(Fate::Applied) => "applied",
        Some(Fate::Escrowed) => "escrowed",
        Some(Fate::Staged) => "staged",
        Some(Fate::Dropped(reason)) => reason.name(),
    }
    .to_owned()
}

impl Observer for Tracer<'_> {
    fn cycle_starts(&mut self, users_in_scope: u64, pages: u64) {
        self.tell(&TraceEvent::CycleStarts(CycleStarted {
            at_ms: self.now.into(),
            users_in_scope,
            pages,
        }));
    }

    fn call_is_sent(&mut self, at: SimTime, endpoint: Endpoint, of: &WorkInHand) {
        self.tell(&TraceEvent::RequestSent(RequestSent {
            at_ms: at.into(),
            endpoint: endpoint.name().to_owned(),
            of: work_of(of),
        }));
    }

    fn call_waits(&mut self, at: SimTime, until: SimTime, endpoint: Endpoint, of: &WorkInHand) {
        self.tell(&TraceEvent::CallWaits(CallWaits {
            at_ms: at.into(),
            until_ms: until.into(),
            endpoint: endpoint.name().to_owned(),
            of: work_of(of),
        }));
    }

    fn call_passes(&mut self, call: &PassedCall) {
        // The lower half of the number of a user or group is the one that all other events have.
        let number = call.object.map(|object| object as u32);
        self.tell(&TraceEvent::CallPassed(CallPassed {
            at_ms: call.passed.into(),
            job: call.job,
            endpoint: call.endpoint.name().to_owned(),
            user: number.filter(|_| !call.is_for_group),
            group: number.filter(|_| call.is_for_group),
            members: call.members,
            bytes: call.bytes,
            sent_ms: call.sent.into(),
            answered_ms: call.answered.into(),
        }));
    }

    fn call_is_answered(&mut self, at: SimTime, call: &AnsweredCall, of: &WorkInHand) {
        let (result, code, retry_after) = match call.answer {
            Answer::Success => (AnswerKind::Success, None, None),
            Answer::Failure(code) => (AnswerKind::Failure, Some(code), None),
            Answer::Refusal(time) => (AnswerKind::TooManyRequests, None, time),
            Answer::Denial => (AnswerKind::Forbidden, None, None),
        };
        self.tell(&TraceEvent::CallAnswered(CallAnswered {
            at_ms: at.into(),
            sent_ms: call.sent.into(),
            answered_ms: call.answered.into(),
            endpoint: call.endpoint.name().to_owned(),
            result,
            error_code: code.map(|code| code.name().to_owned()),
            retry_after_ms: retry_after.map(Into::into),
            of: work_of(of),
        }));
    }

    fn work_fails(&mut self, at: SimTime, failure: &Failure) {
        self.tell(&TraceEvent::Failed(WorkFailed {
            at_ms: at.into(),
            error_code: failure.code.name().to_owned(),
            then: match failure.then {
                AfterFailure::Retry => Then::Retry,
                AfterFailure::Escrow => Then::Escrow,
                AfterFailure::GivenUp => Then::GivenUp,
            },
            of: work_of(&failure.of),
        }));
    }

    fn work_is_retried(&mut self, at: SimTime, of: &WorkInHand) {
        self.tell(&TraceEvent::RetryBegins(WorkRetried {
            at_ms: at.into(),
            of: work_of(of),
        }));
    }

    fn user_is_in(&mut self, at: SimTime, job: u16, user: u32) {
        self.tell(&TraceEvent::UserGainsAccess(AccessGained {
            at_ms: at.into(),
            job,
            user,
        }));
    }

    fn pages_done(&mut self, at: SimTime, pages: u64) {
        self.tell(&TraceEvent::PagesDone(PagesDone {
            at_ms: at.into(),
            pages,
        }));
    }

    fn cycle_ends(&mut self, at: SimTime) {
        self.tell(&TraceEvent::CycleEnds(CycleEnded { at_ms: at.into() }));
    }

    fn changes_come_in(&mut self, at: SimTime) {
        self.now = at;
    }

    fn change_is_made(&mut self, kind: ChangeKind, made: SimTime) {
        self.tell(&TraceEvent::ChangeMade(ChangeMade {
            at_ms: self.now.into(),
            made_ms: made.into(),
            kind: kind.name().to_owned(),
        }));
    }

    fn change_steps(&mut self, at: SimTime, step: &ChangeStep) {
        self.tell(&TraceEvent::ChangeSteps(ChangeStepped {
            at_ms: at.into(),
            made_ms: step.made.into(),
            kind: step.kind.name().to_owned(),
            before: place(step.before),
            fate: place(step.fate),
            marked: step.marked,
        }));
    }

    fn action_is_taken(&mut self, at: SimTime, action: &Action) {
        self.tell(&TraceEvent::Action(ActionTaken {
            at_ms: at.into(),
            label: action_words(action),
        }));
    }

    fn job_cycle_begins(&mut self, at: SimTime, start: &CycleStart) {
        self.tell(&TraceEvent::JobCycleBegins(JobCycleBegan {
            at_ms: at.into(),
            kind: cycle_kind(start.is_full),
            goes_on: start.goes_on,
            is_late: start.is_late,
            changes: start.changes,
            retries: start.retries,
        }));
    }

    fn job_cycle_ends(&mut self, execution: &Execution, _tally: &CycleTally) {
        self.tell(&TraceEvent::JobCycleEnds(JobCycleEnded {
            at_ms: execution.ended.into(),
            began_ms: execution.began.into(),
            number: execution.number,
            kind: cycle_kind(execution.is_full),
            state: match execution.broken_off_by {
                Some(_) => CycleResult::Failed,
                None if execution.failures > 0 => CycleResult::EntryLevelErrors,
                None => CycleResult::Succeeded,
            },
            error_code: execution
                .broken_off_by
                .flatten()
                .map(|code| code.name().to_owned()),
            count_entitled: execution.entitled,
            count_escrowed: execution.escrowed,
            count_exported: execution.exported,
            count_exports: execution.exported + execution.failures,
            count_imported: execution.imported,
            count_imported_deltas: execution.deltas,
            count_imported_reference_deltas: execution.reference_deltas,
        }));
    }

    fn job_state(&mut self, at: SimTime, state: JobState, reason: Option<QuarantineReason>) {
        self.tell(&TraceEvent::JobState(JobStateChanged {
            at_ms: at.into(),
            state: state_of(state),
            reason: reason.map(|reason| reason.name().to_owned()),
        }));
    }

    fn job_holds(&mut self, at: SimTime, escrow: u64, staged: u64) {
        self.tell(&TraceEvent::JobHolds(JobHoldings {
            at_ms: at.into(),
            escrowed: escrow,
            staged,
        }));
    }

    fn job_notifies(&mut self, at: SimTime, reason: QuarantineReason) {
        self.tell(&TraceEvent::NotificationSent(NotificationSent {
            at_ms: at.into(),
            reason: reason.name().to_owned(),
        }));
    }
}
