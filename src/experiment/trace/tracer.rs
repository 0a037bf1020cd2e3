//! Makes the lines of a trace of what occurs.

use super::call_event::{
    AnswerKind, CallAnswered, CallPassed, CallWaits, Millis, RequestSent, Then, WorkFailed,
    WorkKind, WorkOf, WorkRetried,
};
use super::event::{AccessGained, CycleEnded, CycleStarted, PagesDone, TraceEvent};
use super::event::{
    ActionTaken, ChangeMade, ChangeStepped, JobCycleBegan, JobCycleEnded, JobHoldings,
    JobStateChanged, NotificationSent,
};
use crate::experiment::life::state_of;
use crate::experiment::outcome::life::{CycleKind, CycleResult};
use crate::model::job::{ChangeStatus, ChangeStep, CycleStart, Execution};
use crate::model::{
    AfterFailure, Answer, AnsweredCall, Failure, Observer, Occurrence, PassedCall, Work,
    WorkInHand, WorkResult,
};
use crate::scenario::action_words;
use crate::units::SimTime;

/// Hands the lines on as they come.
pub(super) struct Tracer<'s>(pub &'s mut dyn FnMut(&TraceEvent));

impl Observer for Tracer<'_> {
    fn see(&mut self, at: SimTime, what: &Occurrence<'_>) {
        if let Some(line) = line(at.into(), what) {
            self.0(&line);
        }
    }
}

/// What occurs, as a line. Of work that ends well its answers and changes tell.
fn line(at_ms: Millis, what: &Occurrence<'_>) -> Option<TraceEvent> {
    use Occurrence as O;
    Some(match *what {
        O::CycleStarts {
            users_in_scope,
            pages,
        } => TraceEvent::CycleStarts(CycleStarted {
            at_ms,
            users_in_scope,
            pages,
        }),
        O::RequestSent { endpoint, of } => TraceEvent::RequestSent(RequestSent {
            at_ms,
            endpoint: endpoint.name().to_owned(),
            of: of.into(),
        }),
        O::CallWaits {
            until,
            endpoint,
            of,
        } => TraceEvent::CallWaits(CallWaits {
            at_ms,
            until_ms: until.into(),
            endpoint: endpoint.name().to_owned(),
            of: of.into(),
        }),
        O::CallPasses(call) => TraceEvent::CallPassed(passed(at_ms, &call)),
        O::CallAnswered { call, of } => TraceEvent::CallAnswered(answered(at_ms, &call, of)),
        O::WorkEnds(work) => match work.result {
            WorkResult::Failed(failure) => TraceEvent::Failed(failed(at_ms, work.of, &failure)),
            _ => return None,
        },
        O::RetryBegins(of) => TraceEvent::RetryBegins(WorkRetried {
            at_ms,
            of: of.into(),
        }),
        O::UserGainsAccess { job, user } => {
            TraceEvent::UserGainsAccess(AccessGained { at_ms, job, user })
        }
        O::PagesDone(pages) => TraceEvent::PagesDone(PagesDone { at_ms, pages }),
        O::CycleEnds => TraceEvent::CycleEnds(CycleEnded { at_ms }),
        O::ChangeMade { kind, made } => TraceEvent::ChangeMade(ChangeMade {
            at_ms,
            made_ms: made.into(),
            kind: kind.name().to_owned(),
        }),
        O::ChangeSteps(step) => TraceEvent::ChangeSteps(stepped(at_ms, &step)),
        O::ActionTaken(action) => TraceEvent::Action(ActionTaken {
            at_ms,
            label: action_words(action),
        }),
        O::JobCycleBegins(start) => TraceEvent::JobCycleBegins(cycle_began(at_ms, &start)),
        O::JobCycleEnds { execution, .. } => {
            TraceEvent::JobCycleEnds(cycle_ended(at_ms, execution))
        }
        O::JobState { state, reason } => TraceEvent::JobState(JobStateChanged {
            at_ms,
            state: state_of(state),
            reason: reason.map(|reason| reason.name().to_owned()),
        }),
        O::JobHolds { escrowed, staged } => TraceEvent::JobHolds(JobHoldings {
            at_ms,
            escrowed,
            staged,
        }),
        O::NotificationSent(reason) => TraceEvent::NotificationSent(NotificationSent {
            at_ms,
            reason: reason.name().to_owned(),
        }),
    })
}

impl From<WorkInHand> for WorkOf {
    fn from(of: WorkInHand) -> Self {
        let (work, user, group, members) = match of.work {
            // What is out of scope sends no requests and cannot fail, so that no line is about it.
            Work::Opening | Work::Outside { .. } => (WorkKind::Opening, None, None, None),
            Work::User(user) => (WorkKind::User, Some(user), None, None),
            Work::Group(group) => (WorkKind::Group, None, Some(group), None),
            Work::Manager(user) => (WorkKind::Manager, Some(user), None, None),
            Work::Memberships { group, members } => {
                (WorkKind::Memberships, None, Some(group), Some(members))
            }
            Work::UserRemoval(user) => (WorkKind::UserRemoval, Some(user), None, None),
            Work::GroupRemoval(group) => (WorkKind::GroupRemoval, None, Some(group), None),
        };
        Self {
            job: of.job,
            work,
            user,
            group,
            members,
            attempt: of.attempt,
        }
    }
}

fn passed(at_ms: Millis, call: &PassedCall) -> CallPassed {
    // The lower half of the number of a user or group is the one that all other lines have.
    let number = call.object.map(|object| object as u32);
    CallPassed {
        at_ms,
        job: call.job,
        endpoint: call.endpoint.name().to_owned(),
        user: number.filter(|_| !call.is_for_group),
        group: number.filter(|_| call.is_for_group),
        members: call.members,
        bytes: call.bytes,
        sent_ms: call.sent.into(),
        answered_ms: call.answered.into(),
    }
}

fn answered(at_ms: Millis, call: &AnsweredCall, of: WorkInHand) -> CallAnswered {
    let (result, code, retry_after) = match call.answer {
        Answer::Success => (AnswerKind::Success, None, None),
        Answer::Failure(code) => (AnswerKind::Failure, Some(code), None),
        Answer::Refusal(time) => (AnswerKind::TooManyRequests, None, time),
        Answer::Denial => (AnswerKind::Forbidden, None, None),
    };
    CallAnswered {
        at_ms,
        sent_ms: call.sent.into(),
        answered_ms: call.answered.into(),
        endpoint: call.endpoint.name().to_owned(),
        result,
        error_code: code.map(|code| code.name().to_owned()),
        retry_after_ms: retry_after.map(Into::into),
        of: of.into(),
    }
}

fn failed(at_ms: Millis, of: WorkInHand, failure: &Failure) -> WorkFailed {
    WorkFailed {
        at_ms,
        error_code: failure.code.name().to_owned(),
        then: match failure.then {
            AfterFailure::Retry => Then::Retry,
            AfterFailure::Escrow => Then::Escrow,
            AfterFailure::GivenUp => Then::GivenUp,
        },
        of: of.into(),
    }
}

fn cycle_began(at_ms: Millis, start: &CycleStart) -> JobCycleBegan {
    JobCycleBegan {
        at_ms,
        kind: CycleKind::of(start.is_full),
        goes_on: start.goes_on,
        is_late: start.is_late,
        changes: start.changes,
        retries: start.retries,
    }
}

fn cycle_ended(at_ms: Millis, execution: &Execution) -> JobCycleEnded {
    let code = execution.broken_off_by.flatten();
    JobCycleEnded {
        at_ms,
        began_ms: execution.began.into(),
        number: execution.number,
        kind: CycleKind::of(execution.is_full),
        state: CycleResult::of(execution.broken_off_by.is_some(), execution.failures),
        error_code: code.map(|code| code.name().to_owned()),
        count_entitled: execution.entitled,
        count_escrowed: execution.escrowed,
        count_exported: execution.exported,
        count_exports: execution.exported + execution.failures,
        count_imported: execution.imported,
        count_imported_deltas: execution.deltas,
        count_imported_reference_deltas: execution.reference_deltas,
    }
}

fn stepped(at_ms: Millis, step: &ChangeStep) -> ChangeStepped {
    let name = |status| match status {
        ChangeStatus::Waiting => "waiting",
        ChangeStatus::Applied => "applied",
        ChangeStatus::Escrowed => "escrowed",
        ChangeStatus::Staged => "staged",
        ChangeStatus::Dropped(reason) => reason.name(),
    };
    ChangeStepped {
        at_ms,
        made_ms: step.made.into(),
        kind: step.kind.name().to_owned(),
        before: name(step.before).to_owned(),
        fate: name(step.after).to_owned(),
        marked: step.marked,
    }
}
