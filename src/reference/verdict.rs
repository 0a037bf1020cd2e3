//! Does the simulation agree with what is documented?

use super::table::{LowEnd, TimingRow};
use crate::experiment::outcome::reproduction::Band;
use crate::units::display_number;

/// How far a simulated percentile may be from an end of a documented range, either way.
pub const END_FACTOR: f64 = 1.5;
/// The same for a row that the fit has not seen.
pub const LEFT_OUT_FACTOR: f64 = 2.0;
/// How many of the jobs must take a time between the two formulas.
pub const FORMULA_SHARE: f64 = 0.8;
/// What "about twice as long" is taken to mean.
pub const ABOUT_TWICE: (f64, f64) = (1.8, 2.2);
/// How far growth "in proportion" may be from exactly that.
pub const PROPORTIONAL: (f64, f64) = (0.8, 1.25);

/// Whether a claim holds, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// Whether it holds.
    pub holds: bool,
    /// What is wrong, or how well it holds.
    pub because: String,
}

impl Verdict {
    fn of(faults: &[String], otherwise: String) -> Self {
        Self {
            holds: faults.is_empty(),
            because: if faults.is_empty() {
                otherwise
            } else {
                faults.join("; ")
            },
        }
    }
}

/// The verdict on a row of the table, whose ends may be missed by `factor`.
///
/// - Two times: the 5th and 95th percentile come within the factor of the two ends, and the median lies between these.
/// - "Less than" as a lower end bounds the 5th percentile from above alone.
/// - A single "less than": 19 jobs in 20 take less.
///
/// ```
/// use cyclecast::experiment::outcome::reproduction::Band;
/// use cyclecast::reference::{TIMING_TABLE, verdict};
///
/// let band = Band { p5_minutes: 40.0, p50_minutes: 60.0, p95_minutes: 90.0 };
/// assert!(verdict::row(&TIMING_TABLE[7], &band, verdict::END_FACTOR).holds);
/// ```
pub fn row(row: &TimingRow, band: &Band, factor: f64) -> Verdict {
    let mut faults = Vec::new();
    let mut off: f64 = 1.0;
    let mut near = |name: &str, time: f64, end: f64, below_is_fine: bool| {
        let ratio = if below_is_fine && time < end {
            1.0
        } else {
            (time / end).max(end / time)
        };
        off = off.max(ratio);
        // What is no number is not within the factor either.
        let is_near = ratio <= factor;
        if !is_near {
            faults.push(format!("{name} is off by a factor {ratio:.2}"));
        }
    };
    match row.low_end() {
        LowEnd::At(low) => near("p5", band.p5_minutes, low, false),
        LowEnd::Below(low) => near("p5", band.p5_minutes, low, true),
        LowEnd::Open => {
            let holds = band.p95_minutes < row.high_min;
            let high = display_number(row.high_min);
            return Verdict {
                holds,
                because: format!(
                    "p95 is {} {high} min",
                    if holds { "below" } else { "not below" }
                ),
            };
        }
    }
    near("p95", band.p95_minutes, row.high_min, false);
    let low = row.low_min.unwrap_or(0.0);
    if !(low..=row.high_min).contains(&band.p50_minutes) {
        faults.push("the median is outside".to_owned());
    }
    Verdict::of(&faults, format!("ends within a factor {off:.2}"))
}

/// The verdict on the formulas: the median and most of the jobs lie between them.
pub fn formula(low: f64, high: f64, band: &Band, inside_share: f64) -> Verdict {
    let mut faults = Vec::new();
    if !(low..=high).contains(&band.p50_minutes) {
        faults.push("the median is outside".to_owned());
    }
    let percent = format!("{:.0} % of jobs inside", 100.0 * inside_share);
    let is_enough = inside_share >= FORMULA_SHARE;
    if !is_enough {
        faults.push(percent.clone());
    }
    Verdict::of(&faults, percent)
}

/// The verdict on "about twice as long".
pub fn about_twice(factor: f64) -> Verdict {
    let (low, high) = ABOUT_TWICE;
    let holds = (low..=high).contains(&factor);
    Verdict {
        holds,
        because: format!(
            "{} {low} to {high}",
            if holds { "within" } else { "outside" }
        ),
    }
}

/// The verdict on a time in minutes that is documented not to pass a bound.
pub fn at_most(what: &str, minutes: f64, bound: f64) -> Verdict {
    Verdict {
        holds: minutes <= bound,
        because: format!("{what} {} of {bound} min", display_number(minutes)),
    }
}

/// The verdict on changes that one cycle is to take up, of which `left` of `all` cycles left some.
pub fn nothing_left(left: usize, all: usize) -> Verdict {
    Verdict {
        holds: left == 0,
        because: format!(
            "nothing left in {} of {all} jobs; by construction, as a cycle takes up all it finds",
            all - left
        ),
    }
}

/// The verdict on a time that is to grow as the number of changes does, which grows by the factor `sizes`.
pub fn in_proportion(growth: f64, sizes: f64) -> Verdict {
    let (low, high) = PROPORTIONAL;
    let holds = (low..=high).contains(&(growth / sizes));
    let [longer, more] = [growth, sizes].map(display_number);
    let because = format!(
        "{longer} times as long with {more} times the changes, both beyond a cycle with ten"
    );
    Verdict { holds, because }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::ScopeMode;

    fn made_up(low_min: Option<f64>, high_min: f64) -> TimingRow {
        TimingRow {
            scope: ScopeMode::AllUsers,
            from_objects: 10,
            up_to_objects: 100,
            low_min,
            high_min,
        }
    }

    fn band(p5_minutes: f64, p50_minutes: f64, p95_minutes: f64) -> Band {
        Band {
            p5_minutes,
            p50_minutes,
            p95_minutes,
        }
    }

    fn holds(given: TimingRow, simulated: (f64, f64, f64)) -> bool {
        row(
            &given,
            &band(simulated.0, simulated.1, simulated.2),
            END_FACTOR,
        )
        .holds
    }

    #[test]
    fn bounds_remains_and_growth_are_judged_on_both_sides() {
        assert!(at_most("median", 10.0, 10.0).holds && !at_most("median", 10.1, 10.0).holds);
        assert!(nothing_left(0, 5).holds && !nothing_left(1, 5).holds);
        for (growth, holds) in [(7.9, false), (8.1, true), (12.4, true), (12.6, false)] {
            assert_eq!(in_proportion(growth, 10.0).holds, holds);
        }
    }

    #[test]
    fn a_row_with_two_times_is_missed_by_either_end_on_either_side() {
        let given = made_up(Some(100.0), 200.0);
        assert!(holds(given, (100.0, 150.0, 200.0)));
        assert!(holds(given, (67.0, 150.0, 299.0)) && holds(given, (149.0, 150.0, 151.0)));
        assert!(!holds(given, (66.0, 150.0, 200.0)));
        assert!(!holds(given, (151.0, 160.0, 200.0)));
        assert!(!holds(given, (100.0, 150.0, 133.0)));
        assert!(!holds(given, (100.0, 150.0, 301.0)));
    }

    #[test]
    fn a_median_outside_the_range_fails_even_when_both_ends_are_near() {
        let given = made_up(Some(100.0), 200.0);
        assert!(!holds(given, (70.0, 99.0, 200.0)) && !holds(given, (100.0, 201.0, 220.0)));
        assert!(!holds(made_up(None, 120.0), (10.0, 121.0, 130.0)));
    }

    #[test]
    fn less_than_as_a_lower_end_bounds_from_above_alone() {
        let given = made_up(None, 120.0);
        assert!(holds(given, (0.1, 60.0, 120.0)) && holds(given, (45.0, 60.0, 120.0)));
        assert!(!holds(given, (46.0, 60.0, 120.0)) && !holds(given, (1.0, 60.0, 79.0)));
    }

    #[test]
    fn a_single_less_than_is_strict() {
        let given = made_up(None, 30.0);
        assert!(holds(given, (1.0, 2.0, 29.9)));
        assert!(!holds(given, (1.0, 2.0, 30.0)));
    }

    #[test]
    fn what_is_no_number_never_holds() {
        assert!(!holds(made_up(None, 120.0), (f64::NAN, 60.0, 120.0)));
        for given in [
            made_up(Some(100.0), 200.0),
            made_up(None, 120.0),
            made_up(None, 30.0),
        ] {
            assert!(!holds(given, (f64::NAN, f64::NAN, f64::NAN)));
        }
        assert!(!formula(1.0, 2.0, &band(1.5, 1.5, 1.5), f64::NAN).holds);
        assert!(!about_twice(f64::NAN).holds);
    }

    #[test]
    fn a_row_left_out_may_be_missed_by_two() {
        let given = made_up(Some(100.0), 200.0);
        let far = band(55.0, 120.0, 380.0);
        assert!(row(&given, &far, LEFT_OUT_FACTOR).holds);
        assert!(!row(&given, &far, END_FACTOR).holds);
    }

    #[test]
    fn the_formulas_need_the_median_and_four_jobs_in_five() {
        assert!(formula(10.0, 80.0, &band(5.0, 40.0, 90.0), 0.8).holds);
        assert!(!formula(10.0, 80.0, &band(5.0, 40.0, 90.0), 0.79).holds);
        assert!(!formula(10.0, 80.0, &band(5.0, 9.0, 90.0), 0.9).holds);
    }

    #[test]
    fn about_twice_is_not_three_times() {
        assert!(about_twice(1.9).holds && !about_twice(1.7).holds && !about_twice(3.0).holds);
    }
}
