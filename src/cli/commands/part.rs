//! `cyclecast run --replications A..B`: a part of a run, to be joined with others.

use std::ops::Range;
use std::path::Path;

use super::run::folder;
use crate::cli::args::RunOptions;
use crate::cli::exit::{CliError, Exit, print};
use crate::cli::journal::{self, Journal};
use crate::cli::output::session;
use crate::cli::progress::Progress;
use crate::experiment::outcome::Manifest;
use crate::experiment::{Forecast, Membership, Plan, Record};
use crate::scenario::Scenario;

/// Simulates the replications with these numbers and writes them down.
pub(super) fn run(
    options: &RunOptions,
    scenario: &Scenario,
    manifest: Manifest,
    numbers: Range<u64>,
) -> Result<Exit, CliError> {
    refuse_questions(options)?;
    let plan = Plan {
        replications: numbers.end,
        seed: options.common.seed.unwrap_or(scenario.seed),
        threads: options.common.threads.map(usize::from),
    };
    let folder = folder(options, scenario);
    std::fs::create_dir_all(&folder).map_err(|reason| CliError::write(folder.display(), reason))?;
    let path = folder.join(file_name(&numbers));
    let of = Membership::new(plan.seed, manifest);
    let (journal, known) = Journal::open(path, of, options.resume)?;
    let asked = numbers.end - numbers.start;
    let progress = Progress::new(Some(asked), "replications", options.common.manner.quiet);
    progress.advance(known.len() as u64);
    let finished = |record: &Record| {
        journal.add(record);
        progress.finished(record.initial_cycle_ms());
    };
    let forecast = Forecast::new(scenario, session(plan));
    journal::check(&forecast, known.values())?;
    let records = forecast.simulate_part(numbers, known, &finished)?;
    progress.finish();
    let done = records.len() as u64;
    let path = if done < asked {
        journal.close()?
    } else {
        journal.finish(records.iter())?
    };
    if !options.common.manner.quiet {
        print(&told(&path, done, asked))?;
    }
    Ok(if done < asked {
        Exit::Failure
    } else {
        Exit::Fine
    })
}

/// A name that sorts as the numbers do and differs from that of every other part.
fn file_name(numbers: &Range<u64>) -> String {
    format!("part-{:06}-{:06}.ndjson", numbers.start, numbers.end)
}

fn told(path: &Path, done: u64, asked: u64) -> String {
    let folder = path.parent().unwrap_or(Path::new("."));
    let and_then = if done < asked {
        "interrupted; --resume goes on".to_owned()
    } else {
        format!(
            "once all parts are there: cyclecast merge {} --output DIR",
            folder.display()
        )
    };
    format!(
        "{done} of {asked} replications written to {}\n{and_then}\n",
        path.display()
    )
}

/// What only a whole run can answer.
fn refuse_questions(options: &RunOptions) -> Result<(), CliError> {
    let asked = [
        ("--precision", options.precision.is_some()),
        ("--start", options.dates.start.is_some()),
        ("--deadline", options.dates.deadline.is_some()),
        ("--status-at", options.status_at.is_some()),
        ("--json", options.common.json.is_some()),
    ];
    match asked.into_iter().find(|(_, is_asked)| *is_asked) {
        Some((option, _)) => Err(CliError::Usage(format!(
            "{option} asks about a whole run, and --replications A..B makes a part of one\n  help: leave it out here; `cyclecast merge` takes --start and --deadline"
        ))),
        None => Ok(()),
    }
}
