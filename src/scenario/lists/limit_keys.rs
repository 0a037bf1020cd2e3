//! The keys of a limit, as they stand in `[[target.limit]]`.

use std::ops::RangeInclusive;

use crate::model::{EndpointSet, Excess, Per, RetryAfter, Sharing, Weights};
use crate::scenario::kinds::{
    Described, Endpoints, Excesses, ListKey, MOST_CALLS, OneOf, PERIODS, Rate, RetryAfters,
    ShareTaken, Switch, Text, TimeSpan, WeightOfCalls, Whole,
};
use crate::units::SimDuration;

/// More replicas than any target has.
const MOST_REPLICAS: u64 = 1_000;
/// More units than any call costs.
const MOST_UNITS: u64 = 1_000;

/// How a limit counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Counting {
    Bucket,
    Window,
    Rolling,
    Quiet,
    AtOnce,
}

const COUNTINGS: [(&str, Counting); 5] = [
    ("token-bucket", Counting::Bucket),
    ("fixed-window", Counting::Window),
    ("rolling-window", Counting::Rolling),
    ("quiet-window", Counting::Quiet),
    ("concurrency", Counting::AtOnce),
];
const ANY: Whole = Whole::between(1, MOST_CALLS);

/// So many in a period.
type Amount = (u64, SimDuration);

const fn time(bounds: RangeInclusive<f64>, help: &'static str) -> TimeSpan {
    TimeSpan { bounds, help }
}

pub(super) static NAME: ListKey<String> =
    ListKey::new("name", &Text, "What the limit is called in messages.");
pub(super) static ENDPOINTS: ListKey<EndpointSet> =
    ListKey::new("endpoints", &Endpoints, "Which calls count; all unless given.").or(EndpointSet::all());
pub(super) static CALLS: ListKey<Amount> =
    ListKey::new("calls", &Rate { examples: &["600 per min", "25 per s", "20 per 5 s"] }, "Calls allowed in a period.");
pub(super) static UNITS: ListKey<Amount> =
    ListKey::new("units", &Rate { examples: &["3_500 per 10 s"] }, "Units allowed in a period, where calls to some endpoints cost more than others.");
pub(super) static WEIGHTS: ListKey<Weights> =
    ListKey::new("weights", &WeightOfCalls { most: MOST_UNITS }, "What a call to an endpoint costs, in units; one unless given.");
pub(super) static MEMBERS: ListKey<Amount> =
    ListKey::new("members", &Rate { examples: &["1_000 per h"] }, "Members that requests may carry in a period.");
pub(super) static BYTES: ListKey<Amount> =
    ListKey::new("bytes", &Rate { examples: &["800_000 per min"] }, "Bytes of payloads allowed in a period.");
pub(super) static AT_ONCE: ListKey<u64> =
    ListKey::new("at_once", &ANY, "Calls that may be under way at once.");
pub(super) static KIND: ListKey<Counting> =
    ListKey::new("kind", &OneOf::of(&COUNTINGS), "How the limit counts.").or(Counting::Bucket);
pub(super) static BURST: ListKey<u64> =
    ListKey::new("burst", &ANY, "Calls at once after a quiet time; token bucket only. As many as one second allows unless given.");
pub(super) static PER: ListKey<Per> =
    ListKey::new("per", &OneOf::of(&Per::NAMED), "Which calls are counted together.").or(Per::Everything);
pub(super) static OF: ListKey<Sharing> =
    ListKey::new("of", &OneOf::of(&Sharing::NAMED), "Whose calls are counted together.").or(Sharing::Tenant);
pub(super) static TAKEN_BY_OTHERS: ListKey<f64> =
    ListKey::new("taken_by_others", &ShareTaken, "Share of the limit that others use up.").or(0.0);
pub(super) static OVER_BYTES: ListKey<u64> =
    ListKey::new("over_bytes", &ANY, "Only larger payloads count, in bytes.");
pub(super) static UP_TO_BYTES: ListKey<u64> =
    ListKey::new("up_to_bytes", &ANY, "Only payloads up to this size count, in bytes.");
pub(super) static REPLICAS: ListKey<u64> =
    ListKey::new("replicas", &Whole::between(1, MOST_REPLICAS), "Replicas of the target that count for themselves; calls are dealt to them at random.").or(1);
pub(super) static SLOWED_OVER: ListKey<u64> =
    ListKey::new("slowed_over", &ANY, "When more than so much counts in a window, further calls are slowed; below what the limit allows.");
pub(super) static SLOWED_BY: ListKey<SimDuration> =
    ListKey::new("slowed_by", &time(PERIODS, "for example slowed_by = \"1 s\""), "By how much they are served later, for example \"1 s\".");
pub(super) static PENALTY: ListKey<SimDuration> =
    ListKey::new("penalty", &time(PERIODS, "for example penalty = \"60 s\""), "For so long after a call over the limit all that it counts is over it, for example \"60 s\".");
pub(super) static PUBLISHED: ListKey<bool> =
    ListKey::new("published", &Switch, "Whether the vendor publishes the limit, so that a gallery connector can pace itself to it.").or(true);
pub(super) static ON_EXCESS: ListKey<Excess> =
    ListKey::new("on_excess", &Excesses, "What a call over the limit gets.").or(Excess::TooManyRequests(RetryAfter::UntilAllowed));
pub(super) static RETRY_AFTER: ListKey<RetryAfter> =
    ListKey::new("retry_after", &RetryAfters, "What a 429 says about when to come back: until-allowed, ratelimit-reset, none, or a duration.").or(RetryAfter::UntilAllowed);

/// All of them, in the order in which they are best shown.
pub static LIMIT_KEYS: [&dyn Described; 22] = [
    &NAME, &ENDPOINTS, &CALLS, &UNITS, &WEIGHTS, &MEMBERS, &BYTES, &AT_ONCE, &KIND, &BURST, &PER, &OF, &TAKEN_BY_OTHERS,
    &OVER_BYTES, &UP_TO_BYTES, &REPLICAS, &SLOWED_OVER, &SLOWED_BY, &PENALTY, &PUBLISHED, &ON_EXCESS, &RETRY_AFTER,
];
