//! What a limit says, in words.

use crate::model::{
    Counts, Endpoint, Excess, LimitKind, LimitRule, Per, RetryAfter, Sharing, Slowdown,
};
use crate::scenario::kinds::{Endpoints, Kind, period_name, written_length};
use crate::units::{SimDuration, display_number};

/// A limit in words: `180 calls per min, burst 20, of users.post`.
pub fn words(rule: &LimitRule) -> String {
    let mut text = amount(rule);
    match rule.per {
        Per::Everything => {}
        Per::EachGroup => text.push_str(", each group"),
        Per::EachObject => text.push_str(", each object"),
    }
    text.push_str(&format!(", of {}", Endpoints.written(&rule.endpoints)));
    text.push_str(&weights(rule));
    if let Some(bytes) = rule.over_bytes {
        text.push_str(&format!(" over {} bytes", display_number(bytes as f64)));
    }
    if let Some(bytes) = rule.up_to_bytes {
        text.push_str(&format!(" up to {} bytes", display_number(bytes as f64)));
    }
    text.push_str(match rule.sharing {
        Sharing::Job => ", for each job",
        Sharing::Tenant => ", for the customer as a whole",
        Sharing::Target => ", for all customers together",
    });
    if rule.taken_by_others > 0.0 {
        text.push_str(&format!(
            ", of which others take {:.0} %",
            rule.taken_by_others * 100.0
        ));
    }
    if rule.replicas > 1 {
        text.push_str(&format!(", at each of {} replicas", rule.replicas));
    }
    if let Some(Slowdown { over, by }) = rule.slowed {
        let over = display_number(over as f64);
        text.push_str(&format!(
            "; over {over} served {} later",
            written_length(by)
        ));
    }
    text.push_str(match rule.excess {
        Excess::TooManyRequests(RetryAfter::RateLimitReset) => {
            "; over it 429 with RateLimit-Reset alone"
        }
        Excess::TooManyRequests(RetryAfter::Absent) => "; over it 429 without Retry-After",
        Excess::TooManyRequests(_) => "; over it 429 with Retry-After",
        Excess::Forbidden => "; over it 403",
        Excess::Slower => "; over it slower answers",
        Excess::Closed => "; over it a closed connection",
        Excess::Silence => "; over it no answer",
    });
    if rule.penalty > SimDuration::ZERO {
        text.push_str(&format!(
            ", and so for {} after it",
            written_length(rule.penalty)
        ));
    }
    if !rule.published {
        text.push_str("; not published");
    }
    text
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
            format!(
                "{amount} {}, then none until it was quiet for {}",
                what(counts),
                written_length(rule.period)
            )
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
