//! A limit of the target as it is written in a sheet or a scenario.

use crate::model::{
    Counts, Endpoint, EndpointSet, Excess, LimitKind, LimitRule, Per, Quantity, RetryAfter,
    Sharing, Slowdown,
};
use crate::scenario::read::{PERS, SHARINGS, name_of};
use crate::scenario::value::print_scalar;
use crate::units::SimDuration;

/// Endpoints by the shortest name that stands for them.
pub(super) fn counted(endpoints: EndpointSet) -> String {
    let one_name = EndpointSet::GROUP_NAMES
        .into_iter()
        .find(|name| EndpointSet::from_name(name) == Some(endpoints));
    if let Some(name) = one_name {
        return format!("\"{name}\"");
    }
    let names: Vec<String> = Endpoint::ALL
        .into_iter()
        .filter(|endpoint| endpoints.contains(*endpoint))
        .map(|endpoint| format!("\"{}\"", endpoint.name()))
        .collect();
    format!("[{}]", names.join(", "))
}

/// A period as it stands behind "per": `min` for one minute.
pub(super) fn period_name(period: SimDuration) -> String {
    match period.as_nanos() {
        1_000_000_000 => "s".to_owned(),
        60_000_000_000 => "min".to_owned(),
        3_600_000_000_000 => "h".to_owned(),
        _ => seconds(period),
    }
}

/// A length of time in its largest whole unit.
pub(super) fn seconds(length: SimDuration) -> String {
    print_scalar(length.as_secs_f64(), Quantity::Duration)
}

/// The weights of a limit, those that are not one.
fn weights(rule: &LimitRule) -> Option<String> {
    let weights = heavy(rule);
    let listed = weights.map(|(endpoint, units)| format!("\"{}\" = {units}", endpoint.name()));
    let listed = listed.collect::<Vec<_>>().join(", ");
    (!listed.is_empty()).then(|| format!("weights = {{ {listed} }}"))
}

/// Endpoints whose calls cost more than one unit, with what they cost.
pub(super) fn heavy(rule: &LimitRule) -> impl Iterator<Item = (Endpoint, u16)> {
    let counted = rule.counts == Counts::Units;
    let all = Endpoint::ALL.into_iter().filter(move |_| counted);
    all.map(|endpoint| (endpoint, rule.weights.of(endpoint)))
        .filter(|(_, units)| *units != 1)
}

/// A limit as an inline table of TOML, without its name: what differs from the defaults.
pub fn written(rule: &LimitRule) -> String {
    let mut parts = vec![format!("endpoints = {}", counted(rule.endpoints))];
    let count = |number: u64| print_scalar(number as f64, Quantity::Count);
    let amount = count(rule.amount);
    parts.push(match (rule.kind, rule.counts) {
        (LimitKind::Concurrency, _) => format!("at_once = {amount}"),
        (_, counts) => {
            let what = match counts {
                Counts::Calls => "calls",
                Counts::Units => "units",
                Counts::Members => "members",
                Counts::Bytes => "bytes",
            };
            format!("{what} = \"{amount} per {}\"", period_name(rule.period))
        }
    });
    match rule.kind {
        LimitKind::TokenBucket { burst } => {
            parts.push(format!("kind = \"token-bucket\", burst = {}", count(burst)));
        }
        LimitKind::FixedWindow => parts.push("kind = \"fixed-window\"".to_owned()),
        LimitKind::RollingWindow => parts.push("kind = \"rolling-window\"".to_owned()),
        LimitKind::QuietWindow => parts.push("kind = \"quiet-window\"".to_owned()),
        LimitKind::Concurrency => {}
    }
    parts.extend(weights(rule));
    if rule.per != Per::Everything {
        parts.push(format!("per = \"{}\"", name_of(&PERS, rule.per)));
    }
    if rule.sharing != Sharing::Tenant {
        parts.push(format!("of = \"{}\"", name_of(&SHARINGS, rule.sharing)));
    }
    if rule.taken_by_others > 0.0 {
        parts.push(format!("taken_by_others = {}", rule.taken_by_others));
    }
    parts.extend(
        rule.over_bytes
            .map(|bytes| format!("over_bytes = {}", count(bytes))),
    );
    parts.extend(
        rule.up_to_bytes
            .map(|bytes| format!("up_to_bytes = {}", count(bytes))),
    );
    if rule.replicas > 1 {
        parts.push(format!("replicas = {}", rule.replicas));
    }
    if let Some(Slowdown { over, by }) = rule.slowed {
        let (over, by) = (count(over), seconds(by));
        parts.push(format!("slowed_over = {over}, slowed_by = \"{by}\""));
    }
    if rule.penalty > SimDuration::ZERO {
        parts.push(format!("penalty = \"{}\"", seconds(rule.penalty)));
    }
    if !rule.published {
        parts.push("published = false".to_owned());
    }
    parts.push(match rule.excess {
        Excess::TooManyRequests(retry_after) => format!(
            "retry_after = \"{}\"",
            match retry_after {
                RetryAfter::UntilAllowed => "until-allowed".to_owned(),
                RetryAfter::RateLimitReset => "ratelimit-reset".to_owned(),
                RetryAfter::Absent => "none".to_owned(),
                RetryAfter::Fixed(wait) => seconds(wait),
            }
        ),
        other => format!("on_excess = \"{}\"", other.name()),
    });
    format!("{{ {} }}", parts.join(", "))
}
