//! Start and deadline, as they are typed.

use super::args::Dates;
use super::exit::CliError;
use crate::experiment::Appointment;
use crate::scenario::{Scenario, parse_dates};

/// The appointment that the options make. Where a scenario says when its job starts, that is the start.
pub(super) fn appointment(dates: &Dates, scenario: &Scenario) -> Result<Appointment, CliError> {
    let of_job = scenario.setup.job.as_ref().map(|job| job.start.clone());
    if dates.start.is_some() && of_job.is_some() {
        return Err(CliError::Usage(
            "--start: a scenario with a horizon says itself when its job starts\n  help: set start in [run]"
                .to_owned(),
        ));
    }
    let texts = [("--start", &dates.start), ("--deadline", &dates.deadline)];
    let clock = of_job.as_ref().map(|start| &start.clock);
    let found = parse_dates(texts.map(|(_, text)| text.as_deref()), clock)
        .map_err(|(place, wrong)| CliError::Usage(format!("{}: {wrong}", texts[place].0)))?;
    let [start, deadline] = found.dates;
    let start = start.or(of_job.filter(|_| deadline.is_some()));
    if let (Some(start), Some(deadline)) = (&start, &deadline)
        && deadline.unix_seconds <= start.unix_seconds
    {
        return Err(CliError::Usage(
            "--deadline does not lie after the start\n  help: give a later one".to_owned(),
        ));
    }
    Ok(Appointment {
        start,
        deadline,
        ambiguous_times: found.ambiguous_times,
    })
}
