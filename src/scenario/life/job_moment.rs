//! Moments of a job's life: a time since its start, or a date-time.

use super::written_date::{DATE_TIME, Local};
use super::zone::display_moment;
use crate::model::Quantity;
use crate::model::job::{AmbiguousTime, JobPlan, Start};
use crate::scenario::text::abridged;
use crate::scenario::value::{Wrong, parse_duration, print_scalar};
use crate::units::{SimDuration, SimTime};

/// How a moment is written.
pub const MOMENT: &str = "write a time since the start of the job, \"36 h\" or \"3 d 4 h\", or a date-time, \"2026-11-23 08:00\"";

/// A moment as it is written.
#[derive(Clone, Debug, PartialEq)]
pub enum When {
    /// So many seconds after the start of the job.
    After(f64),
    /// On a day of the calendar.
    On(Local),
}

impl When {
    /// Reads a moment such as `36 h` or `2026-11-23 08:00`.
    pub fn parse(text: &str) -> Result<Self, Wrong> {
        let text = text.trim();
        if looks_like_a_date(text) {
            return Local::parse(text)
                .map(Self::On)
                .map_err(|wrong| match &*wrong.help {
                    DATE_TIME => Wrong::new(wrong.message, MOMENT),
                    _ => wrong,
                });
        }
        if !text.starts_with(|first: char| first.is_ascii_digit() || "+-".contains(first)) {
            let message = format!("`{}` is no moment", abridged(text));
            return Err(Wrong::new(message, MOMENT));
        }
        match parse_duration(text) {
            Ok(seconds) => Ok(Self::After(seconds)),
            Err(wrong) => Err(Wrong::new(wrong.message, MOMENT)),
        }
    }

    /// The moment in a job with this start, if it lies within the horizon.
    pub fn within(&self, start: &Start, horizon: SimDuration) -> Result<SimTime, Wrong> {
        let seconds = match self {
            Self::After(seconds) => *seconds,
            Self::On(local) => {
                let (moment, _) = local.moment(&start.clock);
                moment.saturating_sub(start.unix_seconds) as f64
            }
        };
        if seconds < 0.0 {
            let message = "the moment lies before the start of the job";
            let help = format!("the job starts on {}", display_moment(SimTime::ZERO, start));
            return Err(Wrong::new(message, help));
        }
        let length = SimDuration::from_secs_f64(seconds);
        let at = SimTime::ZERO + length;
        if length > horizon {
            let written = match self {
                Self::After(_) => print_scalar(seconds, Quantity::Duration),
                Self::On(_) => display_moment(at, start),
            };
            let end = display_moment(SimTime::ZERO + horizon, start);
            let horizon = print_scalar(horizon.as_secs_f64(), Quantity::Duration);
            return Err(Wrong::new(
                format!("{written} lies beyond the horizon of {horizon}"),
                format!(
                    "the job is followed until {end}: raise `run.horizon`, or choose an earlier moment"
                ),
            ));
        }
        Ok(at)
    }
}

/// Four digits of a year and what separates it from the month.
fn looks_like_a_date(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() > 4 && bytes[..4].iter().all(u8::is_ascii_digit) && matches!(bytes[4], b'-' | b'/')
}

/// Reads a moment of a job: a time since its start, or a local date-time.
///
/// ```
/// use cyclecast::model::job::JobPlan;
/// use cyclecast::scenario::parse_moment;
/// use cyclecast::units::{SimDuration, SimTime};
///
/// let plan = JobPlan::new(SimDuration::from_secs(14 * 86_400));
/// let day = SimTime::ZERO + SimDuration::from_secs(86_400);
/// assert_eq!(parse_moment("24 h", &plan), Ok(day));
/// assert_eq!(parse_moment("2026-01-06 08:00", &plan), Ok(day));
/// assert!(parse_moment("20 d", &plan).is_err());
/// ```
///
/// # Errors
/// What is wrong with it and what would be right: it is no moment, or not one between the start and the horizon.
pub fn parse_moment(text: &str, plan: &JobPlan) -> Result<SimTime, String> {
    When::parse(text)
        .and_then(|when| when.within(&plan.start, plan.horizon))
        .map_err(|wrong| format!("{} ({})", wrong.message, wrong.help))
}

/// What a moment of a job was taken for, where it is a local time that the clocks do not show once.
pub fn ambiguous_time(text: &str, plan: &JobPlan) -> Option<AmbiguousTime> {
    match When::parse(text).ok()? {
        When::After(_) => None,
        When::On(local) => local.ambiguous(&plan.start.clock),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::job::LocalClock;
    use proptest::prelude::*;

    fn plan() -> JobPlan {
        let mut plan = JobPlan::new(SimDuration::from_secs(14 * 86_400));
        plan.start.clock = LocalClock::fixed(3_600);
        plan
    }

    #[test]
    fn a_moment_is_a_time_since_the_start_or_a_date_time_of_the_job() {
        for (text, seconds) in [
            ("0 s", 0),
            ("36 h", 129_600),
            ("3 d 4 h", 273_600),
            ("14 days", 1_209_600),
            // The start, Monday at eight in UTC, is nine o'clock here.
            ("2026-01-05 09:00", 0),
            ("2026-01-06T09:00:00", 86_400),
            ("2026-01-06T08:00:00Z", 86_400),
            ("2026-01-07", 140_400),
        ] {
            let at = SimTime::ZERO + SimDuration::from_secs(seconds);
            assert_eq!(parse_moment(text, &plan()), Ok(at), "{text}");
        }
    }

    #[test]
    fn what_is_no_moment_of_the_job_is_refused_with_what_would_be_right() {
        for (text, reason) in [
            ("", "`` is no moment"),
            ("soon", "`soon` is no moment"),
            ("36", "needs a unit"),
            ("5 apples", "`apples` is no unit of time"),
            (
                "-1 h",
                "before the start of the job (the job starts on Mon 2026-01-05 09:00)",
            ),
            (
                "15 d",
                "15 days lies beyond the horizon of 14 days (the job is followed until Mon 2026-01-19 09:00",
            ),
            ("99999999999 d", "lies beyond the horizon"),
            ("1e400 d", "too large"),
            ("1 d 99999999999999999999 h", "lies beyond the horizon"),
            ("2026-01-05 08:59", "before the start"),
            (
                "2026-01-19 09:01",
                "Mon 2026-01-19 09:01 lies beyond the horizon of 14 days",
            ),
            ("2026-02-30", "no date-time of the calendar"),
            ("2026/01/06", "no date-time of the calendar"),
            ("9999-01-01", "years"),
        ] {
            let wrong = parse_moment(text, &plan()).unwrap_err();
            assert!(wrong.contains(reason), "{text}: {wrong}");
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in "([0-9+:TZ. -]{0,24}|.{0,24}|[0-9]{1,25} ?(d|h|s|ns|weeks))") {
            let _ = parse_moment(&text, &plan());
        }
    }
}
