//! The tables of a probe.

use super::Table;
use crate::experiment::outcome::probe_document::{ConnectionRow, GrowthRow, Interval, LatencyRow};
use crate::report::number;
use crate::units::{display_number, display_seconds};

/// Two numbers of a time, or of a rate.
fn within(found: Option<Interval>, show: impl Fn(f64) -> String) -> [String; 2] {
    let Some(found) = found else {
        return ["-".to_owned(), "-".to_owned()];
    };
    let ends = format!("{} to {}", show(found.low), show(found.high));
    [show(found.value), ends]
}

fn millis(value: f64) -> String {
    match value < 0.0 {
        true => format!("-{}", number::time(-value)),
        false => number::time(value),
    }
}

/// Latencies of one caller.
pub fn latencies(rows: &[LatencyRow]) -> Table {
    let rows = rows.iter().map(|row| {
        let [mean, ends] = within(row.mean_ms, millis);
        let [cv, _] = within(row.cv, number::rough);
        let at = |index: usize| {
            row.quantiles_ms
                .get(index)
                .map_or("-".to_owned(), |value| number::time(*value))
        };
        [
            row.call.clone(),
            display_number(row.count as f64),
            mean,
            ends,
            cv,
            at(2),
            at(4),
            at(6),
        ]
    });
    Table::headed(" | calls | mean | 95 % interval | variation | median | p95 | longest").with(rows)
}

/// What grows with a size.
pub fn growth(rows: &[GrowthRow]) -> Table {
    let rows = rows.iter().map(|row| {
        let [slope, ends] = within(row.slope_ms, millis);
        let per = match row.per {
            1 => row.by.clone(),
            per => format!("{} {}", display_number(per as f64), row.by),
        };
        let straight = match row.is_straight {
            Some(true) => "yes",
            Some(false) => "no",
            None => "-",
        };
        let largest = row
            .points
            .iter()
            .map(|point| point.size)
            .fold(0.0, f64::max);
        [
            row.call.clone(),
            per,
            slope,
            ends,
            straight.to_owned(),
            display_number(libm::round(largest)),
            row.sixty_seconds_at
                .map_or("-".to_owned(), |size| display_number(libm::round(size))),
        ]
    });
    Table::headed(" | more for each | by | 95 % interval | straight | largest | 60 s at")
        .with(rows)
        .led_by_words(2)
}

/// Throughput by connections.
pub fn connections(rows: &[ConnectionRow]) -> Table {
    let rows = rows.iter().map(|row| {
        let [rate, ends] = within(row.per_second, number::rough);
        [
            display_number(row.connections as f64),
            display_number(row.requests as f64),
            rate,
            ends,
            display_seconds(row.mean_ms / 1e3),
            display_seconds(row.p95_ms / 1e3),
            display_number(row.failed as f64),
        ]
    });
    Table::headed("connections | calls | a second | 95 % interval | mean | p95 | failed").with(rows)
}
