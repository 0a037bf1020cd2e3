//! A fit as the source file that makes it the default of the product.

use std::fmt::Write;

use cyclecast::reference::{EVALUATION, LOOKUP, MEMBERSHIP_WRITE, RATIO, USER_WRITE};

use crate::fit::{Refit, rounded};

const HEAD: &str = "\
//! What the documented timing table leaves open of the parameters that no document gives.
//!
//! Written by `cargo run --release --example calibration`, which is how it is changed. `docs/validation.md` tells how the fit is made.
";

/// The text of `src/model/parameters/calibration.rs` for `refit`.
pub fn calibration_source(refit: &Refit) -> String {
    let mut text = HEAD.to_owned();
    for (name, meaning, values) in [
        (
            "FITTED",
            "The fitted values, in the order of the fit",
            &refit.set.values,
        ),
        (
            "STANDARD_ERRORS",
            "Their standard errors, each of the value's logarithm",
            &refit.set.standard_errors,
        ),
    ] {
        let _ = write!(
            text,
            "\n/// {meaning}.\npub const {name}: [f64; 8] = {values:?};\n"
        );
    }
    let _ = write!(
        text,
        "\n/// Rows of the table that are left out in turn, by place, with what is fitted to the others and its standard errors.\n\
         pub const LEFT_OUT: [(usize, [f64; 8], [f64; 8]); {}] = [\n",
        refit.left_out.len()
    );
    for (index, values, errors) in &refit.left_out {
        let _ = writeln!(text, "    ({index}, {values:?}, {errors:?}),");
    }
    text.push_str("];\n");
    for (name, index, meaning) in [
        (
            "EVALUATION",
            EVALUATION,
            "Mean time to evaluate one object, in seconds",
        ),
        (
            "LOOKUP",
            LOOKUP,
            "The service's own mean time for a lookup, in seconds",
        ),
        (
            "USER_WRITE",
            USER_WRITE,
            "The service's own mean time for a write of a user, in seconds",
        ),
        (
            "MEMBERSHIP_WRITE",
            MEMBERSHIP_WRITE,
            "The service's own mean time for a membership, in seconds",
        ),
        (
            "USERS_PER_ASSIGNED",
            RATIO,
            "Users of the directory for each who is assigned",
        ),
    ] {
        let (p5, p95) = refit.set.interval(index);
        let _ = write!(
            text,
            "\n/// {meaning}: the 5th and the 95th percentile.\npub const {name}: (f64, f64) = ({:?}, {:?});\n",
            rounded(p5),
            rounded(p95),
        );
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use cyclecast::model::calibration;
    use cyclecast::reference::ParameterSet;

    #[test]
    fn the_committed_source_is_what_its_own_values_print_as() {
        let committed = include_str!("../../src/model/parameters/calibration.rs");
        let printed = calibration_source(&Refit {
            set: ParameterSet::COMMITTED,
            left_out: calibration::LEFT_OUT.to_vec(),
        });
        assert_eq!(committed.replace("\r\n", "\n"), printed);
    }
}
