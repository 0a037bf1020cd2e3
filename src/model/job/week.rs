//! The rhythm of a week: how much of a working day's changes fall into which time.

use super::plan::OfficeHours;
use crate::units::{SimDuration, SimTime};

const DAY: f64 = 86_400.0;
const WEEK: f64 = 7.0 * DAY;
/// Before, in and after office hours, on each of seven days; where they go over midnight, the second is the time that is not in them.
const SPELLS: usize = 21;

/// Changes over time, in working days' worth: its rate is the same in all weeks and constant in each spell of a day.
#[derive(Clone, Debug)]
pub(super) struct Week {
    /// End of each spell, in seconds since Monday at midnight.
    ends: [f64; SPELLS],
    /// Working days' worth of changes from Monday at midnight to the end of each spell.
    sums: [f64; SPELLS],
    /// Seconds from Monday at midnight to the start of the job.
    start: f64,
    /// Working days' worth from Monday at midnight to the start of the job.
    before_start: f64,
}

impl Week {
    /// A week of which the job starts `since_monday`. Shares are between zero and one.
    pub fn new(
        since_monday: SimDuration,
        office: OfficeHours,
        office_share: f64,
        weekend_share: f64,
    ) -> Self {
        let (from, to) = (office.from.as_secs_f64(), office.to.as_secs_f64());
        let is_overnight = to < from;
        let (first, second) = (from.min(to), from.max(to));
        let lengths = [first, second - first, DAY - second];
        let open = if is_overnight {
            DAY - lengths[1]
        } else {
            lengths[1]
        };
        let outside = DAY - open;
        // Where the office never closes, no time is left for the rest.
        let in_office = if outside > 0.0 { office_share } else { 1.0 };
        let mut ends = [0.0; SPELLS];
        let mut sums = [0.0; SPELLS];
        let mut sum = 0.0;
        for spell in 0..SPELLS {
            let (day, part) = (spell / 3, spell % 3);
            // Hours after midnight belong to the day on which they lie.
            let weight = if day < 5 { 1.0 } else { weekend_share };
            let is_open = (part == 1) != is_overnight;
            sum += weight
                * if is_open {
                    in_office * (lengths[part] / open)
                } else if outside > 0.0 {
                    (1.0 - in_office) * lengths[part] / outside
                } else {
                    0.0
                };
            ends[spell] = day as f64 * DAY + [first, second, DAY][part];
            sums[spell] = sum;
        }
        let mut week = Self {
            ends,
            sums,
            start: since_monday.as_secs_f64(),
            before_start: 0.0,
        };
        week.before_start = week.sum_at(week.start);
        week
    }

    /// Working days' worth from Monday at midnight to so many seconds later, within the week.
    fn sum_at(&self, secs: f64) -> f64 {
        let spell = self
            .ends
            .partition_point(|end| *end <= secs)
            .min(SPELLS - 1);
        let (begin, sum) = match spell {
            0 => (0.0, 0.0),
            later => (self.ends[later - 1], self.sums[later - 1]),
        };
        let length = self.ends[spell] - begin;
        if length <= 0.0 {
            return sum;
        }
        sum + (self.sums[spell] - sum) * (secs - begin) / length
    }

    /// Working days' worth of changes in a week.
    pub fn total(&self) -> f64 {
        self.sums[SPELLS - 1]
    }

    /// The moment by which so many working days' worth of changes have come since the start; never, where none come.
    pub fn moment(&self, worth: f64) -> SimTime {
        let total = self.total();
        if total <= 0.0 || !worth.is_finite() {
            return SimTime::NEVER;
        }
        let all = self.before_start + worth;
        let weeks = libm::floor(all / total);
        let rest = (all - weeks * total).clamp(0.0, total);
        let spell = self.sums.partition_point(|sum| *sum < rest).min(SPELLS - 1);
        let (begin, sum) = match spell {
            0 => (0.0, 0.0),
            later => (self.ends[later - 1], self.sums[later - 1]),
        };
        let within = self.sums[spell] - sum;
        let part = if within > 0.0 {
            (rest - sum) / within
        } else {
            0.0
        };
        let secs = begin + (self.ends[spell] - begin) * part;
        let since_start = (weeks * WEEK + secs - self.start).max(0.0);
        SimTime::ZERO + SimDuration::from_secs_f64(since_start)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hours(week: &Week, worth: f64) -> f64 {
        week.moment(worth).since_start().as_secs_f64() / 3_600.0
    }

    fn week(start_hours: u64, office_share: f64, weekend_share: f64) -> Week {
        let start = SimDuration::from_secs(start_hours * 3_600);
        Week::new(start, OfficeHours::default(), office_share, weekend_share)
    }

    #[test]
    fn all_changes_of_a_day_come_in_office_hours_if_so_wished() {
        let week = week(0, 1.0, 0.0);
        for (worth, hour) in [(0.5, 13.0), (1.25, 34.5), (4.5, 4.0 * 24.0 + 13.0)] {
            assert!((hours(&week, worth) - hour).abs() < 1e-6, "{worth}");
        }
        // Nothing on Saturday and Sunday: the sixth working day is the next Monday.
        assert!((hours(&week, 5.5) - (7.0 * 24.0 + 13.0)).abs() < 1e-6);
    }

    #[test]
    fn office_hours_may_go_over_midnight() {
        let office = OfficeHours {
            from: SimDuration::from_secs(22 * 3_600),
            to: SimDuration::from_secs(6 * 3_600),
        };
        let week = Week::new(SimDuration::ZERO, office, 0.8, 0.0);
        assert!((week.total() - 5.0).abs() < 1e-12);
        // Three quarters of the night lie after midnight, and 0.2 of a day between six and ten in the evening.
        for (worth, hour) in [
            (0.6, 6.0),
            (0.7, 14.0),
            (0.8, 22.0),
            (0.9, 23.0),
            (1.3, 27.0),
        ] {
            assert!((hours(&week, worth) - hour).abs() < 1e-6, "{worth}");
        }
    }

    #[test]
    fn a_job_that_starts_in_the_week_counts_from_its_start() {
        let week = week(13, 1.0, 0.0);
        assert!((hours(&week, 0.25) - 2.5).abs() < 1e-6);
        assert!((hours(&week, 0.75) - 21.5).abs() < 1e-6);
    }

    #[test]
    fn a_weekend_day_has_its_share_and_the_night_the_rest() {
        let week = week(0, 0.8, 0.1);
        assert!((week.total() - 5.2).abs() < 1e-12);
        // 0.2 of a day is spread over 14 hours of which 8 come before the office opens.
        assert!((hours(&week, 0.2 * 8.0 / 14.0) - 8.0).abs() < 1e-6);
    }

    #[test]
    fn moments_never_run_back_and_a_week_without_changes_has_none() {
        let week = week(100, 0.8, 0.1);
        let mut last = SimTime::ZERO;
        for step in 0..20_000 {
            let moment = week.moment(f64::from(step) * 0.001);
            assert!(moment >= last);
            last = moment;
        }
        let empty = Week::new(SimDuration::ZERO, OfficeHours::default(), 0.0, 0.0);
        let around_the_clock = OfficeHours {
            from: SimDuration::ZERO,
            to: SimDuration::from_secs(86_400),
        };
        assert!(empty.total() > 0.0);
        let steady = Week::new(SimDuration::ZERO, around_the_clock, 0.3, 1.0);
        assert!((hours(&steady, 3.5) - 84.0).abs() < 1e-6);
        assert_eq!(steady.moment(f64::INFINITY), SimTime::NEVER);
    }
}
