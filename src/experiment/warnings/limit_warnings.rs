//! Warnings about the target's limits, one for each thing that a call over a limit may get.

use crate::experiment::outcome::{EachRow, LimitLoad, Metric, Outcome, Warning, WindowQuota};
use crate::stats::{quantile, sorted};
use crate::units::{display_number, display_percent as percent};

const CODE: &str = "targetThrottles";

pub(super) fn refusals(outcome: &Outcome) -> Option<Warning> {
    let refused = outcome.median(Metric::TooManyRequests);
    let (share, count) = (percent(refused / calls(outcome)), display_number(refused));
    let by = by_which_limit(outcome, "429");
    let message =
        format!("the target refuses {share} of the requests with 429 (median {count}){by}");
    let remedy = match outcome.jobs {
        Some(_) => "each job paces itself as if it were alone: fewer jobs, or a higher limit",
        None => {
            "a gallery connector paces itself below the limit, as far as it knows it; with a custom one, raise the limit or expect the wait"
        }
    };
    Warning::when(refused > 0.0, CODE, message, remedy)
}

pub(super) fn denials(outcome: &Outcome) -> Option<Warning> {
    let what = "are over a limit and answered with 403, which a connector that was not built for the target takes for a lack of rights";
    over(
        outcome,
        "403",
        what,
        "raise the limit, or let the endpoint answer with 429 and Retry-After, which every connector waits for",
    )
}

pub(super) fn closed(outcome: &Outcome) -> Option<Warning> {
    let what = "are over a limit and find their connection closed, which the service takes for a fault of the target";
    over(
        outcome,
        "close",
        what,
        "raise the limit, or let the endpoint answer with 429 and Retry-After; what fails again is left to later cycles",
    )
}

pub(super) fn silence(outcome: &Outcome) -> Option<Warning> {
    let what =
        "are over a limit and get no answer, so that each holds a connection until its timeout";
    over(
        outcome,
        "silence",
        what,
        "raise the limit, or let the endpoint answer with 429 and Retry-After; what fails again is left to later cycles",
    )
}

pub(super) fn slower(outcome: &Outcome) -> Option<Warning> {
    let what = "are over a limit and held back until it lets them pass";
    over(
        outcome,
        "slower",
        what,
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
    let length = |(times, quota): &(f64, WindowQuota)| times * quota.window_ms as f64;
    let limits = outcome.target.limits.iter();
    let waits = limits.filter_map(|limit| Some((&limit.name, waits(limit)?)));
    let worst = waits.max_by(|(_, a), (_, b)| length(a).total_cmp(&length(b)));
    let (name, (times, quota)) = worst?;
    let hours = quota.window_ms as f64 / 3_600_000.0;
    let [hours, allowed, times] = [hours, quota.allowed as f64, times].map(display_number);
    let message = format!(
        "the cycle uses up what the limit \"{name}\" allows in {hours} h ({allowed}), and so goes on in a later window {times} times (median)"
    );
    let remedy = "plan with the wait, ask the target's vendor for a higher limit, or send fewer requests: several members in one PATCH, fewer matching attributes";
    Warning::when(true, "quotaUsedUp", message, remedy)
}

/// Objects for which the target has no room.
pub(super) fn no_room(outcome: &Outcome) -> Option<Warning> {
    let turned_away = sorted(outcome.replications.values(|row| row.over_quota as f64));
    let median = quantile(&turned_away, 0.5)?;
    let shown = display_number(median);
    let message = format!(
        "a quota of the target leaves no room for {shown} users, groups and memberships (median)"
    );
    let remedy = "ask the target's vendor for a higher quota, or take some out of scope; what is turned away fails with UnprocessableEntity, in later cycles too";
    Warning::when(median > 0.0, "targetFull", message, remedy)
}

/// A warning about the calls over limits that answer in one way.
fn over(outcome: &Outcome, excess: &str, what: &str, remedy: &str) -> Option<Warning> {
    let over: f64 = limits(outcome, excess).map(|limit| limit.over.p50).sum();
    let (share, count) = (percent(over / calls(outcome)), display_number(over));
    let by = by_which_limit(outcome, excess);
    let message = format!("{share} of the requests {what} (median {count}){by}");
    Warning::when(over > 0.0, CODE, message, remedy)
}

fn calls(outcome: &Outcome) -> f64 {
    outcome.median(Metric::CallsTotal).max(1.0)
}

fn limits<'o>(outcome: &'o Outcome, excess: &str) -> impl Iterator<Item = &'o LimitLoad> {
    let limits = outcome.target.limits.iter();
    limits.filter(move |limit| limit.excess == excess)
}

/// The limit of a kind that most calls are over, in words for the end of a sentence.
fn by_which_limit(outcome: &Outcome, excess: &str) -> String {
    let worst = limits(outcome, excess).max_by(|a, b| a.over.p50.total_cmp(&b.over.p50));
    let worst = worst.filter(|limit| limit.over.p50 > 0.0);
    let named = worst.map(|limit| format!(", most of them by the limit \"{}\"", limit.name));
    named.unwrap_or_default()
}
