//! Documents as tables of comma-separated values.
//!
//! Every table has the scenario in its first column and always the same columns, so that the tables of several runs can
//! be put one below another. Numbers have a decimal point, units are in the header, and a cell without a value is empty.

mod cells;
mod columns;
mod dialect;
mod documents;
mod outcome_frames;
mod outcome_rows;
mod row_filling;
mod series;

pub use columns::{CsvError, Table};
pub use dialect::{Dialect, in_dialect};
pub use documents::{calibration, comparison, fleet, logs, observed, reproduction, sweep, tables};
pub use outcome_frames::{FrameKind, frame};
pub use series::{Frame, Series, Values};

#[cfg(test)]
mod tests;
