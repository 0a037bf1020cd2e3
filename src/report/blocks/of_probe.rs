//! What a probe found at an endpoint.

use super::of_calibration::measured;
use super::{Section, notes, parts_with_lines, sentences, table};
use crate::experiment::outcome::probe_document::{DialectVerdict, ProbeDocument, Weight};
use crate::report::number;
use crate::report::tables::probe_tables;
use crate::units::{display_number, display_seconds};

/// The whole report; `written` is the file that the fragment went to, if it went to one.
pub fn probe(found: &ProbeDocument, written: Option<&str>) -> Vec<Section> {
    let mut sections = vec![
        Section::screen("answer", "The answer").with(sentences(lead(found, written))),
        Section::chapter("dialect", "What the service would trip over"),
    ];
    sections.extend(verdicts(found));
    sections.push(Section::chapter("numbers", "What was measured"));
    sections.extend(tables(found));
    sections.extend(parts_with_lines([("Capacity and limits", limits(found))]));
    if !found.measured.is_empty() {
        sections.push(measured(&found.measured));
    }
    let left = found
        .left
        .iter()
        .map(|left| format!("{}: {}", left.what, left.why));
    sections.extend(parts_with_lines([("Left as it is", left.collect())]));
    sections
}

fn lead(found: &ProbeDocument, written: Option<&str>) -> Vec<String> {
    let trips = found
        .verdicts
        .iter()
        .filter(|verdict| verdict.weight > Weight::Note)
        .count();
    let answer = match trips {
        0 => "The service trips over nothing that was asked.".to_owned(),
        1 => "The service trips over one thing.".to_owned(),
        many => format!("The service trips over {many} things."),
    };
    let made = format!(
        "{} requests in {}.",
        display_number(found.requests as f64),
        display_seconds(found.seconds)
    );
    let early = found.ended_early.as_ref().map(|why| {
        let why = why.lines().next().unwrap_or_default();
        format!("This is not all: {why}.")
    });
    let next = written.map(|file| {
        format!("Written to {file}. A scenario takes the numbers over by the line: measurements = \"{file}\"")
    });
    [answer, made]
        .into_iter()
        .chain(early)
        .chain(next)
        .collect()
}

/// Verdicts by their weight, the worst first.
fn verdicts(found: &ProbeDocument) -> impl Iterator<Item = Section> {
    let parts = [
        (Weight::Quarantine, "Cycles fail, up to quarantine"),
        (Weight::Fails, "Objects fail"),
        (Weight::Note, "To be known"),
        (Weight::Fine, "As the service expects it"),
    ];
    parts.into_iter().filter_map(|(weight, title)| {
        let of_weight = found
            .verdicts
            .iter()
            .filter(|verdict| verdict.weight == weight);
        let lines: Vec<String> = of_weight.map(line).collect();
        (!lines.is_empty()).then(|| Section::part(title).with(notes(lines)).keeping_width())
    })
}

fn tables(found: &ProbeDocument) -> impl Iterator<Item = Section> {
    let tables = [
        (
            "Latencies of one caller",
            probe_tables::latencies(&found.latencies),
        ),
        ("What grows", probe_tables::growth(&found.growth)),
        (
            "Throughput by connections",
            probe_tables::connections(&found.connections),
        ),
    ];
    let filled = tables.into_iter().filter(|(_, one)| !one.rows.is_empty());
    filled.map(|(title, one)| Section::part(title).with([table(one)]))
}

/// What was seen of the capacity and of limits.
fn limits(found: &ProbeDocument) -> Vec<String> {
    let seen = &found.limits;
    let counted = |count: u64, what: &str| {
        (count > 0).then(|| format!("{} {what}", display_number(count as f64)))
    };
    let capacity = found.capacity.map(|capacity| {
        format!(
            "it works on {} calls at once ({} to {})",
            number::rough(capacity.value),
            number::rough(capacity.low),
            number::rough(capacity.high)
        )
    });
    let refused = seen
        .per_second_at_refusal
        .map(|rate| format!("the first refusal came after {rate} answers within a second"));
    let waits = (!seen.retry_after.is_empty())
        .then(|| format!("Retry-After: {}", seen.retry_after.join(", ")));
    let headers = seen
        .headers
        .iter()
        .map(|header| format!("{}: {}", header.name, header.value));
    let none =
        (seen.too_many_requests + seen.unavailable == 0).then(|| "no limit was met".to_owned());
    capacity
        .into_iter()
        .chain(none)
        .chain(counted(seen.too_many_requests, "answers with 429"))
        .chain(counted(seen.unavailable, "answers with 503"))
        .chain(counted(seen.server_errors, "other answers with 5xx"))
        .chain(counted(seen.broken_connections, "connections broke"))
        .chain(counted(seen.timeouts, "requests were not answered in time"))
        .chain(counted(
            seen.closing_answers,
            "answers closed the connection",
        ))
        .chain(refused)
        .chain(waits)
        .chain(headers)
        .chain(seen.words.iter().cloned())
        .collect()
}

fn line(verdict: &DialectVerdict) -> String {
    let DialectVerdict {
        asks,
        answers,
        leads_to,
        code,
        ..
    } = verdict;
    match (verdict.weight, code) {
        (Weight::Fine, _) => format!("{asks}: {answers}"),
        (_, None) => format!("{asks}: {answers}. {leads_to}"),
        (_, Some(code)) => format!("{asks}: {answers}. {leads_to} ({code})"),
    }
}
