//! Fits every reading of the documented timing table and shows how well each does.
//!
//! `cargo run --release --example readings` takes about a quarter of an hour on two cores. With words behind it, such as
//! `-- no fit`, only the lines that begin with them are made. The table stands in `docs/validation.md`.

use std::error::Error;
use std::sync::atomic::AtomicBool;

use cyclecast::experiment::Plan;
use cyclecast::experiment::outcome::reproduction::RowCheck;
use cyclecast::reference::{FREE, ParameterSet, Reading, refit, reproduce_table};

const PLAN: Plan = Plan {
    replications: 200,
    seed: 1,
    threads: None,
};

fn main() -> Result<(), Box<dyn Error>> {
    println!(
        "| reading | rows | worst end | evaluation, lookup, user write, membership (s) | directory | assigned ≤ 1,000 | assigned ≤ 10,000 | assigned ≤ 100,000 | all ≤ 10,000 | all ≤ 100,000 | users ≤ 10,000 |"
    );
    println!("|---|---|---|---|---|---|---|---|---|---|---|");
    let wanted = std::env::args().skip(1).collect::<Vec<_>>().join(" ");
    let never = AtomicBool::new(false);
    if "no fit".starts_with(&wanted) {
        let middle = ParameterSet {
            values: FREE.map(|free| (free.bounds.0 * free.bounds.1).sqrt()),
            ..ParameterSet::COMMITTED
        };
        println!("{}", line("no fit", &Reading::STATED, &middle)?);
    }
    for reading in std::iter::once(Reading::STATED).chain(Reading::OTHERS) {
        if reading.name.starts_with(&wanted) {
            let found = refit(&reading, &[], None, &never, &|_| ())?;
            println!("{}", line(reading.name, &reading, &found.set)?);
        }
    }
    Ok(())
}

fn line(name: &str, reading: &Reading, set: &ParameterSet) -> Result<String, Box<dyn Error>> {
    let rows = reproduce_table(reading, set, &PLAN, &AtomicBool::new(false), &|_| ())?;
    let rows = rows.ok_or("nobody interrupts")?;
    let held = rows.iter().filter(|row| row.holds).count();
    let worst = rows.iter().map(worst_end).fold(1.0, f64::max);
    let [evaluation, lookup, write, membership, _, directory, ..] = set.values;
    let bands: Vec<String> = [0, 1, 2, 4, 5, 7].map(|place| band(&rows[place])).to_vec();
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
