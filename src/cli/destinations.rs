//! From an outcome to what the user asked for: the report, the document, tables and charts.

use std::fs::File;
use std::io::{self, BufReader, Write};
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::command_line::CommandLine;
use super::exit::{CliError, Exit, print_text, print_with};
use super::files::{OutputFile, same_bytes};
use super::folder::{DOCUMENT, Files, OutputFolder, Staged};
use super::journal::JOURNAL;
use super::options::Manner;
use crate::experiment::outcome::{Manifest, Outcome, RunRecord};
use crate::experiment::{Membership, Plan};
use crate::report::chart::{self, Chart, ChartKind};
use crate::report::csv::{self, Dialect, UnwrittenTable, rewrite};
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
        document: &(impl Serialize + Sync),
        files: impl FnOnce() -> Result<Files, CliError> + Send,
        report: &str,
    ) -> Result<(), CliError> {
        self.deliver_unless(document, files, Vec::new(), report, |_| false)
    }

    /// The same with tables that are written one by one, where a standing document goes that is the same or is covered by this one.
    fn deliver_unless(
        mut self,
        document: &(impl Serialize + Sync),
        files: impl FnOnce() -> Result<Files, CliError> + Send,
        tables: Vec<UnwrittenTable<'_>>,
        report: &str,
        covers: impl Fn(&Path) -> bool,
    ) -> Result<(), CliError> {
        let mut text = report.to_owned();
        if let Some(folder) = &mut self.folder {
            let (manner, dialect) = (self.manner, self.manner.dialect());
            let place: &OutputFolder = folder;
            // None waits for another: to write down what thousands of replications found takes as long as to paint.
            let (staged, (tables, document)) = rayon::join(
                || place.all_staged(&manner.in_dialect(files()?)?),
                || {
                    let tables = tables.into_par_iter();
                    let tables = tables.map(|table| staged_table(place, table, dialect));
                    let write = |file: &mut dyn Write| write_document(document, file);
                    rayon::join(
                        || tables.collect::<Result<Vec<Staged>, CliError>>(),
                        || place.staged(DOCUMENT, write),
                    )
                },
            );
            let (mut staged, document) = (staged?, document?);
            staged.extend(tables?);
            let is_same = |standing: &Path| same_bytes(standing, document.1.path());
            let is_held = |standing: &Path| is_same(standing).unwrap_or(false) || covers(standing);
            folder.make_way(is_held, self.beside)?;
            staged.push(document);
            let names: Vec<String> = staged.iter().map(|(name, _)| name.clone()).collect();
            folder.place(staged, self.beside)?;
            text.push_str(&written(folder, &names));
        }
        if self.manner.quiet {
            text.clear();
        }
        match self.json {
            Json::Nowhere => print_text(&text)?,
            // What is asked for is no report.
            Json::Stdout => print_with(|stdout| write_document(document, stdout))?,
            Json::File(file) => {
                file.write(|file| write_document(document, file))?;
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
            let mut files = page_and_charts(outcome)?;
            files.extend(further);
            Ok(files)
        };
        let tables = csv::unwritten_tables(outcome);
        let of = Membership::new(outcome.run.seed, outcome.manifest.clone());
        self.deliver_unless(outcome, all, tables, report, |standing| {
            holds_all_of(&of, outcome.run.replications, standing)
        })?;
        let mut expected = outcome.expected.iter();
        Ok(match outcome.run.partial {
            true => Exit::Failure,
            false => Exit::of(expected.all(|one| one.is_met)),
        })
    }
}

fn write_document(document: &impl Serialize, to: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer(&mut *to, document)?;
    to.write_all(b"\n")
}

/// A table of the folder under a temporary name; a dialect of its own is made of the table as it is.
fn staged_table(
    folder: &OutputFolder,
    table: UnwrittenTable<'_>,
    dialect: Dialect,
) -> Result<Staged, CliError> {
    let name = table.name;
    let write = |file: &mut dyn Write| table.write(file).map_err(io::Error::other);
    let (_, standard) = folder.staged(name, write)?;
    if dialect == Dialect::Standard {
        return Ok((name.to_owned(), standard));
    }
    folder.staged(name, |file| rewrite(standard.reopen()?, file, dialect))
}

/// Whether so many replications of a run hold all that a standing document tells.
fn holds_all_of(of: &Membership, replications: u64, standing: &Path) -> bool {
    #[derive(Deserialize)]
    struct Standing {
        run: RunRecord,
        #[serde(default)]
        manifest: Manifest,
    }
    let file = File::open(standing).map(BufReader::new);
    let standing = file
        .ok()
        .and_then(|file| serde_json::from_reader(file).ok());
    standing.is_some_and(|Standing { run, manifest }| {
        run.replications <= replications && Membership::new(run.seed, manifest) == *of
    })
}

/// What was written, and where what stood there before is now.
pub fn written(folder: &OutputFolder, names: &[String]) -> String {
    let mut text = format!(
        "\nWritten to {}: {}\n",
        folder.path().display(),
        kinds(names)
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
fn kinds(files: &[String]) -> String {
    let kinds = [
        (PAGE, PAGE),
        (DOCUMENT, DOCUMENT),
        (FRAGMENT, FRAGMENT),
        ("tables (CSV)", ".csv"),
        ("charts (SVG, PNG)", ".png"),
    ];
    let is_there = |end: &str| files.iter().any(|name| name.ends_with(end));
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
    let mut files = page_and_charts(outcome)?;
    files.extend(named(csv::tables(outcome)?));
    Ok(files)
}

fn page_and_charts(outcome: &Outcome) -> Result<Files, CliError> {
    // The page lies beside the document, which suffices; a path of this machine would be of no use elsewhere.
    let charts = chart::outcome(outcome)?;
    let repeat = CommandLine::new("run").word(DOCUMENT).line();
    let page = html::outcome(outcome, &charts, &repeat);
    let mut files: Files = vec![(PAGE.to_owned(), page.into_bytes())];
    // To paint a picture takes longer than many a simulation.
    let memory = Mutex::new(Vec::new());
    let spare = || memory.lock().unwrap_or_else(PoisonError::into_inner);
    let paint = |(kind, chart): &(ChartKind, Chart)| {
        let mut painted = spare().pop().unwrap_or_default();
        let files = pictures_on(&mut painted, kind.file_stem(), chart);
        spare().push(painted);
        files
    };
    let painted: Result<Vec<Files>, CliError> = charts.par_iter().map(paint).collect();
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
    pictures_on(&mut Vec::new(), stem, chart)
}

/// The same, painted on memory of an earlier chart.
fn pictures_on(painted: &mut Vec<u8>, stem: &str, chart: &Chart) -> Result<Files, CliError> {
    Ok(vec![
        (format!("{stem}.svg"), chart.svg().as_bytes().to_vec()),
        (format!("{stem}.png"), chart.png_painted_on(painted)?),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_was_written_is_told() {
        let told = |names: &[&str]| {
            let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
            kinds(&names)
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
