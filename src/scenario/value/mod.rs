//! Values as a person writes them: `"40 min"`, `0.02`, `"10k"`, `"120 ms to 900 ms"`, `{ choice = [1, 4] }`.

mod decimal;
mod distribution;
mod parameter_value;
mod printed;
mod scalar;
mod time_length;
mod value_schema;

pub use printed::display_value;

pub(super) use super::finding::Wrong;
pub(super) use decimal::{parse_count, parse_per_second, parse_share, two_readings};
pub(super) use parameter_value::{check as check_bounds, parse_ends, read};
pub(super) use printed::{scalar as print_scalar, toml_value};
pub(super) use scalar::type_name;
pub(super) use time_length::parse as parse_duration;
pub(super) use value_schema::{NUMBER, duration_pattern, value_of};
