//! `cyclecast schema`: the JSON Schema of the document formats.

use clap::{Args, ValueEnum};

use crate::cli::exit::{CliError, Exit, print};

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
    /// Fleets, as `fleet` writes them.
    Fleet,
    /// What `diff` finds of two outcomes.
    Diff,
    /// What `logs summary` finds.
    Logs,
    /// What `calibrate` finds.
    Calibration,
    /// What `probe` finds at an endpoint.
    Probe,
    /// What `progress` says of a job that was looked at.
    Progress,
    /// What `rehearse` finds of a cycle that was played.
    Rehearsal,
    /// Target sheets, as `targets --json` prints one.
    Target,
    /// Each line of a trace, as `trace` prints it.
    Trace,
}

pub fn run(options: &SchemaOptions) -> Result<Exit, CliError> {
    print(published(options.document))?;
    Ok(Exit::Fine)
}

/// The schema as it is published. A test below holds that it is what follows from our types, so that the program need not know how it follows.
const fn published(document: Document) -> &'static str {
    match document {
        Document::Scenario => include_str!("../../../docs/schema/scenario.schema.json"),
        Document::Outcome => include_str!("../../../docs/schema/outcome.schema.json"),
        Document::Reproduction => include_str!("../../../docs/schema/reproduction.schema.json"),
        Document::Status => include_str!("../../../docs/schema/status.schema.json"),
        Document::Comparison => include_str!("../../../docs/schema/comparison.schema.json"),
        Document::Sweep => include_str!("../../../docs/schema/sweep.schema.json"),
        Document::Fleet => include_str!("../../../docs/schema/fleet.schema.json"),
        Document::Diff => include_str!("../../../docs/schema/diff.schema.json"),
        Document::Logs => include_str!("../../../docs/schema/logs.schema.json"),
        Document::Calibration => include_str!("../../../docs/schema/calibration.schema.json"),
        Document::Probe => include_str!("../../../docs/schema/probe.schema.json"),
        Document::Progress => include_str!("../../../docs/schema/progress.schema.json"),
        Document::Rehearsal => include_str!("../../../docs/schema/rehearsal.schema.json"),
        Document::Target => include_str!("../../../docs/schema/target.schema.json"),
        Document::Trace => include_str!("../../../docs/schema/trace.schema.json"),
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use schemars::schema_for;
    use serde_json::to_value;

    use super::*;
    use crate::experiment::outcome::Outcome;
    use crate::experiment::outcome::comparison::Comparison;
    use crate::experiment::outcome::difference::Difference;
    use crate::experiment::outcome::fleet_document::Fleet;
    use crate::experiment::outcome::observed_job::ObservedJob;
    use crate::experiment::outcome::probe_document::ProbeDocument;
    use crate::experiment::outcome::rehearsal::Rehearsal;
    use crate::experiment::outcome::reproduction::Reproduction;
    use crate::experiment::outcome::status::SynchronizationJob;
    use crate::experiment::outcome::sweep::Sweep;
    use crate::experiment::outcome::targets::Target;
    use crate::experiment::trace::TraceEvent;
    use crate::logs::calibrate::Calibration;
    use crate::logs::summary::LogSummary;

    #[test]
    fn the_published_schemas_follow_from_our_types() {
        for document in Document::value_variants() {
            let schema = match document {
                Document::Scenario => Ok(crate::scenario::schema()),
                Document::Outcome => to_value(schema_for!(Outcome)),
                Document::Reproduction => to_value(schema_for!(Reproduction)),
                Document::Status => to_value(schema_for!(SynchronizationJob)),
                Document::Comparison => to_value(schema_for!(Comparison)),
                Document::Sweep => to_value(schema_for!(Sweep)),
                Document::Fleet => to_value(schema_for!(Fleet)),
                Document::Diff => to_value(schema_for!(Difference)),
                Document::Logs => to_value(schema_for!(LogSummary)),
                Document::Calibration => to_value(schema_for!(Calibration)),
                Document::Probe => to_value(schema_for!(ProbeDocument)),
                Document::Progress => to_value(schema_for!(ObservedJob)),
                Document::Rehearsal => to_value(schema_for!(Rehearsal)),
                Document::Target => to_value(schema_for!(Target)),
                Document::Trace => to_value(schema_for!(TraceEvent)),
            };
            let text = serde_json::to_string_pretty(&schema.unwrap()).unwrap() + "\n";
            let name = document.to_possible_value().unwrap();
            let path = format!("docs/schema/{}.schema.json", name.get_name());
            if std::env::var_os("UPDATE_SCHEMAS").is_some() {
                let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(&path);
                std::fs::write(path, &text).unwrap();
            } else {
                let is_current = text == published(*document);
                assert!(
                    is_current,
                    "UPDATE_SCHEMAS=1 cargo test --lib schema rewrites {path}"
                );
            }
        }
    }
}
