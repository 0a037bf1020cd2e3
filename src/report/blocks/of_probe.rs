//! What a probe found at an endpoint.

use super::{Section, notes, sentences};
use crate::experiment::outcome::probe_document::{DialectVerdict, ProbeDocument, Weight};
use crate::units::{display_number, display_seconds};

/// The whole report; `written` is the file that the fragment went to, if it went to one.
pub fn probe(found: &ProbeDocument, written: Option<&str>) -> Vec<Section> {
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
        format!(
            "This is not all: {}.",
            why.lines().next().unwrap_or_default()
        )
    });
    let next = written.map(|file| {
        format!("Written to {file}. A scenario takes the numbers over by the line: measurements = \"{file}\"")
    });
    let lead = [answer, made].into_iter().chain(early).chain(next);
    let mut sections = vec![Section::screen("answer", "The answer").with(sentences(lead))];
    for (weight, title) in [
        (Weight::Quarantine, "Cycles fail, up to quarantine"),
        (Weight::Fails, "Objects fail"),
        (Weight::Note, "To be known"),
        (Weight::Fine, "As the service expects it"),
    ] {
        let lines: Vec<String> = found
            .verdicts
            .iter()
            .filter(|verdict| verdict.weight == weight)
            .map(line)
            .collect();
        if !lines.is_empty() {
            sections.push(Section::part(title).with(notes(lines)).keeping_width());
        }
    }
    sections
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
