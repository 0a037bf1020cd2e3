//! Tables on variants beside each other.

use super::{Table, led};
use crate::experiment::outcome::comparison::{ComparedBy, Comparison, Variant};
use crate::experiment::outcome::{Band, Unit};
use crate::report::number::{self, Together, count, percent, rough};

fn heading(found: &Comparison) -> &'static str {
    match found.of {
        ComparedBy::Strategies => "strategy",
        ComparedBy::Policies => "on 429",
        ComparedBy::Workers => "workers",
    }
}

/// The initial cycle of each variant.
pub fn durations(found: &Comparison) -> Table {
    let asked = found.need.as_ref().map(|need| need.within_ms as f64);
    let asked = asked.map(|within| format!("done within {}", number::time(within)));
    let mut header = vec![heading(found), "p5", "p50", "p95"];
    header.extend(asked.as_deref());
    let rows = found.variants.iter().map(|one| {
        let times = [one.p5, one.p50, one.p95];
        let times = Together::of(Unit::Milliseconds, times).estimates(times);
        let met = one.met.as_ref().map(number::share_of_runs);
        let met = asked.as_ref().map(|_| met.unwrap_or_default());
        led(one.label(), times.into_iter().chain(met))
    });
    Table::new(&header).with(rows)
}

/// A column of the target's table: its header, of what it shows the median, and in which digits.
type Column = (&'static str, fn(&Variant) -> Option<Band>, Digits);
type Digits = fn(f64) -> String;

const AT_TARGET: [Column; 11] = [
    ("requests", |one| Some(one.requests), count),
    ("429", |one| Some(one.too_many_requests), count),
    ("per s", |one| Some(one.mean_rate), rough),
    ("busiest minute, per s", |one| Some(one.peak_minute), rough),
    ("busiest second, per s", |one| Some(one.peak_second), count),
    ("workers busy", |one| one.utilisation, percent),
    ("in queue", |one| Some(one.mean_queue), rough),
    ("timeouts", |one| Some(one.timeouts), count),
    ("left out", |one| Some(one.left_out), count),
    (REFERENCES, |one| Some(one.left_out_references), count),
    ("undone", |one| one.undone, count),
];
const REFERENCES: &str = "references left out";
/// What is left out where it shows nothing but zeros.
const SPARED: &str = "429, workers busy, in queue, timeouts, references left out, undone";

/// What the target sees of each variant.
pub fn at_target(found: &Comparison) -> Table {
    let cell = |(_, of, shown): &Column, one: &Variant| {
        of(one).map_or_else(|| "0".to_owned(), |band| shown(band.p50))
    };
    let is_shown = |column: &Column| {
        let mut all = found.variants.iter();
        !SPARED.split(", ").any(|spared| spared == column.0)
            || all.any(|one| cell(column, one) != "0")
    };
    let columns: Vec<Column> = AT_TARGET.into_iter().filter(is_shown).collect();
    let mut header = vec![heading(found)];
    header.extend(columns.iter().map(|(name, ..)| *name));
    let rows = found.variants.iter();
    let rows = rows.map(|one| led(one.label(), columns.iter().map(|column| cell(column, one))));
    Table::new(&header).with(rows)
}

/// How each variant but the first compares with it, replication by replication.
pub fn against_first(found: &Comparison) -> Table {
    let header = [heading(found), "longer by", "times as long", "faster in"];
    let rows = found.variants.iter().filter_map(|one| {
        let paired = one.against_first.as_ref()?;
        let (longer, ratio) = (longer(paired.longer_ms.value), number::ratio(&paired.ratio));
        let faster = number::share_of_runs(&paired.faster);
        Some(led(one.label(), [longer, ratio, faster]))
    });
    Table::new(&header).with(rows)
}

fn longer(ms: Option<f64>) -> String {
    match ms {
        None => "?".to_owned(),
        Some(less) if less < 0.0 => format!("-{}", number::time(-less)),
        Some(more) => number::time(more),
    }
}
