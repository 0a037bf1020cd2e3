//! Dates that are given together, outside a scenario.

use super::written_date::Local;
use crate::model::job::{AmbiguousTime, LocalClock, Start};

/// Dates that were given together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GivenDates<const N: usize> {
    /// Each that was given.
    pub dates: [Option<Start>; N],
    /// Those of them that the clocks do not show once.
    pub ambiguous_times: Vec<AmbiguousTime>,
}

/// Reads local date-times that belong together, such as a start and a deadline. One without a time zone or an offset from UTC has
/// that of the others, or else that of `clock`, or none. All come back by one clock, the first that is given, so that they can be
/// shown beside each other.
///
/// ```
/// use cyclecast::scenario::parse_dates;
///
/// let [start, deadline] = parse_dates([Some("2026-11-27 18:00"), Some("2026-11-28T08:00+01:00")], None).unwrap().dates;
/// let seconds = deadline.unwrap().unix_seconds - start.unwrap().unix_seconds;
/// assert_eq!(seconds, 14 * 3_600);
///
/// // An hour less, since the clocks go forward on Sunday.
/// let [start, deadline] = parse_dates([Some("2026-03-28 18:00[Europe/Berlin]"), Some("2026-03-29 08:00")], None).unwrap().dates;
/// let seconds = deadline.unwrap().unix_seconds - start.unwrap().unix_seconds;
/// assert_eq!(seconds, 13 * 3_600);
/// ```
///
/// # Errors
/// The place of the one that is no date-time, what is wrong with it and what would be right.
pub fn parse_dates<const N: usize>(
    texts: [Option<&str>; N],
    clock: Option<&LocalClock>,
) -> Result<GivenDates<N>, (usize, String)> {
    let mut locals = [const { None }; N];
    for (index, text) in texts.into_iter().enumerate() {
        let local = text.map(Local::parse).transpose();
        locals[index] =
            local.map_err(|wrong| (index, format!("{}\n  help: {}", wrong.message, wrong.help)))?;
    }
    let given = locals.iter().flatten();
    let clock = match given.clone().find_map(Local::zone) {
        Some(zone) => Local::clock_around(zone, given),
        None => clock.cloned().unwrap_or_default(),
    };
    let ambiguous = locals
        .iter()
        .flatten()
        .filter_map(|local| local.ambiguous(&clock));
    Ok(GivenDates {
        ambiguous_times: ambiguous.collect(),
        dates: locals.map(|local| {
            local.map(|local| Start {
                unix_seconds: local.moment(&clock).0,
                clock: clock.clone(),
            })
        }),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::rfc3339;
    use crate::units::SimTime;

    #[test]
    fn dates_with_unlike_offsets_are_shown_in_one() {
        let texts = [Some("2026-11-27 18:00+01:00"), Some("2026-11-27 17:04Z")];
        let shown = parse_dates(texts, None)
            .unwrap()
            .dates
            .map(|date| rfc3339(SimTime::ZERO, &date.unwrap()));
        assert_eq!(
            shown,
            ["2026-11-27T18:00:00+01:00", "2026-11-27T18:04:00+01:00"]
        );
    }

    #[test]
    fn a_deadline_behind_a_change_of_the_clocks_is_shown_by_them() {
        let texts = [
            Some("2026-10-24 20:00 [America/New_York]"),
            Some("2026-11-02 08:00"),
            Some("2026-11-01 01:30"),
        ];
        let found = parse_dates(texts, None).unwrap();
        let shown = found
            .dates
            .map(|date| rfc3339(SimTime::ZERO, &date.unwrap()));
        assert_eq!(
            shown,
            [
                "2026-10-24T20:00:00-04:00",
                "2026-11-02T08:00:00-05:00",
                "2026-11-01T01:30:00-04:00"
            ]
        );
        assert_eq!(found.ambiguous_times.len(), 1);
    }

    #[test]
    fn a_date_that_is_wrong_is_named_by_its_place() {
        let wrong = parse_dates([None, Some("soon")], None).unwrap_err();
        assert!(wrong.0 == 1 && wrong.1.contains("soon"), "{wrong:?}");
    }
}
