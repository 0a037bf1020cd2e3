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
const PERS: [(&str, Per); 3] = [
    ("everything", Per::Everything),
    ("group", Per::EachGroup),
    ("object", Per::EachObject),
];
const SHARINGS: [(&str, Sharing); 3] = [
    ("tenant", Sharing::Tenant),
    ("job", Sharing::Job),
    ("target", Sharing::Target),
];
const ANY: Whole = Whole::between(1, MOST_CALLS);

/// So many in a period.
type Amount = (u64, SimDuration);

const fn amount(name: &'static str, meaning: &'static str, rate: &'static Rate) -> ListKey<Amount> {
    ListKey::new(name, meaning, rate)
}

const fn time(bounds: RangeInclusive<f64>, help: &'static str) -> TimeSpan {
    TimeSpan { bounds, help }
}

pub(super) static NAME: ListKey<String> =
    ListKey::new("name", "What the limit is called in messages.", &Text);
pub(super) static ENDPOINTS: ListKey<EndpointSet> = ListKey::or(
    "endpoints",
    "Which calls count; all unless given.",
    &Endpoints,
    EndpointSet::all(),
);
pub(super) static CALLS: ListKey<Amount> = amount(
    "calls",
    "Calls allowed in a period.",
    &Rate {
        examples: &["600 per min", "25 per s", "20 per 5 s"],
    },
);
pub(super) static UNITS: ListKey<Amount> = amount(
    "units",
    "Units allowed in a period, where calls to some endpoints cost more than others.",
    &Rate {
        examples: &["3_500 per 10 s"],
    },
);
pub(super) static WEIGHTS: ListKey<Weights> = ListKey::new(
    "weights",
    "What a call to an endpoint costs, in units; one unless given.",
    &WeightOfCalls { most: MOST_UNITS },
);
pub(super) static MEMBERS: ListKey<Amount> = amount(
    "members",
    "Members that requests may carry in a period.",
    &Rate {
        examples: &["1_000 per h"],
    },
);
pub(super) static BYTES: ListKey<Amount> = amount(
    "bytes",
    "Bytes of payloads allowed in a period.",
    &Rate {
        examples: &["800_000 per min"],
    },
);
pub(super) static AT_ONCE: ListKey<u64> =
    ListKey::new("at_once", "Calls that may be under way at once.", &ANY);
pub(super) static KIND: ListKey<Counting> = ListKey::or(
    "kind",
    "How the limit counts.",
    &OneOf::of(&COUNTINGS),
    Counting::Bucket,
);
pub(super) static BURST: ListKey<u64> = ListKey::new(
    "burst",
    "Calls at once after a quiet time; token bucket only. As many as one second allows unless given.",
    &ANY,
);
pub(super) static PER: ListKey<Per> = ListKey::or(
    "per",
    "Which calls are counted together.",
    &OneOf::of(&PERS),
    Per::Everything,
);
pub(super) static OF: ListKey<Sharing> = ListKey::or(
    "of",
    "Whose calls are counted together.",
    &OneOf::of(&SHARINGS),
    Sharing::Tenant,
);
pub(super) static TAKEN_BY_OTHERS: ListKey<f64> = ListKey::or(
    "taken_by_others",
    "Share of the limit that others use up.",
    &ShareTaken,
    0.0,
);
pub(super) static OVER_BYTES: ListKey<u64> =
    ListKey::new("over_bytes", "Only larger payloads count, in bytes.", &ANY);
pub(super) static UP_TO_BYTES: ListKey<u64> = ListKey::new(
    "up_to_bytes",
    "Only payloads up to this size count, in bytes.",
    &ANY,
);
pub(super) static REPLICAS: ListKey<u64> = ListKey::or(
    "replicas",
    "Replicas of the target that count for themselves; calls are dealt to them at random.",
    &Whole::between(1, MOST_REPLICAS),
    1,
);
pub(super) static SLOWED_OVER: ListKey<u64> = ListKey::new(
    "slowed_over",
    "When more than so much counts in a window, further calls are slowed; below what the limit allows.",
    &ANY,
);
pub(super) static SLOWED_BY: ListKey<SimDuration> = ListKey::new(
    "slowed_by",
    "By how much they are served later, for example \"1 s\".",
    &time(PERIODS, "for example slowed_by = \"1 s\""),
);
pub(super) static PENALTY: ListKey<SimDuration> = ListKey::new(
    "penalty",
    "For so long after a call over the limit all that it counts is over it, for example \"60 s\".",
    &time(PERIODS, "for example penalty = \"60 s\""),
);
pub(super) static PUBLISHED: ListKey<bool> = ListKey::or(
    "published",
    "Whether the vendor publishes the limit, so that a gallery connector can pace itself to it.",
    &Switch,
    true,
);
pub(super) static ON_EXCESS: ListKey<Excess> = ListKey::or(
    "on_excess",
    "What a call over the limit gets.",
    &Excesses,
    Excess::TooManyRequests(RetryAfter::UntilAllowed),
);
pub(super) static RETRY_AFTER: ListKey<RetryAfter> = ListKey::or(
    "retry_after",
    "What a 429 says about when to come back: until-allowed, ratelimit-reset, none, or a duration.",
    &RetryAfters,
    RetryAfter::UntilAllowed,
);

/// All of them, in the order in which they are best shown.
pub(in crate::scenario) static LIMIT_KEYS: [&dyn Described; 22] = [
    &NAME,
    &ENDPOINTS,
    &CALLS,
    &UNITS,
    &WEIGHTS,
    &MEMBERS,
    &BYTES,
    &AT_ONCE,
    &KIND,
    &BURST,
    &PER,
    &OF,
    &TAKEN_BY_OTHERS,
    &OVER_BYTES,
    &UP_TO_BYTES,
    &REPLICAS,
    &SLOWED_OVER,
    &SLOWED_BY,
    &PENALTY,
    &PUBLISHED,
    &ON_EXCESS,
    &RETRY_AFTER,
];
