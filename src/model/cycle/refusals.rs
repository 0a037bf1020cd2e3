//! What a job does after a 429: it waits as it is told, or as long as it has learned, or gives the call up.

use super::{Calendar, Cycle, Event, Observer, SimDuration, SimTime};
use crate::model::errors::ErrorCode;
use crate::model::parameters::{Parameter, Values};
use crate::model::setup::On429;

/// No wait between refused calls is longer, unless a Retry-After or the job's own first wait asks for it.
const LONGEST_BACKOFF: SimDuration = SimDuration::from_secs(300);
/// None is shorter, however fast the target lets calls pass.
const SHORTEST: SimDuration = SimDuration::from_nanos(10_000_000);
/// A wait that was long enough is tried this much shorter the next time, so that it follows a limit that becomes wider.
const SHORTER: f64 = 0.9;
/// A turn that succeeds makes the next ones so much shorter, and one that came too early so much longer. So about one in six succeeds, and
/// hardly anything that the target would let pass is left unasked for.
const EARLIER: f64 = 0.9;
const LONGER: f64 = 1.02;
/// While nothing passes, each round of turns comes so much later than the one before.
const LATER: f64 = 1.1;
/// The first wait beyond a pause that was too short, as a part of it; each further one is twice as long.
const FURTHER: f64 = 0.125;

/// What a job has learned of a target that refuses calls and does not say when to come back.
///
/// Calls that are under way together are refused together: that is one round, however many connections there are. While nothing
/// passes, pauses of the whole job double, and turns come a tenth later with each round. Once something passes, what the target needed is
/// remembered, and the next wait begins with it. So the number of connections does not matter for the pace.
#[derive(Clone, Copy, Debug)]
pub(super) struct Refusals {
    /// No wait that is learned is longer.
    longest: SimDuration,
    /// Time that the target needs until it lets calls of a job pass that pauses as a whole.
    pause: SimDuration,
    /// Time from one call that passes to the next, while calls wait for themselves.
    spacing: SimDuration,
    /// Rounds that were refused since a call passed, and calls.
    rounds: u64,
    calls: u64,
    /// Of these, in a row at a target that refuses every call: rounds of a job that pauses, calls of another.
    blocked: u64,
    /// Calls that wait for themselves.
    pub waiting: u64,
    /// When the first of the rounds was refused, and when the present pause ends.
    since: SimTime,
    ends: SimTime,
}

impl Refusals {
    pub fn new(values: &Values) -> Self {
        let first = SimDuration::from_secs_f64(values[Parameter::Backoff]);
        Self {
            longest: LONGEST_BACKOFF.max(first),
            pause: first,
            spacing: first,
            rounds: 0,
            calls: 0,
            blocked: 0,
            waiting: 0,
            since: SimTime::ZERO,
            ends: SimTime::ZERO,
        }
    }

    /// A call that was sent at this moment has passed the limits: a refusal comes at once, so that none means as much.
    pub fn passes(&mut self, sent: SimTime, had_waited: bool) {
        if self.rounds > 0 && sent >= self.ends {
            self.pause = self.bounded((self.ends - self.since) * SHORTER);
            self.rounds = 0;
        }
        if had_waited {
            self.spacing = self.bounded(self.spacing * EARLIER);
        }
        self.calls = 0;
        self.blocked = 0;
    }

    /// A call of a job that pauses as a whole is refused: until when it pauses.
    fn pause(&mut self, sent: SimTime, told: Option<SimDuration>, now: SimTime) -> SimTime {
        if self.rounds > 0 && sent < self.ends {
            self.ends = self.ends.max(now + told.unwrap_or_default());
            return self.ends;
        }
        if self.rounds == 0 {
            self.since = now;
        }
        let wait = told.unwrap_or_else(|| match self.rounds {
            0 => self.pause,
            further => self.bounded(self.pause * (FURTHER * doubled(further - 1))),
        });
        self.rounds += 1;
        self.ends = now + wait;
        self.ends
    }

    /// A call that waits for itself is refused: how long it waits. Each has its turn after those that wait already, so that they do not all come back
    /// at once.
    fn wait(&mut self, told: Option<SimDuration>, had_waited: bool) -> SimDuration {
        if had_waited {
            self.spacing = self.bounded(self.spacing * LONGER);
        }
        self.waiting += 1;
        let rounds = (self.calls - 1) / self.waiting;
        let later = libm::pow(LATER, rounds.min(100) as f64);
        let turn = self.bounded(self.spacing * (self.waiting as f64 * later));
        turn.max(told.unwrap_or_default())
    }

    fn bounded(&self, wait: SimDuration) -> SimDuration {
        wait.clamp(SHORTEST, self.longest)
    }
}

fn doubled(times: u64) -> f64 {
    (1_u64 << times.min(30)) as f64
}

impl<O: Observer> Cycle<'_, O> {
    /// The connection's call is refused for a limit.
    pub(super) fn refused(
        &mut self,
        slot: u16,
        retry_after: Option<SimDuration>,
        now: SimTime,
        calendar: &mut Calendar<Event>,
    ) {
        let place = &mut self.slots[usize::from(slot)];
        place.refusals += 1;
        let (refusals, sent) = (place.refusals, place.sent);
        // A Retry-After of zero says nothing, and must not stop the clock.
        let told = retry_after.filter(|time| *time > SimDuration::ZERO);
        let policy = self.input.setup.on_429;
        self.refusals.calls = self.refusals.calls.saturating_add(1);
        let rounds = self.refusals.rounds;
        if policy == On429::PauseJob {
            let until = self.refusals.pause(sent, told, now);
            self.gate.shut_until(until);
        }
        // What pauses as a whole asks again as a whole.
        let counts = policy != On429::PauseJob || self.refusals.rounds > rounds;
        if counts && self.is_blocked(slot) {
            self.refusals.blocked += 1;
        }
        if self.store.is_some() && self.refusals.blocked >= self.rules.failures_in_a_row {
            self.tally.failed_with = Some(ErrorCode::TooManyRequests);
            return;
        }
        let most = self.rules.refusals_before_escrow;
        let gives_up = match policy {
            On429::PauseJob => false,
            On429::RetryCall => u64::from(refusals) >= most,
            On429::Escrow => true,
        };
        if gives_up {
            self.fail(slot, ErrorCode::TooManyRequests, now, calendar);
            return;
        }
        let again = match policy {
            On429::PauseJob => self.gate.earliest(now),
            On429::RetryCall | On429::Escrow => now + self.refusals.wait(told, refusals > 1),
        };
        self.wait_until(slot, again, now, calendar);
    }

    /// Whether the target refuses every call like this one, whatever its luck. A limit is no block: it lets something pass sooner or later, and a
    /// job that waits for it, for a quota of the day as well, does not fail.
    fn is_blocked(&self, slot: u16) -> bool {
        self.target.borrow().is_down_for(&self.present_call(slot))
    }
}
