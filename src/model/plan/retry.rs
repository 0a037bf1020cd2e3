//! When what failed is tried again, and when it is given up.

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
        let place = usize::try_from(number.checked_sub(1)?).ok()?;
        let (listed, last_day): (&[u64], u64) = match self {
            Self::Current | Self::Literal => (&[6, 12, 24], 28),
            Self::SevenRetries => (&[2, 6, 12, 24, 48, 96, 168], 7),
            Self::ThirtyDays => (&[2, 6, 12, 24, 48, 72, 96, 120], 30),
        };
        let hours = match listed.get(place) {
            Some(hours) => *hours,
            None => {
                let further = (place - listed.len()) as u64 + 1;
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

#[cfg(test)]
mod tests {
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
