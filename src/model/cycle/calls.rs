//! A call to the target, from the wish to the answer.

use super::cycle_state::Cycle;
use super::memory::Memory;
use super::spent::counted_as;
use super::task::{Slot, Stage, Task};
use crate::model::chance::Purpose;
use crate::model::endpoint::Endpoint;
use crate::model::errors::ErrorCode;
use crate::model::record::{Activity, Answer, AnsweredCall, Observer, Occurrence, PassedCall};
use crate::model::setup::{Connector, On429};
use crate::model::target::{Call, Reception, Reply, Resource};
use crate::units::{SimDuration, SimTime};

impl<O: Observer, M: Memory> Cycle<'_, O, M> {
    /// The connection's task makes a call, which goes out when what happens now is done.
    #[inline(always)]
    pub(super) fn call(&mut self, slot: &mut Slot, endpoint: Endpoint, activity: Activity) {
        slot.step += 1;
        slot.refusals = 0;
        slot.endpoint = endpoint;
        slot.activity = activity;
        slot.stage = Stage::CallDue;
    }

    /// Sends the call that is due, if one is, as soon as pauses and pacing allow.
    #[inline(always)]
    pub(super) fn send_what_is_due(&mut self, slot: &mut Slot) {
        if slot.stage != Stage::CallDue {
            return;
        }
        let at = self.earliest(slot);
        if at > self.clock.now {
            self.wait_until(slot, at);
        } else {
            self.send_now(slot);
        }
    }

    /// When a call may go out: after a pause that was imposed, and for a connector that paces itself within the limits.
    #[inline(always)]
    fn earliest(&self, slot: &Slot) -> SimTime {
        let open = self.gate.earliest(self.clock.now);
        if !self.keeps_limits {
            return open;
        }
        let call = self.present_call(slot);
        self.target.earliest(&call, open)
    }

    fn is_paced(&self) -> bool {
        self.input.setup.connector == Connector::Gallery
    }

    fn wait_until(&mut self, slot: &mut Slot, at: SimTime) {
        self.clock.report(&Occurrence::CallWaits {
            until: at,
            endpoint: slot.endpoint,
            of: self.in_hand(slot),
        });
        self.tally.spent[Activity::WaitingForLimits as usize] += at - self.clock.now;
        self.until(slot, Stage::WaitingToSend, at);
    }

    /// A wait is over: the call goes out, unless a pause or another call got in before it.
    pub(super) fn send(&mut self, slot: &mut Slot) {
        let open = self.earliest(slot);
        if open > self.clock.now {
            self.wait_until(slot, open);
        } else {
            let waited_for_itself = slot.refusals > 0;
            self.backoff.waiting -= u64::from(waited_for_itself).min(self.backoff.waiting);
            self.send_now(slot);
        }
    }

    /// The call that a connection makes or is about to make.
    #[inline(always)]
    pub(super) fn present_call(&self, slot: &Slot) -> Call {
        let of_user = |user, by_filter| (Resource::User(user), by_filter, (0, 0));
        let of_group =
            |group, members| (Resource::Group(self.input.group_id(group)), false, members);
        // Whoever has an account that the service knows is read by its identifier, others are looked for by a filter (use-scim).
        let (resource, by_filter, (members_present, members_carried)) = match slot.task {
            Task::User(user) => of_user(user, self.directory.user(user).is_new()),
            Task::RemoveUser(user) => of_user(user, false),
            Task::Manager(user) | Task::ManagerRetry { user, .. } => of_user(user, true),
            Task::Probe => (Resource::Nobody, true, (0, 0)),
            Task::Outside(_) => (Resource::Nobody, false, (0, 0)),
            Task::Members {
                group,
                present,
                carried,
                ..
            } => of_group(group, (present, carried)),
            Task::Membership { group, index } => {
                let present = self.directory.group_sizes[group as usize];
                of_group(
                    group,
                    (present, self.batch.members[index as usize].of.count),
                )
            }
            Task::Group(group) | Task::RemoveGroup(group) => {
                let is_read = slot.endpoint == Endpoint::GroupGet && self.group_is_there(group);
                let present = if is_read {
                    self.members_before(group)
                } else {
                    0
                };
                of_group(group, (present, 0))
            }
        };
        Call {
            sent: slot.sent,
            job: self.input.job(),
            endpoint: slot.endpoint,
            by_filter,
            resource,
            object: slot.object,
            usage: slot.usage(),
            members_present,
            members_carried,
            repeats: slot.refusals,
            change: self.member_change(slot.task),
        }
    }

    #[inline(always)]
    fn send_now(&mut self, slot: &mut Slot) {
        let now = self.clock.now;
        slot.sent = now;
        let call = self.present_call(slot);
        self.tally.calls[call.endpoint as usize] += 1;
        self.clock.report(&Occurrence::RequestSent {
            endpoint: call.endpoint,
            of: self.in_hand(slot),
        });
        if self.target.serves_at_once(&call) {
            let reply = self.target.serve(now, call, &self.streams);
            self.expect(&call, slot, reply);
        } else {
            self.sent_to_limits(slot, call);
        }
    }

    /// The same for a call that limits, troubles or its size may keep from being worked on.
    #[inline(never)]
    fn sent_to_limits(&mut self, slot: &mut Slot, call: Call) {
        if self.target.leaves_to_others(self.clock.now, &call) {
            slot.stage = Stage::Leaving;
            return;
        }
        match self.target.receive(self.clock.now, call, &self.streams) {
            Reception::Answered(reply) => self.expect(&call, slot, reply),
            Reception::Held(until) => self.until(slot, Stage::HeldBack, until),
        }
    }

    /// The target has held the call back until now.
    pub(super) fn served(&mut self, slot: &mut Slot) {
        let call = self.present_call(slot);
        let reply = self.target.serve_held(self.clock.now, call, &self.streams);
        self.expect(&call, slot, reply);
    }

    /// Spends the time of a call that the target has taken up or turned down, and what it costs the service itself; waits for both.
    #[inline(always)]
    pub(super) fn expect(&mut self, call: &Call, slot: &mut Slot, reply: Reply) {
        if reply.passed {
            self.backoff.passes(call.sent, slot.refusals > 0);
            self.report_passage(call, reply.at);
        }
        slot.answered = reply.at;
        slot.answer = reply.answer;
        slot.is_usual &= reply.answer == Answer::Success;
        let counted = counted_as(slot.activity, slot.attempt);
        let done = self.spend_call(call, reply, counted);
        self.until(slot, Stage::Calling, done);
    }

    /// A call passes the target's limits now.
    #[inline(always)]
    pub(super) fn report_passage(&mut self, call: &Call, answered: SimTime) {
        let passed = PassedCall {
            job: call.job,
            endpoint: call.endpoint,
            object: call.resource.key(),
            is_for_group: matches!(call.resource, Resource::Group(_)),
            members: u64::from(call.members_carried),
            bytes: self.target.bytes(call),
            sent: call.sent,
            passed: self.clock.now,
            answered,
        };
        self.clock.report(&Occurrence::CallPasses(passed));
    }

    /// Books the time of a call under an activity; returns when the service has dealt with the answer.
    ///
    /// The service's own time is taken to follow the answer. Before or after the call makes no difference to the pace, and so a call
    /// needs one event.
    #[inline(always)]
    pub(super) fn spend_call(&mut self, call: &Call, reply: Reply, counted: Activity) -> SimTime {
        let spent = &mut self.tally.spent;
        spent[Activity::TargetQueue as usize] += reply.queued;
        let answering = (reply.at - call.sent).saturating_sub(reply.queued);
        if matches!(reply.answer, Answer::Refusal(_) | Answer::Denial) {
            spent[Activity::WaitingForLimits as usize] += answering;
            return reply.at;
        }
        let draw = self.streams[Purpose::Processing].draw(call.object, call.usage);
        let own = self
            .own_times
            .processing(call.endpoint, call.members_carried, draw);
        spent[counted as usize] += answering + own;
        self.tally.own[counted as usize] += own;
        reply.at + own
    }

    /// The target has answered, and the service has dealt with it.
    #[inline(always)]
    pub(super) fn answered(&mut self, slot: &mut Slot, answer: Answer) {
        let call_task = slot.task;
        let call = AnsweredCall {
            endpoint: slot.endpoint,
            sent: slot.sent,
            answered: slot.answered,
            answer,
        };
        let of = self.in_hand(slot);
        self.clock.report(&Occurrence::CallAnswered { call, of });
        match answer {
            Answer::Success => {
                self.failures_in_a_row = 0;
                match self.refused_for_good(call_task, call.endpoint) {
                    Some(code) => self.fail(slot, code),
                    None => self.proceed(slot),
                }
            }
            Answer::Failure(code) => {
                self.tally.timeouts += u64::from(code == ErrorCode::Timeout);
                self.failures_in_a_row += 1;
                let is_down =
                    self.memory.is_kept() && self.failures_in_a_row >= self.rules.failures_in_a_row;
                if code.is_about_the_target() || is_down {
                    self.tally.failed_with = Some(code);
                    return;
                }
                self.fail(slot, code);
            }
            Answer::Refusal(retry_after) => {
                self.tally.refusals += 1;
                self.refused(slot, retry_after);
            }
            // Only who knows the target can tell it from a lack of rights.
            Answer::Denial if self.is_paced() => self.refused(slot, None),
            Answer::Denial => self.fail(slot, ErrorCode::InsufficientRights),
        }
    }

    /// The connection's call is refused for a limit: it waits and is repeated, or is given up.
    fn refused(&mut self, slot: &mut Slot, retry_after: Option<SimDuration>) {
        let now = self.clock.now;
        slot.refusals += 1;
        let (refusals, sent) = (slot.refusals, slot.sent);
        // A Retry-After of zero says nothing, and must not stop the clock.
        let retry_after = retry_after.filter(|time| *time > SimDuration::ZERO);
        let policy = self.input.setup.on_429;
        self.backoff.calls = self.backoff.calls.saturating_add(1);
        // Also where the trouble that refuses it is over by now.
        self.is_limited = true;
        let rounds = self.backoff.rounds;
        if policy == On429::PauseJob {
            let until = self.backoff.pause(sent, retry_after, now);
            self.gate.shut_until(until);
        }
        // What pauses as a whole asks again as a whole.
        let counts = policy != On429::PauseJob || self.backoff.rounds > rounds;
        if counts && self.is_blocked(slot) {
            self.backoff.blocked += 1;
        }
        if self.memory.is_kept() && self.backoff.blocked >= self.rules.failures_in_a_row {
            self.tally.failed_with = Some(ErrorCode::TooManyRequests);
            return;
        }
        let gives_up = match policy {
            On429::PauseJob => false,
            On429::RetryCall => u64::from(refusals) >= self.rules.refusals_before_escrow,
            On429::Escrow => true,
        };
        if gives_up {
            self.fail(slot, ErrorCode::TooManyRequests);
            return;
        }
        let again = match policy {
            On429::PauseJob => self.gate.earliest(now),
            On429::RetryCall | On429::Escrow => now + self.backoff.wait(retry_after, refusals > 1),
        };
        self.wait_until(slot, again);
    }

    /// Whether the target refuses every call like this one, whatever its luck. A limit is no block: it lets something pass sooner or later, and a
    /// job that waits for it, for a quota of the day as well, does not fail.
    fn is_blocked(&self, slot: &Slot) -> bool {
        self.target.is_down_for(&self.present_call(slot))
    }

    /// The answer to a call that will not be read, since the cycle is broken off.
    pub(super) fn give_up_call(&mut self, slot: &Slot) {
        let is_written = slot.stage == Stage::Calling
            && slot.answer == Answer::Success
            && slot.endpoint == Endpoint::GroupPatch;
        if is_written {
            let (call, answered) = (self.present_call(slot), slot.answered);
            self.target.call_is_given_up(&call, answered);
        }
    }
}
