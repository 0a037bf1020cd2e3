//! A limit of the target as the parser reads it.

use crate::model::{
    Counts, Endpoint, EndpointSet, Excess, LimitKind, LimitRule, Per, Quantity, RetryAfter, Sharing,
};
use crate::scenario::read::{PERS, SHARINGS};
use crate::scenario::value::print_scalar;
use crate::units::SimDuration;

use super::resolve::name_of;

/// Endpoints by the shortest name that stands for them.
pub(in crate::scenario) fn counted(endpoints: EndpointSet) -> String {
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
pub(in crate::scenario) fn period_name(period: SimDuration) -> String {
    match period.as_nanos() {
        1_000_000_000 => "s".to_owned(),
        60_000_000_000 => "min".to_owned(),
        3_600_000_000_000 => "h".to_owned(),
        _ => seconds(period),
    }
}

fn seconds(length: SimDuration) -> String {
    print_scalar(length.as_secs_f64(), Quantity::Duration)
}

/// A limit as an inline table of TOML, without its name: what differs from the defaults.
pub(in crate::scenario) fn limit(rule: &LimitRule) -> String {
    let mut parts = vec![format!("endpoints = {}", counted(rule.endpoints))];
    let count = |number: u64| print_scalar(number as f64, Quantity::Count);
    let amount = count(rule.amount);
    parts.push(match (rule.kind, rule.counts) {
        (LimitKind::Concurrency, _) => format!("at_once = {amount}"),
        (_, counts) => {
            let what = match counts {
                Counts::Calls => "calls",
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
        LimitKind::Concurrency => {}
    }
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
    if !rule.published {
        parts.push("published = false".to_owned());
    }
    parts.push(match rule.excess {
        Excess::TooManyRequests(retry_after) => format!(
            "retry_after = \"{}\"",
            match retry_after {
                RetryAfter::UntilAllowed => "until-allowed".to_owned(),
                RetryAfter::Absent => "none".to_owned(),
                RetryAfter::Fixed(wait) => seconds(wait),
            }
        ),
        other => format!("on_excess = \"{}\"", other.name()),
    });
    format!("{{ {} }}", parts.join(", "))
}
