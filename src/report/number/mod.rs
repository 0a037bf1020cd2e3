//! Numbers as a person reads them, with no more digits than their interval supports.

mod changes;
mod input_values;
mod intervals;
mod scale;

pub(super) use crate::units::display_percent as percent;
pub(super) use changes::{NONE, change, difference, longer, longer_together};
pub(super) use input_values::{input, input_range};
pub(super) use intervals::{estimate, of_the_runs, probability, ratio, share, share_of_runs};
pub use scale::time_range;
pub(super) use scale::{
    Scale, Together, column, count, each_together, measure, numbers_together, range, rough,
    scale_of, time, time_at_least, time_unit, times_together, unit_together,
};

/// A share of which every digit counts, since it was asked for or found to suffice: `99.5 %`, `15.8 %`.
pub(super) fn exact_percent(share: f64) -> String {
    // Nine places hold every share that is written, and not what binary fractions add to it.
    let digits = format!("{:.9}", share * 100.0);
    format!("{} %", scale::without_zeros(&digits))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::outcome::life::Probability;

    #[test]
    fn what_is_known_roughly_has_few_digits() {
        assert_eq!(
            [6.54, 12.49, 1.471, 23.4, 8.0, 1_234.0].map(rough),
            ["6.5", "12.5", "1.47", "23", "8", "1,230"]
        );
    }

    #[test]
    fn shares_have_few_digits() {
        assert_eq!(percent(0.4567), "46 %");
        assert_eq!(percent(0.0312), "3.1 %");
        assert_eq!(
            (percent(0.999_7), percent(1.0)),
            ("99.9 %".to_owned(), "100 %".to_owned())
        );
        assert_eq!(percent(0.000_1), "< 0.1 %");
        assert_eq!(percent(0.0), "0 %");
    }

    #[test]
    fn what_is_asked_for_keeps_its_digits_and_a_floor_is_not_rounded_up() {
        let shares = [0.95, 0.995, 0.158, 0.001_23, 1.0].map(exact_percent);
        assert_eq!(shares, ["95 %", "99.5 %", "15.8 %", "0.123 %", "100 %"]);
        let floors = [55.9 * 60e3, 60e3 * 55.0, 950.0, 0.0].map(time_at_least);
        assert_eq!(floors, ["55 min", "55 min", "950 ms", "0"]);
    }

    #[test]
    fn a_probability_has_the_digits_of_its_interval() {
        let shown = |share, low, high| {
            let (share, interval) = probability(&Probability { share, low, high });
            share + &interval
        };
        assert_eq!(shown(0.12, 0.09, 0.152), "12 % (9 to 15 %)");
        assert_eq!(shown(0.012, 0.007, 0.021), "1.2 % (0.7 to 2.1 %)");
        assert_eq!(shown(1.0, 1.0, 1.0), "100.0 %");
    }
}
