//! What the life of a job is told in: moments, dates of the calendar, and actions in words.

mod calendar;
mod dates;
mod moment;
mod shown;
mod words;

pub use dates::parse_dates;
pub use moment::parse_moment;
pub use shown::{display_moment, rfc3339};
pub use words::action_words;

pub(super) use calendar::{Local, parse_offset};
pub(super) use moment::{MOMENT, When};
pub(super) use shown::{written_offset, written_start};
pub(super) use words::action_names;
