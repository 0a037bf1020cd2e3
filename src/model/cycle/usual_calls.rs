//! Calls to a target that takes every one as it comes, as far as its limits let it pass at once, and answers it well.

use super::cycle_state::Cycle;
use super::memory::Memory;
use super::task::Stage;
use super::workspace::Event;
use crate::model::endpoint::Endpoint;
use crate::model::record::{
    Activity, Answer, AnsweredCall, Observer, Occurrence, Work, WorkInHand,
};
use crate::model::target::{Call, MemberChange, Resource};

/// What sets one call apart from the others of its kind.
pub(super) struct UsualCall {
    pub endpoint: Endpoint,
    pub activity: Activity,
    pub work: Work,
    pub resource: Resource,
    pub by_filter: bool,
    pub members_present: u32,
    pub members_carried: u32,
    pub change: MemberChange,
}

impl UsualCall {
    #[inline(always)]
    pub fn about_user(user: u32, endpoint: Endpoint, activity: Activity) -> Self {
        Self {
            endpoint,
            activity,
            work: match activity {
                Activity::Managers => Work::Manager(user),
                _ => Work::User(user),
            },
            resource: Resource::User(user),
            by_filter: true,
            members_present: 0,
            members_carried: 0,
            change: MemberChange::Add,
        }
    }
}

impl<O: Observer, M: Memory> Cycle<'_, O, M> {
    /// Looks at what could disturb the target's work, and whether each call has to ask for more: for limits, and for what is left of refusals. What
    /// changes that for a job changes it between the runs of its cycle, but for a refusal.
    pub(in crate::model) fn look_for_disturbances(&mut self) {
        self.is_undisturbed = self
            .target
            .is_undisturbed(self.references.members_per_patch)
            && !self.operations.are_refused;
        self.is_limited = self.target.has_limits() || !self.backoff.is_at_rest();
    }

    /// The target has answered a connection's call as it was asked to.
    #[inline(always)]
    pub(super) fn is_answered(&mut self, number: usize) {
        self.failures_in_a_row = 0;
        let slot = self.slots[number];
        let call = AnsweredCall {
            endpoint: slot.endpoint,
            sent: slot.sent,
            answered: slot.answered,
            answer: Answer::Success,
        };
        let of = self.in_hand(&slot);
        self.clock.report(&Occurrence::CallAnswered { call, of });
    }

    /// A connection's call goes out, and the target works on it as it comes, unless a pause or a limit is in its way.
    #[inline(always)]
    pub(super) fn sends(&mut self, number: usize, of: UsualCall) {
        let now = self.clock.now;
        let slot = &mut self.slots[number];
        slot.step += 1;
        slot.refusals = 0;
        slot.endpoint = of.endpoint;
        slot.activity = of.activity;
        slot.sent = now;
        slot.stage = Stage::Calling;
        let call = Call {
            sent: now,
            job: self.input.job(),
            endpoint: of.endpoint,
            by_filter: of.by_filter,
            resource: of.resource,
            object: slot.object,
            usage: slot.usage(),
            members_present: of.members_present,
            members_carried: of.members_carried,
            repeats: 0,
            change: of.change,
        };
        if self.is_limited && !self.passes_limits(of.endpoint) {
            self.is_held_up(number);
            return;
        }
        self.tally.calls[of.endpoint as usize] += 1;
        self.clock.report(&Occurrence::RequestSent {
            endpoint: of.endpoint,
            of: WorkInHand {
                job: call.job,
                work: of.work,
                attempt: 0,
            },
        });
        let reply = self.target.serve(now, call, &self.streams);
        if self.is_limited {
            self.target.has_let_pass(now, of.endpoint, reply.at);
        }
        self.report_passage(&call, reply.at);
        let done = self.spend_call(&call, reply, of.activity);
        let slot = &mut self.slots[number];
        slot.answered = reply.at;
        slot.answer = reply.answer;
        slot.is_usual = reply.answer == Answer::Success;
        self.calendar.schedule(done, Event::Connection(slot.number));
    }

    /// Whether a call to an endpoint goes out and passes all limits at once.
    #[inline(always)]
    fn passes_limits(&mut self, endpoint: Endpoint) -> bool {
        let now = self.clock.now;
        let passes = self.gate.earliest(now) == now && self.target.lets_pass(now, endpoint);
        if passes {
            self.backoff.passes(now, false);
        }
        passes
    }

    /// A connection's call waits, or goes out to be judged.
    #[inline(never)]
    fn is_held_up(&mut self, number: usize) {
        let mut slot = self.slots[number];
        slot.stage = Stage::CallDue;
        self.send_what_is_due(&mut slot);
        self.slots[number] = slot;
    }
}
