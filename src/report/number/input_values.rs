//! Values of inputs, in few digits.

use super::percent;
use super::scale::{range, rough, time_unit};

/// A value of an input in its unit, as the outcome document names it: `1.4 s`, `15 %`, `8`.
pub fn input(value: f64, unit: &str) -> String {
    if !value.is_finite() {
        return "?".to_owned();
    }
    match unit {
        "seconds" if value > 0.0 => {
            let (millis, name) = time_unit(value * 1e3);
            format!("{} {name}", rough(value * 1e3 / millis))
        }
        "seconds" => "0 s".to_owned(),
        "share" => percent(value),
        "memberships" => format!("{} memberships", rough(value)),
        _ => rough(value),
    }
}

/// From one value of an input to another: `0.2 to 1.4 s`; the one where they read the same.
pub fn input_range(from: f64, to: f64, unit: &str) -> String {
    let (first, last) = (input(from, unit), input(to, unit));
    match first == last {
        true => last,
        false => range(&first, &last),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inputs_are_shown_in_their_unit() {
        assert_eq!(input(0.234, "seconds"), "230 ms");
        assert_eq!(input(1.4, "seconds"), "1.4 s");
        assert_eq!(input(0.0, "seconds"), "0 s");
        assert_eq!(input(0.15, "share"), "15 %");
        assert_eq!(input(18_432.0, "count"), "18,400");
        assert_eq!(input(1.3, "factor"), "1.3");
        assert_eq!(input(f64::NAN, "factor"), "?");
    }

    #[test]
    fn a_range_names_its_unit_once() {
        assert_eq!(input_range(0.2, 0.9, "seconds"), "200 to 900 ms");
        assert_eq!(input_range(0.2, 1.4, "seconds"), "200 ms to 1.4 s");
        assert_eq!(input_range(0.02, 0.15, "share"), "2.0 to 15 %");
        assert_eq!(input_range(2.0, 8.0, "count"), "2 to 8");
        assert_eq!(
            input_range(1_400.0, 28_000.0, "memberships"),
            "1,400 to 28,000 memberships"
        );
        assert_eq!(input_range(8.0, 8.01, "count"), "8");
    }
}
