//! The committed calibration is what the fit gives. It takes a minute or two.
//!
//! What the fit gives without each of five rows is compared by `.ci/long`.

use std::sync::atomic::AtomicBool;

use cyclecast::reference::{ParameterSet, Reading, refit};

#[test]
fn the_committed_values_are_what_the_fit_to_all_rows_gives() {
    let never = AtomicBool::new(false);
    let found = refit(&Reading::STATED, &[], None, &never, &|_| ());
    let found = found.expect("nobody interrupts");
    assert_eq!(found.set, ParameterSet::COMMITTED);
}
