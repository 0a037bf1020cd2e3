//! Times that are read together: all in one unit, so that they can be compared.

use super::{Scale, power_of_ten_below, rough, time_unit};

/// Units: their milliseconds, their names, and how many of one are still told in it.
const UNITS: [(f64, &str, f64); 5] = [
    (1.0, "ms", 1e3),
    (1e3, "s", 180.0),
    (60e3, "min", 300.0),
    (3_600e3, "h", 100.0),
    (86_400e3, "days", f64::INFINITY),
];

/// Times in two or three digits, all in one unit.
pub fn times_together(all: &[f64]) -> Vec<String> {
    let (divisor, suffix) = unit_together(all);
    let shown = |ms: &f64| {
        let scale = Scale {
            divisor,
            suffix,
            // To within about five per cent, as a time alone.
            step: power_of_ten_below(ms / divisor / 20.0),
        };
        if *ms > 0.0 {
            scale.with_unit(*ms)
        } else {
            "0".to_owned()
        }
    };
    all.iter().map(shown).collect()
}

/// The same where some may not be reached.
pub fn each_together(all: &[Option<f64>]) -> Vec<String> {
    let known: Vec<f64> = all.iter().copied().flatten().collect();
    let mut shown = times_together(&known).into_iter();
    let each = all.iter().map(|one| one.and_then(|_| shown.next()));
    each.map(|one| one.unwrap_or_else(|| "not reached".to_owned()))
        .collect()
}

/// Numbers that differ by more than this factor are not in one rounding.
const FAR: f64 = 100.0;

/// Numbers in one rounding: in the digits of the greatest, or in more where the smallest would keep fewer than two. Those
/// that differ by far have a rounding each.
pub fn numbers_together(all: &[f64]) -> Vec<String> {
    let greatest = all.iter().copied().fold(0.0, f64::max);
    let above_zero = all.iter().copied().filter(|value| *value > 0.0);
    let smallest = above_zero.fold(greatest, f64::min);
    if greatest > FAR * smallest {
        return all.iter().map(|value| rough(*value)).collect();
    }
    let step = power_of_ten_below(greatest / 20.0).min(power_of_ten_below(smallest / 10.0));
    let scale = Scale {
        divisor: 1.0,
        suffix: "",
        step,
    };
    all.iter().map(|value| scale.bare(*value)).collect()
}

/// The unit for times that are read together, as its milliseconds and its name: that of the shortest, or a longer one
/// in which the longest is no large number.
pub fn unit_together(all: &[f64]) -> (f64, &'static str) {
    let longest = all.iter().copied().fold(0.0, f64::max);
    let times = all.iter().copied().filter(|time| *time > 0.0);
    let shortest = times.fold(f64::INFINITY, f64::min).min(longest);
    let least = time_unit(shortest).0;
    let fits = |(millis, _, most): &(f64, &str, f64)| *millis >= least && longest <= most * millis;
    let unit = UNITS.into_iter().find(fits).unwrap_or(UNITS[4]);
    (unit.0, unit.1)
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINUTE: f64 = 60e3;
    const HOUR: f64 = 60.0 * MINUTE;
    const DAY: f64 = 24.0 * HOUR;

    #[test]
    fn numbers_beside_each_other_have_the_same_decimals() {
        for (numbers, shown) in [
            (vec![1.634, 6.13], vec!["1.6", "6.1"]),
            (vec![0.65, 2.5], vec!["0.65", "2.50"]),
            (vec![7.0, 11.8], vec!["7.0", "11.8"]),
            (vec![0.05, 312.0], vec!["0.05", "310"]),
            (vec![40.0, 1_234.0], vec!["40", "1,234"]),
            (vec![0.0, 0.0], vec!["0", "0"]),
        ] {
            assert_eq!(numbers_together(&numbers), shown);
        }
    }

    #[test]
    fn one_unit_is_chosen_for_all() {
        for (times, shown) in [
            (vec![160.0 * MINUTE, 4.04 * DAY], vec!["2.7 h", "97 h"]),
            (vec![27.0 * HOUR, 5.0 * DAY], vec!["1.13 days", "5.0 days"]),
            (
                vec![10.0 * MINUTE, 160.0 * MINUTE],
                vec!["10.0 min", "160 min"],
            ),
            (vec![28.0 * DAY, 2.6 * DAY], vec!["28 days", "2.6 days"]),
            (vec![0.0, 39.0 * HOUR], vec!["0", "39 h"]),
            (vec![0.0], vec!["0"]),
            (vec![], vec![]),
        ] {
            assert_eq!(times_together(&times), shown);
        }
    }
}
