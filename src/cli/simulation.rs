//! Simulates under a progress bar until Ctrl-C, and keeps each replication as soon as it is finished.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::atomic::Ordering;

use super::exit::CliError;
use super::journal::{self, Journal};
use super::options::Manner;
use super::watch::{Progress, interrupted};
use crate::experiment::outcome::Outcome;
use crate::experiment::{Forecast, Plan, Record, Session};

/// A session that Ctrl-C interrupts; whoever wants to watch is told of the records.
pub fn session(plan: Plan) -> Session<'static> {
    Session {
        interrupted: interrupted(),
        ..Session::new(plan)
    }
}

/// The outcome of a forecast, with all replications in the journal where there is one.
pub fn simulate(
    forecast: &Forecast<'_>,
    journal: Option<(Journal, BTreeMap<u64, Record>)>,
    manner: Manner,
) -> Result<Outcome, CliError> {
    let (journal, known) = journal.unzip();
    let known: BTreeMap<u64, Record> = known.unwrap_or_default();
    // What an earlier run had beyond this one stays in the journal.
    let earlier = known.clone();
    let records = records(forecast, None, known, journal.as_ref(), manner)?;
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

/// The replications of a forecast, or those with some numbers alone; those that are known are not simulated.
pub fn records(
    forecast: &Forecast<'_>,
    numbers: Option<Range<u64>>,
    known: BTreeMap<u64, Record>,
    journal: Option<&Journal>,
    manner: Manner,
) -> Result<Vec<Record>, CliError> {
    journal::check(forecast, known.values())?;
    let all = forecast.session.plan.replications;
    let wanted = numbers
        .as_ref()
        .map_or(all, |numbers| numbers.end - numbers.start);
    let progress = Progress::new(Some(wanted), "replications", manner.quiet);
    progress.advance(known.len() as u64);
    let finished = |record: &Record| {
        if let Some(journal) = journal {
            journal.add(record);
        }
        progress.finished(record.initial_cycle_ms());
    };
    let records = match numbers {
        None => forecast.simulate(known, &finished)?,
        Some(numbers) => forecast.simulate_part(numbers, known, &finished)?,
    };
    progress.finish();
    Ok(records)
}
