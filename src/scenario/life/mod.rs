//! What the life of a job is told in: moments, dates of the calendar, time zones, and actions in words.

mod calendar;
mod dates;
mod moment;
mod shown;
mod windows_zones;
mod words;
mod zone;

pub use dates::{GivenDates, parse_dates};
pub use moment::{ambiguous_time, parse_moment};
pub use shown::{civil_time, display_moment, rfc3339};
pub use words::action_words;

pub(super) use calendar::Local;
pub(super) use moment::{MOMENT, When};
pub(super) use shown::written_start;
pub(super) use words::action_names;
pub(super) use zone::{Zone, written_zone};
