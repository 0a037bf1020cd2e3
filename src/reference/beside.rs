//! Why a forecast differs from the row of the documented table that its job falls into.

use super::free::{ParameterSet, RATIO};
use super::table::{LowEnd, TimingRow};
use super::verdict;
use crate::experiment::outcome::reproduction::Band;
use crate::units::display_number;

/// A job with less than this share of its bucket's objects is not near its top.
const NEAR_THE_TOP: f64 = 0.9;
/// A directory that is by more than this factor larger or smaller, for the users assigned, than the documented jobs' is told.
const USUAL: f64 = 2.0;

/// What is left where size and directory are like those of the documented jobs.
const OTHERWISE: &str = "size and directory are like those of the documented jobs, so it is what the table does not tell: who exists in the target already, \
     how many memberships a user has, how fast service and target are";

/// Why the simulated times of a job with so many objects lie elsewhere than the row says, one sentence each; none where they agree as
/// a reproduced row does.
///
/// `directory_per_assigned` is how many users of the directory there are for each assigned one, where the scope is assigned.
///
/// ```
/// use cyclecast::experiment::outcome::reproduction::Band;
/// use cyclecast::reference::{TIMING_TABLE, why_it_differs};
///
/// let simulated = Band { p5_minutes: 9.0, p50_minutes: 13.0, p95_minutes: 20.0 };
/// let why = why_it_differs(&TIMING_TABLE[7], 2_000, None, &simulated);
/// assert!(why[0].ends_with("in proportion it would say 8.6 - 17.2 minutes"));
/// ```
pub fn why_it_differs(
    row: &TimingRow,
    objects: u64,
    directory_per_assigned: Option<f64>,
    simulated: &Band,
) -> Vec<String> {
    if verdict::row(row, simulated, verdict::END_FACTOR).holds {
        return Vec::new();
    }
    let size = of_size(row, objects);
    let directory = directory_per_assigned.and_then(of_directory);
    let reasons: Vec<String> = size.into_iter().chain(directory).collect();
    if reasons.is_empty() {
        return vec![OTHERWISE.to_owned()];
    }
    reasons
}

fn of_size(row: &TimingRow, objects: u64) -> Option<String> {
    let share = objects as f64 / row.up_to_objects as f64;
    let top = display_number(row.up_to_objects as f64);
    let here = display_number(objects as f64);
    let minutes = |end: f64| {
        let scaled = end * share;
        display_number(if scaled < 100.0 {
            libm::round(scaled * 10.0) / 10.0
        } else {
            libm::round(scaled)
        })
    };
    match row.low_end() {
        LowEnd::At(low) if share < NEAR_THE_TOP => Some(format!(
            "the row stands for jobs near its top of {top} objects, and this one has {here}: in proportion it would say {} - {} minutes",
            minutes(low),
            minutes(row.high_min)
        )),
        LowEnd::Below(_) if share < NEAR_THE_TOP => Some(format!(
            "the row's longest time stands for jobs of {top} objects, and this one has {here}: in proportion it would say up to {} minutes",
            minutes(row.high_min)
        )),
        LowEnd::Open => Some(format!(
            "the row holds for all jobs of less than {top} objects taken together, most of which are far smaller than the largest; this one has {here}",
            top = display_number((row.up_to_objects + 1) as f64)
        )),
        _ => None,
    }
}

fn of_directory(here: f64) -> Option<String> {
    let usual = ParameterSet::COMMITTED.values[RATIO];
    let is_usual = (usual / USUAL..=usual * USUAL).contains(&here);
    (!is_usual).then(|| {
        format!(
            "the documented jobs are taken to have {} users in the directory for each assigned one, and this one has {}",
            display_number(libm::round(usual)),
            display_number(libm::round(here * 10.0) / 10.0)
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reference::TIMING_TABLE;

    fn band(p5_minutes: f64, p50_minutes: f64, p95_minutes: f64) -> Band {
        Band {
            p5_minutes,
            p50_minutes,
            p95_minutes,
        }
    }

    #[test]
    fn what_agrees_needs_no_reason() {
        let row = &TIMING_TABLE[1];
        assert!(why_it_differs(row, 9_800, Some(30.0), &band(140.0, 300.0, 700.0)).is_empty());
        assert!(why_it_differs(row, 2_000, Some(3.0), &band(140.0, 300.0, 700.0)).is_empty());
    }

    #[test]
    fn size_and_directory_are_told_where_they_are_unlike_the_documented_jobs() {
        let row = &TIMING_TABLE[1];
        let why = why_it_differs(row, 2_000, Some(4.0), &band(25.0, 32.0, 45.0));
        assert_eq!(why.len(), 2);
        assert!(
            why[0].ends_with("this one has 2,000: in proportion it would say 28.4 - 142 minutes"),
            "{why:?}"
        );
        assert!(
            why[1].ends_with("for each assigned one, and this one has 4"),
            "{why:?}"
        );
        let usual = why_it_differs(row, 9_900, Some(30.0), &band(25.0, 32.0, 45.0));
        assert_eq!(usual, [OTHERWISE]);
    }

    #[test]
    fn rows_without_a_lower_time_have_reasons_of_their_own() {
        let small = why_it_differs(&TIMING_TABLE[0], 950, None, &band(20.0, 32.0, 45.0));
        assert!(small[0].contains("all jobs of less than 1,000 objects"));
        let half = why_it_differs(&TIMING_TABLE[4], 5_000, None, &band(20.0, 29.0, 45.0));
        assert!(half[0].ends_with("up to 60 minutes"), "{half:?}");
    }
}
