//! One limit of the target: what a call counts, and what is used up.

use super::call::{Call, Resource};
use super::limit_state::LimitState;
use crate::kernel::InvalidLimit;
use crate::model::endpoint::{Endpoint, EndpointSet};
use crate::model::limit_rule::{
    Counts, Excess, LimitKind, LimitRule, Per, Sharing, Slowdown, Weights,
};
use crate::model::record::LimitTally;
use crate::units::{SimDuration, SimTime};

pub(super) struct Limit {
    endpoints: EndpointSet,
    pub counts: Counts,
    /// What each call to an endpoint counts, where neither its size nor whom it is for matters.
    fixed_costs: Option<[u64; Endpoint::ALL.len()]>,
    weights: Weights,
    per: Per,
    /// Payloads that count, from above this to at most that many bytes; the smallest counts too where there is no bound.
    bytes: (Option<u64>, u64),
    pub excess: Excess,
    /// Whether it is on calls at once.
    pub is_cap: bool,
    slowed: Option<Slowdown>,
    penalty: SimDuration,
    is_bucket: bool,
    /// Replicas of the target that count for themselves.
    replicas: u64,
    each_job: bool,
    /// What is really used up: for each job, or for all together, one at each replica.
    states: Vec<LimitState>,
    /// What each job that paces itself believes to be used up, where that can differ from what really is.
    pub views: Vec<LimitState>,
    /// Whether jobs pace themselves by it.
    pub paced_by_state: bool,
    /// The most that one call may count so that it passes at all.
    pub most: u64,
    pub tally: LimitTally,
}

/// A call and the size of its payload.
#[derive(Clone, Copy)]
pub(super) struct Sized<'c> {
    pub call: &'c Call,
    pub bytes: u64,
    /// Decides at which replica it arrives.
    pub dealt: u64,
}

impl Limit {
    /// A limit that is not used up, for so many jobs.
    ///
    /// # Errors
    /// When it would let nothing pass.
    pub fn new(rule: &LimitRule, jobs: u16, paced: bool) -> Result<Self, InvalidLimit> {
        let each_job = rule.sharing == Sharing::Job;
        let left = rule.amount_left();
        let replicas = rule.replicas.max(1);
        // Nobody knows which replica a call meets, so whoever keeps a pace keeps to what one of them lets pass.
        let differs = left != rule.amount || (!each_job && jobs > 1) || replicas > 1;
        let states = |count: usize, amount: u64| {
            (0..count)
                .map(|_| LimitState::new(rule, amount))
                .collect::<Result<Vec<_>, _>>()
        };
        let counted_apart = if each_job { jobs } else { 1 };
        let knows = paced && rule.published;
        Ok(Self {
            endpoints: rule.endpoints,
            counts: rule.counts,
            fixed_costs: fixed_costs(rule),
            weights: rule.weights,
            per: rule.per,
            bytes: (rule.over_bytes, rule.up_to_bytes.unwrap_or(u64::MAX)),
            excess: rule.excess,
            is_cap: rule.kind == LimitKind::Concurrency,
            slowed: rule.slowed.map(|slowed| Slowdown {
                over: rule.burst_left(slowed.over),
                by: slowed.by,
            }),
            penalty: rule.penalty,
            is_bucket: matches!(rule.kind, LimitKind::TokenBucket { .. }),
            replicas: u64::from(replicas),
            each_job,
            states: states(usize::from(replicas) * usize::from(counted_apart), left)?,
            views: if knows && differs {
                states(usize::from(jobs), rule.amount)?
            } else {
                Vec::new()
            },
            paced_by_state: knows && !differs,
            most: rule.most(),
            tally: LimitTally::default(),
        })
    }

    /// What is really used up by a job, and what it believes to be.
    pub fn states_of(&mut self, sized: Sized<'_>) -> impl Iterator<Item = &mut LimitState> {
        let index = self.index(sized);
        let view = self.views.get_mut(usize::from(sized.call.job));
        self.states.get_mut(index).into_iter().chain(view)
    }

    /// Index of the state in which a call is counted.
    #[inline]
    fn index(&self, sized: Sized<'_>) -> usize {
        if self.states.len() == 1 {
            return 0;
        }
        let job = if self.each_job {
            u64::from(sized.call.job)
        } else {
            0
        };
        // Below the number of states, which a `usize` holds.
        (job * self.replicas + sized.dealt % self.replicas) as usize
    }

    /// A call is over the limit at `at`; when it passes now.
    pub fn punish(&mut self, sized: Sized<'_>, at: SimTime) -> SimTime {
        if self.penalty > SimDuration::ZERO {
            let index = self.index(sized);
            self.states[index].punish(sized.call, at, self.penalty);
        }
        self.earliest(sized, at)
    }

    /// By how much a call that passes at `at` is served later because much of the limit is used up; nothing by default.
    pub fn slows(&self, sized: Sized<'_>, at: SimTime) -> SimDuration {
        let Some(slowed) = self.slowed else {
            return SimDuration::ZERO;
        };
        let cost = self.cost(sized);
        let used = self.states[self.index(sized)].used(sized.call, at);
        if cost > 0 && used + cost > slowed.over {
            slowed.by
        } else {
            SimDuration::ZERO
        }
    }

    /// Whether jobs that pace themselves know it.
    pub fn is_paced(&self) -> bool {
        self.paced_by_state || !self.views.is_empty()
    }

    /// What a call counts; zero where it does not.
    #[inline]
    pub fn cost(&self, sized: Sized<'_>) -> u64 {
        match &self.fixed_costs {
            Some(costs) => costs[sized.call.endpoint as usize],
            None => self.cost_by_size(sized),
        }
    }

    fn cost_by_size(&self, sized: Sized<'_>) -> u64 {
        let Sized { call, bytes, .. } = sized;
        let (over, up_to) = self.bytes;
        let counted = self.endpoints.contains(call.endpoint)
            && over.is_none_or(|over| bytes > over)
            && bytes <= up_to;
        let concerned = match self.per {
            Per::Everything => true,
            Per::EachGroup => matches!(call.resource, Resource::Group(_)),
            Per::EachObject => call.resource != Resource::Nobody,
        };
        if !counted || !concerned {
            return 0;
        }
        match self.counts {
            Counts::Calls => 1,
            Counts::Units => u64::from(self.weights.of(call.endpoint)),
            Counts::Members => u64::from(call.members_carried),
            Counts::Bytes => bytes,
        }
    }

    /// Whether it looks at nothing but the endpoint and does nothing but let pass or turn down, and whoever knows it knows what is really used up.
    pub fn is_plain(&self) -> bool {
        let is_one = matches!(self.states[..], [LimitState::Whole(_)]) && self.views.is_empty();
        is_one
            && self.fixed_costs.is_some()
            && self.slowed.is_none()
            && self.excess != Excess::Slower
    }

    /// What a call to an endpoint counts in a limit that is plain.
    #[inline(always)]
    fn fixed_cost(&self, endpoint: Endpoint) -> u64 {
        match &self.fixed_costs {
            Some(costs) => costs[endpoint as usize],
            None => 0,
        }
    }

    /// [`Self::earliest`] of a limit that is plain.
    #[inline(always)]
    pub fn plainly_earliest(&self, endpoint: Endpoint, at: SimTime) -> SimTime {
        match (&self.states[..], self.fixed_cost(endpoint)) {
            ([LimitState::Whole(limiter)], cost) if cost > 0 => limiter.earliest(at, cost),
            _ => at,
        }
    }

    /// Books a call that passes a limit that is plain.
    #[inline(always)]
    pub fn plainly_take(&mut self, endpoint: Endpoint, at: SimTime, until: SimTime) {
        let cost = self.fixed_cost(endpoint);
        if let ([LimitState::Whole(limiter)], true) = (&mut self.states[..], cost > 0) {
            self.tally.passed += cost;
            limiter.take(at, cost, until.max(at));
        }
    }

    /// The earliest moment, not before `at`, at which a call passes.
    pub fn earliest(&self, sized: Sized<'_>, at: SimTime) -> SimTime {
        self.asked(&self.states[self.index(sized)], sized, at)
    }

    /// The same as the job believes it.
    pub fn believed(&self, sized: Sized<'_>, at: SimTime) -> SimTime {
        match self.views.get(usize::from(sized.call.job)) {
            // A bucket keeps the fraction of a nanosecond by which a call waited too long. One that saw only a part of the
            // calls keeps others, and so can be later by up to a nanosecond.
            Some(view) if self.replicas > 1 && self.is_bucket => {
                let before = SimTime::from_nanos(at.as_nanos().saturating_sub(1));
                self.asked(view, sized, before) + SimDuration::from_nanos(1)
            }
            Some(view) => self.asked(view, sized, at),
            None => self.earliest(sized, at),
        }
    }

    #[inline]
    fn asked(&self, state: &LimitState, sized: Sized<'_>, at: SimTime) -> SimTime {
        match self.cost(sized) {
            0 => at,
            cost => state.earliest(sized.call, at, cost),
        }
    }
}

/// What each call to an endpoint counts by a rule that looks at nothing else.
fn fixed_costs(rule: &LimitRule) -> Option<[u64; Endpoint::ALL.len()]> {
    let by_size = matches!(rule.counts, Counts::Members | Counts::Bytes)
        || rule.over_bytes.is_some()
        || rule.up_to_bytes.is_some();
    if by_size || rule.per != Per::Everything {
        return None;
    }
    Some(Endpoint::ALL.map(|endpoint| match rule.counts {
        _ if !rule.endpoints.contains(endpoint) => 0,
        Counts::Units => u64::from(rule.weights.of(endpoint)),
        _ => 1,
    }))
}
