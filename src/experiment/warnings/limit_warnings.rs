//! Warnings about the target's limits, one for each thing that a call over a limit may get.

use super::warning_words::{median_of, warn};
use crate::experiment::outcome::{LimitLoad, Metric, Outcome, Warning, WindowQuota};
use crate::stats::{quantile, sorted};
use crate::units::{display_number, display_percent as percent};

const CODE: &str = "targetThrottles";

pub(super) fn refusals(outcome: &Outcome) -> Option<Warning> {
    let refused = median_of(outcome, Metric::TooManyRequests);
    (refused > 0.0).then(|| {
        warn(
            CODE,
            format!(
                "the target refuses {} of the requests with 429 (median {}){}",
                percent(refused / calls(outcome)),
                display_number(refused),
                by_which_limit(outcome, "429")
            ),
            if outcome.jobs.is_some() {
                "each job paces itself as if it were alone: fewer jobs, or a higher limit"
            } else {
                "a gallery connector paces itself below the limit, as far as it knows it; with a custom one, raise the limit or expect the wait"
            },
        )
    })
}

pub(super) fn denials(outcome: &Outcome) -> Option<Warning> {
    over(
        outcome,
        "403",
        "are over a limit and answered with 403, which a connector that was not built for the target takes for a lack of rights",
        "raise the limit, or let the endpoint answer with 429 and Retry-After, which every connector waits for",
    )
}

pub(super) fn closed(outcome: &Outcome) -> Option<Warning> {
    over(
        outcome,
        "close",
        "are over a limit and find their connection closed, which the service takes for a fault of the target",
        "raise the limit, or let the endpoint answer with 429 and Retry-After; what fails again is left to later cycles",
    )
}

pub(super) fn silence(outcome: &Outcome) -> Option<Warning> {
    over(
        outcome,
        "silence",
        "are over a limit and get no answer, so that each holds a connection until its timeout",
        "raise the limit, or let the endpoint answer with 429 and Retry-After; what fails again is left to later cycles",
    )
}

pub(super) fn slower(outcome: &Outcome) -> Option<Warning> {
    over(
        outcome,
        "slower",
        "are over a limit and held back until it lets them pass",
        "expect the wait, or raise the limit; a request that is held back for longer than the timeout fails",
    )
}

/// Limits over an hour or longer that the cycle uses up, so that it goes on when they let calls pass again.
pub(super) fn used_up(outcome: &Outcome) -> Option<Warning> {
    let waits = |limit: &LimitLoad| {
        let quota = limit.quota?;
        let windows = (limit.passed.p50 / quota.allowed as f64).ceil();
        (windows > 1.0).then_some((windows - 1.0, quota))
    };
    let limits = outcome.target.limits.iter();
    let worst = limits
        .filter_map(|limit| Some((limit, waits(limit)?)))
        .max_by(|(_, a), (_, b)| {
            let length = |(times, quota): &(f64, WindowQuota)| times * quota.window_ms as f64;
            length(a).total_cmp(&length(b))
        });
    worst.map(|(limit, (times, quota))| {
        let hours = quota.window_ms as f64 / 3_600_000.0;
        warn(
            "quotaUsedUp",
            format!(
                "the cycle uses up what the limit \"{}\" allows in {} h ({}), and so goes on in a later window {} times (median)",
                limit.name,
                display_number(hours),
                display_number(quota.allowed as f64),
                display_number(times)
            ),
            "plan with the wait, ask the target's vendor for a higher limit, or send fewer requests: several members in one PATCH, fewer matching attributes",
        )
    })
}

/// Objects for which the target has no room.
pub(super) fn no_room(outcome: &Outcome) -> Option<Warning> {
    let turned_away = sorted(outcome.replications.iter().map(|row| row.over_quota as f64));
    let median = quantile(&turned_away, 0.5)?;
    (median > 0.0).then(|| {
        warn(
            "targetFull",
            format!(
                "a quota of the target leaves no room for {} users, groups and memberships (median)",
                display_number(median)
            ),
            "ask the target's vendor for a higher quota, or take some out of scope; what is turned away fails with UnprocessableEntity, in later cycles too",
        )
    })
}

/// A warning about the calls over limits that answer in one way.
fn over(outcome: &Outcome, excess: &str, what: &str, remedy: &str) -> Option<Warning> {
    let over = limits(outcome, excess)
        .map(|limit| limit.over.p50)
        .sum::<f64>();
    (over > 0.0).then(|| {
        warn(
            CODE,
            format!(
                "{} of the requests {what} (median {}){}",
                percent(over / calls(outcome)),
                display_number(over),
                by_which_limit(outcome, excess)
            ),
            remedy,
        )
    })
}

fn calls(outcome: &Outcome) -> f64 {
    median_of(outcome, Metric::CallsTotal).max(1.0)
}

fn limits<'o>(outcome: &'o Outcome, excess: &str) -> impl Iterator<Item = &'o LimitLoad> {
    let limits = outcome.target.limits.iter();
    limits.filter(move |limit| limit.excess == excess)
}

/// The limit of a kind that most calls are over, in words for the end of a sentence.
fn by_which_limit(outcome: &Outcome, excess: &str) -> String {
    let worst = limits(outcome, excess).max_by(|a, b| a.over.p50.total_cmp(&b.over.p50));
    worst
        .filter(|limit| limit.over.p50 > 0.0)
        .map_or_else(String::new, |limit| {
            format!(", most of them by the limit \"{}\"", limit.name)
        })
}
