//! A limit of the target as it is written in a sheet or a scenario.

use super::limit_keys::{
    AT_ONCE, BURST, BYTES, CALLS, Counting, ENDPOINTS, KIND, MEMBERS, OF, ON_EXCESS, OVER_BYTES,
    PENALTY, PER, PUBLISHED, REPLICAS, RETRY_AFTER, SLOWED_BY, SLOWED_OVER, TAKEN_BY_OTHERS, UNITS,
    UP_TO_BYTES, WEIGHTS,
};
use crate::model::{Counts, Excess, LimitKind, LimitRule, Slowdown, Weights};
use crate::scenario::kinds::ListKey;
use crate::units::SimDuration;

/// A limit as an inline table of TOML, without its name: what differs from the defaults.
pub fn written(rule: &LimitRule) -> String {
    let mut parts = vec![ENDPOINTS.line(&rule.endpoints), amount(rule)];
    let kind = match rule.kind {
        LimitKind::TokenBucket { .. } => Some(Counting::Bucket),
        LimitKind::FixedWindow => Some(Counting::Window),
        LimitKind::RollingWindow => Some(Counting::Rolling),
        LimitKind::QuietWindow => Some(Counting::Quiet),
        LimitKind::Concurrency => None,
    };
    parts.extend(kind.map(|kind| KIND.line(&kind)));
    if let LimitKind::TokenBucket { burst } = rule.kind {
        parts.push(BURST.line(&burst));
    }
    if rule.counts == Counts::Units && rule.weights != Weights::default() {
        parts.push(WEIGHTS.line(&rule.weights));
    }
    parts.extend(unless_default(&PER, &rule.per));
    parts.extend(unless_default(&OF, &rule.sharing));
    parts.extend(unless_default(&TAKEN_BY_OTHERS, &rule.taken_by_others));
    parts.extend(rule.over_bytes.map(|bytes| OVER_BYTES.line(&bytes)));
    parts.extend(rule.up_to_bytes.map(|bytes| UP_TO_BYTES.line(&bytes)));
    parts.extend(unless_default(&REPLICAS, &u64::from(rule.replicas)));
    if let Some(Slowdown { over, by }) = rule.slowed {
        parts.extend([SLOWED_OVER.line(&over), SLOWED_BY.line(&by)]);
    }
    if rule.penalty > SimDuration::ZERO {
        parts.push(PENALTY.line(&rule.penalty));
    }
    parts.extend(unless_default(&PUBLISHED, &rule.published));
    parts.push(match rule.excess {
        Excess::TooManyRequests(retry_after) => RETRY_AFTER.line(&retry_after),
        other => ON_EXCESS.line(&other),
    });
    format!("{{ {} }}", parts.join(", "))
}

fn amount(rule: &LimitRule) -> String {
    if rule.kind == LimitKind::Concurrency {
        return AT_ONCE.line(&rule.amount);
    }
    let key = match rule.counts {
        Counts::Calls => &CALLS,
        Counts::Units => &UNITS,
        Counts::Members => &MEMBERS,
        Counts::Bytes => &BYTES,
    };
    key.line(&(rule.amount, rule.period))
}

/// The line of a key whose value is not its default.
fn unless_default<T: PartialEq>(key: &ListKey<T>, value: &T) -> Option<String> {
    (key.default.as_ref() != Some(value)).then(|| key.line(value))
}
