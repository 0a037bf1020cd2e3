//! The limits of a target, as its vendor states them: what they count, whom they count together, what excess gets.

use super::endpoint::{Endpoint, EndpointSet};
use crate::units::SimDuration;

/// How a limit counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LimitKind {
    /// A steady rate with so many at once after a quiet time.
    TokenBucket {
        /// Tokens that the bucket holds.
        burst: u64,
    },
    /// A count that starts anew with each period.
    FixedWindow,
    /// So many in any period, wherever it begins.
    RollingWindow,
    /// So many, then none until no call has passed for a period.
    QuietWindow,
    /// So many at once; the period has no meaning.
    Concurrency,
}

/// What a limit counts of each call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counts {
    /// The call.
    Calls,
    /// The units that a call to its endpoint costs, as [`Weights`] has them.
    Units,
    /// The members that it carries, so nothing but a PATCH of a group counts.
    Members,
    /// The bytes of its payload.
    Bytes,
}

/// The units that a call to each endpoint costs; one unless another number is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Weights([u16; Endpoint::ALL.len()]);

impl Default for Weights {
    fn default() -> Self {
        Self([1; Endpoint::ALL.len()])
    }
}

impl Weights {
    /// The same weights with another one for an endpoint.
    #[must_use]
    pub fn with(mut self, endpoint: Endpoint, units: u16) -> Self {
        self.0[endpoint as usize] = units;
        self
    }

    /// The units that a call to an endpoint costs.
    pub const fn of(self, endpoint: Endpoint) -> u16 {
        self.0[endpoint as usize]
    }
}

/// What a limit does to calls that it still lets pass when much of it is used up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slowdown {
    /// Once so much counts, further calls are slowed.
    pub over: u64,
    /// By so much is each of them served later.
    pub by: SimDuration,
}

named! {
    /// Which calls a limit counts together.
    pub enum Per {
        /// All that it counts.
        Everything => "everything",
        /// Those for one group; calls for users do not count.
        EachGroup => "group",
        /// Those for one user or group: with a concurrency of one, a lock.
        EachObject => "object",
    }
}

named! {
    /// Whose calls a limit counts together.
    pub enum Sharing {
        /// Those of the customer: all of their jobs, and whatever else of theirs calls the target.
        Tenant => "tenant",
        /// Those of one job, for example by token.
        Job => "job",
        /// Those of everybody who calls the target.
        Target => "target",
    }
}

/// What a 429 says about when to come back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RetryAfter {
    /// When the next call passes, rounded up to whole seconds as the header is.
    UntilAllowed,
    /// A fixed time, rounded up to whole seconds as the header is; zero says nothing.
    Fixed(SimDuration),
    /// Nothing in Retry-After; when the next call passes stands in RateLimit-Reset alone.
    RateLimitReset,
    /// Nothing.
    Absent,
}

/// What a call over the limit gets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Excess {
    /// 429, with or without a Retry-After.
    TooManyRequests(RetryAfter),
    /// 403 without a Retry-After, as Google answers: only a connector that was built for the target knows better
    /// than to take it for a lack of rights.
    Forbidden,
    /// A slower answer: the target holds the call back until the limit lets it pass.
    Slower,
    /// A closed connection.
    Closed,
    /// No answer, so that the call times out.
    Silence,
}

impl Excess {
    /// Its name in scenario files.
    pub const fn name(self) -> &'static str {
        match self {
            Self::TooManyRequests(_) => "429",
            Self::Forbidden => "403",
            Self::Slower => "slower",
            Self::Closed => "close",
            Self::Silence => "silence",
        }
    }
}

/// One limit of the target.
#[derive(Clone, Debug, PartialEq)]
pub struct LimitRule {
    /// What the limit is called in messages and reports.
    pub name: String,
    /// Which calls count.
    pub endpoints: EndpointSet,
    /// How much may pass in each period, or be under way at once; above zero.
    pub amount: u64,
    /// The period; above zero.
    pub period: SimDuration,
    /// How it counts.
    pub kind: LimitKind,
    /// What it counts of each call.
    pub counts: Counts,
    /// What calls cost, where it counts units.
    pub weights: Weights,
    /// Which calls it counts together.
    pub per: Per,
    /// Whose calls it counts together.
    pub sharing: Sharing,
    /// Share of the amount that others use up: zero to below one. Nothing for a limit of each job.
    pub taken_by_others: f64,
    /// Only calls with a larger payload count, in bytes.
    pub over_bytes: Option<u64>,
    /// Only calls with at most this payload count, in bytes.
    pub up_to_bytes: Option<u64>,
    /// How many replicas of the target there are that count for themselves; one where the limit is kept in one place.
    pub replicas: u16,
    /// What happens to calls before the limit is reached, if anything does. Only fixed and rolling windows know how much counts.
    pub slowed: Option<Slowdown>,
    /// For so long after a call over the limit all that it counts is over it; zero where excess has no aftermath.
    pub penalty: SimDuration,
    /// Whether the vendor publishes it, so that a connector can pace itself to it.
    pub published: bool,
    /// What a call over it gets.
    pub excess: Excess,
}

impl LimitRule {
    /// A limit on calls of all kinds by all jobs together, which says with 429 when the next call passes.
    pub fn on_calls(
        name: impl Into<String>,
        amount: u64,
        period: SimDuration,
        kind: LimitKind,
    ) -> Self {
        Self {
            name: name.into(),
            endpoints: EndpointSet::all(),
            amount,
            period,
            kind,
            counts: Counts::Calls,
            weights: Weights::default(),
            per: Per::Everything,
            sharing: Sharing::Tenant,
            taken_by_others: 0.0,
            over_bytes: None,
            up_to_bytes: None,
            replicas: 1,
            slowed: None,
            penalty: SimDuration::ZERO,
            published: true,
            excess: Excess::TooManyRequests(RetryAfter::UntilAllowed),
        }
    }

    /// What is left of the amount for the jobs that are simulated; one at least.
    pub fn amount_left(&self) -> u64 {
        self.left_of(self.amount)
    }

    /// The most that one call may count so that it ever passes.
    pub fn most(&self) -> u64 {
        match self.kind {
            LimitKind::TokenBucket { burst } => self.burst_left(burst),
            LimitKind::FixedWindow | LimitKind::RollingWindow | LimitKind::QuietWindow => {
                self.amount_left()
            }
            LimitKind::Concurrency => u64::MAX,
        }
    }

    /// What is left of a burst for the jobs that are simulated: all of it where nothing is taken off the amount.
    pub fn burst_left(&self, burst: u64) -> u64 {
        if self.amount_left() == self.amount {
            burst
        } else {
            self.left_of(burst)
        }
    }

    /// What is left of an amount for the jobs that are simulated; one at least.
    pub fn left_of(&self, amount: u64) -> u64 {
        // Below one billion, as the parser holds it, so that no digit is lost.
        ((amount as f64 * (1.0 - self.taken_by_others)) as u64).max(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_others_take_is_a_part_of_the_amount_and_one_call_is_always_left() {
        let minute = SimDuration::from_secs(60);
        let mut rule = LimitRule::on_calls("all", 60, minute, LimitKind::FixedWindow);
        rule.taken_by_others = 0.25;
        assert_eq!([rule.left_of(8), rule.left_of(1)], [6, 1]);
        assert_eq!(rule.amount_left(), 45);
    }
}
