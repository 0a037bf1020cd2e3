//! `cyclecast report`: a saved document, shown again without simulating.

use serde::de::DeserializeOwned;
use serde_json::Value;

use super::run::{layout, quoted, view};
use super::{compared, sweep};
use crate::cli::args::ReportOptions;
use crate::cli::exit::{CliError, Exit, print_text};
use crate::cli::files::{OutputFolder, document, read_source};
use crate::cli::output::{Files, PAGE, files, in_dialect};
use crate::experiment::outcome::Outcome;
use crate::experiment::outcome::comparison::Comparison;
use crate::experiment::outcome::sweep::Sweep;
use crate::report::terminal;

/// What tables and charts take, with room to spare.
const BYTES: u64 = 8_000_000;

pub(in crate::cli) fn run(options: &ReportOptions) -> Result<Exit, CliError> {
    let source = read_source(&options.document)?;
    let no_document = |reason: String| {
        CliError::Usage(format!(
            "{} is no document that cyclecast writes: {reason}\n  help: name an outcome.json that `run`, `compare` or `sweep` has written",
            source.name
        ))
    };
    let unreadable = |reason: serde_json::Error| no_document(reason.to_string());
    let bytes = document(&source.bytes).map_err(|reason| no_document(reason.to_owned()))?;
    let document: Value = serde_json::from_slice(bytes).map_err(unreadable)?;
    check_version(&source.name, &document)?;
    let (text, files) = if document.get("variants").is_some() {
        let found: Comparison = typed(document).map_err(unreadable)?;
        let repeat = compared::repeat_again(&found, &source.name);
        let text = terminal::comparison(&found, &repeat);
        (text, compared::files(&found, &repeat)?)
    } else if document.get("axes").is_some() {
        let found: Sweep = typed(document).map_err(unreadable)?;
        refuse(&source.name, found.contradiction())?;
        let repeat = format!(
            "cyclecast sweep SCENARIO with the keys above, --replications {} --seed {} ({} does not hold the scenario)",
            found.replications, found.seed, source.name
        );
        (
            terminal::sweep(&found, &repeat),
            sweep::files(&found, &repeat)?,
        )
    } else {
        let mut outcome: Outcome = typed(document).map_err(unreadable)?;
        refuse(&source.name, outcome.contradiction())?;
        let repeat = format!("cyclecast run {}", quoted(&source.name));
        outcome.view = options.view.map_or(outcome.view, view);
        let text = terminal::report(&outcome, layout(outcome.view, options.full), &repeat);
        (text, files(&outcome)?)
    };
    deliver(options, &text, in_dialect(files, options.manner)?)
}

fn typed<T: DeserializeOwned>(document: Value) -> Result<T, serde_json::Error> {
    serde_json::from_value(document)
}

/// A document that was changed by hand is not shown as if it were a result.
pub(super) fn refuse(name: &str, contradiction: Option<String>) -> Result<(), CliError> {
    contradiction.map_or(Ok(()), |what| {
        Err(CliError::Usage(format!(
            "{name} contradicts itself: {what}\n  help: use the document as it was written"
        )))
    })
}

/// A document whose major version is not ours would be misread.
pub(super) fn check_version(name: &str, document: &Value) -> Result<(), CliError> {
    let version = document.get("formatVersion").and_then(Value::as_str);
    match version.and_then(|version| version.split('.').next()) {
        Some("1") => Ok(()),
        Some(_) => Err(CliError::Usage(format!(
            "{name} has format version {}, and this version of cyclecast reads 1\n  help: use the version that wrote it",
            version.unwrap_or_default()
        ))),
        None => Err(CliError::Usage(format!(
            "{name} is no document that cyclecast writes: it has no formatVersion\n  help: name an outcome.json that `run`, `compare` or `sweep` has written"
        ))),
    }
}

fn deliver(options: &ReportOptions, text: &str, files: Files) -> Result<Exit, CliError> {
    let mut text = text.to_owned();
    if let Some(folder) = &options.output {
        let folder = OutputFolder::prepare(folder, BYTES)?;
        folder.write(&files)?;
        text.push_str(&format!(
            "\nWritten to {}: {PAGE}, tables (CSV) and charts (SVG, PNG)\n",
            folder.path().display()
        ));
    }
    if !options.manner.quiet {
        print_text(&text)?;
    }
    Ok(Exit::Fine)
}
