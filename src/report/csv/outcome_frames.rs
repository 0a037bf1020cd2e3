//! The tables of an outcome that programs calculate with, by column.

use serde::Serialize;

use super::columns::CsvError;
use super::documents::{ENDPOINT_LOAD, INPUTS, PROGRESS, REPLICATIONS, SUMMARIES};
use super::outcome_rows::{endpoints, inputs, progress};
use super::series::{Frame, led_frame};
use crate::experiment::outcome::Outcome;

/// Which table; each has the columns of the CSV file of its name but for the scenario.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FrameKind {
    /// A row a replication.
    Replications,
    /// The uncertain inputs as they were drawn.
    Inputs,
    /// When each per cent of pages and users is reached.
    Progress,
    /// What each endpoint of the target saw in each replication.
    Endpoints,
    /// Each measured quantity with its percentiles.
    Summary,
}

impl FrameKind {
    /// Every kind with its name.
    pub const NAMED: [(&'static str, Self); 5] = [
        ("replications", Self::Replications),
        ("inputs", Self::Inputs),
        ("progress", Self::Progress),
        ("endpoints", Self::Endpoints),
        ("summary", Self::Summary),
    ];
}

/// A table of an outcome by column.
///
/// # Errors
/// When the table cannot be made.
pub fn frame(outcome: &Outcome, kind: FrameKind) -> Result<Frame, CsvError> {
    let rows = &outcome.replications;
    match kind {
        FrameKind::Replications => plain("replications", REPLICATIONS, rows),
        FrameKind::Inputs => plain("inputs", INPUTS, inputs(&outcome.inputs)),
        FrameKind::Endpoints => plain("endpoints", ENDPOINT_LOAD, endpoints(rows)),
        FrameKind::Summary => plain("summary", SUMMARIES, &outcome.summaries),
        FrameKind::Progress => {
            let points = progress(&outcome.progress);
            led_frame("progress", &["kind"], PROGRESS, points)
        }
    }
}

fn plain<T: Serialize>(
    name: &'static str,
    columns: &str,
    rows: impl IntoIterator<Item = T>,
) -> Result<Frame, CsvError> {
    let rows = rows.into_iter().map(|row| (Vec::new(), row));
    led_frame(name, &[], columns, rows)
}
