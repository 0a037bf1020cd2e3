//! One or two keys over a range.

use super::{Block, Figure, SWEEP, Section, glossary, to_repeat_several};
use crate::experiment::outcome::sweep::{Sweep, SweepPoint};
use crate::report::number;
use crate::report::sentences::phrases::capitalised;
use crate::report::sentences::sweep_answer::{answer, value_text};
use crate::report::tables::Table;
use crate::units::display_number;

/// The answer, and the points.
pub fn sweep(found: &Sweep, repeat: &str) -> Vec<Section> {
    let figure = Figure {
        id: SWEEP,
        heading: "How does it change over the range?",
        reading: reading(found),
    };
    let label = capitalised(&found.label);
    let count = display_number(found.replications as f64);
    let title = format!("{label} over {count} replications at each point, with the same luck");
    let caption = format!("{label}, with intervals in brackets");
    let name = Some(found.scenario.clone());
    let run = (found.seed, found.replications);
    vec![
        Section::screen("answer", "The answer").with([Block::Lead(name, answer(found) + ".")]),
        Section::chapter("figures", title)
            .on_page([Block::Figure(figure)])
            .with([Block::Table(caption, points(found))]),
        glossary(),
        to_repeat_several(repeat, run, &found.cyclecast_version),
    ]
}

/// A row for each point.
fn points(found: &Sweep) -> Table {
    let mut header: Vec<&str> = found.axes.iter().map(|axis| axis.key.as_str()).collect();
    header.extend(["p5", "p50", "p95", "429", "left out"]);
    Table::new(&header).with(found.points.iter().map(|point| cells(found, point)))
}

fn cells(found: &Sweep, point: &SweepPoint) -> Vec<String> {
    let values = found.axes.iter().zip(&point.values);
    let position = values.map(|(axis, value)| value_text(axis, *value));
    let measured = [&point.p5, &point.p50, &point.p95];
    let measured = measured.map(|estimate| number::estimate(estimate, found.unit));
    let counts = [point.too_many_requests, point.failed_objects];
    let counts = counts.map(number::count);
    position.chain(measured).chain(counts).collect()
}

/// How the chart is read.
fn reading(found: &Sweep) -> &'static str {
    match found.axes.len() {
        0 | 1 => {
            "The line is the median, the band holds 9 replications in 10. All points were run with the same luck, so that what differs between them is \
             due to the key."
        }
        _ => {
            "Each cell is the median at one pair of values, the darker the higher. All cells were run with the same luck, so that what differs \
             between them is due to the keys."
        }
    }
}
