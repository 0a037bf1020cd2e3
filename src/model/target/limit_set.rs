//! The target's limits: who may pass when, what excess gets, how often each limit bound.

use super::target_limit::{Limit, Sized};
use crate::kernel::InvalidLimit;
use crate::model::endpoint::Endpoint;
use crate::model::limit_rule::{Counts, Excess, RetryAfter};
use crate::model::record::{Answer, LimitTally};
use crate::model::setup::{Connector, Setup};
use crate::units::{SimDuration, SimTime};

/// What a target's limits do with a call that is over one of them.
pub(super) enum Verdict {
    Passes,
    /// Answered at once with this.
    Answered(Answer),
    /// Answered by a closed connection.
    Closed,
    /// Not answered at all.
    Silence,
}

/// The moments of a call that passes: its arrival, when it is due if nothing but a slowdown holds it back, and when it is let pass.
#[derive(Clone, Copy)]
pub(super) struct Passage {
    pub at: SimTime,
    pub due: SimTime,
    pub held_until: SimTime,
}

impl Passage {
    /// A call that nothing holds back.
    pub fn at_once(at: SimTime) -> Self {
        Self {
            at,
            due: at,
            held_until: at,
        }
    }
}

pub(super) struct Limits {
    limits: Vec<Limit>,
    /// Whether some limit counts more than one for a call, so that a call may never pass.
    by_size: bool,
    /// Whether some limit makes calls slower before it is reached.
    slow: bool,
    /// Whether some limit holds calls back.
    holds: bool,
    /// Whether some limit is counted by each replica for itself.
    replicated: bool,
    /// Whether no limit looks at more than the endpoint, and none does more than let pass or turn down; so with most targets.
    plain: bool,
    /// Whether the service reads RateLimit-Reset.
    heeds_reset: bool,
}

impl Limits {
    /// The limits of a setup, unused, for so many jobs. Jobs that pace themselves know what is published and their own calls.
    ///
    /// # Errors
    /// When a limit would let nothing pass.
    pub fn new(setup: &Setup, jobs: u16) -> Result<Self, InvalidLimit> {
        let paced = setup.connector == Connector::Gallery;
        let rules = &setup.limits;
        let limits = rules.iter().map(|rule| Limit::new(rule, jobs, paced));
        let limits: Vec<Limit> = limits.collect::<Result<_, _>>()?;
        Ok(Self {
            plain: limits.iter().all(Limit::is_plain),
            limits,
            by_size: rules.iter().any(|rule| rule.counts != Counts::Calls),
            slow: rules.iter().any(|rule| rule.slowed.is_some()),
            holds: rules.iter().any(|rule| rule.excess == Excess::Slower),
            replicated: rules.iter().any(|rule| rule.replicas > 1),
            heeds_reset: setup.heeds_ratelimit_reset,
        })
    }

    pub fn are_none(&self) -> bool {
        self.limits.is_empty()
    }

    /// Whether no limit looks at more than the endpoint, and none does more than let pass or turn down.
    pub fn are_plain(&self) -> bool {
        self.plain
    }

    pub fn have_replicas(&self) -> bool {
        self.replicated
    }

    /// How often each limit bound so far.
    pub fn tallies(&self) -> Vec<LimitTally> {
        self.limits.iter().map(|limit| limit.tally).collect()
    }

    /// Counts from zero again how often limits bind.
    pub fn forget_tallies(&mut self) {
        for limit in &mut self.limits {
            limit.tally = LimitTally::default();
        }
    }

    /// The most members that a published limit lets one request carry.
    pub fn members_passed(&self) -> u64 {
        let limits = self.limits.iter();
        let by_members = limits.filter(|limit| limit.counts == Counts::Members && limit.is_paced());
        let most = by_members.map(|limit| limit.most).min();
        most.unwrap_or(u64::MAX).max(1)
    }

    /// Whether a call counts more than some limit ever lets pass.
    #[inline]
    pub fn never_pass(&self, sized: Sized<'_>) -> bool {
        let mut limits = self.limits.iter();
        self.by_size && limits.any(|limit| limit.cost(sized) > limit.most)
    }

    /// The earliest moment, not before `at`, at which a job that paces itself believes that its call breaks no limit.
    #[inline]
    pub fn earliest(&self, sized: Sized<'_>, at: SimTime) -> SimTime {
        if self.plain {
            return settle(at, |moment| {
                let known = self.limits.iter().filter(|limit| limit.paced_by_state);
                let each = known.map(|limit| limit.plainly_earliest(sized.call.endpoint, moment));
                each.fold(moment, SimTime::max)
            });
        }
        settle(at, |moment| {
            let known = self.limits.iter().filter(|limit| limit.is_paced());
            known
                .map(|limit| limit.believed(sized, moment))
                .fold(moment, SimTime::max)
        })
    }

    /// Whether limits that are plain let a call pass now, and whoever keeps to them would send it.
    #[inline(never)]
    pub fn plainly_let_pass(&self, endpoint: Endpoint, now: SimTime) -> bool {
        let mut limits = self.limits.iter();
        limits.all(|limit| limit.plainly_earliest(endpoint, now) == now)
    }

    /// Books a call that passes limits that are plain, and is under way until a moment.
    #[inline(never)]
    pub fn plainly_take(&mut self, endpoint: Endpoint, at: SimTime, until: SimTime) {
        for limit in &mut self.limits {
            limit.plainly_take(endpoint, at, until);
        }
    }

    /// Judges a call that arrives. One of a job that paces itself is only over limits that it cannot know.
    pub fn judge(&mut self, sized: Sized<'_>, at: SimTime, paced: bool) -> Verdict {
        let mut worst: Option<(usize, SimTime)> = None;
        for (index, limit) in self.limits.iter_mut().enumerate() {
            if limit.excess == Excess::Slower || (paced && limit.paced_by_state) {
                continue;
            }
            let mut passes_at = limit.earliest(sized, at);
            if passes_at > at {
                passes_at = limit.punish(sized, at);
            }
            // The last of those that pass latest: its answer is the one that counts.
            if passes_at > at && worst.is_none_or(|(_, latest)| passes_at >= latest) {
                worst = Some((index, passes_at));
            }
        }
        let Some((index, passes_at)) = worst else {
            return Verdict::Passes;
        };
        let limit = &mut self.limits[index];
        limit.tally.over += 1;
        match limit.excess {
            Excess::TooManyRequests(retry_after) => {
                let told = match retry_after {
                    RetryAfter::UntilAllowed => Some(passes_at - at),
                    RetryAfter::Fixed(time) => Some(time),
                    RetryAfter::RateLimitReset if self.heeds_reset => Some(passes_at - at),
                    RetryAfter::RateLimitReset | RetryAfter::Absent => None,
                };
                Verdict::Answered(Answer::Refusal(told.map(whole_seconds)))
            }
            Excess::Forbidden => Verdict::Answered(Answer::Denial),
            Excess::Closed => Verdict::Closed,
            Excess::Silence => Verdict::Silence,
            Excess::Slower => Verdict::Passes,
        }
    }

    /// When a call that passes at `at` is due: later where much of a limit is used up. Of several such limits the slowest counts.
    pub fn due(&self, sized: Sized<'_>, at: SimTime) -> SimTime {
        if !self.slow {
            return at;
        }
        let slowed = self.limits.iter().map(|limit| limit.slows(sized, at));
        at + slowed.max().unwrap_or_default()
    }

    /// Until when limits that make answers slower hold a call back.
    pub fn held_until(&self, sized: Sized<'_>, at: SimTime) -> SimTime {
        if !self.holds {
            return at;
        }
        settle(at, |moment| {
            let limits = self.limits.iter();
            let slower = limits.filter(|limit| limit.excess == Excess::Slower);
            slower
                .map(|limit| limit.earliest(sized, moment))
                .fold(moment, SimTime::max)
        })
    }

    /// Books a call that passes: at its arrival, or when it is let pass where limits hold it back. It is under way until
    /// `until`: for a call that is held back, at least, as [`Self::extend`] says later.
    #[inline]
    pub fn take(&mut self, sized: Sized<'_>, passage: Passage, until: SimTime) {
        if self.plain {
            self.plainly_take(sized.call.endpoint, passage.at, until);
            return;
        }
        let Passage {
            at,
            due,
            held_until,
        } = passage;
        for limit in &mut self.limits {
            let cost = limit.cost(sized);
            if cost == 0 {
                continue;
            }
            let is_slower = limit.excess == Excess::Slower;
            let from = if is_slower { held_until } else { at };
            limit.tally.over += u64::from(is_slower && held_until > due);
            let slowed = due > at && limit.slows(sized, at) > SimDuration::ZERO;
            limit.tally.slowed += u64::from(slowed);
            limit.tally.passed += cost;
            for state in limit.states_of(sized) {
                state.take(sized.call, from, cost, until.max(from));
            }
        }
    }

    /// A call that was held back, and was to be under way until `until` at least, is answered at `answered`.
    pub fn extend(&mut self, sized: Sized<'_>, until: SimTime, answered: SimTime) {
        let caps = self.limits.iter_mut().filter(|limit| limit.is_cap);
        for limit in caps.filter(|limit| limit.cost(sized) > 0) {
            for state in limit.states_of(sized) {
                state.extend(sized.call, until, answered);
            }
        }
    }

    /// A call is held back for so long that its sender gives up at `until`: as long, its connection is open.
    pub fn give_up(&mut self, sized: Sized<'_>, at: SimTime, until: SimTime) {
        for limit in &mut self.limits {
            let is_over = limit.excess == Excess::Slower && limit.earliest(sized, at) > at;
            limit.tally.over += u64::from(is_over);
            if limit.is_cap && limit.cost(sized) > 0 {
                for state in limit.states_of(sized) {
                    state.take(sized.call, at, 1, until);
                }
            }
        }
    }

    /// Notes that a call of a job that paces itself was sent although it does not pass: it believes otherwise.
    pub fn note(&mut self, sized: Sized<'_>, at: SimTime, until: SimTime) {
        let job = usize::from(sized.call.job);
        for limit in &mut self.limits {
            let cost = limit.cost(sized);
            if let (Some(view), true) = (limit.views.get_mut(job), cost > 0) {
                view.take(sized.call, at, cost, until);
            }
        }
    }
}

/// The first moment, not before `at`, that moves no further: limits are nested, and what one allows another may not.
fn settle(at: SimTime, latest: impl Fn(SimTime) -> SimTime) -> SimTime {
    let mut moment = at;
    loop {
        let later = latest(moment);
        if later == moment {
            return moment;
        }
        moment = later;
    }
}

/// A Retry-After is a whole number of seconds (RFC 9110, section 10.2.3), so it is rounded up.
fn whole_seconds(time: SimDuration) -> SimDuration {
    SimDuration::from_secs(time.as_nanos().div_ceil(1_000_000_000))
}
