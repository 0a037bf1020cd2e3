//! What the target sees: the sentences that lead the report for the endpoint's owner.

use crate::experiment::outcome::{Metric, Outcome};
use crate::report::number;
use crate::units::display_number;

/// The load, sentence by sentence, for a report that leads with it.
pub(super) fn opening(outcome: &Outcome) -> String {
    let load = &outcome.target;
    let Some(all) = &load.all else {
        return format!("{}: the target sees no request.\n", outcome.scenario.name);
    };
    let mut text = format!(
        "{}: your endpoint sees {} requests per second on average, {} in the busiest minute and {} in the busiest second (medians; p95 {}, {} and {}).\n",
        outcome.scenario.name,
        number::rough(all.mean_rate.p50),
        number::rough(all.peak_minute.p50),
        number::rough(all.peak_second.p50),
        number::rough(all.mean_rate.p95),
        number::rough(all.peak_minute.p95),
        number::rough(all.peak_second.p95),
    );
    if let Some(most) = load
        .endpoints
        .iter()
        .max_by(|a, b| a.requests.p50.total_cmp(&b.requests.p50))
    {
        text.push_str(&format!(
            "{} of {} requests are {}; {} calls are under way at once on average.\n",
            number::percent(most.requests.p50 / all.requests.p50.max(1.0)),
            display_number(all.requests.p50),
            most.label,
            number::rough(load.in_service.p50),
        ));
    }
    if let Some(used) = load.utilisation {
        text.push_str(&format!(
            "Its workers are busy {} of the time; {} calls wait in its queue on average, {} at the most (medians).\n",
            number::percent(used.p50),
            number::rough(load.mean_queue.p50),
            number::rough(load.longest_queue.p50),
        ));
    }
    text.push_str(&refused(outcome));
    text
}

fn refused(outcome: &Outcome) -> String {
    let over: f64 = outcome
        .target
        .limits
        .iter()
        .map(|limit| limit.over.p50)
        .sum();
    match (outcome.target.limits.is_empty(), over > 0.0) {
        (true, _) => "No limit of yours is in the scenario: [[target.limit]] or a preset shows what one would do.\n".to_owned(),
        (false, false) => "No call is over a limit (median).\n".to_owned(),
        (false, true) => format!("{} calls are over a limit (median).\n", display_number(over)),
    }
}

/// How long it lasts, after what the endpoint sees.
pub(super) fn lasts(outcome: &Outcome) -> Option<String> {
    let summary = outcome.summary(Metric::InitialCycle)?;
    let (p5, p95) = (summary.p5.value?, summary.p95.value?);
    Some(format!(
        "The load lasts as long as the initial cycle: {} in 9 runs of 10.",
        number::time_range(p5, p95)
    ))
}
