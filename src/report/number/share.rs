//! Shares with their intervals.

use crate::experiment::outcome::Estimate;
use crate::experiment::outcome::comparison::Share;

/// A share with its interval, in whole per cent unless the interval is narrower: `61 % (55 to 67)`.
pub fn share(share: &Estimate) -> String {
    let Some(value) = share.value.filter(|value| value.is_finite()) else {
        return "not known".to_owned();
    };
    let interval = share.low.zip(share.high);
    let interval = interval.filter(|(low, high)| low.is_finite() && high.is_finite());
    let decimals = usize::from(interval.is_some_and(|(low, high)| high - low < 0.02));
    // Estimates of shares may fall a little outside; nobody reads less than nothing.
    let bare = |share: f64| format!("{:.decimals$}", share.clamp(0.0, 1.0) * 100.0);
    let shown = bare(value);
    match interval.map(|(low, high)| (bare(low), bare(high))) {
        Some((low, high)) if low != high => format!("{shown} % ({low} to {high})"),
        _ => format!("{shown} %"),
    }
}

/// A share of the runs with its interval: `98 % (96 to 99)`.
pub fn share_of_runs(found: &Share) -> String {
    share(&Estimate {
        value: Some(found.share),
        low: Some(found.low),
        high: Some(found.high),
    })
}

/// The same in a sentence: `98 % of the runs (96 to 99)`.
pub fn of_the_runs(found: &Share) -> String {
    share_of_runs(found).replacen(" %", " % of the runs", 1)
}

#[cfg(test)]
mod tests {
    use super::*;

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
        assert_eq!(of_the_runs(&found), "98 % of the runs (96 to 99)");
    }
}
