//! From bytes to a text with lines and a TOML tree: everything that can be wrong before a key is looked at.

mod brackets;
mod csv_rows;
mod source;
mod sources;
mod syntax;

pub(super) use csv_rows::{Row, Rows};
pub(super) use source::{MOST_CSV_BYTES, MOST_SCENARIO_BYTES, SourceText, decode};
pub(super) use sources::{Setting, Sources};
pub(super) use syntax::{Tree, abridged, parse};
