//! When what failed is tried again, and when it is given up; and when a job in quarantine is.

use crate::units::{SimDuration, SimTime};

const HOURS_A_DAY: u64 = 24;

named! {
    /// The documented schedules of retries; the page "Application provisioning in quarantine status" changed its mind twice.
    ///
    /// It speaks of one failure and of a job in quarantine in the same breath. Here it is of one failure; what a job in quarantine does is
    /// said by [`QuarantineAttempts`](super::QuarantineAttempts).
    #[derive(Default)]
    pub enum RetrySchedule {
        /// In the next cycle (how-provisioning-works), then as the text says since 09/15/2023: 6, 12 and 24 hours after the first failure,
        /// then every 24 hours, for 28 days.
        #[default]
        Current => "current",
        /// The same text to the letter: nothing before 6 hours have passed.
        Literal => "literal",
        /// Of the middle of 2022 (azure-docs, commit fc89013): within 2 hours, then 6, 12, 24, 48, 96 and 168 hours after the first failure; no more.
        SevenRetries => "seven-retries",
        /// Of 07/2022 (a copy of the page, commit b46d5ec90ab4): within 2 hours, then 6, 12, 24, 48, 72, 96 and 120 hours after the first failure, then every 24 hours to day 30.
        ThirtyDays => "thirty-days",
    }
}

impl RetrySchedule {
    /// How long after the first failure the retry `number`, from one, is made; nothing once it is given up.
    ///
    /// Where the document says "within 2 hours", two hours are taken.
    ///
    /// ```
    /// use cyclecast::model::job::RetrySchedule;
    /// use cyclecast::units::SimDuration;
    ///
    /// let second = RetrySchedule::Current.after_first_failure(2);
    /// assert_eq!(second, Some(SimDuration::from_secs(12 * 3_600)));
    /// ```
    pub fn after_first_failure(self, number: u32) -> Option<SimDuration> {
        let index = usize::try_from(number.checked_sub(1)?).ok()?;
        let (listed, last_day): (&[u64], u64) = match self {
            Self::Current | Self::Literal => (&[6, 12, 24], 28),
            Self::SevenRetries => (&[2, 6, 12, 24, 48, 96, 168], 7),
            Self::ThirtyDays => (&[2, 6, 12, 24, 48, 72, 96, 120], 30),
        };
        let hours = match listed.get(index) {
            Some(hours) => *hours,
            None => {
                let further = (index - listed.len()) as u64 + 1;
                listed.last()? + further * HOURS_A_DAY
            }
        };
        (hours <= last_day * HOURS_A_DAY).then(|| SimDuration::from_secs(hours * 3_600))
    }

    /// When what failed at `first_failed` for the first time is tried first, and how many retries of the schedule that uses up: in the next cycle
    /// (how-provisioning-works), save where the text is read to the letter.
    pub(in crate::model) fn first_retry(self, first_failed: SimTime) -> (SimTime, u32) {
        match self {
            Self::Literal => {
                let after = self.after_first_failure(1).unwrap_or_default();
                (first_failed + after, 1)
            }
            _ => (first_failed, 0),
        }
    }
}

/// No two attempts are further apart: "gradually reduced to once per day" (document 000).
const LONGEST_GAP: SimDuration = SimDuration::from_secs(86_400);

named! {
    /// The attempts that a job in quarantine makes. The sources disagree.
    #[derive(Default)]
    pub enum QuarantineAttempts {
        /// The first after minutes, and each gap twice as long as the one before, up to a day: roughly 30 minutes, 1, 2, 4 and 8 hours
        /// (staff: Q&A 1319983, 2023-06-27). Document 000 too has it that attempts are gradually reduced to one a day.
        #[default]
        Exponential => "exponential",
        /// 6, 12 and 24 hours after the beginning, then every 24 hours: document 000 since 09/15/2023, if its retries are those of the job.
        Documented => "documented",
        /// As [`RetrySchedule::SevenRetries`].
        SevenRetries => "seven-retries",
        /// As [`RetrySchedule::ThirtyDays`].
        ThirtyDays => "thirty-days",
    }
}

impl QuarantineAttempts {
    /// How long after its beginning the attempt `number`, from one, is made; nothing once there are no more. `first_gap` matters for
    /// [`Self::Exponential`] alone.
    ///
    /// ```
    /// use cyclecast::model::job::QuarantineAttempts;
    /// use cyclecast::units::SimDuration;
    ///
    /// let half_an_hour = SimDuration::from_secs(1_800);
    /// let third = QuarantineAttempts::Exponential.after_beginning(3, half_an_hour);
    /// assert_eq!(third, Some(SimDuration::from_secs(12_600)), "30 min, 1 h and 2 h");
    /// ```
    pub fn after_beginning(self, number: u32, first_gap: SimDuration) -> Option<SimDuration> {
        match self {
            Self::Exponential => {
                let gaps = (0..number).map(|index| {
                    let doubled = first_gap * f64::from(1_u32 << index.min(31));
                    doubled.min(LONGEST_GAP.max(first_gap))
                });
                Some(gaps.fold(SimDuration::ZERO, |sum, gap| sum + gap)).filter(|_| number > 0)
            }
            Self::Documented => RetrySchedule::Current.after_first_failure(number),
            Self::SevenRetries => RetrySchedule::SevenRetries.after_first_failure(number),
            Self::ThirtyDays => RetrySchedule::ThirtyDays.after_first_failure(number),
        }
    }
}

named! {
    /// What releases a job whose failures still pass a threshold. The sources disagree.
    #[derive(Default)]
    pub enum Release {
        /// Nothing: it stays in quarantine as long as a threshold is passed (staff: Q&A 1319983, 2023-06-27).
        #[default]
        Thresholds => "thresholds",
        /// A retry that succeeds (document 000, "Retry duration"). Where a threshold is passed after the next cycle still, the job is back.
        AnySuccess => "any-success",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    mod schedules {
        use super::*;

        fn hours(schedule: RetrySchedule) -> Vec<u64> {
            (1..)
                .map_while(|number| schedule.after_first_failure(number))
                .map(|time| time.as_millis() / 3_600_000)
                .collect()
        }

        #[test]
        fn the_current_schedule_is_6_12_24_hours_then_daily_for_28_days() {
            let hours = hours(RetrySchedule::Current);
            assert_eq!(hours[..5], [6, 12, 24, 48, 72]);
            assert_eq!((hours.len(), hours.last()), (30, Some(&672)));
        }

        #[test]
        fn the_schedule_of_seven_retries_ends_after_a_week() {
            assert_eq!(
                hours(RetrySchedule::SevenRetries),
                [2, 6, 12, 24, 48, 96, 168]
            );
        }

        #[test]
        fn the_schedule_of_thirty_days_goes_on_daily() {
            let hours = hours(RetrySchedule::ThirtyDays);
            assert_eq!(hours[6..10], [96, 120, 144, 168]);
            assert_eq!(hours.last(), Some(&720));
        }

        #[test]
        fn there_is_no_retry_before_the_first() {
            assert_eq!(RetrySchedule::Current.after_first_failure(0), None);
            assert_eq!(RetrySchedule::Current.after_first_failure(u32::MAX), None);
        }

        #[test]
        fn no_retry_is_made_after_it_is_given_up() {
            for (schedule, days) in [
                (RetrySchedule::Current, 28),
                (RetrySchedule::ThirtyDays, 30),
            ] {
                let last = *hours(schedule).last().unwrap();
                assert!(last <= days * HOURS_A_DAY);
            }
        }
    }

    mod attempts {
        use super::*;

        fn hours(attempts: QuarantineAttempts, first_minutes: u64) -> Vec<f64> {
            let gap = SimDuration::from_secs(60 * first_minutes);
            (1..12)
                .map_while(|number| attempts.after_beginning(number, gap))
                .map(|after| after.as_secs_f64() / 3_600.0)
                .collect()
        }

        #[test]
        fn gaps_double_from_the_first_up_to_a_day() {
            let half_hour = hours(QuarantineAttempts::Exponential, 30);
            assert_eq!(half_hour[..6], [0.5, 1.5, 3.5, 7.5, 15.5, 31.5]);
            let gaps: Vec<f64> = half_hour.windows(2).map(|two| two[1] - two[0]).collect();
            assert_eq!(gaps[5..8], [24.0, 24.0, 24.0]);
        }

        #[test]
        fn the_documented_attempts_are_those_of_one_failure() {
            assert_eq!(
                hours(QuarantineAttempts::Documented, 30)[..4],
                [6.0, 12.0, 24.0, 48.0]
            );
            assert_eq!(hours(QuarantineAttempts::SevenRetries, 30).len(), 7);
            assert_eq!(hours(QuarantineAttempts::ThirtyDays, 30)[0], 2.0);
        }

        #[test]
        fn there_is_no_attempt_before_the_first() {
            let gap = SimDuration::from_secs(60);
            assert_eq!(
                QuarantineAttempts::Exponential.after_beginning(0, gap),
                None
            );
        }
    }
}
