//! `cyclecast schema`: the JSON Schema of the document formats.

use crate::cli::args::Document;
use crate::cli::exit::{CliError, Exit, print};
use crate::experiment::outcome::Outcome;
use crate::experiment::outcome::comparison::Comparison;
use crate::experiment::outcome::difference::Difference;
use crate::experiment::outcome::reproduction::Reproduction;
use crate::experiment::outcome::status::SynchronizationJob;
use crate::experiment::outcome::sweep::Sweep;
use crate::experiment::outcome::targets::Target;
use crate::experiment::trace::TraceEvent;
use crate::scenario;

pub(in crate::cli) fn run(document: Document) -> Result<Exit, CliError> {
    let schema = match document {
        Document::Scenario => scenario::schema(),
        Document::Reproduction => serde_json::to_value(schemars::schema_for!(Reproduction))?,
        Document::Status => serde_json::to_value(schemars::schema_for!(SynchronizationJob))?,
        Document::Comparison => serde_json::to_value(schemars::schema_for!(Comparison))?,
        Document::Sweep => serde_json::to_value(schemars::schema_for!(Sweep))?,
        Document::Diff => serde_json::to_value(schemars::schema_for!(Difference))?,
        Document::Target => serde_json::to_value(schemars::schema_for!(Target))?,
        Document::Trace => serde_json::to_value(schemars::schema_for!(TraceEvent))?,
        Document::Outcome => serde_json::to_value(schemars::schema_for!(Outcome))?,
    };
    print(&format!("{}\n", serde_json::to_string_pretty(&schema)?))?;
    Ok(Exit::Fine)
}
