//! The points of a sweep.

use super::Table;
use crate::experiment::outcome::sweep::{Sweep, SweepPoint};
use crate::report::number;
use crate::report::sentences::sweep_answer;

/// A row for each point.
pub fn points(found: &Sweep) -> Table {
    let mut header: Vec<&str> = found.axes.iter().map(|axis| axis.key.as_str()).collect();
    header.extend(["p5", "p50", "p95", "429", "left out"]);
    Table::new(&header).with(found.points.iter().map(|point| cells(found, point)))
}

fn cells(found: &Sweep, point: &SweepPoint) -> Vec<String> {
    let values = found.axes.iter().zip(&point.values);
    let position = values.map(|(axis, value)| sweep_answer::value_text(axis, *value));
    let measured = [&point.p5, &point.p50, &point.p95];
    let measured = measured.map(|estimate| number::estimate(estimate, found.unit));
    let counts = [point.too_many_requests, point.failed_objects];
    let counts = counts.map(number::count);
    position.chain(measured).chain(counts).collect()
}
