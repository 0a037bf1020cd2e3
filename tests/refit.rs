//! The committed calibration is what the fit gives. It takes a minute or two.

use std::sync::atomic::AtomicBool;

use cyclecast::model::calibration;
use cyclecast::reference::{ParameterSet, Reading, refit};

/// The row of all users, whose place is the last of those that are left out.
const LEFT_OUT: usize = 7;

#[test]
fn the_committed_values_are_what_the_fit_gives_with_all_rows_and_with_one_left_out() {
    let found = refit(
        &Reading::STATED,
        &[LEFT_OUT],
        None,
        &AtomicBool::new(false),
        &|_| (),
    )
    .expect("nobody interrupts");
    assert_eq!(found.set, ParameterSet::COMMITTED);
    let committed = calibration::LEFT_OUT.iter();
    let committed: Vec<_> = committed
        .filter(|(place, ..)| *place == LEFT_OUT)
        .copied()
        .collect();
    assert_eq!(found.left_out, committed);
}
