//! Dates that are given together, outside a scenario.

use super::calendar::Local;
use crate::model::job::Start;

/// Reads local date-times that belong together, such as a start and a deadline. One without an offset from UTC has that of
/// the others, or else `offset`, or none.
///
/// ```
/// use cyclecast::scenario::parse_dates;
///
/// let [start, deadline] = parse_dates([Some("2026-11-27 18:00"), Some("2026-11-28T08:00+01:00")], None).unwrap();
/// let seconds = deadline.unwrap().unix_seconds - start.unwrap().unix_seconds;
/// assert_eq!(seconds, 14 * 3_600);
/// ```
///
/// # Errors
/// The place of the one that is no date-time, what is wrong with it and what would be right.
pub fn parse_dates<const N: usize>(
    texts: [Option<&str>; N],
    offset: Option<i32>,
) -> Result<[Option<Start>; N], (usize, String)> {
    let mut locals = [None; N];
    for (place, text) in texts.into_iter().enumerate() {
        let local = text.map(Local::parse).transpose();
        locals[place] =
            local.map_err(|wrong| (place, format!("{}\n  help: {}", wrong.message, wrong.help)))?;
    }
    let of_others = locals.iter().flatten().find_map(|local| local.offset);
    let common = of_others.or(offset).unwrap_or(0);
    Ok(locals.map(|local| {
        local.map(|local| Start {
            unix_seconds: local.unix_seconds(common),
            utc_offset_seconds: local.offset.unwrap_or(common),
        })
    }))
}
