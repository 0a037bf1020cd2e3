//! From bytes to a text with lines and a TOML tree: everything that can be wrong before a key is looked at.

mod brackets;
mod csv_rows;
mod source_text;
mod toml_tree;

pub(super) use csv_rows::{Row, Rows};
pub(super) use source_text::{
    MOST_CSV_BYTES, MOST_SCENARIO_BYTES, SourceText, abridged, decode, similar,
};
pub(super) use toml_tree::{Tree, get, parse, remove};
