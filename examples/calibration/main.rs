//! Fits what the documented timing table leaves open, and tries other readings of it.
//!
//! - `cargo run --release --example calibration` fits the stated reading to all rows, and to all rows but one for each of
//!   five, and prints `src/model/parameters/calibration.rs`. It takes some minutes, and fails where a value of the fit to all rows
//!   is further from that which the program is made with than luck can bring it. Fits without a row rest on less, and are not compared.
//! - `cargo run --release --example calibration luck` makes the fit to all rows under six other seeds, in about five minutes on two cores: what
//!   other draws of the same jobs do to it.
//! - `cargo run --release --example calibration readings` fits every reading and prints the table of `docs/validation.md`, in
//!   about a quarter of an hour on two cores. With words behind it, such as `readings no fit`, only the lines that begin
//!   with them are made.

mod fit;
mod least_squares;
mod readings;
mod source;

use std::error::Error;

use cyclecast::reference::{FREE, Reading};

fn main() -> Result<(), Box<dyn Error>> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    match words.split_first() {
        None => fit_again(),
        Some((first, wanted)) if first == "readings" => readings::print_table(&wanted.join(" ")),
        Some((first, [])) if first == "luck" => print_luck(),
        Some((other, _)) => {
            Err(format!("there is no `{other}` to do, but `readings` and `luck`").into())
        }
    }
}

/// Fits again, and compares with what is built in.
fn fit_again() -> Result<(), Box<dyn Error>> {
    let found = fit::refit(&Reading::STATED, &fit::rows_to_leave_out())?;
    print!("{}", source::calibration_source(&found));
    let away = fit::away(&found.set.values);
    for (free, away) in FREE.iter().zip(away) {
        eprintln!(
            "{:60} {away:+.2} standard errors from what is built in",
            free.name
        );
    }
    if away.iter().all(|away| away.abs() < fit::LUCK) {
        Ok(())
    } else {
        Err("the fit gives other values than those that the program is made with".into())
    }
}

/// Fits under other seeds, and prints how far each value is from what is built in, in its standard errors.
fn print_luck() -> Result<(), Box<dyn Error>> {
    let names: Vec<&str> = FREE.iter().map(|free| free.name).collect();
    println!("| seed | {} |", names.join(" | "));
    println!("|---|{}", "---|".repeat(names.len()));
    for seed in fit::SEED + 1..=fit::SEED + 6 {
        let away = fit::away(&fit::under_other_luck(seed)?);
        let cells: Vec<String> = away.iter().map(|away| format!("{away:+.2}")).collect();
        println!("| {seed} | {} |", cells.join(" | "));
    }
    Ok(())
}
