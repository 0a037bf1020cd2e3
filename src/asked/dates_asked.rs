//! Dates that a run is asked about.

use super::asked_error::AskedError;
use crate::experiment::Appointment;
use crate::scenario::{Scenario, parse_dates};

/// The appointment that a start and a deadline make. Where a scenario says when its job starts, that is the start.
///
/// # Errors
/// What of them cannot be read, or not together.
pub fn appointment(
    scenario: &Scenario,
    start: Option<&str>,
    deadline: Option<&str>,
) -> Result<Appointment, AskedError> {
    let of_job = scenario.setup.job.as_ref().map(|job| job.start.clone());
    if start.is_some() && of_job.is_some() {
        return Err(AskedError::Usage(
            "the start cannot be chosen here: a scenario with a horizon says itself when its job starts\n  help: set start in [run]"
                .to_owned(),
        ));
    }
    let texts = [("the start", start), ("the deadline", deadline)];
    let clock = of_job.as_ref().map(|start| &start.clock);
    let found = parse_dates(texts.map(|(_, text)| text), clock)
        .map_err(|(index, wrong)| AskedError::Usage(format!("{}: {wrong}", texts[index].0)))?;
    let [start, deadline] = found.dates;
    let start = start.or(of_job.filter(|_| deadline.is_some()));
    if let (Some(start), Some(deadline)) = (&start, &deadline)
        && deadline.unix_seconds <= start.unix_seconds
    {
        let message = "the deadline does not lie after the start";
        return Err(AskedError::usage(message, "give a later one"));
    }
    Ok(Appointment {
        start,
        deadline,
        ambiguous_times: found.ambiguous_times,
    })
}
