//! How much of one limit is used up, by whomever it counts together.

use super::call::{Call, Resource};
use super::penalised::Penalised;
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
            Self::Whole(limiter) => limiter.earliest(at, cost),
            Self::EachGroup { unused, groups } => match call.resource {
                Resource::Group(group) => groups
                    .get(group as usize)
                    .unwrap_or(unused)
                    .earliest(at, cost),
                Resource::User(_) | Resource::Nobody => at,
            },
            Self::EachObject(cap) => call.resource.key().map_or(at, |key| cap.earliest(key, at)),
        }
    }

    /// Uses up what a call counts, which is under way until `until`.
    #[inline]
    pub fn take(&mut self, call: &Call, at: SimTime, cost: u64, until: SimTime) {
        match self {
            Self::Whole(limiter) => limiter.take(at, cost, until),
            Self::EachGroup { unused, groups } => {
                if let Resource::Group(group) = call.resource {
                    let place = group as usize;
                    if groups.len() <= place {
                        groups.resize(place + 1, unused.clone());
                    }
                    groups[place].take(at, cost, until);
                }
            }
            Self::EachObject(cap) => {
                if let Some(key) = call.resource.key() {
                    cap.enter(key, at, until);
                }
            }
        }
    }

    /// A call that the limit counts is over it at `at`: from then on all that it is counted together with is for so long.
    pub fn punish(&mut self, call: &Call, at: SimTime, penalty: SimDuration) {
        match self {
            Self::Whole(limiter) => limiter.punish(at, penalty),
            Self::EachGroup { unused, groups } => {
                if let Resource::Group(group) = call.resource {
                    let place = group as usize;
                    if groups.len() <= place {
                        groups.resize(place + 1, unused.clone());
                    }
                    groups[place].punish(at, penalty);
                }
            }
            // Calls at once have no penalty.
            Self::EachObject(_) => {}
        }
    }

    /// What counts at `at` together with a call, of a limit that counts in windows.
    pub fn used(&self, call: &Call, at: SimTime) -> u64 {
        match (self, call.resource) {
            (Self::Whole(limiter), _) => limiter.used(at),
            (Self::EachGroup { groups, .. }, Resource::Group(group)) => {
                let limiter = groups.get(group as usize);
                limiter.map_or(0, |limiter| limiter.used(at))
            }
            _ => 0,
        }
    }

    /// Has a call that was to be under way until `until` under way until `later`.
    pub fn extend(&mut self, call: &Call, until: SimTime, later: SimTime) {
        match self {
            Self::Whole(limiter) => limiter.extend(until, later),
            // Groups have rates of their own, which do not mind how long a call takes.
            Self::EachGroup { .. } => {}
            Self::EachObject(cap) => {
                if let Some(key) = call.resource.key() {
                    cap.extend(key, until, later);
                }
            }
        }
    }
}

fn places(amount: u64) -> usize {
    usize::try_from(amount).unwrap_or(usize::MAX)
}

fn limiter(rule: &LimitRule, amount: u64) -> Result<Limiter, InvalidLimit> {
    Ok(match rule.kind {
        LimitKind::TokenBucket { burst } => {
            let allowance = Allowance::new(amount, rule.period)?;
            let burst = if amount == rule.amount {
                burst
            } else {
                rule.left_of(burst)
            };
            Limiter::TokenBucket(TokenBucket::new(allowance, burst)?)
        }
        LimitKind::FixedWindow => {
            Limiter::FixedWindow(FixedWindow::new(Allowance::new(amount, rule.period)?))
        }
        LimitKind::RollingWindow => {
            Limiter::RollingWindow(RollingWindow::new(Allowance::new(amount, rule.period)?))
        }
        LimitKind::QuietWindow => {
            Limiter::QuietWindow(QuietWindow::new(Allowance::new(amount, rule.period)?))
        }
        LimitKind::Concurrency => {
            Limiter::Concurrency(ServerPool::new(places(amount)).map_err(|_| InvalidLimit::Count)?)
        }
    })
}
