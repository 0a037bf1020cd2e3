//! What the owner of an endpoint is told first: the load, sentence by sentence.

use super::phrases::listed;
use crate::experiment::outcome::{EndpointLoad, Metric, Outcome};
use crate::report::number;
use crate::units::display_number;

/// The load in sentences without the scenario's name.
pub(in crate::report) fn sentences(outcome: &Outcome) -> Vec<String> {
    let load = &outcome.target;
    let Some(all) = &load.all else {
        return vec!["the target sees no request.".to_owned()];
    };
    let rates = [all.mean_rate, all.peak_minute, all.peak_second];
    let [mean, minute, second] = rates.map(|band| number::rough(band.p50));
    let p95 = rates.map(|band| number::rough(band.p95));
    let p95 = listed(&p95, "and", p95.len());
    let mut sentences = vec![format!(
        "your endpoint sees {mean} requests per second on average, {minute} in the busiest minute and {second} in the busiest second (medians; p95 {p95})."
    )];
    if let Some(most) = most_called(&load.endpoints) {
        let share = number::percent(most.requests.p50 / all.requests.p50.max(1.0));
        let requests = display_number(all.requests.p50);
        let calls = number::rough(load.in_service.p50);
        let label = &most.label;
        sentences.push(format!(
            "{share} of {requests} requests are {label}; {calls} calls are under way at once on average."
        ));
    }
    if let Some(used) = load.utilisation {
        let used = number::percent(used.p50);
        let queues = [load.mean_queue, load.longest_queue];
        let [mean, longest] = queues.map(|band| number::rough(band.p50));
        sentences.push(format!(
            "Its workers are busy {used} of the time; {mean} calls wait in its queue on average, {longest} at the most (medians)."
        ));
    }
    sentences.push(refused(outcome));
    sentences.extend(lasts(outcome));
    sentences.extend(later(outcome));
    sentences
}

/// The endpoint with the most requests.
fn most_called(endpoints: &[EndpointLoad]) -> Option<&EndpointLoad> {
    let endpoints = endpoints.iter();
    endpoints.max_by(|a, b| a.requests.p50.total_cmp(&b.requests.p50))
}

fn refused(outcome: &Outcome) -> String {
    let limits = outcome.target.limits.iter();
    let over: f64 = limits.map(|limit| limit.over.p50).sum();
    match (outcome.target.limits.is_empty(), over > 0.0) {
        (true, _) => "No limit of yours is in the scenario: [[target.limit]] or a preset shows what one would do.".to_owned(),
        (false, false) => "No call is over a limit (median).".to_owned(),
        (false, true) => format!("{} calls are over a limit (median).", display_number(over)),
    }
}

/// How long it lasts.
fn lasts(outcome: &Outcome) -> Option<String> {
    let summary = outcome.summary(Metric::InitialCycle)?;
    let range = number::time_range(summary.p5.value?, summary.p95.value?);
    Some(format!(
        "The load lasts as long as the initial cycle: {range} in 9 replications of 10."
    ))
}

/// What comes after the initial cycle.
fn later(outcome: &Outcome) -> Option<String> {
    let load = outcome.life.as_ref()?.load.as_ref()?;
    let EndpointLoad {
        label, requests, ..
    } = most_called(&load.endpoints)?;
    let [all, most] = [load.all.requests, *requests].map(|band| display_number(band.p50.round()));
    let rate = number::rough(load.all.peak_minute.p50);
    Some(format!(
        "After it come {all} requests more up to the horizon, most of them {label} ({most}), with {rate} per second in the busiest minute (medians)."
    ))
}
