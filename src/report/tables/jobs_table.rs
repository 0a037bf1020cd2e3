//! Several jobs: each of them, and what the split gains.

use super::{Table, led};
use crate::experiment::outcome::{JobSummary, OneJob, Unit};
use crate::report::number::{self, Together};
use crate::units::display_number;

/// The jobs, each from its own start.
pub fn each(jobs: &[JobSummary]) -> Table {
    let rows = jobs.iter().zip(1..).map(|(job, number)| {
        let times = [job.p5, job.p50, job.p95];
        let times = Together::of(Unit::Milliseconds, times).estimates(times);
        let starts = number::time(job.starts_ms as f64);
        let (share, users) = (
            number::percent(job.share),
            display_number(job.users_in_scope),
        );
        let what = [share, users, starts];
        led(&format!("job {number}"), what.into_iter().chain(times))
    });
    Table::new(&["", "share", "users", "starts after", "p5", "p50", "p95"]).with(rows)
}

/// What the split gains, no more than the interval supports.
pub fn gain(jobs: usize, one: &OneJob) -> String {
    let alone = match one.p50.value.map(number::time) {
        Some(p50) => format!("One job for the same scope takes {p50} (median)"),
        None => "One job for the same scope has no end".to_owned(),
    };
    let (Some(low), Some(high)) = (one.ratio.low, one.ratio.high) else {
        return format!("{alone}; these are too few replications to say what {jobs} jobs gain.");
    };
    let range = number::ratio(&one.ratio);
    // What is less than a twentieth is nothing to reorganise a tenant for, however sure it is.
    if low > 1.05 {
        format!("{alone}: {range} times as long as {jobs} jobs side by side.")
    } else if high < 0.95 {
        format!("{alone}: {range} times as long, so that {jobs} jobs side by side are slower.")
    } else {
        format!("{alone}: {range} times as long, so that {jobs} jobs gain next to nothing.")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::outcome::Estimate;

    fn one_job(value: f64, low: f64, high: f64) -> OneJob {
        let estimate = |value, low, high| Estimate {
            value: Some(value),
            low: Some(low),
            high: Some(high),
        };
        let hours = 3_600_000.0;
        OneJob {
            replications: 200,
            p50: estimate(8.0 * hours, 7.9 * hours, 8.1 * hours),
            p95: estimate(9.0 * hours, 8.9 * hours, 9.1 * hours),
            ratio: estimate(value, low, high),
            faster_share: 1.0,
            faster_low: 0.98,
            faster_high: 1.0,
        }
    }

    #[test]
    fn a_gain_is_claimed_only_as_far_as_its_interval_goes() {
        let faster = gain(4, &one_job(3.1, 3.0, 3.2));
        assert!(
            faster.ends_with("3.10 (3.00 to 3.20) times as long as 4 jobs side by side."),
            "{faster}"
        );
        let same = gain(4, &one_job(1.08, 1.0, 1.2));
        assert!(same.ends_with("4 jobs gain next to nothing."), "{same}");
        let slower = gain(2, &one_job(0.8, 0.7, 0.9));
        assert!(
            slower.ends_with("2 jobs side by side are slower."),
            "{slower}"
        );
    }
}
