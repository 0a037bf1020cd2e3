//! How much of one limit is used up, by whomever it counts together.

use super::call::{Call, Resource};
use crate::kernel::{
    Allowance, FixedWindow, InvalidLimit, KeyedCap, Limiter, QuietWindow, RollingWindow,
    ServerPool, TokenBucket,
};
use crate::model::limit_rule::{LimitKind, LimitRule, Per};
use crate::units::{SimDuration, SimTime};

/// The state of a limit.
pub(super) enum LimitState {
    Whole(Penalised),
    /// One limiter for each group, as they come up.
    EachGroup {
        unused: Penalised,
        groups: Vec<Penalised>,
    },
    EachObject(KeyedCap),
}

impl LimitState {
    /// The unused state of a rule, for so much in each period.
    ///
    /// # Errors
    /// When nothing would ever pass.
    pub fn new(rule: &LimitRule, amount: u64) -> Result<Self, InvalidLimit> {
        if rule.kind == LimitKind::Concurrency && rule.per != Per::Everything {
            return Ok(Self::EachObject(KeyedCap::new(places(amount))));
        }
        let unused = Penalised::new(limiter(rule, amount)?);
        Ok(match rule.per {
            Per::Everything | Per::EachObject => Self::Whole(unused),
            Per::EachGroup => Self::EachGroup {
                unused,
                groups: Vec::new(),
            },
        })
    }

    /// The earliest moment, not before `at`, at which a call that counts as `cost` passes.
    #[inline]
    pub fn earliest(&self, call: &Call, at: SimTime, cost: u64) -> SimTime {
        match self {
            Self::EachObject(cap) => call.resource.key().map_or(at, |key| cap.earliest(key, at)),
            _ => self
                .limiter(call)
                .map_or(at, |limiter| limiter.earliest(at, cost)),
        }
    }

    /// Uses up what a call counts, which is under way until `until`.
    #[inline]
    pub fn take(&mut self, call: &Call, at: SimTime, cost: u64, until: SimTime) {
        if let (Self::EachObject(cap), Some(key)) = (&mut *self, call.resource.key()) {
            cap.enter(key, at, until);
        } else if let Some(limiter) = self.limiter_mut(call) {
            limiter.take(at, cost, until);
        }
    }

    /// A call that the limit counts is over it at `at`: from then on all that it is counted together with is for so long. Calls at once
    /// have no penalty.
    pub fn punish(&mut self, call: &Call, at: SimTime, penalty: SimDuration) {
        if let Some(limiter) = self.limiter_mut(call) {
            limiter.punish(at, penalty);
        }
    }

    /// What counts at `at` together with a call, of a limit that counts in windows.
    pub fn used(&self, call: &Call, at: SimTime) -> u64 {
        self.limiter(call).map_or(0, |limiter| limiter.used(at))
    }

    /// Has a call that was to be under way until `until` under way until `later`.
    pub fn extend(&mut self, call: &Call, until: SimTime, later: SimTime) {
        if let (Self::EachObject(cap), Some(key)) = (&mut *self, call.resource.key()) {
            cap.extend(key, until, later);
        } else if let Some(limiter) = self.limiter_mut(call) {
            limiter.extend(until, later);
        }
    }

    /// The limiter that counts a call, if one does.
    #[inline]
    fn limiter(&self, call: &Call) -> Option<&Penalised> {
        match (self, call.resource) {
            (Self::Whole(limiter), _) => Some(limiter),
            (Self::EachGroup { unused, groups }, Resource::Group(group)) => {
                Some(groups.get(group as usize).unwrap_or(unused))
            }
            _ => None,
        }
    }

    #[inline]
    fn limiter_mut(&mut self, call: &Call) -> Option<&mut Penalised> {
        match (self, call.resource) {
            (Self::Whole(limiter), _) => Some(limiter),
            (Self::EachGroup { unused, groups }, Resource::Group(group)) => {
                let index = group as usize;
                if groups.len() <= index {
                    groups.resize(index + 1, unused.clone());
                }
                groups.get_mut(index)
            }
            _ => None,
        }
    }
}

fn places(amount: u64) -> usize {
    usize::try_from(amount).unwrap_or(usize::MAX)
}

fn limiter(rule: &LimitRule, amount: u64) -> Result<Limiter, InvalidLimit> {
    let allowance = || Allowance::new(amount, rule.period);
    Ok(match rule.kind {
        LimitKind::TokenBucket { burst } => {
            let burst = if amount == rule.amount {
                burst
            } else {
                rule.left_of(burst)
            };
            Limiter::TokenBucket(TokenBucket::new(allowance()?, burst)?)
        }
        LimitKind::FixedWindow => Limiter::FixedWindow(FixedWindow::new(allowance()?)),
        LimitKind::RollingWindow => Limiter::RollingWindow(RollingWindow::new(allowance()?)),
        LimitKind::QuietWindow => Limiter::QuietWindow(QuietWindow::new(allowance()?)),
        LimitKind::Concurrency => {
            Limiter::Concurrency(ServerPool::new(places(amount)).map_err(|_| InvalidLimit::Count)?)
        }
    })
}

/// A limiter, and until when it lets nothing pass after an excess.
#[derive(Clone, Debug)]
pub(super) struct Penalised {
    limiter: Limiter,
    shut_until: SimTime,
}

impl Penalised {
    pub fn new(limiter: Limiter) -> Self {
        Self {
            limiter,
            shut_until: SimTime::ZERO,
        }
    }

    #[inline]
    pub fn earliest(&self, at: SimTime, cost: u64) -> SimTime {
        // What ever passes again is asked for behind the penalty; what costs nothing is not counted at all.
        self.limiter.earliest(at.max(self.shut_until), cost)
    }

    #[inline]
    pub fn take(&mut self, at: SimTime, cost: u64, until: SimTime) {
        self.limiter.take(at, cost, until);
    }

    pub fn extend(&mut self, until: SimTime, later: SimTime) {
        self.limiter.extend(until, later);
    }

    pub fn used(&self, at: SimTime) -> u64 {
        self.limiter.used(at)
    }

    /// A call is over the limit at `at`. What is refused during the penalty does not prolong it.
    pub fn punish(&mut self, at: SimTime, penalty: SimDuration) {
        if at >= self.shut_until {
            self.shut_until = at + penalty;
        }
    }
}
