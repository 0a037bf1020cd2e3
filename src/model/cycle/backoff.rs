//! How long a job waits after a 429: as it is told, or as long as it has learned.

use crate::model::parameters::{Parameter, Values};
use crate::units::{SimDuration, SimTime};

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

/// What a refusal says about when to come back, if it says anything.
type RetryAfter = Option<SimDuration>;

/// What a job has learned of a target that refuses calls and does not say when to come back.
///
/// Calls that are under way together are refused together: that is one round, however many connections there are. While nothing
/// passes, pauses of the whole job double, and turns come a tenth later with each round. Once something passes, what the target needed is
/// remembered, and the next wait begins with it. So the number of connections does not matter for the pace.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Backoff {
    /// No wait that is learned is longer.
    longest: SimDuration,
    /// Time that the target needs until it lets calls of a job pass that pauses as a whole.
    pause: SimDuration,
    /// Time from one call that passes to the next, while calls wait for themselves.
    spacing: SimDuration,
    /// Rounds that were refused since a call passed, and calls.
    pub rounds: u64,
    pub calls: u64,
    /// Of these, in a row at a target that refuses every call: rounds of a job that pauses, calls of another.
    pub blocked: u64,
    /// Calls that wait for themselves.
    pub waiting: u64,
    /// When the first of the rounds was refused, and when the present pause ends.
    since: SimTime,
    ends: SimTime,
}

impl Backoff {
    pub fn new(values: &Values) -> Self {
        let first = SimDuration::from_secs_f64(values[Parameter::Backoff]);
        Self {
            longest: LONGEST_BACKOFF.max(first),
            pause: first,
            spacing: first,
            ..Self::default()
        }
    }

    /// Whether no refusal is remembered that a call which passes would end. A job that pauses remembers one until its pause is over.
    pub fn is_at_rest(&self) -> bool {
        self.rounds == 0 && self.calls == 0 && self.blocked == 0
    }

    /// A call that was sent at this moment has passed the limits: a refusal comes at once, so that none means as much.
    #[inline(always)]
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
    pub fn pause(&mut self, sent: SimTime, retry_after: RetryAfter, now: SimTime) -> SimTime {
        if self.rounds > 0 && sent < self.ends {
            self.ends = self.ends.max(now + retry_after.unwrap_or_default());
            return self.ends;
        }
        if self.rounds == 0 {
            self.since = now;
        }
        let wait = retry_after.unwrap_or_else(|| match self.rounds {
            0 => self.pause,
            further => self.bounded(self.pause * (FURTHER * doubled(further - 1))),
        });
        self.rounds += 1;
        self.ends = now + wait;
        self.ends
    }

    /// A call that waits for itself is refused: how long it waits. Each has its turn after those that wait already, so that they do not all come back
    /// at once.
    pub fn wait(&mut self, retry_after: RetryAfter, had_waited: bool) -> SimDuration {
        if had_waited {
            self.spacing = self.bounded(self.spacing * LONGER);
        }
        self.waiting += 1;
        let rounds = (self.calls - 1) / self.waiting;
        let later = libm::pow(LATER, rounds.min(100) as f64);
        let turn = self.bounded(self.spacing * (self.waiting as f64 * later));
        turn.max(retry_after.unwrap_or_default())
    }

    fn bounded(&self, wait: SimDuration) -> SimDuration {
        wait.clamp(SHORTEST, self.longest)
    }
}

fn doubled(times: u64) -> f64 {
    (1_u64 << times.min(30)) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn backoff(first_secs: f64) -> Backoff {
        Backoff::new(&Values::from_fn(|_| first_secs))
    }

    /// The pauses, in seconds, of a job whose calls are all refused without being told for how long.
    fn pauses(backoff: &mut Backoff, rounds: usize) -> Vec<f64> {
        let mut now = SimTime::ZERO;
        (0..rounds)
            .map(|_| {
                let until = backoff.pause(now, None, now);
                let pause = until - now;
                now = until;
                pause.as_secs_f64()
            })
            .collect()
    }

    #[test]
    fn further_pauses_double_from_an_eighth_of_the_first_up_to_five_minutes() {
        let first = pauses(&mut backoff(8.0), 12);
        let doubled = [8.0, 1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0, 256.0];
        assert_eq!(first[..10], doubled);
        assert_eq!(first[10..], [300.0, 300.0]);
    }

    #[test]
    fn a_first_wait_of_more_than_five_minutes_is_the_longest() {
        let all = pauses(&mut backoff(400.0), 8);
        assert_eq!(all, [400.0, 50.0, 100.0, 200.0, 400.0, 400.0, 400.0, 400.0]);
    }

    #[test]
    fn what_is_told_is_waited_for_however_long() {
        let mut backoff = backoff(1.0);
        let retry_after = SimDuration::from_secs(4_000);
        let until = backoff.pause(SimTime::ZERO, Some(retry_after), SimTime::ZERO);
        assert_eq!(until, SimTime::ZERO + retry_after);
    }

    #[test]
    fn calls_that_wait_for_themselves_take_turns_of_five_minutes_at_most() {
        let mut backoff = backoff(100.0);
        let waits: Vec<f64> = (0..5)
            .map(|_| {
                backoff.calls += 1;
                backoff.wait(None, false).as_secs_f64()
            })
            .collect();
        assert_eq!(waits, [100.0, 200.0, 300.0, 300.0, 300.0]);
    }

    #[test]
    fn a_round_is_refused_once_however_many_calls_are_under_way() {
        let mut backoff = backoff(8.0);
        let first = backoff.pause(SimTime::ZERO, None, SimTime::ZERO);
        let second = SimTime::ZERO + SimDuration::from_secs(1);
        assert_eq!(backoff.pause(second, None, second), first);
        assert_eq!(backoff.rounds, 1);
    }
}
