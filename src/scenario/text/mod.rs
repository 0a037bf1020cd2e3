//! From bytes to a text with lines and a TOML tree: everything that can be wrong before a key is looked at.

mod brackets;
mod source;
mod syntax;

pub(super) use source::{MOST_CSV_BYTES, MOST_SCENARIO_BYTES, SourceText, decode};
pub(super) use syntax::{abridged, parse};
