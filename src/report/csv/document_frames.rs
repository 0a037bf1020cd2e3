//! The tables of documents that programs calculate with, by column.

use serde::Serialize;

use super::columns::CsvError;
use super::outcome_rows::{endpoints, inputs, progress};
use super::outcome_tables::{ENDPOINT_LOAD, INPUTS, PROGRESS, REPLICATIONS, SUMMARIES};
use super::series::{Frame, led_frame};
use crate::experiment::outcome::Outcome;

/// A document that has tables by column; each has the columns of the CSV file of its name but for the scenario.
pub trait Framed {
    /// The names of its tables, first the one that says most.
    fn frames(&self) -> &'static [&'static str];

    /// The table of this name; none where there is none.
    ///
    /// # Errors
    /// When the table cannot be made.
    fn frame(&self, name: &str) -> Result<Option<Frame>, CsvError>;
}

impl Framed for Outcome {
    fn frames(&self) -> &'static [&'static str] {
        &["replications", "inputs", "progress", "endpoints", "summary"]
    }

    fn frame(&self, name: &str) -> Result<Option<Frame>, CsvError> {
        let rows = &self.replications;
        match name {
            "replications" => plain("replications", REPLICATIONS, rows),
            "inputs" => plain("inputs", INPUTS, inputs(&self.inputs)),
            "endpoints" => plain("endpoints", ENDPOINT_LOAD, endpoints(rows)),
            "summary" => plain("summary", SUMMARIES, &self.summaries),
            "progress" => {
                let points = progress(&self.progress);
                led_frame("progress", &["kind"], PROGRESS, points)
            }
            _ => return Ok(None),
        }
        .map(Some)
    }
}

/// A table without leading columns.
pub(super) fn plain<T: Serialize>(
    name: &'static str,
    columns: &str,
    rows: impl IntoIterator<Item = T>,
) -> Result<Frame, CsvError> {
    let rows = rows.into_iter().map(|row| (Vec::<String>::new(), row));
    led_frame(name, &[], columns, rows)
}
