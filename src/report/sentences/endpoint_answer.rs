//! What the owner of an endpoint is told first: the load, sentence by sentence.

use crate::experiment::outcome::{Metric, Outcome};
use crate::report::number;
use crate::units::display_number;

/// The load in sentences without the scenario's name.
pub(in crate::report) fn sentences(outcome: &Outcome) -> Vec<String> {
    let load = &outcome.target;
    let Some(all) = &load.all else {
        return vec!["the target sees no request.".to_owned()];
    };
    let mut sentences = vec![format!(
        "your endpoint sees {} requests per second on average, {} in the busiest minute and {} in the busiest second (medians; p95 {}, {} and {}).",
        number::rough(all.mean_rate.p50),
        number::rough(all.peak_minute.p50),
        number::rough(all.peak_second.p50),
        number::rough(all.mean_rate.p95),
        number::rough(all.peak_minute.p95),
        number::rough(all.peak_second.p95),
    )];
    let by_requests = load.endpoints.iter();
    if let Some(most) = by_requests.max_by(|a, b| a.requests.p50.total_cmp(&b.requests.p50)) {
        sentences.push(format!(
            "{} of {} requests are {}; {} calls are under way at once on average.",
            number::percent(most.requests.p50 / all.requests.p50.max(1.0)),
            display_number(all.requests.p50),
            most.label,
            number::rough(load.in_service.p50),
        ));
    }
    if let Some(used) = load.utilisation {
        sentences.push(format!(
            "Its workers are busy {} of the time; {} calls wait in its queue on average, {} at the most (medians).",
            number::percent(used.p50),
            number::rough(load.mean_queue.p50),
            number::rough(load.longest_queue.p50),
        ));
    }
    sentences.push(refused(outcome));
    sentences.extend(lasts(outcome));
    sentences.extend(later(outcome));
    sentences
}

fn refused(outcome: &Outcome) -> String {
    let over: f64 = outcome
        .target
        .limits
        .iter()
        .map(|limit| limit.over.p50)
        .sum();
    match (outcome.target.limits.is_empty(), over > 0.0) {
        (true, _) => "No limit of yours is in the scenario: [[target.limit]] or a preset shows what one would do.".to_owned(),
        (false, false) => "No call is over a limit (median).".to_owned(),
        (false, true) => format!("{} calls are over a limit (median).", display_number(over)),
    }
}

/// How long it lasts.
fn lasts(outcome: &Outcome) -> Option<String> {
    let summary = outcome.summary(Metric::InitialCycle)?;
    let (p5, p95) = (summary.p5.value?, summary.p95.value?);
    Some(format!(
        "The load lasts as long as the initial cycle: {} in 9 replications of 10.",
        number::time_range(p5, p95)
    ))
}

/// What comes after the initial cycle.
fn later(outcome: &Outcome) -> Option<String> {
    let load = outcome.life.as_ref()?.load.as_ref()?;
    let most = load.endpoints.iter();
    let most = most.max_by(|a, b| a.requests.p50.total_cmp(&b.requests.p50))?;
    Some(format!(
        "After it come {} requests more up to the horizon, most of them {} ({}), with {} per second in the busiest minute (medians).",
        display_number(load.all.requests.p50.round()),
        most.label,
        display_number(most.requests.p50.round()),
        number::rough(load.all.peak_minute.p50),
    ))
}
