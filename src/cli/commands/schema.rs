//! `cyclecast schema`: the JSON Schema of the document formats.

use clap::{Args, ValueEnum};

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

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  cyclecast schema > scenario.schema.json\n  cyclecast schema outcome\n\nA scenario file that begins with `#:schema scenario.schema.json` gets completion and checks in editors that know TOML schemas."
)]
pub struct SchemaOptions {
    /// Which schema.
    #[arg(value_enum, default_value_t = Document::Scenario)]
    pub document: Document,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Document {
    /// Scenario files.
    Scenario,
    /// Outcome documents.
    Outcome,
    /// Documents of a reproduction.
    Reproduction,
    /// The status of a job, as `run --status-at` writes it.
    Status,
    /// Comparisons, as `compare`, `policies` and `capacity` write them.
    Comparison,
    /// Sweeps, as `sweep` writes them.
    Sweep,
    /// What `diff` finds of two outcomes.
    Diff,
    /// Target sheets, as `targets --json` prints one.
    Target,
    /// Each line of a trace, as `trace` prints it.
    Trace,
}

pub fn run(options: &SchemaOptions) -> Result<Exit, CliError> {
    let schema = match options.document {
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
