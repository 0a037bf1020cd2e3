//! A cycle that was played to a real target, beside its forecast.

use super::{Block, Figure, REHEARSAL, Section, notes, parts_with_lines, sentences, table};
use crate::experiment::outcome::rehearsal::{IncrementalCycles, Rehearsal};
use crate::report::number;
use crate::report::sentences::rehearsal_answer::{answer, followed, played, reasons};
use crate::report::tables::Table;
use crate::units::{display_number, display_percent};

/// The verdict, what was assumed wrongly, and answers beside their forecast.
pub fn rehearsal(found: &Rehearsal) -> Vec<Section> {
    let lead = Block::Lead(Some(found.scenario.clone()), answer(found));
    let screen = Section::screen("answer", "The answer").with([lead]);
    let told = sentences(played(found).into_iter().chain(followed(found)));
    let screen = screen.with(told).keeping_width();
    let figure = Figure {
        id: REHEARSAL,
        heading: "How did the cycle run beside its forecast?",
        reading: "Bands hold nine replications in ten of the forecast, which was fixed before the start; the line without a band is what was measured.",
    };
    let mut sections = vec![screen.on_page([Block::Figure(figure)])];
    sections.extend(
        parts_with_lines([("What was forecast wrongly", reasons(found))])
            .map(Section::keeping_width),
    );
    sections.push(endpoints(found));
    sections.extend(found.incremental.as_ref().map(incremental));
    if !found.troubles.is_empty() {
        let rows = found.troubles.iter().map(|one| {
            [
                one.endpoint.clone(),
                display_number(one.count as f64),
                one.code.clone(),
                one.says.clone(),
            ]
        });
        let rows =
            Table::headed("endpoint | times | code in the logs | what the target said").with(rows);
        sections.push(Section::part("Where the target failed").with([table(rows)]));
    }
    if !found.left_out.is_empty() {
        let left_out = notes(found.left_out.iter().cloned());
        sections.push(
            Section::part("What was not played")
                .with(left_out)
                .keeping_width(),
        );
    }
    sections
}

fn incremental(found: &IncrementalCycles) -> Section {
    let count = |number: u64| display_number(number as f64);
    let rows = found.cycles.iter().map(|one| {
        let [changes, calls] = [&one.changes_forecast, &one.calls_forecast].map(|band| {
            format!(
                "{} to {}",
                display_number(band.p5),
                display_number(band.p95)
            )
        });
        let took = &one.duration_forecast_ms;
        let verdict = match (one.is_inside(), one.duration_ms < took.p5) {
            (true, _) => "inside",
            (false, true) => "faster",
            (false, false) => "slower",
        };
        [
            count(one.number),
            count(one.changes),
            changes,
            count(one.calls),
            calls,
            number::time(one.duration_ms),
            number::time_range(took.p5, took.p95),
            match one.is_late {
                true => format!("{verdict}, began late"),
                false => verdict.to_owned(),
            },
            count(one.failures),
        ]
    });
    let head = "cycle | changes | forecast, 9 in 10 | requests | forecast, 9 in 10 | took | forecast, 9 in 10 | verdict | failures";
    Section::part("Incremental cycles, as played and as forecast")
        .with([table(Table::headed(head).with(rows))])
}

fn endpoints(found: &Rehearsal) -> Section {
    let rows = found.endpoints.iter().map(|one| {
        let forecast = &one.forecast_mean_ms;
        [
            one.endpoint.clone(),
            display_number(one.calls as f64),
            display_number(one.calls_forecast as f64),
            number::time(one.mean_ms),
            number::time_range(forecast.p5, forecast.p95),
            number::time(one.p95_ms),
            display_percent(one.cv),
        ]
    });
    let head = "endpoint | requests | forecast | mean answer | forecast, 9 in 10 | 95 % within | varies by";
    Section::part("Requests and answers, as played and as forecast")
        .with([table(Table::headed(head).with(rows))])
}
