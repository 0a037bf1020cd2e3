//! Target sheets: what the vendor of an application documents about its limits, as files that scenarios name.
//!
//! The shipped ones are such files too (`scenarios/targets/`), embedded. None is shipped without a number that was read in
//! the vendor's own text.

mod sheet;
mod shipped;
mod words;

pub use sheet::{Checked, TargetSheet};
pub use shipped::{SHIPPED, shipped};
pub use words::words;

pub(super) use sheet::read as read_sheet;

use std::rc::Rc;

use super::SourceFile;
use super::build::limit_text;
use super::files::Files;
use super::finding::{Finding, Findings, into_problems, single_problem};
use super::keys::similar;
use super::problem::Problems;
use super::read::Draft;
use super::text::{self, MOST_SCENARIO_BYTES, SourceText, abridged};
use crate::model::LimitRule;

/// Parses a sheet of the user's own.
///
/// # Errors
/// [`Problems`]: all that is wrong with it.
pub fn parse(source: &SourceFile) -> Result<TargetSheet, Problems> {
    let (text, fault) = text::decode(&source.name, &source.bytes, MOST_SCENARIO_BYTES);
    if let Some(fault) = fault {
        return Err(single_problem(&text, fault));
    }
    let mut findings = Findings::default();
    let sheet = sheet::read(&text, &source.name, &mut findings);
    match (into_problems(vec![(&text, findings)]), sheet) {
        (Some(problems), _) => Err(problems),
        (None, Some(sheet)) => Ok(sheet),
        (None, None) => {
            let fault = Finding::new(0..0, "the file is not a target sheet");
            Err(single_problem(
                &text,
                fault.help("it needs a title and a source"),
            ))
        }
    }
}

/// A limit as it is written in a sheet or a scenario, as an inline table of TOML.
pub fn written(rule: &LimitRule) -> String {
    limit_text(rule)
}

/// Shipped sheets by name, the one that somebody meant who wrote another, if any.
pub fn meant(name: &str) -> Option<&'static str> {
    similar(name, SHIPPED.iter().map(|(name, _)| *name))
}

/// The sheet that a scenario names, and where it is a file of the user's, that file with its faults.
pub(super) fn of(
    draft: &Draft,
    files: &mut Files<'_>,
    said: &mut Findings,
) -> (Option<TargetSheet>, Option<(Rc<SourceText>, Findings)>) {
    let Some((given, name)) = draft
        .preset
        .as_ref()
        .and_then(|given| Some((given, given.value.as_ref()?)))
    else {
        return (None, None);
    };
    if !name.ends_with(".toml") {
        let sheet = shipped(name);
        if sheet.is_none() {
            let names: Vec<&str> = SHIPPED.iter().map(|(name, _)| *name).collect();
            let help = match meant(name) {
                Some(meant) => format!("did you mean \"{meant}\"? `cyclecast targets` lists them"),
                None => format!(
                    "there are {}; a file of your own ends in .toml",
                    names.join(", ")
                ),
            };
            let message = format!("there is no preset \"{}\"", abridged(name));
            said.push(Finding::new(given.span.clone(), message).help(help));
        }
        return (sheet, None);
    }
    match files.sheet(name) {
        Ok(file) => (file.content, Some((file.text, file.found))),
        Err(reason) => {
            let message = format!("the target sheet cannot be read: {reason}");
            said.push(Finding::new(given.span.clone(), message).help("check the name of the file"));
            (None, None)
        }
    }
}
