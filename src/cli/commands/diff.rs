//! `cyclecast diff`: two outcomes told apart.

use std::path::Path;

use serde_json::Value;

use super::report::{check_version, refuse};
use crate::cli::args::{DialectKind, DiffOptions, Manner};
use crate::cli::exit::{CliError, Exit};
use crate::cli::files::{document, read_source};
use crate::cli::output::Destinations;
use crate::experiment::difference;
use crate::experiment::outcome::Outcome;
use crate::report::terminal;

/// What the document takes, with room to spare.
const BYTES: u64 = 1_000_000;
const MANNER: Manner = Manner {
    csv_dialect: DialectKind::Standard,
    quiet: false,
    replace: false,
};
/// A key that only a document of this kind has, and what wrote it.
const OTHER_KINDS: [(&str, &str); 5] = [
    (
        "variants",
        "a comparison, as `compare`, `policies` and `capacity` write it",
    ),
    ("axes", "a sweep"),
    ("jobsPerRow", "a reproduction"),
    ("isPaired", "what `diff` found of two outcomes"),
    ("synchronizationJobSettings", "the status of a job"),
];
const HELP: &str = "help: name the outcome.json of a run, for example output/acme/outcome.json";

pub(in crate::cli) fn run(options: &DiffOptions) -> Result<Exit, CliError> {
    let (then, now) = (outcome(&options.then)?, outcome(&options.now)?);
    let destinations = Destinations::prepare(None, options.json.as_deref(), BYTES, MANNER)?;
    let found = difference(&then, &now);
    destinations.deliver(&found, || Ok(Vec::new()), &terminal::difference(&found))?;
    Ok(Exit::Fine)
}

/// The outcome that a file holds, or what it holds instead.
fn outcome(path: &Path) -> Result<Outcome, CliError> {
    let source = read_source(path)?;
    let name = &source.name;
    let wrong = |what: String| CliError::Usage(format!("{name} {what}\n  {HELP}"));
    let bytes = document(&source.bytes)
        .map_err(|reason| wrong(format!("is no outcome document: {reason}")))?;
    if bytes.trim_ascii_start().first() != Some(&b'{') {
        let what = "is no outcome document, which begins with {: a scenario is simulated first, with `cyclecast run`";
        return Err(wrong(what.to_owned()));
    }
    let document: Value = serde_json::from_slice(bytes)
        .map_err(|reason| wrong(format!("is broken off or was changed by hand: {reason}")))?;
    let other = OTHER_KINDS
        .iter()
        .find(|(key, _)| document.get(key).is_some());
    if let Some((_, kind)) = other {
        return Err(wrong(format!(
            "is {kind}; two outcomes of `run` are told apart"
        )));
    }
    check_version(name, &document)?;
    let outcome: Outcome = serde_json::from_value(document)
        .map_err(|reason| wrong(format!("is no outcome document: {reason}")))?;
    refuse(name, outcome.contradiction())?;
    Ok(outcome)
}
