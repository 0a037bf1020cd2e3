//! Limits whose `Retry-After` sends a job back far too early, again and again.

use crate::model::{
    Connector, Counts, Endpoint, Excess, LimitKind, LimitRule, On429, Parameter, Quantity,
    RetryAfter, ScopeMode, Uncertain, usual,
};
use crate::scenario::finding::{Finding, Findings, Span};
use crate::scenario::read::Draft;
use crate::scenario::targets::TargetSheet;
use crate::scenario::value::print_scalar;
use crate::units::{SimDuration, display_number};

/// More refusals than a forecast is worth: a million of them take a replication seconds, and a thousand replications the better part of an
/// hour, to find out what a longer `retry_after` tells at once.
const MOST_REFUSALS: f64 = 1_000_000.0;
/// No wait of the model is shorter.
const SHORTEST_SECS: f64 = 0.01;

/// Reports limits that a job would run into more than a million times in each replication.
///
/// The bound is a lower one. A job that pauses as a whole asks again each time that `Retry-After` has passed. It looks every user in scope up, so
/// it waits out a period for each amount of them beyond the first, in steps of `Retry-After`.
pub fn countless_refusals(draft: &Draft, sheet: Option<&TargetSheet>, findings: &mut Findings) {
    if !draft.is_sound("job.on_429") || draft.setup.on_429 != On429::PauseJob {
        return;
    }
    let is_custom = draft.setup.connector == Connector::Custom;
    let lookups = fewest_lookups(draft);
    let longest = match draft.job.horizon {
        SimDuration::ZERO => f64::INFINITY,
        horizon => horizon.as_secs_f64(),
    };
    let own = draft.limits.iter();
    let own = own.map(|limit| (&limit.rule, &limit.span));
    let preset = draft.chosen("target.preset").zip(sheet).into_iter();
    let of_preset = preset.flat_map(|(given, sheet)| {
        let rules = sheet.limits_beside(&draft.limits);
        rules.map(|rule| (rule, &given.span))
    });
    for (rule, span) in own.chain(of_preset) {
        // A connector of the gallery keeps to what a vendor publishes.
        if (is_custom || !rule.published)
            && let Some(finding) = told_too_early(rule, span.clone(), lookups, longest)
        {
            findings.push(finding);
        }
    }
}

fn told_too_early(rule: &LimitRule, span: Span, lookups: f64, longest: f64) -> Option<Finding> {
    let Excess::TooManyRequests(RetryAfter::Fixed(retry_after)) = rule.excess else {
        return None;
    };
    let counts_lookups = rule.counts == Counts::Calls
        && rule.endpoints.contains(Endpoint::UserGet)
        && rule.over_bytes.is_none();
    // Zero tells nothing: the job learns how long to wait.
    let says_when = retry_after > SimDuration::ZERO;
    if !says_when || !counts_lookups || rule.kind == LimitKind::Concurrency {
        return None;
    }
    let step = retry_after.as_secs_f64().max(SHORTEST_SECS);
    let amount = rule.amount as f64 * f64::from(rule.replicas.max(1));
    let period = rule.period.as_secs_f64();
    let at_first = match rule.kind {
        LimitKind::TokenBucket { burst } => burst as f64,
        _ => amount,
    };
    let held_up = ((lookups - at_first).max(0.0) / amount * period).min(longest);
    let refusals = held_up / step;
    (refusals > MOST_REFUSALS).then(|| {
        let duration = |seconds| print_scalar(seconds, Quantity::Duration);
        let message = format!(
            "the job would be refused about {} million times in each replication: the limit \"{}\" opens once in {}, and Retry-After sends the job back every {}",
            display_number(refusals / 1e6),
            rule.name,
            duration(period),
            duration(retry_after.as_secs_f64()),
        );
        Finding::new(span, message).help(
            "write retry_after = \"until-allowed\", or a time near the period; more than a million refusals are not simulated",
        )
    })
}

/// Users who are looked up at least.
fn fewest_lookups(draft: &Draft) -> f64 {
    let least = |parameter, otherwise: f64| {
        let value = draft.value(parameter).map(Uncertain::extent);
        value.map_or(otherwise, |(least, _)| least)
    };
    let users = match draft.scope() {
        // Those who are not given follow from other numbers, which may be small.
        Some(ScopeMode::Assigned) | None => least(Parameter::AssignedUsers, 0.0),
        Some(_) => least(Parameter::TenantUsers, usual(Parameter::TenantUsers)),
    };
    users * least(Parameter::FilterShare, 1.0)
}
