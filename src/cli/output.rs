//! From an outcome to what the user asked for: the report, the document, tables and charts.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::atomic::Ordering;

use serde::Serialize;

use super::args::{Common, DialectKind, Manner};
use super::exit::{CliError, Exit, print, print_text};
use super::files::OutputFile;
use super::folder::{DOCUMENT, OutputFolder};
use super::interrupt;
use super::journal::{self, JOURNAL, Journal};
use super::progress::Progress;
use super::replications::Replications;
use crate::experiment::outcome::Outcome;
use crate::experiment::{Forecast, Membership, Plan, Record, Session};
use crate::report::chart::{self, Chart};
use crate::report::csv::{self, Dialect};
use crate::report::html;
use crate::scenario::Scenario;

/// Name of the HTML report in its folder.
pub(super) const PAGE: &str = "report.html";
/// What one replication takes in all files together, and what the charts take, with room to spare.
const BYTES_PER_REPLICATION: u64 = 9_000;
const BYTES_PER_LIFE: u64 = 20_000;
const BYTES_FOR_CHARTS: u64 = 6_000_000;

/// Files by name.
pub(super) type Files = Vec<(String, Vec<u8>)>;

/// Where results go, all found to be writable.
pub(super) struct Destinations {
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
            let mut files = in_dialect(files()?, self.manner)?;
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
        Ok(if outcome.run.partial {
            Exit::Failure
        } else if outcome.expected.iter().any(|one| !one.is_met) {
            Exit::Missed
        } else {
            Exit::Fine
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
pub(super) fn written(folder: &OutputFolder, files: &Files) -> String {
    let has_page = files.iter().any(|(name, _)| name == PAGE);
    let page = if has_page {
        format!("{PAGE}, ")
    } else {
        String::new()
    };
    let mut text = format!(
        "\nWritten to {}: {page}{DOCUMENT}, tables (CSV) and charts (SVG, PNG)\n",
        folder.path().display()
    );
    if let Some(kept) = folder.kept() {
        text.push_str(&format!(
            "What stood there before is kept in {}; --replace keeps nothing.\n",
            kept.display()
        ));
    }
    text
}

/// The tables among the files as they are wanted.
pub(super) fn in_dialect(files: Files, manner: Manner) -> Result<Files, CliError> {
    let dialect = match manner.csv_dialect {
        DialectKind::Standard => Dialect::Standard,
        DialectKind::Excel => Dialect::Excel,
        DialectKind::ExcelSemicolon => Dialect::ExcelSemicolon,
    };
    let rewritten = files.into_iter().map(|(name, bytes)| {
        let bytes = if name.ends_with(".csv") {
            csv::in_dialect("table", bytes, dialect)?
        } else {
            bytes
        };
        Ok((name, bytes))
    });
    rewritten.collect()
}

/// What the outcome of a plan takes besides its charts, with room to spare.
pub(super) fn bytes_expected(scenario: &Scenario, plan: &Plan) -> u64 {
    let life = scenario.setup.job.as_ref().map_or(0, |_| BYTES_PER_LIFE);
    plan.replications * (BYTES_PER_REPLICATION + life)
}

/// The HTML report, the tables and the charts of an outcome.
pub(super) fn files(outcome: &Outcome) -> Result<Files, CliError> {
    // The page lies beside the document, which suffices; a path of this machine would be of no use elsewhere.
    let charts = chart::outcome(outcome)?;
    let page = html::outcome(outcome, &charts, &format!("cyclecast run {DOCUMENT}"));
    let mut files: Files = vec![(PAGE.to_owned(), page.into_bytes())];
    for (name, bytes) in csv::tables(outcome)? {
        files.push((name.to_owned(), bytes));
    }
    for (kind, chart) in &charts {
        files.extend(pictures(kind.file_stem(), chart)?);
    }
    Ok(files)
}

/// The files of a chart, SVG and PNG.
pub(super) fn pictures(stem: &str, chart: &Chart) -> Result<Files, CliError> {
    Ok(vec![
        (format!("{stem}.svg"), chart.svg().as_bytes().to_vec()),
        (format!("{stem}.png"), chart.png()?),
    ])
}

/// The plan that the scenario and the command line make together.
pub(super) fn plan(scenario: &Scenario, common: &Common) -> Result<Plan, CliError> {
    let replications = match common.replications {
        None => scenario.replications,
        Some(Replications::Count(count)) => count,
        Some(Replications::Part { first, end }) => {
            return Err(CliError::Usage(format!(
                "--replications {first}..{end} makes a part of a run, which only `cyclecast run` does\n  help: give a number of replications"
            )));
        }
    };
    Ok(Plan {
        replications,
        seed: common.seed.unwrap_or(scenario.seed),
        threads: common.threads.map(usize::from),
    })
}

/// A session that Ctrl-C interrupts; whoever wants to watch is told of the records.
pub(super) fn session(plan: Plan) -> Session<'static> {
    Session {
        interrupted: interrupt::flag(),
        ..Session::new(plan)
    }
}

/// Simulates with a progress bar, until it is interrupted at the latest. Each replication goes to the journal, where
/// there is one, as soon as it is finished.
pub(super) fn simulate(
    forecast: &Forecast<'_>,
    journal: Option<(Journal, BTreeMap<u64, Record>)>,
    manner: Manner,
) -> Result<Outcome, CliError> {
    let (journal, known) = journal.unzip();
    let known: BTreeMap<u64, Record> = known.unwrap_or_default();
    journal::check(forecast, known.values())?;
    // What an earlier run had beyond this one stays in the journal.
    let earlier = known.clone();
    let progress = Progress::new(
        Some(forecast.session.plan.replications),
        "replications",
        manner.quiet,
    );
    progress.advance(known.len() as u64);
    let finished = |record: &Record| {
        if let Some(journal) = &journal {
            journal.add(record);
        }
        progress.finished(record.initial_cycle_ms());
    };
    let records = forecast.simulate(known, &finished)?;
    progress.finish();
    if let Some(journal) = journal {
        if forecast.session.interrupted.load(Ordering::Relaxed) {
            journal.close()?;
        } else {
            let beyond = earlier.range(records.len() as u64..);
            journal.finish(records.iter().chain(beyond.map(|(_, record)| record)))?;
        }
    }
    Ok(forecast.outcome(records)?)
}
