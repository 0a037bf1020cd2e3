//! What the life of a job is told in: moments, dates of the calendar, time zones, and actions in words.

mod action_words;
mod job_moment;
mod windows_zones;
mod written_date;
mod zone;

pub use action_words::action_words;
pub use job_moment::{ambiguous_time, parse_moment};
pub use written_date::{GivenDates, parse_dates};
pub use zone::{civil_time, display_moment, rfc3339};

pub(super) use action_words::action_names;
pub(super) use job_moment::{MOMENT, When};
pub(super) use written_date::Local;
pub(super) use zone::{Zone, written_start, written_zone};
