//! `cyclecast merge`: parts of a run, joined to the same outcome as one run.

use std::ops::Range;
use std::path::{Path, PathBuf};

use clap::Args;

use super::run::layout;
use crate::asked::{Asked, Source, Wanted};
use crate::cli::command_line::CommandLine;
use crate::cli::destinations::{Destinations, bytes_expected};
use crate::cli::exit::{CliError, Exit, print, tell};
use crate::cli::folder::DOCUMENT;
use crate::cli::journal::JOURNAL;
use crate::cli::options::{Dates, Manner};
use crate::cli::part_files::{PartFiles, Place, StagedReplications};
use crate::experiment::{Forecast, Part, PartError, Record, Session, line};
use crate::report::terminal;
use crate::units::display_number;

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  cyclecast merge part-*.ndjson --output out/whole\n  cyclecast merge monday/ tuesday/ --output out/whole\n  cyclecast merge parts/ --output out/whole --replications 100000 --per-task 2000\n\nA part is what `cyclecast run SCENARIO --replications A..B` writes, or the replications.ndjson of a run. The result is the same to the byte as that of one replication."
)]
pub struct MergeOptions {
    /// Parts, or folders with parts in them.
    #[arg(value_name = "PART", required = true)]
    pub parts: Vec<PathBuf>,
    /// Folder for the outcome document, tables and charts.
    #[arg(long, value_name = "DIR")]
    pub output: PathBuf,
    /// How many replications there are to be, numbered from zero. Without it a part that is missing at the end cannot be noticed.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    pub replications: Option<u64>,
    /// Replications of each task of a job array, whose tasks are numbered from zero: what is missing is then printed as the tasks to run again, ready
    /// for `sbatch`, and the exit code is 3.
    #[arg(long, value_name = "N", requires = "replications", value_parser = clap::value_parser!(u64).range(1..))]
    pub per_task: Option<u64>,
    #[command(flatten)]
    pub dates: Dates,
    /// Print all tables below the first screen.
    #[arg(long)]
    pub full: bool,
    #[command(flatten)]
    pub manner: Manner,
}

pub fn run(options: &MergeOptions) -> Result<Exit, CliError> {
    let is_expected = options.replications.is_some();
    let mut files = PartFiles::new(files(&options.parts, is_expected)?);
    let mut parts = Vec::new();
    for (name, part) in files.parts() {
        match part {
            Ok(part) => parts.push((name, part)),
            // What is in it counts as missing, and is made again with the rest.
            Err(reason) if is_expected => tell(&format!("{name} is left out: {reason}\n")),
            Err(reason) => return Err(CliError::Usage(format!("{name}: {reason}"))),
        }
    }
    let mut reader = files.reader();
    let mut same = |one: &Place, other: &Place| reader.same(*one, *other);
    let whole = match Part::join(parts, options.replications, &mut same) {
        Ok(whole) => whole,
        Err(PartError::Gap(gaps)) if is_expected => return missing(&gaps, options),
        Err(reason) => return Err(CliError::Usage(reason.to_string())),
    };
    let source = Source::of_manifest("the scenario of the parts", whole.of.manifest.clone());
    let wanted = Wanted {
        replications: Some(whole.records.len() as u64),
        seed: Some(whole.of.seed),
        threads: None,
    };
    let Asked { scenario, plan, .. } = Asked::of(&source, wanted, None)?;
    let bytes = bytes_expected(&scenario, &plan);
    let mut destinations =
        Destinations::prepare(Some(&options.output), None, bytes, options.manner)?;
    let forecast = Forecast {
        appointment: options.dates.appointment(&scenario)?,
        manifest: whole.of.manifest.clone(),
        ..Forecast::new(&scenario, Session::new(plan))
    };
    let mut journal = StagedReplications::new(&options.output.join(JOURNAL), &whole.of)?;
    let mut write = |record: &Record| journal.add(&line(record)?).map(|_| ());
    // The parts may be among what makes way, so they are read before.
    let gathered = reader.gather(&forecast, whole.records, &options.output, &mut write)?;
    destinations.make_way_for(&whole.of, plan.replications, false)?;
    journal.put_in_place()?;
    let outcome = forecast.outcome_of(gathered)?;
    let repeat = CommandLine::new("run")
        .file(&options.output.join(DOCUMENT))
        .line();
    let report = terminal::report(&outcome, layout(options.full), &repeat);
    destinations.deliver_outcome(&outcome, Vec::new(), &report)
}

/// Says which replications are missing, and prints the tasks that make them.
fn missing(gaps: &[Range<u64>], options: &MergeOptions) -> Result<Exit, CliError> {
    let count: u64 = gaps.iter().map(|gap| gap.end - gap.start).sum();
    tell(&format!(
        "{} of {} {}\n",
        display_number(count as f64),
        display_number(options.replications.unwrap_or_default() as f64),
        PartError::Gap(gaps.to_vec())
    ));
    if let Some(each) = options.per_task {
        print(&format!("--array={}\n", tasks(gaps, each)))?;
    }
    Ok(Exit::Missed)
}

/// The tasks of an array that make replications, as a scheduler takes them: "0,3-5".
fn tasks(gaps: &[Range<u64>], each: u64) -> String {
    let mut tasks: Vec<(u64, u64)> = Vec::new();
    for gap in gaps {
        let (first, last) = (gap.start / each, (gap.end - 1) / each);
        match tasks.last_mut() {
            Some((_, end)) if first <= *end + 1 => *end = last,
            _ => tasks.push((first, last)),
        }
    }
    let shown = tasks.iter().map(|(first, last)| match first == last {
        true => first.to_string(),
        false => format!("{first}-{last}"),
    });
    shown.collect::<Vec<_>>().join(",")
}

/// The files that are named, and those in the folders that are named.
fn files(named: &[PathBuf], may_be_empty: bool) -> Result<Vec<PathBuf>, CliError> {
    let mut files = Vec::new();
    for path in named {
        if path.is_dir() {
            let before = files.len();
            files.extend(parts_in(path)?);
            if files.len() == before && !may_be_empty {
                let message = format!("{} holds no part of a run", path.display());
                let help = "parts end in .ndjson; `cyclecast run SCENARIO --replications A..B` writes them";
                return Err(CliError::usage(message, help));
            }
        } else {
            files.push(path.clone());
        }
    }
    Ok(files)
}

/// The parts in a folder, in the order of their names.
fn parts_in(folder: &Path) -> Result<Vec<PathBuf>, CliError> {
    let failed = |reason: std::io::Error| {
        CliError::Usage(format!("cannot read {}: {reason}", folder.display()))
    };
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        if path
            .extension()
            .is_some_and(|extension| extension == "ndjson")
        {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_is_named_by_the_tasks_that_make_it() {
        let cases: [(&[Range<u64>], &str); 4] = [
            (&[0..100, 100..250], "0"),
            (&[250..500, 750..1_000], "1,3"),
            (&[0..1, 249..251, 700..701], "0-2"),
            (&[250..1_000, 2_000..2_001], "1-3,8"),
        ];
        for (gaps, shown) in cases {
            assert_eq!(tasks(gaps, 250), shown, "{gaps:?}");
        }
    }
}
