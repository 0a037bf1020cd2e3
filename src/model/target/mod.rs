//! The target application: latency, capacity, limits and chance failures.
//!
//! | file | what it holds |
//! |---|---|
//! | `mod.rs` | what becomes of a call |
//! | `call.rs` | a request and its answer |
//! | `latency.rs` | how long a call takes |
//! | `contents/` | what is in groups where members are lost or doubled |
//! | `member_writes.rs` | what a job tells of its groups |
//! | `payload.rs` | how much a request carries |
//! | `limit_set.rs` | the limits together: who may pass when, what excess gets |
//! | `target_limit.rs` | one limit: what a call counts, what is used up |
//! | `limit_state.rs` | how much of one limit is used up, and how long it is shut after an excess |
//! | `queue.rs` | the target's own queue |
//! | `turned_down.rs` | what is answered without any work: over a limit, in trouble, too large |
//! | `trouble.rs` | what befalls the target for a time |
//! | `working_time.rs` | how long the work on a call takes, answered in time or not |
//! | `object_quotas.rs` | how many objects there is room for |

mod call;
mod contents;
mod latency;
mod limit_set;
mod limit_state;
mod member_writes;
mod object_quotas;
mod payload;
mod queue;
mod target_limit;
mod trouble;
mod turned_down;
mod working_time;

use super::chance::{Purpose, Streams};
use super::endpoint::Endpoint;
use super::error_shares::ErrorShares;
use super::errors::ErrorCode;
use super::input::CycleInput;
use super::parameters::Parameter;
use super::record::{Answer, TargetTally};
use super::setup::Connector;
use super::variation_tables::Variations;
use crate::kernel::InvalidLimit;
use crate::units::{SimDuration, SimTime};

pub(super) use call::{Call, MemberChange, Reception, Reply, Resource};
use contents::Contents;
use latency::{Latency, Service};
use limit_set::{Limits, Passage};
use object_quotas::Quotas;
use payload::Payload;
use queue::Queue;
use target_limit::Sized;
use trouble::CallTroubles;
pub(super) use trouble::Health;

/// The answer to a call, and when the target begins and ends its work on it.
type Worked = (Reply, SimTime, SimTime);

pub(super) struct Target {
    pub health: Health,
    pub troubles: CallTroubles,
    /// Below zero where users left whom no job had created.
    pub licences_used: i64,
    pub quotas: Quotas,
    /// Users in it, whoever brought them.
    pub users_stored: u64,
    latency: Latency,
    contents: Option<Contents>,
    /// Time spent searching through all users.
    searching: SimDuration,
    queue: Queue,
    limits: Limits,
    payload: Payload,
    failures: ErrorShares,
    refusal: SimDuration,
    timeout: SimDuration,
    paced: bool,
    /// Whether somebody else answers: of the model's own target only the published limits count then, for a job that keeps them.
    is_elsewhere: bool,
}

impl Target {
    /// A target that serves so many jobs.
    ///
    /// # Errors
    /// When a limit lets nothing pass.
    pub fn new(
        input: &CycleInput<'_>,
        jobs: u16,
        variations: &mut Variations,
    ) -> Result<Self, InvalidLimit> {
        let values = &input.values;
        let paced = input.setup.connector == Connector::Gallery;
        Ok(Self {
            health: Health::Well,
            troubles: CallTroubles::default(),
            licences_used: 0,
            quotas: Quotas::new(values),
            users_stored: values.count(Parameter::UsersStored),
            latency: Latency::new(values, variations),
            contents: Contents::new(input.setup.group_write, input.setup.adds_duplicates),
            searching: SimDuration::ZERO,
            queue: Queue::new(values),
            limits: Limits::new(input.setup, jobs)?,
            payload: Payload::new(values),
            failures: ErrorShares::per_call(values),
            refusal: SimDuration::from_secs_f64(values[Parameter::Refusal]),
            timeout: SimDuration::from_secs_f64(values[Parameter::Timeout]),
            paced,
            is_elsewhere: false,
        })
    }

    /// A target that somebody else answers for.
    ///
    /// # Errors
    /// When a limit lets nothing pass.
    pub fn elsewhere(
        input: &CycleInput<'_>,
        variations: &mut Variations,
    ) -> Result<Box<Self>, InvalidLimit> {
        let mut target = Box::new(Self::new(input, 1, variations)?);
        target.is_elsewhere = true;
        Ok(target)
    }

    /// Whether somebody else answers a call that goes out now. It is under way until it is answered.
    pub fn leaves_to_others(&mut self, now: SimTime, call: &Call) -> bool {
        if self.is_elsewhere {
            let sized = self.sized(call);
            self.limits
                .take(sized, Passage::at_once(now), SimTime::NEVER);
        }
        self.is_elsewhere
    }

    /// A target elsewhere has answered a call at this moment.
    pub fn is_answered(&mut self, call: &Call, at: SimTime) {
        let sized = self.sized(call);
        self.limits.extend(sized, SimTime::NEVER, at);
    }

    /// Whether it matters how many users it holds.
    pub fn counts_users(&self) -> bool {
        self.quotas.bound_users() || self.latency.searches
    }

    /// Whether it is counted who is in its groups, which it is where some may be lost or doubled.
    pub fn counts_members(&self) -> bool {
        self.contents.is_some()
    }

    /// Whether there is room for one more user.
    pub fn takes_user(&self) -> bool {
        self.quotas.takes_user(self.users_stored)
    }

    /// What the target has done until `end`, since it was made or since [`Self::forget`].
    pub fn tally(&self, end: SimTime) -> TargetTally {
        TargetTally {
            limits: self.limits.tallies(),
            searching: self.searching,
            ..self.queue.tally(end)
        }
    }

    /// Counts from zero again what the target does.
    pub fn forget(&mut self) {
        self.queue.forget();
        self.limits.forget_tallies();
        self.searching = SimDuration::ZERO;
    }

    /// Members that one request of a connector that knows the target carries at most.
    pub fn members_per_request(&self) -> u64 {
        self.payload
            .members_taken()
            .min(self.limits.members_passed())
    }

    /// The earliest moment, not before `at`, at which a job that paces itself makes a call.
    pub fn earliest(&self, call: &Call, at: SimTime) -> SimTime {
        let sized = self.sized(call);
        if self.limits.never_pass(sized) {
            return at;
        }
        self.limits.earliest(sized, at)
    }

    /// Whether nothing keeps a call from being worked on as it comes, and no limit has to be asked.
    #[inline(always)]
    pub fn serves_at_once(&self, call: &Call) -> bool {
        self.limits.are_none() && self.has_its_way() && self.payload.is_taken(call)
    }

    /// Whether every call with at most so many members is worked on as it comes, if the limits let it pass at once ([`Self::lets_pass`]).
    pub fn is_undisturbed(&self, most_members: u32) -> bool {
        self.limits.are_plain() && self.has_its_way() && self.payload.takes_all(most_members)
    }

    #[inline(always)]
    fn has_its_way(&self) -> bool {
        !self.is_elsewhere && self.health == Health::Well && self.troubles.are_none()
    }

    /// Whether limits that are plain let a call to an endpoint pass that arrives `at` this moment.
    #[inline(always)]
    pub fn lets_pass(&self, at: SimTime, endpoint: Endpoint) -> bool {
        self.limits.plainly_let_pass(endpoint, at)
    }

    /// Books a call to an endpoint that limits let pass that are plain, and that is answered at a moment.
    #[inline(always)]
    pub fn has_let_pass(&mut self, at: SimTime, endpoint: Endpoint, answered: SimTime) {
        self.limits.plainly_take(endpoint, at, answered);
    }

    /// Whether there is a limit that calls may meet.
    pub fn has_limits(&self) -> bool {
        !self.limits.are_none()
    }

    /// Receives a call that arrives `at` this moment. A job that paces itself comes when it believes to break no limit.
    pub fn receive(&mut self, at: SimTime, call: Call, streams: &Streams) -> Reception {
        let sized = self.dealt(&call, streams);
        if let Some(reply) = self.turned_down(at, sized, streams) {
            return Reception::Answered(reply);
        }
        let due = self.limits.due(sized, at);
        let held_until = self.limits.held_until(sized, due);
        if held_until == at {
            let reply = self.serve(at, call, streams);
            self.limits.take(sized, Passage::at_once(at), reply.at);
            return Reception::Answered(reply);
        }
        if held_until > at + self.timeout {
            let reply = self.given_up(at);
            self.limits.give_up(sized, at, reply.at);
            return Reception::Answered(reply);
        }
        let passage = Passage {
            at,
            due,
            held_until,
        };
        self.limits.take(sized, passage, just_after(held_until));
        Reception::Held(held_until)
    }

    /// Serves a call that arrived earlier and has been held back until now.
    pub fn serve_held(&mut self, now: SimTime, call: Call, streams: &Streams) -> Reply {
        let reply = self.serve(now, call, streams);
        let sized = self.dealt(&call, streams);
        self.limits.extend(sized, just_after(now), reply.at);
        reply
    }

    /// Works on a call that arrived earlier or arrives now.
    ///
    /// Calls travel as values, so that the compiler need not build one where nothing looks at the whole of it.
    #[inline(always)]
    pub fn serve(&mut self, now: SimTime, call: Call, streams: &Streams) -> Reply {
        // Most targets lose nothing, and need no count of what is in their groups.
        if self.counts_members() {
            return self.serve_counted(now, call, streams);
        }
        self.work_on(now, &call, streams).0
    }

    #[inline(never)]
    fn serve_counted(&mut self, now: SimTime, call: Call, streams: &Streams) -> Reply {
        let call = self.with_members(&call, now);
        let (reply, start, finish) = self.work_on(now, &call, streams);
        match reply.answer {
            Answer::Success => self.write_members(&call, start, finish, true, streams),
            Answer::Failure(ErrorCode::Timeout) => {
                self.write_members(&call, start, finish, false, streams);
            }
            _ => {}
        }
        reply
    }

    #[inline(always)]
    fn work_on(&mut self, now: SimTime, call: &Call, streams: &Streams) -> Worked {
        let Service {
            time,
            searching,
            spare,
        } = self.latency.of(call, self.users_stored, streams);
        let deadline = call.sent + self.timeout;
        let (start, finish) = self.queue.admit(now, time, deadline);
        if finish < SimTime::NEVER {
            self.searching += searching;
        }
        let reply = |at, answer| Reply {
            at,
            queued: start - call.sent,
            answer,
            passed: true,
        };
        if finish > deadline {
            let answer = Answer::Failure(ErrorCode::Timeout);
            return (reply(deadline, answer), start, finish);
        }
        let further = || streams[Purpose::Transient].unit(call.object, call.usage);
        let failure = self.failures.pick_by_digits(spare, further);
        let answer = failure.map_or(Answer::Success, Answer::Failure);
        (reply(finish, answer), start, finish)
    }

    /// Bytes of a call's payload.
    pub fn bytes(&self, call: &Call) -> u64 {
        self.payload.bytes(call)
    }

    /// A call as the sender knows it.
    fn sized<'c>(&self, call: &'c Call) -> Sized<'c> {
        Sized {
            call,
            bytes: self.payload.bytes(call),
            dealt: 0,
        }
    }

    /// A call as it arrives at one of the target's replicas. How calls are dealt is unpublished; at random is assumed.
    fn dealt<'c>(&self, call: &'c Call, streams: &Streams) -> Sized<'c> {
        let mut sized = self.sized(call);
        if self.limits.have_replicas() {
            let usage = call.usage << 24 | u64::from(call.repeats);
            sized.dealt = streams[Purpose::Replica].word(call.object, usage);
        }
        sized
    }
}

/// Until when a call that is held back until `moment` is under way at least: no other takes its place at that very moment.
fn just_after(moment: SimTime) -> SimTime {
    moment + SimDuration::from_nanos(1)
}
