//! Tables on variants beside each other.

use super::Table;
use crate::experiment::outcome::Unit;
use crate::experiment::outcome::comparison::{ComparedBy, Comparison, Variant};
use crate::report::number::{self, Together};

fn heading(found: &Comparison) -> &'static str {
    match found.of {
        ComparedBy::Strategies => "strategy",
        ComparedBy::Policies => "on 429",
        ComparedBy::Workers => "workers",
    }
}

/// The initial cycle of each variant.
pub fn durations(found: &Comparison) -> Table {
    let asked = found
        .need
        .as_ref()
        .map(|need| format!("done within {}", number::time(need.within_ms as f64)));
    let mut header = vec![heading(found), "p5", "p50", "p95"];
    header.extend(asked.as_deref());
    let mut table = Table::new(&header);
    for one in &found.variants {
        let row = Together::of(Unit::Milliseconds, [one.p5, one.p50, one.p95]);
        let time = |found| row.estimate(found);
        let mut cells = vec![
            one.label().to_owned(),
            time(&one.p5),
            time(&one.p50),
            time(&one.p95),
        ];
        if asked.is_some() {
            cells.push(
                one.met
                    .as_ref()
                    .map_or_else(String::new, number::share_of_runs),
            );
        }
        table.add(cells);
    }
    table
}

/// A column of the target's table: its header, what it shows, and whether it is left out where it shows nothing but zeros.
type Column = (&'static str, fn(&Variant) -> String, bool);

const AT_TARGET: [Column; 11] = [
    ("requests", |one| number::count(one.requests.p50), false),
    ("429", |one| number::count(one.too_many_requests.p50), true),
    ("per s", |one| number::rough(one.mean_rate.p50), false),
    (
        "busiest minute, per s",
        |one| number::rough(one.peak_minute.p50),
        false,
    ),
    (
        "busiest second, per s",
        |one| number::count(one.peak_second.p50),
        false,
    ),
    (
        "workers busy",
        |one| {
            one.utilisation
                .map_or_else(zero, |used| number::percent(used.p50))
        },
        true,
    ),
    ("in queue", |one| number::rough(one.mean_queue.p50), true),
    ("timeouts", |one| number::count(one.timeouts.p50), true),
    ("left out", |one| number::count(one.left_out.p50), false),
    (
        "references left out",
        |one| number::count(one.left_out_references.p50),
        true,
    ),
    (
        "undone",
        |one| {
            one.undone
                .map_or_else(zero, |undone| number::count(undone.p50))
        },
        true,
    ),
];

fn zero() -> String {
    number::count(0.0)
}

/// What the target sees of each variant.
pub fn at_target(found: &Comparison) -> Table {
    let shown = |(_, cell, spared): &&Column| {
        !spared || found.variants.iter().any(|one| cell(one) != zero())
    };
    let columns: Vec<&Column> = AT_TARGET.iter().filter(shown).collect();
    let names = columns.iter().map(|(name, _, _)| *name);
    let header: Vec<&str> = std::iter::once(heading(found)).chain(names).collect();
    let mut table = Table::new(&header);
    for one in &found.variants {
        let cells = columns.iter().map(|(_, cell, _)| cell(one));
        let row: Vec<String> = std::iter::once(one.label().to_owned())
            .chain(cells)
            .collect();
        table.add(row);
    }
    table
}

/// How each variant but the first compares with it, replication by replication.
pub fn against_first(found: &Comparison) -> Table {
    let header = [heading(found), "longer by", "times as long", "faster in"];
    let pairs = found
        .variants
        .iter()
        .filter_map(|one| Some((one, one.against_first.as_ref()?)));
    let rows = pairs.map(|(one, paired)| {
        [
            one.label().to_owned(),
            longer(paired.longer_ms.value),
            number::ratio(&paired.ratio),
            number::share_of_runs(&paired.faster),
        ]
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
