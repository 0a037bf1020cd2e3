//! Estimates and shares with their intervals.

use super::scale::{Together, with_interval};
use crate::experiment::outcome::life::Probability;
use crate::experiment::outcome::{Estimate, Share, Unit};

/// An estimate with its interval, for example `9.4 h (9.2 to 9.7)`; "not reached" where there is no value.
pub(in crate::report) fn estimate(estimate: &Estimate, unit: Unit) -> String {
    Together::of(unit, [*estimate]).estimate(estimate)
}

/// A share with its interval, in whole per cent unless the interval is narrower: `61 % (55 to 67)`.
pub(in crate::report) fn share(share: &Estimate) -> String {
    let Some(value) = share.value.filter(|value| value.is_finite()) else {
        return "not known".to_owned();
    };
    let interval = share.low.zip(share.high);
    let interval = interval.filter(|(low, high)| low.is_finite() && high.is_finite());
    let decimals = usize::from(interval.is_some_and(|(low, high)| high - low < 0.02));
    // Estimates of shares may fall a little outside; nobody reads less than nothing.
    let bare = |share: f64| format!("{:.decimals$}", share.clamp(0.0, 1.0) * 100.0);
    let (low, high) = interval.map(|(low, high)| (bare(low), bare(high))).unzip();
    with_interval(format!("{} %", bare(value)), low, high)
}

/// A share of the replications with its interval: `98 % (96 to 99)`.
pub(in crate::report) fn share_of_runs(found: &Share) -> String {
    share(&Estimate {
        value: Some(found.share),
        low: Some(found.low),
        high: Some(found.high),
    })
}

/// The same in a sentence: `98 % of the replications (96 to 99)`.
pub(in crate::report) fn of_the_runs(found: &Share) -> String {
    share_of_runs(found).replacen(" %", " % of the replications", 1)
}

/// How many times as long something takes, with its interval: `3.10 (3.00 to 3.20)`.
pub(in crate::report) fn ratio(ratio: &Estimate) -> String {
    let shown = |value: Option<f64>| {
        let finite = value.filter(|value| value.is_finite());
        finite.map(|value| format!("{value:.2}"))
    };
    match (shown(ratio.value), shown(ratio.low), shown(ratio.high)) {
        (None, ..) => "not known".to_owned(),
        (Some(value), Some(low), Some(high)) if ratio.low != ratio.high => {
            format!("{value} ({low} to {high})")
        }
        (Some(value), Some(low), None) => format!("{value} (above {low})"),
        (Some(value), ..) => value,
    }
}

/// A probability in whole per cent unless its interval is narrower, and the interval: `12 %`, ` (9 to 15 %)`.
pub(in crate::report) fn probability(value: &Probability) -> (String, String) {
    let decimals = usize::from(value.high - value.low < 0.02);
    let bare = |share: f64| format!("{:.decimals$}", share * 100.0);
    let [share, low, high] = [value.share, value.low, value.high].map(bare);
    let interval = match low == high {
        true => String::new(),
        false => format!(" ({low} to {high} %)"),
    };
    (format!("{share} %"), interval)
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

    fn of(value: f64, low: f64, high: f64) -> Estimate {
        Estimate {
            value: Some(value),
            low: Some(low),
            high: Some(high),
        }
    }

    #[test]
    fn shares_have_the_digits_of_their_interval() {
        assert_eq!(share(&of(0.61, 0.55, 0.672)), "61 % (55 to 67)");
        assert_eq!(share(&of(0.012, 0.007, 0.021)), "1.2 % (0.7 to 2.1)");
        assert_eq!(share(&of(0.02, -0.01, 0.05)), "2 % (0 to 5)");
        let unknown = Estimate {
            value: None,
            low: None,
            high: None,
        };
        assert_eq!(share(&unknown), "not known");
    }

    #[test]
    fn in_a_sentence_the_runs_come_before_the_interval() {
        let found = Share {
            share: 0.98,
            low: 0.962,
            high: 0.99,
        };
        assert_eq!(of_the_runs(&found), "98 % of the replications (96 to 99)");
    }
}
