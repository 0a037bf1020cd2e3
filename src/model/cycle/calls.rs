//! A call to the target, from the wish to the answer.

use super::task::{Slot, Stage, Task};
use super::{Calendar, Connector, Cycle, Event, Observer, SimTime};
use crate::model::endpoint::Endpoint;
use crate::model::errors::ErrorCode;
use crate::model::record::{Activity, AnsweredCall, PassedCall};
use crate::model::target::{Answer, Call, Reception, Reply, Resource};

impl<O: Observer> Cycle<'_, O> {
    /// Makes a call for the connection's task as soon as pauses and pacing allow.
    pub(super) fn call(
        &mut self,
        slot: u16,
        endpoint: Endpoint,
        activity: Activity,
        now: SimTime,
        calendar: &mut Calendar<Event>,
    ) {
        let place = &mut self.slots[usize::from(slot)];
        place.step += 1;
        place.refusals = 0;
        place.endpoint = endpoint;
        place.activity = activity;
        place.sent = now;
        let at = self.earliest(slot, now);
        if at > now {
            self.wait_until(slot, at, now, calendar);
        } else {
            self.send_now(slot, now, calendar);
        }
    }

    /// When a call may go out: after a pause that was imposed, and for a connector that paces itself within the limits.
    fn earliest(&self, slot: u16, now: SimTime) -> SimTime {
        let open = self.gate.earliest(now);
        if !self.is_paced() || self.input.setup.limits.is_empty() {
            return open;
        }
        let call = self.present_call(slot);
        self.target.borrow().earliest(&call, open)
    }

    fn is_paced(&self) -> bool {
        self.input.setup.connector == Connector::Gallery
    }

    pub(super) fn wait_until(
        &mut self,
        slot: u16,
        at: SimTime,
        now: SimTime,
        calendar: &mut Calendar<Event>,
    ) {
        let place = &self.slots[usize::from(slot)];
        let of = self.in_hand(place.task, place.attempt);
        self.observer.call_waits(now, at, place.endpoint, &of);
        self.spend(slot, Activity::WaitingForLimits, at - now);
        self.until(slot, Stage::WaitingToSend, at, calendar);
    }

    /// A wait is over: the call goes out, unless a pause or another call got in before it.
    pub(super) fn send(&mut self, slot: u16, now: SimTime, calendar: &mut Calendar<Event>) {
        let open = self.earliest(slot, now);
        if open > now {
            self.wait_until(slot, open, now, calendar);
        } else {
            let waited_for_itself = self.slots[usize::from(slot)].refusals > 0;
            self.refusals.waiting -= u64::from(waited_for_itself).min(self.refusals.waiting);
            self.send_now(slot, now, calendar);
        }
    }

    /// The call that a connection makes or is about to make.
    pub(super) fn present_call(&self, slot: u16) -> Call {
        let place: &Slot = &self.slots[usize::from(slot)];
        let (members_present, members_carried) = match place.task {
            Task::Members {
                present, carried, ..
            } => (present, carried),
            Task::Membership { group, place } => {
                let present = self.group_sizes[group as usize];
                (present, self.batch.members[place as usize].count)
            }
            Task::Group(group) | Task::RemoveGroup(group)
                if place.endpoint == Endpoint::GroupGet && self.group_is_there(group) =>
            {
                (self.members_before(group), 0)
            }
            _ => (0, 0),
        };
        Call {
            job: self.input.job(),
            endpoint: place.endpoint,
            by_filter: self.is_by_filter(place.task),
            resource: match place.task {
                Task::Probe | Task::Outside(_) => Resource::Nobody,
                Task::User(user)
                | Task::RemoveUser(user)
                | Task::Manager(user)
                | Task::ManagerRetry { user, .. } => Resource::User(user),
                Task::Group(group)
                | Task::RemoveGroup(group)
                | Task::Membership { group, .. }
                | Task::Members { group, .. } => Resource::Group(self.input.group_id(group)),
            },
            object: self.address(place.task),
            usage: place.usage(),
            members_present,
            members_carried,
            repeats: place.refusals,
            change: self.member_change(slot),
        }
    }

    fn send_now(&mut self, slot: u16, now: SimTime, calendar: &mut Calendar<Event>) {
        let call = self.present_call(slot);
        let place = &mut self.slots[usize::from(slot)];
        place.sent = now;
        let (task, attempt) = (place.task, place.attempt);
        self.tally.calls[call.endpoint as usize] += 1;
        let of = self.in_hand(task, attempt);
        self.observer.call_is_sent(now, call.endpoint, &of);
        let reception = self.target.borrow_mut().receive(now, &call, &self.streams);
        match reception {
            Reception::Answered(reply) => self.expect(&call, slot, reply, now, calendar),
            Reception::Held(until) => self.until(slot, Stage::HeldBack, until, calendar),
        }
    }

    /// The target has held the call back until now.
    pub(super) fn served(&mut self, slot: u16, now: SimTime, calendar: &mut Calendar<Event>) {
        let call = self.present_call(slot);
        let sent = self.slots[usize::from(slot)].sent;
        let reply = self
            .target
            .borrow_mut()
            .serve_held(now, sent, &call, &self.streams);
        self.expect(&call, slot, reply, now, calendar);
    }

    /// Books the time of a call that the target has taken up or turned down, and what it costs the service itself; waits for both.
    ///
    /// The service's own time is taken to follow the answer. Before or after the call makes no difference to the pace, and so a call
    /// needs one event.
    fn expect(
        &mut self,
        call: &Call,
        slot: u16,
        reply: Reply,
        now: SimTime,
        calendar: &mut Calendar<Event>,
    ) {
        let sent = self.slots[usize::from(slot)].sent;
        if reply.passed {
            let had_waited = self.slots[usize::from(slot)].refusals > 0;
            self.refusals.passes(sent, had_waited);
            self.observer.call_passes(&PassedCall {
                job: call.job,
                endpoint: call.endpoint,
                object: call.resource.key(),
                is_for_group: matches!(call.resource, Resource::Group(_)),
                members: u64::from(call.members_carried),
                bytes: self.target.borrow().bytes(call),
                sent,
                passed: now,
                answered: reply.at,
            });
        }
        self.slots[usize::from(slot)].answered = reply.at;
        self.spend(slot, Activity::TargetQueue, reply.queued);
        let answering = (reply.at - sent).saturating_sub(reply.queued);
        let mut done = reply.at;
        if matches!(reply.answer, Answer::Refusal(_) | Answer::Denial) {
            self.spend(slot, Activity::WaitingForLimits, answering);
        } else {
            let activity = self.slots[usize::from(slot)].activity;
            self.spend(slot, activity, answering);
            let unit = self.streams.processing.unit(call.object, call.usage);
            let own = self
                .own_times
                .processing(call.endpoint, call.members_carried, unit);
            self.spend_own(slot, activity, own);
            done = done + own;
        }
        self.until(slot, Stage::Calling(reply.answer), done, calendar);
    }

    #[inline]
    pub(super) fn operation_refused_now(&self, slot: u16) -> Option<ErrorCode> {
        // Nothing is looked up where nothing is refused, which is nearly always.
        self.operations
            .are_refused
            .then(|| self.operation_refused(slot))?
    }

    /// The target has answered, and the service has dealt with it.
    pub(super) fn answered(
        &mut self,
        slot: u16,
        answer: Answer,
        now: SimTime,
        calendar: &mut Calendar<Event>,
    ) {
        let place = &self.slots[usize::from(slot)];
        let of = self.in_hand(place.task, place.attempt);
        let call = AnsweredCall {
            endpoint: place.endpoint,
            sent: place.sent,
            answered: place.answered,
            answer,
        };
        self.observer.call_is_answered(now, &call, &of);
        match answer {
            Answer::Success => {
                self.failures_in_a_row = 0;
                match self.operation_refused_now(slot) {
                    Some(code) => self.fail(slot, code, now, calendar),
                    None => self.proceed(slot, now, calendar),
                }
            }
            Answer::Failure(code) => {
                self.tally.timeouts += u64::from(code == ErrorCode::Timeout);
                self.failures_in_a_row += 1;
                let is_down =
                    self.store.is_some() && self.failures_in_a_row >= self.rules.failures_in_a_row;
                if code.is_about_the_target() || is_down {
                    self.tally.failed_with = Some(code);
                    return;
                }
                self.fail(slot, code, now, calendar);
            }
            Answer::Refusal(retry_after) => {
                self.tally.refusals += 1;
                self.refused(slot, retry_after, now, calendar);
            }
            // Only who knows the target can tell it from a lack of rights.
            Answer::Denial if self.is_paced() => self.refused(slot, None, now, calendar),
            Answer::Denial => self.fail(slot, ErrorCode::InsufficientRights, now, calendar),
        }
    }
}
