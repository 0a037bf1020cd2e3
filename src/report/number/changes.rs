//! Differences of times, with their intervals.

use super::scale::{Scale, measure, time_unit, with_interval};
use crate::experiment::outcome::{Estimate, Unit};
use crate::units::display_number;

/// How much longer something takes, in words: `2.1 h longer (1.9 to 2.3)`, `12 min shorter (10 to 14)`.
pub fn longer(difference: &Estimate) -> String {
    in_words(difference, time_unit(size(difference)))
}

/// Several of them in the unit of the largest; those that are less than one of it keep their own.
pub fn longer_together(differences: &[Estimate]) -> Vec<String> {
    let together = time_unit(differences.iter().map(size).fold(0.0, f64::max));
    let shown = |one: &Estimate| match size(one) < together.0 {
        true => longer(one),
        false => in_words(one, together),
    };
    differences.iter().map(shown).collect()
}

/// A difference with its sign, for a table: `2.1 h (1.9 to 2.3)`, `-12 min (-14 to -10)`.
pub fn difference(difference: &Estimate) -> String {
    match finite(difference.value) {
        Some(_) => on_scale(difference, time_unit(size(difference)), ""),
        None => "not known".to_owned(),
    }
}

/// What is shown where there is no difference.
pub const NONE: &str = "none";

/// A difference of any unit with its sign, for a table: `12 (8 to 16)`, `-0.3 /s (-0.4 to -0.2)`; [`NONE`] where there is none.
pub fn change(difference: &Estimate, unit: Unit) -> String {
    let size = size(difference);
    if size == 0.0 {
        return NONE.to_owned();
    }
    let is_exact = difference.low == difference.high && difference.low == difference.value;
    if let (Unit::Count, true, Some(value)) = (unit, is_exact, difference.value) {
        return display_number(value);
    }
    on_scale(difference, measure(unit, size), "")
}

fn finite(value: Option<f64>) -> Option<f64> {
    value.filter(|value| value.is_finite())
}

/// The largest of its numbers, since a difference near zero can have a wide interval.
fn size(difference: &Estimate) -> f64 {
    let all = [difference.low, difference.value, difference.high];
    let all = all.into_iter().filter_map(finite);
    all.map(f64::abs).fold(0.0, f64::max)
}

fn in_words(difference: &Estimate, unit: (f64, &'static str)) -> String {
    let Some(value) = finite(difference.value) else {
        return "not known".to_owned();
    };
    if size(difference) == 0.0 {
        return "no difference".to_owned();
    }
    if value >= 0.0 {
        return on_scale(difference, unit, " longer");
    }
    let less = |value: Option<f64>| value.map(|value| -value);
    let shorter = Estimate {
        value: Some(-value),
        low: less(difference.high),
        high: less(difference.low),
    };
    on_scale(&shorter, unit, " shorter")
}

fn on_scale(difference: &Estimate, unit: (f64, &'static str), which: &str) -> String {
    let value = finite(difference.value).unwrap_or(0.0);
    let (low, high) = (finite(difference.low), finite(difference.high));
    let half_width = low.zip(high).map(|(low, high)| (high - low) / 2.0);
    let scale = Scale::near(size(difference), half_width, unit);
    let bare = |value: f64| {
        let text = scale.bare(value);
        match text.strip_prefix('-') {
            Some(zero) if zero.chars().all(|sign| matches!(sign, '0' | '.')) => zero.to_owned(),
            _ => text,
        }
    };
    let shown = format!("{} {}{which}", bare(value), unit.1);
    with_interval(shown.trim_end().to_owned(), low.map(bare), high.map(bare))
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINUTE: f64 = 60e3;

    fn of(value: f64, low: f64, high: f64) -> Estimate {
        Estimate {
            value: Some(value),
            low: Some(low),
            high: Some(high),
        }
    }

    #[test]
    fn the_sign_becomes_a_word_and_the_interval_follows_it() {
        let more = of(126.0 * MINUTE, 114.0 * MINUTE, 138.0 * MINUTE);
        assert_eq!(longer(&more), "126 min longer (114 to 138)");
        let less = of(-12.0 * MINUTE, -14.0 * MINUTE, -10.0 * MINUTE);
        assert_eq!(longer(&less), "12 min shorter (10 to 14)");
        assert_eq!(difference(&less), "-12 min (-14 to -10)");
    }

    #[test]
    fn differences_that_are_read_together_have_one_unit() {
        let all = [
            of(126.0 * MINUTE, 114.0 * MINUTE, 138.0 * MINUTE),
            of(-570.0 * MINUTE, -600.0 * MINUTE, -540.0 * MINUTE),
            of(3.0 * MINUTE, 2.0 * MINUTE, 4.0 * MINUTE),
        ];
        assert_eq!(
            longer_together(&all),
            [
                "2.1 h longer (1.9 to 2.3)",
                "9.5 h shorter (9.0 to 10.0)",
                "3.0 min longer (2.0 to 4.0)"
            ]
        );
    }

    #[test]
    fn a_difference_near_zero_is_told_in_the_unit_of_its_interval() {
        let near = of(-200.0, -120.0 * MINUTE, 180.0 * MINUTE);
        assert_eq!(longer(&near), "0 h shorter (-3 to 2)");
        assert_eq!(longer(&of(0.0, 0.0, 0.0)), "no difference");
    }

    #[test]
    fn what_is_not_bounded_or_not_known_says_so() {
        let mut open = of(6.0 * MINUTE, 5.0 * MINUTE, f64::INFINITY);
        assert_eq!(longer(&open), "6.0 min longer (above 5.0)");
        open.value = Some(f64::NAN);
        assert_eq!((longer(&open), difference(&open)).0, "not known");
    }
}
