//! When a job in quarantine is tried again.

use super::retry::RetrySchedule;
use crate::units::SimDuration;

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
                let gaps = (0..number).map(|place| {
                    let doubled = first_gap * f64::from(1_u32 << place.min(31));
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
