//! Simulates under a progress bar until Ctrl-C, and keeps each replication as soon as it is finished.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::atomic::Ordering;

use super::exit::CliError;
use super::journal::{Durations, Journal};
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

/// The outcome of a forecast, with all replications in the journal where there is one: then what there was no memory for is read from it in the end.
pub fn simulate(
    forecast: &Forecast<'_>,
    journal: Option<(Journal, Durations)>,
    manner: Manner,
) -> Result<Outcome, CliError> {
    let Some((journal, known)) = journal else {
        let all = forecast.session.plan.replications;
        let progress = Progress::new(Some(all), things(forecast), manner.quiet);
        let finished = |record: &Record| progress.finished(record.initial_cycle_ms());
        let records = forecast.simulate(BTreeMap::new(), &finished)?;
        progress.finish();
        return Ok(forecast.outcome(records)?);
    };
    let count = made(forecast, None, known, &journal, manner)?;
    let written = match forecast.session.interrupted.load(Ordering::Relaxed) {
        true => journal.close()?,
        // What an earlier run had beyond this one stays in the journal.
        false => journal.finish(|_| true)?,
    };
    written.outcome(forecast, count)
}

/// Writes the replications of a forecast, or those with some numbers alone, to a journal; those that are known are not simulated. Returns how many there are
/// from the first without a gap.
pub fn made(
    forecast: &Forecast<'_>,
    numbers: Option<Range<u64>>,
    known: Durations,
    journal: &Journal,
    manner: Manner,
) -> Result<u64, CliError> {
    let all = forecast.session.plan.replications;
    let wanted = numbers
        .as_ref()
        .map_or(all, |numbers| numbers.end - numbers.start);
    let progress = Progress::new(Some(wanted), things(forecast), manner.quiet);
    progress.advance(known.len() as u64);
    let keep = |record: Record| {
        let duration_ms = record.initial_cycle_ms();
        // A part is joined with others from its file.
        journal.add(record, numbers.is_none());
        progress.finished(duration_ms);
        duration_ms
    };
    let durations = match &numbers {
        None => forecast.simulate_keeping(known, &keep)?,
        Some(numbers) => forecast.simulate_part_keeping(numbers.clone(), known, &keep)?,
    };
    progress.finish();
    Ok(durations.len() as u64)
}

/// What is counted beside the bar: by a rule there are mostly enough long before.
fn things(forecast: &Forecast<'_>) -> &'static str {
    match forecast.precision {
        Some(_) => "replications at most",
        None => "replications",
    }
}
