//! Readings of the documented table that differ from the stated one in one thing each: how well each can be fitted.

use std::error::Error;

use cyclecast::experiment::outcome::reproduction::RowCheck;
use cyclecast::experiment::{Plan, Session};
use cyclecast::reference::{FREE, ParameterSet, Reading, TimingRow, reproduce_table};

use crate::fit::refit;

const PLAN: Plan = Plan {
    replications: 200,
    seed: 1,
    threads: None,
};

/// How far below the top of its bucket a job is: around the middle, half the reach either way.
fn middle(_: &TimingRow, reach: f64, position: f64) -> f64 {
    0.5 + reach * (position - 0.5)
}

/// In half of the jobs everybody exists in the target already, in the other half nobody.
fn all_or_nobody(position: f64) -> f64 {
    f64::from(position >= 0.5)
}

/// Readings that differ from the stated one in one thing each.
const OTHERS: [Reading; 10] = [
    Reading {
        name: "every row near its top",
        depth: |_, reach, position| reach * position,
        ..Reading::STATED
    },
    Reading {
        name: "every row around its middle",
        depth: middle,
        ..Reading::STATED
    },
    Reading {
        name: "every row over its whole bucket",
        depth: |_, _, position| position,
        ..Reading::STATED
    },
    Reading {
        name: "all matched or all created",
        matched_share: all_or_nobody,
        ..Reading::STATED
    },
    Reading {
        name: "only the assigned are read",
        directory_read_share: 0.0,
        ..Reading::STATED
    },
    Reading {
        name: "members two thirds of what is counted",
        memberships_per_user: (1.0, 4.0),
        ..Reading::STATED
    },
    Reading {
        name: "no small job below 10 objects",
        smallest_objects: 10,
        ..Reading::STATED
    },
    Reading {
        name: "no small job below 100 objects",
        smallest_objects: 100,
        ..Reading::STATED
    },
    Reading {
        name: "directories up to 150,000 users",
        users_cap: 150_000.0,
        ..Reading::STATED
    },
    Reading {
        name: "directories up to 600,000 users",
        users_cap: 600_000.0,
        ..Reading::STATED
    },
];

/// Prints a line for each reading whose name begins with `wanted`; the table stands in `docs/validation.md`.
pub fn print_table(wanted: &str) -> Result<(), Box<dyn Error>> {
    println!(
        "| reading | rows | worst end | evaluation, lookup, user write, membership (s) | directory | assigned ≤ 1,000 | assigned ≤ 10,000 | assigned ≤ 100,000 | all ≤ 10,000 | all ≤ 100,000 | users ≤ 10,000 |"
    );
    println!("|---|---|---|---|---|---|---|---|---|---|---|");
    if "no fit".starts_with(wanted) {
        let middle = ParameterSet {
            values: FREE.map(|free| (free.bounds.0 * free.bounds.1).sqrt()),
            ..ParameterSet::COMMITTED
        };
        println!("{}", line("no fit", &Reading::STATED, &middle)?);
    }
    for reading in std::iter::once(Reading::STATED).chain(OTHERS) {
        if reading.name.starts_with(wanted) {
            let found = refit(&reading, &[])?;
            println!("{}", line(reading.name, &reading, &found.set)?);
        }
    }
    Ok(())
}

fn line(name: &str, reading: &Reading, set: &ParameterSet) -> Result<String, Box<dyn Error>> {
    let rows = reproduce_table(reading, set, &Session::new(PLAN))?;
    let held = rows.iter().filter(|row| row.holds).count();
    let worst = rows.iter().map(worst_end).fold(1.0, f64::max);
    let [evaluation, lookup, write, membership, _, directory, ..] = set.values;
    let bands: Vec<String> = [0, 1, 2, 4, 5, 7].map(|row| band(&rows[row])).to_vec();
    Ok(format!(
        "| {name} | {held} of 8 | {worst:.2} | {evaluation:.2}, {lookup:.2}, {write:.2}, {membership:.2} | {directory:.0} × | {} |",
        bands.join(" | ")
    ))
}

/// By how much the worse end of a row is missed; a bound is missed only from above.
fn worst_end(row: &RowCheck) -> f64 {
    let either = |ratio: f64| ratio.max(1.0 / ratio);
    match row.p5_over_low {
        None => row.p95_over_high.max(1.0),
        Some(low) if row.low_is_bound => low.max(either(row.p95_over_high)),
        Some(low) => either(low).max(either(row.p95_over_high)),
    }
}

fn band(row: &RowCheck) -> String {
    let minutes = |value: f64| format!("{value:.0}");
    format!(
        "{} - {}{}",
        minutes(row.simulated.p5_minutes),
        minutes(row.simulated.p95_minutes),
        if row.holds { "" } else { " ✗" }
    )
}

#[cfg(test)]
mod tests {
    use cyclecast::reference::TIMING_TABLE;

    use super::*;

    #[test]
    fn the_middle_of_a_bucket_is_in_the_middle_of_its_digits() {
        let around_the_middle = OTHERS[1];
        assert_eq!(around_the_middle.objects(&TIMING_TABLE[1], 0.2, 0.5), 3_162);
    }

    #[test]
    fn all_or_nobody_are_half_each() {
        let shares = [0.1, 0.4, 0.5, 0.9].map(OTHERS[3].matched_share);
        assert_eq!(shares, [0.0, 0.0, 1.0, 1.0]);
    }
}
