//! From an outcome to what the user asked for: the report, the document, tables and charts.

use std::path::Path;

use rayon::prelude::*;
use serde::Serialize;

use super::command_line::CommandLine;
use super::exit::{CliError, Exit, print, print_text};
use super::files::OutputFile;
use super::folder::{DOCUMENT, Files, OutputFolder};
use super::journal::JOURNAL;
use super::options::Manner;
use crate::experiment::outcome::Outcome;
use crate::experiment::{Membership, Plan};
use crate::report::chart::{self, Chart};
use crate::report::csv;
use crate::report::html;
use crate::scenario::Scenario;

/// Name of the HTML report in its folder.
pub const PAGE: &str = "report.html";
/// Name of the fragment that a probe leaves for scenarios.
pub const FRAGMENT: &str = "target.toml";
/// What one replication takes in all files together, and what the charts take, with room to spare.
const BYTES_PER_REPLICATION: u64 = 9_000;
const BYTES_PER_LIFE: u64 = 20_000;
const BYTES_FOR_CHARTS: u64 = 6_000_000;

/// Where results go, all found to be writable.
pub struct Destinations {
    folder: Option<OutputFolder>,
    /// Files of this run that are in the folder before it is delivered.
    beside: &'static [&'static str],
    json: Json,
    manner: Manner,
}

enum Json {
    Nowhere,
    Stdout,
    File(OutputFile),
}

impl Destinations {
    /// Sees that the folder and the file for the document take so many bytes besides the charts.
    pub fn prepare(
        folder: Option<&Path>,
        json: Option<&Path>,
        bytes: u64,
        manner: Manner,
    ) -> Result<Self, CliError> {
        let expected = BYTES_FOR_CHARTS + bytes;
        let json = match json {
            None => Json::Nowhere,
            Some(path) if path.as_os_str() == "-" => Json::Stdout,
            Some(path) => Json::File(OutputFile::prepare(path, expected)?),
        };
        let folder = folder
            .map(|path| OutputFolder::prepare(path, expected, manner.replace))
            .transpose()?;
        Ok(Self {
            folder,
            beside: &[],
            json,
            manner,
        })
    }

    /// Makes way for a run that writes its replications to the folder as they are finished, so many of them: what an earlier
    /// run has there is put aside, unless this one goes on with it or holds all of it.
    pub fn make_way_for(
        &mut self,
        of: &Membership,
        replications: u64,
        goes_on: bool,
    ) -> Result<(), CliError> {
        self.beside = &[JOURNAL];
        match &mut self.folder {
            Some(folder) if !goes_on => {
                folder.make_way(|standing| holds_all_of(of, replications, standing), &[])
            }
            _ => Ok(()),
        }
    }

    /// Writes everything; `report` is printed unless the document takes its place. `files` are made only where there is
    /// a folder for them.
    pub fn deliver(
        self,
        document: &impl Serialize,
        files: impl FnOnce() -> Result<Files, CliError>,
        report: &str,
    ) -> Result<(), CliError> {
        self.deliver_unless(document, files, report, |_| false)
    }

    /// The same, where a standing document goes that is the same or is covered by this one.
    fn deliver_unless(
        mut self,
        document: &impl Serialize,
        files: impl FnOnce() -> Result<Files, CliError>,
        report: &str,
        covers: impl Fn(&[u8]) -> bool,
    ) -> Result<(), CliError> {
        let mut document = serde_json::to_vec(document)?;
        document.push(b'\n');
        let mut text = report.to_owned();
        if let Some(folder) = &mut self.folder {
            let mut files = self.manner.in_dialect(files()?)?;
            files.push((DOCUMENT.to_owned(), document.clone()));
            let is_held = |standing: &[u8]| standing == document || covers(standing);
            folder.make_way(is_held, self.beside)?;
            folder.write(&files, self.beside)?;
            text.push_str(&written(folder, &files));
        }
        if self.manner.quiet {
            text.clear();
        }
        match self.json {
            Json::Nowhere => print_text(&text)?,
            // What is asked for is no report.
            Json::Stdout => print(&String::from_utf8_lossy(&document))?,
            Json::File(file) => {
                file.write(&document)?;
                print_text(&text)?;
            }
        }
        Ok(())
    }

    /// Writes an outcome with its tables and charts, and `further` files.
    pub fn deliver_outcome(
        self,
        outcome: &Outcome,
        further: Files,
        report: &str,
    ) -> Result<Exit, CliError> {
        let all = || {
            let mut files = files(outcome)?;
            files.extend(further);
            Ok(files)
        };
        let of = Membership::new(outcome.run.seed, outcome.manifest.clone());
        self.deliver_unless(outcome, all, report, |standing| {
            holds_all_of(&of, outcome.run.replications, standing)
        })?;
        let mut expected = outcome.expected.iter();
        Ok(match outcome.run.partial {
            true => Exit::Failure,
            false => Exit::of(expected.all(|one| one.is_met)),
        })
    }
}

/// Whether so many replications of a run hold all that a standing document tells.
fn holds_all_of(of: &Membership, replications: u64, standing: &[u8]) -> bool {
    let standing = serde_json::from_slice::<Outcome>(standing);
    standing.is_ok_and(|standing| {
        standing.run.replications <= replications
            && Membership::new(standing.run.seed, standing.manifest) == *of
    })
}

/// What was written, and where what stood there before is now.
pub fn written(folder: &OutputFolder, files: &Files) -> String {
    let mut text = format!(
        "\nWritten to {}: {}\n",
        folder.path().display(),
        kinds(files)
    );
    if let Some(kept) = folder.kept() {
        text.push_str(&format!(
            "What stood there before is kept in {}; --replace keeps nothing.\n",
            kept.display()
        ));
    }
    text
}

/// What there is among files: the page, the document and a fragment by their names, tables and charts as such.
fn kinds(files: &Files) -> String {
    let kinds = [
        (PAGE, PAGE),
        (DOCUMENT, DOCUMENT),
        (FRAGMENT, FRAGMENT),
        ("tables (CSV)", ".csv"),
        ("charts (SVG, PNG)", ".png"),
    ];
    let is_there = |end: &str| files.iter().any(|(name, _)| name.ends_with(end));
    let named = kinds.iter().filter(|(_, end)| is_there(end));
    let named: Vec<&str> = named.map(|(name, _)| *name).collect();
    match named.split_last() {
        Some((last, before)) if !before.is_empty() => {
            format!("{} and {last}", before.join(", "))
        }
        _ => named.concat(),
    }
}

/// What the outcome of a plan takes besides its charts, with room to spare.
pub fn bytes_expected(scenario: &Scenario, plan: &Plan) -> u64 {
    let life = scenario.setup.job.as_ref().map_or(0, |_| BYTES_PER_LIFE);
    plan.replications * (BYTES_PER_REPLICATION + life)
}

/// The HTML report, the tables and the charts of an outcome.
pub fn files(outcome: &Outcome) -> Result<Files, CliError> {
    // The page lies beside the document, which suffices; a path of this machine would be of no use elsewhere.
    let charts = chart::outcome(outcome)?;
    let repeat = CommandLine::new("run").word(DOCUMENT).line();
    let page = html::outcome(outcome, &charts, &repeat);
    let mut files: Files = vec![(PAGE.to_owned(), page.into_bytes())];
    files.extend(named(csv::tables(outcome)?));
    // To paint a picture takes longer than many a simulation.
    let painted: Result<Vec<Files>, CliError> = charts
        .par_iter()
        .map(|(kind, chart)| pictures(kind.file_stem(), chart))
        .collect();
    files.extend(painted?.into_iter().flatten());
    Ok(files)
}

/// Tables as files.
pub fn named(tables: impl IntoIterator<Item = (&'static str, Vec<u8>)>) -> Files {
    let tables = tables.into_iter();
    tables
        .map(|(name, bytes)| (name.to_owned(), bytes))
        .collect()
}

/// The files of a chart, SVG and PNG.
pub fn pictures(stem: &str, chart: &Chart) -> Result<Files, CliError> {
    Ok(vec![
        (format!("{stem}.svg"), chart.svg().as_bytes().to_vec()),
        (format!("{stem}.png"), chart.png()?),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_was_written_is_told() {
        let told = |names: &[&str]| {
            let files: Files = names
                .iter()
                .map(|name| ((*name).to_owned(), Vec::new()))
                .collect();
            kinds(&files)
        };
        assert_eq!(told(&["outcome.json"]), "outcome.json");
        assert_eq!(
            told(&["report.html", "target.toml", "outcome.json"]),
            "report.html, outcome.json and target.toml"
        );
        assert_eq!(
            told(&["report.html", "a.svg", "a.png", "outcome.json"]),
            "report.html, outcome.json and charts (SVG, PNG)"
        );
        assert_eq!(
            told(&["a.csv", "a.svg", "a.png", "outcome.json"]),
            "outcome.json, tables (CSV) and charts (SVG, PNG)"
        );
    }
}
