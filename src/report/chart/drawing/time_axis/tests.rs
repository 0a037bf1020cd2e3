//! Axes of time and lengths on them.

use super::*;

const HOUR: f64 = 3_600e3;

fn labels(low: f64, high: f64) -> Vec<String> {
    let axis = TimeUnit::of(high).axis(Scale::new((low, high), (0.0, 800.0)));
    axis.ticks.into_iter().map(|tick| tick.label).collect()
}

#[test]
fn the_unit_is_the_one_of_the_rest_of_the_program() {
    assert_eq!(TimeUnit::of(2.9 * HOUR).name, "min");
    assert_eq!(TimeUnit::of(3.0 * HOUR).name, "h");
    assert_eq!(TimeUnit::of(48.0 * HOUR).name, "days");
    assert_eq!(TimeUnit::of(0.0).name, "s");
    assert_eq!(TimeUnit::of(f64::INFINITY).name, "days");
}

#[test]
fn ticks_are_round_on_a_clock() {
    assert_eq!(
        labels(0.0, 2.5 * HOUR),
        ["0", "30 min", "60 min", "90 min", "120 min", "150 min"]
    );
    assert_eq!(labels(0.0, 25.0 * HOUR).last().unwrap(), "24 h");
    assert_eq!(
        labels(0.0, 60.0 * HOUR),
        ["0", "0.5 days", "1 day", "1.5 days", "2 days", "2.5 days"]
    );
}

#[test]
fn a_horizon_is_marked_in_hours_days_or_weeks() {
    let labels = |high: f64| -> Vec<String> {
        let axis = over_horizon(high as u64, (0.0, 640.0));
        axis.ticks.into_iter().map(|tick| tick.label).collect()
    };
    assert_eq!(labels(3.0 * HOUR)[..2], ["0", "0.5 h"]);
    assert_eq!(labels(14.0 * 24.0 * HOUR)[..2], ["0", "2 days"]);
    assert_eq!(
        labels(28.0 * 24.0 * HOUR)[1..],
        ["7 days", "14 days", "21 days", "28 days"]
    );
}

#[test]
fn upward_axes_begin_at_zero_and_end_above_all() {
    let ticks = ticks_from_zero(400e3, 3);
    let labels: Vec<_> = ticks.iter().map(|tick| tick.label.as_str()).collect();
    assert_eq!(labels, ["0", "5 min", "10 min"]);
}

#[test]
fn an_axis_from_zero_ends_on_a_round_time_beyond_all_data() {
    for (longest, last) in [
        (11.76, "12 h"),
        (8.3, "9 h"),
        (6.0, "6 h"),
        (0.95, "60 min"),
    ] {
        let Axis { scale, ticks, .. } = from_zero(longest * HOUR, (0.0, 800.0));
        assert_eq!(ticks.last().map(|tick| tick.label.as_str()), Some(last));
        assert!(scale.high >= longest * HOUR && ticks[0].label == "0");
    }
    for longest in [0.0, 1e18, f64::INFINITY] {
        assert!(from_zero(longest, (0.0, 800.0)).ticks.len() < 12);
    }
}

#[test]
fn lengths_in_one_title_have_one_rounding() {
    let hours = TimeUnit::of(9.0 * HOUR);
    assert_eq!(hours.labels([1.09 * HOUR, 2.0 * HOUR]), ["1.1 h", "2.0 h"]);
    assert_eq!(hours.range(7.0 * HOUR, 11.8 * HOUR), "7.0 to 11.8 h");
    assert_eq!(hours.labels([60e3, 2.0 * HOUR]), ["60 s", "2.0 h"]);
}

#[test]
fn no_range_makes_ticks_endless() {
    assert!(labels(0.0, 1e15).len() > 2);
    assert!(labels(1e15, 1e15 + 1.0).len() < 12);
    assert_eq!(labels(0.0, 0.0), ["0"]);
    assert!(labels(0.0, f64::INFINITY).is_empty());
}

#[test]
fn lengths_are_read_in_the_unit_of_the_axis() {
    let days = TimeUnit::of(60.0 * HOUR);
    assert_eq!(days.range(36.0 * HOUR, 60.0 * HOUR), "1.5 to 2.5 days");
    assert_eq!(days.range(60e3, 60.0 * HOUR), "60 s to 2.5 days");
    assert_eq!(days.range(24.0 * HOUR, 24.0 * HOUR), "1 day");
}

fn spread_labels(hours: &[f64]) -> Vec<String> {
    let times: Vec<f64> = hours.iter().map(|time| time * HOUR).collect();
    let axis = spread(&times, (0.0, 500.0));
    axis.ticks.into_iter().map(|tick| tick.label).collect()
}

#[test]
fn times_that_differ_by_far_have_a_logarithmic_axis() {
    assert_eq!(
        spread_labels(&[0.5, 25.0]),
        ["30 min", "1 h", "2 h", "3 h", "6 h", "12 h", "1 day"]
    );
    assert_eq!(spread_labels(&[3.0, 9.0])[..2], ["0", "2 h"]);
}

#[test]
fn times_that_are_alike_do_not_begin_at_zero() {
    assert_eq!(spread_labels(&[9.0, 9.9]).first().unwrap(), "9 h");
}

#[test]
fn odd_times_have_a_place() {
    for times in [
        &[][..],
        &[0.0],
        &[f64::NAN],
        &[f64::INFINITY, 1.0],
        &[5.0; 3],
        &[1.0, 1e18],
    ] {
        let axis = spread(times, (0.0, 500.0));
        for time in [0.0, 5.0, f64::INFINITY] {
            assert!((0.0..=500.0).contains(&axis.at(time)), "{times:?}");
        }
        assert!(axis.ticks.len() < 40);
    }
}

fn round_labels(times: &[f64], room: f64) -> Vec<String> {
    let axis = logarithmic(times.iter().copied(), (0.0, 400.0), room);
    axis.ticks.into_iter().map(|tick| tick.label).collect()
}

#[test]
fn the_ends_are_round_and_hold_everything() {
    assert_eq!(
        round_labels(&[70e3, 2_000e3], 40.0),
        ["1 min", "10 min", "1 h"]
    );
    assert_eq!(round_labels(&[60e3], 40.0), ["1 min", "10 min"]);
}

#[test]
fn marks_that_would_meet_are_left_out() {
    let all = round_labels(&[1.0, 9e10], 10.0).len();
    assert!(round_labels(&[1.0, 9e10], 60.0).len() < all);
}

#[test]
fn odd_times_have_a_place_on_it() {
    for times in [&[][..], &[0.0], &[f64::INFINITY], &[1e30, 0.1]] {
        let axis = logarithmic(times.iter().copied(), (0.0, 400.0), 40.0);
        for time in [0.0, 1.0, 1e40] {
            assert!((0.0..=400.0).contains(&axis.at(time)), "{times:?}");
        }
    }
}
