//! Target sheets: what the vendor of an application documents about its limits, as files that scenarios name.
//!
//! The shipped ones are such files too (`scenarios/targets/`), embedded. None is shipped without a number that was read in
//! the vendor's own text.

mod sheet;

pub use super::lists::{words, written};
pub use sheet::{Checked, SHIPPED, TargetSheet, meant, parse, shipped};

pub(super) use sheet::read as read_sheet;
