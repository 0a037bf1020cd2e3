//! Documents as tables of comma-separated values.
//!
//! Every table has the scenario in its first column and always the same columns, so that the tables of several runs can
//! be put one below another. Numbers have a decimal point, units are in the header, and a cell without a value is empty.

mod cells;
mod columns;
mod dialect;
mod document_frames;
mod documents;
mod outcome_rows;
mod outcome_tables;
mod row_filling;
mod series;
mod side_by_side_tables;

pub use columns::{CsvError, Table, UnwrittenTable};
pub use dialect::{Dialect, in_dialect, rewrite};
pub use document_frames::Framed;
pub use documents::{calibration, logs, observed, reproduction};
pub use outcome_tables::{tables, unwritten_tables};
pub use series::{Frame, Series, Values};
pub use side_by_side_tables::{comparison, fleet, sweep};

#[cfg(test)]
mod tests;
