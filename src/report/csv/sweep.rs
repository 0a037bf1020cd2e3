//! A sweep as a table: a column for each key that is varied.

use super::columns::{number, optional_number, word};
use super::{CsvError, records};
use crate::experiment::outcome::Estimate;
use crate::experiment::outcome::sweep::{Sweep, SweepPoint};
use crate::report::sweep::{is_of_names, value_text};

const NAME: &str = "sweep.csv";
const MEASURED: [&str; 13] = [
    "metric",
    "unit",
    "p5",
    "p5_low",
    "p5_high",
    "p50",
    "p50_low",
    "p50_high",
    "p95",
    "p95_low",
    "p95_high",
    "too_many_requests_p50",
    "failed_objects_p50",
];

/// The table, a row for each point. Numbers of a key are in the unit that `inputs.csv` gives it, names are names.
///
/// # Errors
/// When the table cannot be written.
pub fn sweep(found: &Sweep) -> Result<(&'static str, Vec<u8>), CsvError> {
    let keys = found.axes.iter().map(|axis| axis.key.as_str());
    let header = keys.chain(MEASURED).map(str::to_owned).collect();
    let rows = found.points.iter().map(|point| cells(found, point));
    records(NAME, &found.scenario, std::iter::once(header).chain(rows))
}

fn cells(found: &Sweep, point: &SweepPoint) -> Vec<String> {
    let places = found.axes.iter().zip(&point.values).map(|(axis, value)| {
        if is_of_names(axis) {
            value_text(axis, *value)
        } else {
            number(*value)
        }
    });
    let of = |one: &Estimate| [one.value, one.low, one.high].map(optional_number);
    let measured = [&point.p5, &point.p50, &point.p95].map(of);
    let counts = [point.too_many_requests, point.failed_objects].map(number);
    places
        .chain([word(found.metric), word(found.unit)])
        .chain(measured.into_iter().flatten())
        .chain(counts)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture;

    fn lines(found: &Sweep) -> Vec<String> {
        let (name, bytes) = sweep(found).unwrap();
        assert_eq!(name, "sweep.csv");
        let text = String::from_utf8(bytes).unwrap();
        text.lines().map(str::to_owned).collect()
    }

    #[test]
    fn each_key_is_a_column_and_each_point_a_row() {
        let found = fixture::sweep_of_two();
        let lines = lines(&found);
        assert_eq!(lines.len(), 1 + found.points.len());
        assert!(lines[0].starts_with(
            "scenario,target.latency.user_post,job.connections,metric,unit,p5,p5_low,p5_high,p50,"
        ));
        assert!(lines[2].starts_with("growing-company,0.1,2,initialCycle,milliseconds,"));
        assert!(lines[2].ends_with(",12,3"));
    }

    #[test]
    fn names_are_names_and_what_is_not_reached_is_empty() {
        let mut found = fixture::sweep();
        found.axes[0].unit = "name".to_owned();
        found.points[0].p95.value = None;
        found.points[0].p95.high = Some(f64::INFINITY);
        let row = &lines(&found)[1];
        assert!(row.starts_with("growing-company,100 ms,"), "{row}");
        let cells: Vec<&str> = row.split(',').collect();
        assert_eq!((cells[10], cells[12]), ("", ""));
    }
}
