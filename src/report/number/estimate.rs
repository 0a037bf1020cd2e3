//! Estimates with their intervals.

use super::Scale;
use crate::experiment::outcome::{Estimate, Unit};

/// An estimate with its interval, for example `9.4 h (9.2 to 9.7)`; "not reached" where there is no value.
pub fn estimate(estimate: &Estimate, unit: Unit) -> String {
    on_scale(estimate, |value, half| Scale::new(unit, value, half))
}

pub(super) fn on_scale(estimate: &Estimate, scale: impl Fn(f64, Option<f64>) -> Scale) -> String {
    let Some(value) = estimate.value else {
        return "not reached".to_owned();
    };
    let scale = scale(value, half_width(estimate));
    let shown = scale.with_unit(value);
    match (estimate.low, estimate.high) {
        (Some(low), Some(high)) if high > low => {
            let (low, high) = (scale.bare(low), scale.bare(high));
            if low == high {
                shown
            } else {
                format!("{shown} ({low} to {high})")
            }
        }
        (Some(_), Some(_)) => shown,
        (Some(low), None) if low < value => format!("{shown} (above {})", scale.bare(low)),
        (None, Some(high)) if high > value => format!("{shown} (below {})", scale.bare(high)),
        _ => shown,
    }
}

/// Half the width of the interval, as far as it is bounded.
pub(super) fn half_width(estimate: &Estimate) -> Option<f64> {
    let value = estimate.value?;
    match (estimate.low, estimate.high) {
        (Some(low), Some(high)) => Some((high - low) / 2.0),
        (Some(low), None) => Some(value - low).filter(|half| *half > 0.0),
        (None, Some(high)) => Some(high - value).filter(|half| *half > 0.0),
        (None, None) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(value: f64, low: f64, high: f64, unit: Unit) -> String {
        estimate(
            &Estimate {
                value: Some(value),
                low: Some(low),
                high: Some(high),
            },
            unit,
        )
    }

    #[test]
    fn digits_end_where_the_interval_begins() {
        let hour = 3_600e3;
        assert_eq!(
            shown(9.4321 * hour, 9.21 * hour, 9.73 * hour, Unit::Milliseconds),
            "9.4 h (9.2 to 9.7)"
        );
        assert_eq!(
            shown(1_234.0, 1_180.0, 1_300.0, Unit::Count),
            "1,234 (1,180 to 1,300)"
        );
    }

    #[test]
    fn an_exact_count_is_shown_exactly() {
        assert_eq!(shown(10_001.0, 10_001.0, 10_001.0, Unit::Count), "10,001");
        assert_eq!(shown(0.0, 0.0, 0.0, Unit::Count), "0");
    }

    #[test]
    fn what_was_not_reached_or_not_bounded_says_so() {
        let mut half = Estimate {
            value: None,
            low: None,
            high: None,
        };
        assert_eq!(estimate(&half, Unit::Milliseconds), "not reached");
        half.value = Some(120e3);
        half.low = Some(100e3);
        assert_eq!(estimate(&half, Unit::Milliseconds), "120 s (above 100)");
    }
}
