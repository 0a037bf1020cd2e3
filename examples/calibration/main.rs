//! Fits what the documented timing table leaves open, and tries other readings of it.
//!
//! - `cargo run --release --example calibration` fits the stated reading to all rows, and to all rows but one for each of
//!   five, and prints `src/model/parameters/calibration.rs`. It takes some minutes, and fails where the program is made with
//!   other values.
//! - `cargo run --release --example calibration readings` fits every reading and prints the table of `docs/validation.md`, in
//!   about a quarter of an hour on two cores. With words behind it, such as `readings no fit`, only the lines that begin
//!   with them are made.

mod fit;
mod least_squares;
mod readings;
mod source;

use std::error::Error;

use cyclecast::model::calibration;
use cyclecast::reference::{ParameterSet, Reading};

fn main() -> Result<(), Box<dyn Error>> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    match words.split_first() {
        None => fit_again(),
        Some((first, wanted)) if first == "readings" => readings::print_table(&wanted.join(" ")),
        Some((other, _)) => Err(format!("there is no `{other}` to do, but `readings`").into()),
    }
}

/// Fits again, and compares with what is built in.
fn fit_again() -> Result<(), Box<dyn Error>> {
    let found = fit::refit(&Reading::STATED, &fit::rows_to_leave_out())?;
    print!("{}", source::calibration_source(&found));
    let is_built_in =
        found.set == ParameterSet::COMMITTED && found.left_out == calibration::LEFT_OUT;
    if is_built_in {
        eprintln!("The fit gives the values that the program is made with.");
        Ok(())
    } else {
        Err("the fit gives other values than those that the program is made with".into())
    }
}
