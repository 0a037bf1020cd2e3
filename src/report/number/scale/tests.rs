//! Order, unit and digits of numbers that are read together.

use proptest::prelude::*;

use super::*;

const MINUTE: f64 = 60e3;
const HOUR: f64 = 60.0 * MINUTE;
const DAY: f64 = 24.0 * HOUR;

fn of(value: f64, half: f64) -> Estimate {
    Estimate {
        value: Some(value),
        low: Some(value - half),
        high: Some(value + half),
    }
}

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

#[test]
fn a_percentile_that_is_less_never_reads_as_more() {
    let (p5, p50) = (
        of(6.66 * MINUTE, 0.6 * MINUTE),
        of(6.68 * MINUTE, 0.02 * MINUTE),
    );
    let row = Together::of(Unit::Milliseconds, [p5, p50]);
    assert_eq!(
        [row.estimate(&p5), row.estimate(&p50)],
        ["6.66 min (6.06 to 7.26)", "6.68 min (6.66 to 6.70)"]
    );
}

#[test]
fn what_is_found_stands_in_the_unit_of_its_condition_and_on_its_own_side_of_it() {
    let shown = |condition, limit: f64, value: f64| {
        let found = of(value, 0.0);
        let beside = Together::beside(condition, limit, Unit::Milliseconds, &found);
        beside.estimate(&found)
    };
    assert_eq!(shown("< 401 s", 401e3, 402.3e3), "402 s");
    assert_eq!(shown("< 401 s", 401e3, 400.8e3), "400.8 s");
    assert_eq!(shown("<= 2 d", 2.0 * DAY, 1.5 * DAY), "1.50 days");
}

#[test]
fn a_mean_has_digits_behind_the_point() {
    let shown = |value, half| {
        let found = of(value, half);
        Together::of_means([found]).estimate(&found)
    };
    assert_eq!(shown(1.83, 0.15), "1.83 (1.68 to 1.98)");
    assert_eq!(shown(230.2, 3.0), "230 (227 to 233)");
    assert_eq!(shown(0.0, 0.0), "0");
}

#[test]
fn parts_have_the_digits_of_their_sum() {
    assert_eq!(
        column(&[739.6, 0.5, 0.04, 0.0]),
        ["739.6", "0.5", "< 0.1", "0.0"]
    );
    assert_eq!(column(&[101.0, 100.0, 201.0]), ["101", "100", "201"]);
}

fn number(text: &str) -> (f64, String) {
    let text = text.split(" (").next().unwrap();
    let (number, unit) = text.split_once(' ').unwrap_or((text, ""));
    (number.replace(',', "").parse().unwrap(), unit.to_owned())
}

proptest! {
    #[test]
    fn the_order_of_percentiles_is_kept_in_one_unit(
        mut values in prop::collection::vec(0.1f64..1e10, 3..6),
        shares in prop::collection::vec(0.0f64..0.6, 6),
    ) {
        values.sort_by(f64::total_cmp);
        let row: Vec<Estimate> = values.iter().zip(shares).map(|(v, s)| of(*v, v * s)).collect();
        let together = Together::of(Unit::Milliseconds, row.clone());
        let shown: Vec<_> = row.iter().map(|one| number(&together.estimate(one))).collect();
        for pair in shown.windows(2) {
            prop_assert!(pair[0].0 <= pair[1].0, "{shown:?}");
            prop_assert_eq!(&pair[0].1, &pair[1].1);
        }
    }

    #[test]
    fn counts_are_exact(value in 0u32..10_000_000, half in 0.0f64..1e6) {
        let found = of(f64::from(value), half);
        let shown = Together::of(Unit::Count, [found]).estimate(&found);
        prop_assert_eq!(number(&shown).0, f64::from(value));
    }
}
