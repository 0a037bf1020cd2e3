//! The target application: latency, capacity, limits and chance failures.

use super::chance::Streams;
use super::drawn::CycleInput;
use super::endpoint::{Endpoint, EndpointSet};
use super::error_shares::ErrorShares;
use super::errors::ErrorCode;
use super::parameters::{Parameter, Values};
use super::setup::{LimitKind, LimitRule, RetryAfter};
use crate::kernel::sample::LogNormal;
use crate::kernel::{
    Allowance, FixedWindow, InvalidLimit, Limiter, QuantileTable, ServerPool, TokenBucket,
};
use crate::units::{SimDuration, SimTime};

/// One request to the target.
#[derive(Clone, Copy, Debug)]
pub(super) struct Call {
    pub endpoint: Endpoint,
    /// The object it is for: the address of its luck.
    pub object: u64,
    /// Which call of that object it is: attempt and step.
    pub usage: u64,
    /// Members that the group has already, for a PATCH of a group.
    pub members_present: u32,
    /// Members that the call carries, for a PATCH of a group.
    pub members_carried: u32,
}

/// How the target answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Answer {
    Success,
    Failure(ErrorCode),
    /// 429, with what it says about when to come back.
    Refusal(Option<SimDuration>),
}

/// An answer, when it comes, and how much of the time was waiting in the target's queue.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reply {
    pub at: SimTime,
    pub queued: SimDuration,
    pub answer: Answer,
}

struct Limit {
    endpoints: EndpointSet,
    limiter: Limiter,
    retry_after: RetryAfter,
}

/// Whether the target does its work.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Health {
    #[default]
    Well,
    /// It answers every call with a failure of this code.
    Fails(ErrorCode),
}

pub(super) struct Target {
    pub health: Health,
    mean_secs: [f64; Endpoint::ALL.len()],
    secs_per_member_present: f64,
    secs_per_extra_member: f64,
    /// Of mean one.
    variation: QuantileTable,
    pool: Option<ServerPool>,
    limits: Vec<Limit>,
    failures: ErrorShares,
    refusal: SimDuration,
    timeout: SimDuration,
}

impl Target {
    pub fn new(input: &CycleInput<'_>) -> Result<Self, InvalidLimit> {
        let values = &input.values;
        Ok(Self {
            health: Health::Well,
            mean_secs: [
                values[Parameter::UserGet],
                values[Parameter::UserPost],
                values[Parameter::UserPatch],
                values[Parameter::UserDelete],
                values[Parameter::GroupGet],
                values[Parameter::GroupPost],
                values[Parameter::GroupPatch],
                values[Parameter::GroupDelete],
            ],
            secs_per_member_present: values[Parameter::GroupPatchPerThousand] / 1_000.0,
            secs_per_extra_member: values[Parameter::PerExtraMember],
            variation: QuantileTable::new(LogNormal::from_mean_and_cv(
                1.0,
                values[Parameter::LatencyCv],
            )),
            pool: pool(values),
            limits: input
                .setup
                .limits
                .iter()
                .map(limit)
                .collect::<Result<_, _>>()?,
            failures: ErrorShares::per_call(values),
            refusal: SimDuration::from_secs_f64(values[Parameter::Refusal]),
            timeout: SimDuration::from_secs_f64(values[Parameter::Timeout]),
        })
    }

    /// The earliest moment, not before `at`, at which a call breaks no limit.
    pub fn earliest(&self, endpoint: Endpoint, at: SimTime) -> SimTime {
        let mut moment = at;
        loop {
            let latest = self
                .counting(endpoint)
                .map(|limit| limit.limiter.earliest(moment))
                .fold(moment, SimTime::max);
            if latest == moment {
                return moment;
            }
            moment = latest;
        }
    }

    /// Answers a call that arrives `at` this moment. A paced call comes when it breaks no limit.
    pub fn call(&mut self, at: SimTime, call: &Call, paced: bool, streams: &Streams) -> Reply {
        if !paced && let Some(refusal) = self.refuse(call.endpoint, at) {
            return refusal;
        }
        if let Health::Fails(code) = self.health {
            return Reply {
                at: at + self.refusal,
                queued: SimDuration::ZERO,
                answer: Answer::Failure(code),
            };
        }
        self.take(call.endpoint, at);
        let service = self.service(call, streams);
        let deadline = at + self.timeout;
        let (start, finish) = match &mut self.pool {
            None => (at, at + service),
            Some(pool) => match pool.admit_before(at, service, deadline) {
                Some(served) => (served.start, served.finish),
                None => (deadline, SimTime::NEVER),
            },
        };
        if finish > deadline {
            return Reply {
                at: deadline,
                queued: start - at,
                answer: Answer::Failure(ErrorCode::Timeout),
            };
        }
        let failure = if self.failures.is_empty() {
            None
        } else {
            self.failures
                .pick(streams.transient.unit(call.object, call.usage))
        };
        Reply {
            at: finish,
            queued: start - at,
            answer: failure.map_or(Answer::Success, Answer::Failure),
        }
    }

    fn service(&self, call: &Call, streams: &Streams) -> SimDuration {
        let mut mean = self.mean_secs[call.endpoint as usize];
        if call.endpoint == Endpoint::GroupPatch {
            mean += self.secs_per_member_present * f64::from(call.members_present)
                + self.secs_per_extra_member * f64::from(call.members_carried.saturating_sub(1));
        }
        let unit = streams.latency.unit(call.object, call.usage);
        SimDuration::from_secs_f64(mean * self.variation.at(unit))
    }

    fn refuse(&self, endpoint: Endpoint, at: SimTime) -> Option<Reply> {
        let (limit, passes_at) = self
            .counting(endpoint)
            .map(|limit| (limit, limit.limiter.earliest(at)))
            .max_by_key(|(_, passes_at)| *passes_at)?;
        if passes_at <= at {
            return None;
        }
        let retry_after = match limit.retry_after {
            RetryAfter::UntilAllowed => Some(whole_seconds(passes_at - at)),
            RetryAfter::Fixed(time) => Some(whole_seconds(time)),
            RetryAfter::Absent => None,
        };
        Some(Reply {
            at: at + self.refusal,
            queued: SimDuration::ZERO,
            answer: Answer::Refusal(retry_after),
        })
    }

    fn take(&mut self, endpoint: Endpoint, at: SimTime) {
        for limit in &mut self.limits {
            if limit.endpoints.contains(endpoint) {
                limit.limiter.take(at);
            }
        }
    }

    fn counting(&self, endpoint: Endpoint) -> impl Iterator<Item = &Limit> {
        self.limits
            .iter()
            .filter(move |limit| limit.endpoints.contains(endpoint))
    }
}

/// A Retry-After is a whole number of seconds (RFC 9110, section 10.2.3), so it is rounded up.
fn whole_seconds(time: SimDuration) -> SimDuration {
    SimDuration::from_secs(time.as_nanos().div_ceil(1_000_000_000))
}

fn pool(values: &Values) -> Option<ServerPool> {
    if values[Parameter::Capacity].is_infinite() {
        return None;
    }
    ServerPool::new(values.count(Parameter::Capacity).max(1) as usize).ok()
}

fn limit(rule: &LimitRule) -> Result<Limit, InvalidLimit> {
    let allowance = Allowance::new(rule.calls, rule.period)?;
    let limiter = match rule.kind {
        LimitKind::TokenBucket { burst } => {
            Limiter::TokenBucket(TokenBucket::new(allowance, burst)?)
        }
        LimitKind::FixedWindow => Limiter::FixedWindow(FixedWindow::new(allowance)),
    };
    Ok(Limit {
        endpoints: rule.endpoints,
        limiter,
        retry_after: rule.retry_after,
    })
}
