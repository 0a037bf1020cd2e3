//! What a limit says: in words, and as a scenario writes it.

use super::limit_keys::{
    AT_ONCE, BURST, BYTES, CALLS, Counting, ENDPOINTS, KIND, MEMBERS, OF, ON_EXCESS, OVER_BYTES,
    PENALTY, PER, PUBLISHED, REPLICAS, RETRY_AFTER, SLOWED_BY, SLOWED_OVER, TAKEN_BY_OTHERS, UNITS,
    UP_TO_BYTES, WEIGHTS,
};
use crate::model::{
    Counts, Endpoint, Excess, LimitKind, LimitRule, Per, RetryAfter, Sharing, Slowdown, Weights,
};
use crate::scenario::kinds::{Endpoints, Kind, ListKey, period_name, written_length};
use crate::units::{SimDuration, display_number};

/// A limit in words: `180 calls per min, burst 20, of users.post`.
pub fn words(rule: &LimitRule) -> String {
    let number = |amount: u64| display_number(amount as f64);
    let per = match rule.per {
        Per::Everything => "",
        Per::EachGroup => ", each group",
        Per::EachObject => ", each object",
    };
    let sharing = match rule.sharing {
        Sharing::Job => ", for each job",
        Sharing::Tenant => ", for the customer as a whole",
        Sharing::Target => ", for all customers together",
    };
    let excess = match rule.excess {
        Excess::TooManyRequests(RetryAfter::RateLimitReset) => "429 with RateLimit-Reset alone",
        Excess::TooManyRequests(RetryAfter::Absent) => "429 without Retry-After",
        Excess::TooManyRequests(_) => "429 with Retry-After",
        Excess::Forbidden => "403",
        Excess::Slower => "slower answers",
        Excess::Closed => "a closed connection",
        Excess::Silence => "no answer",
    };
    let (over, up_to) = (rule.over_bytes.map(number), rule.up_to_bytes.map(number));
    let taken = (rule.taken_by_others > 0.0).then_some(rule.taken_by_others * 100.0);
    let replicas = (rule.replicas > 1).then_some(rule.replicas);
    let slowed = rule
        .slowed
        .map(|Slowdown { over, by }| (number(over), written_length(by)));
    let penalty = (rule.penalty > SimDuration::ZERO).then(|| written_length(rule.penalty));
    let further = [
        over.map(|bytes| format!(" over {bytes} bytes")),
        up_to.map(|bytes| format!(" up to {bytes} bytes")),
        Some(sharing.to_owned()),
        taken.map(|percent| format!(", of which others take {percent:.0} %")),
        replicas.map(|replicas| format!(", at each of {replicas} replicas")),
        slowed.map(|(over, by)| format!("; over {over} served {by} later")),
        Some(format!("; over it {excess}")),
        penalty.map(|time| format!(", and so for {time} after it")),
        (!rule.published).then(|| "; not published".to_owned()),
    ];
    let (amount, of, weights) = (
        amount(rule),
        Endpoints.written(&rule.endpoints),
        weights(rule),
    );
    let further: String = further.into_iter().flatten().collect();
    format!("{amount}{per}, of {of}{weights}{further}")
}

/// What calls to some endpoints cost, where units are counted.
fn weights(rule: &LimitRule) -> String {
    let units = |endpoint| rule.weights.of(endpoint);
    let counted = Endpoint::ALL
        .into_iter()
        .filter(|_| rule.counts == Counts::Units);
    let heavy = counted.filter(|endpoint| units(*endpoint) != 1);
    let heavy = heavy.map(|one| format!("{} costs {}", one.name(), units(one)));
    match heavy.collect::<Vec<_>>() {
        heavy if heavy.is_empty() => String::new(),
        heavy => format!(" ({}, the others 1)", heavy.join(" and ")),
    }
}

/// How much passes, and how it is counted.
fn amount(rule: &LimitRule) -> String {
    let period = period_name(rule.period);
    let amount = display_number(rule.amount as f64);
    let mut text = match (rule.kind, rule.counts) {
        (LimitKind::Concurrency, _) => format!("{amount} calls at once"),
        (LimitKind::QuietWindow, counts) => {
            let (calls, quiet) = (what(counts), written_length(rule.period));
            format!("{amount} {calls}, then none until it was quiet for {quiet}")
        }
        (_, counts) => format!("{amount} {} per {period}", what(counts)),
    };
    match rule.kind {
        LimitKind::TokenBucket { burst } => {
            text.push_str(&format!(", burst {}", display_number(burst as f64)));
        }
        LimitKind::FixedWindow => text.push_str(", counted in fixed windows"),
        LimitKind::RollingWindow => text.push_str(", in any such period"),
        LimitKind::QuietWindow | LimitKind::Concurrency => {}
    }
    text
}

fn what(counts: Counts) -> &'static str {
    match counts {
        Counts::Calls => "calls",
        Counts::Units => "units",
        Counts::Members => "members",
        Counts::Bytes => "bytes",
    }
}

/// A limit as an inline table of TOML, without its name: what differs from the defaults.
pub fn written(rule: &LimitRule) -> String {
    let mut parts = vec![ENDPOINTS.line(&rule.endpoints), amount_line(rule)];
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

fn amount_line(rule: &LimitRule) -> String {
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
