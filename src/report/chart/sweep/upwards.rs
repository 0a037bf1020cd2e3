//! The axis of what is measured, from zero up.

use crate::experiment::outcome::Unit;
use crate::experiment::outcome::sweep::{Sweep, SweepPoint};
use crate::report::chart::axis::{Tick, is_near, ticks_from_zero};
use crate::report::chart::time::TimeUnit;

/// Steps of the axis, more or less.
const STEPS: u32 = 6;

/// The highest number that is shown.
fn highest(found: &Sweep) -> f64 {
    let of = |point: &SweepPoint| [point.p5.value, point.p50.value, point.p95.value];
    let values = found.points.iter().flat_map(of).flatten();
    values.filter(|value| value.is_finite()).fold(0.0, f64::max)
}

/// The limit of the condition, unless it lies far above all points.
pub fn limit(found: &Sweep) -> Option<f64> {
    let limit = found.until.as_ref()?.limit;
    is_near(limit, highest(found)).then_some(limit)
}

/// Marks from zero to above everything that is shown.
pub fn ticks(found: &Sweep) -> Vec<Tick> {
    let high = highest(found).max(limit(found).unwrap_or(0.0));
    // Nothing but zeros still needs an axis.
    let high = if high > 0.0 { high } else { 1.0 };
    match found.unit {
        Unit::Milliseconds => TimeUnit::of(high).ticks_from_zero(high, STEPS),
        Unit::Count | Unit::PerSecond => ticks_from_zero(high, STEPS, 0.0),
        Unit::Share => percents(high),
    }
}

fn percents(high: f64) -> Vec<Tick> {
    let ticks = ticks_from_zero(high * 100.0, STEPS, 0.0).into_iter();
    // There is nothing beyond all.
    let most = if high <= 1.0 { 100.0 } else { f64::INFINITY };
    let ticks = ticks.filter(|tick| tick.value <= most).map(|tick| Tick {
        value: tick.value / 100.0,
        label: format!("{} %", tick.label),
    });
    ticks.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture;

    #[test]
    fn the_axis_holds_the_limit_unless_it_is_far_above() {
        let mut found = fixture::sweep();
        found.points.truncate(2);
        let day = 24.0 * 3_600e3;
        assert_eq!(limit(&found), Some(day));
        assert!(ticks(&found).last().unwrap().value >= day);
        found.until.as_mut().unwrap().limit = 30.0 * day;
        assert_eq!(limit(&found), None);
        assert!(ticks(&found).last().unwrap().value < day);
    }

    #[test]
    fn shares_are_read_in_per_cent() {
        let labels: Vec<String> = percents(0.5).into_iter().map(|tick| tick.label).collect();
        assert_eq!(
            labels,
            ["0 %", "10 %", "20 %", "30 %", "40 %", "50 %", "60 %"]
        );
        assert_eq!(percents(0.5)[5].value, 0.5);
        assert_eq!(percents(1.0).last().unwrap().label, "100 %");
    }

    #[test]
    fn nothing_but_zeros_has_an_axis() {
        let mut found = fixture::sweep();
        found.until = None;
        for point in &mut found.points {
            for one in [&mut point.p5, &mut point.p50, &mut point.p95] {
                one.value = Some(0.0);
            }
        }
        assert!(ticks(&found).len() > 1);
    }
}
