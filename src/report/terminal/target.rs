//! What the target sees: the sentences that lead the report for the endpoint's owner.

use super::tables::set_within;
use crate::experiment::outcome::life::LaterLoad;
use crate::experiment::outcome::{Life, Outcome};
use crate::report::endpoint;
use crate::report::table::target;

/// The load, sentence by sentence, for a report that leads with it.
pub(super) fn opening(outcome: &Outcome) -> String {
    let text = endpoint::sentences(outcome).join("\n");
    format!("{}: {text}\n", outcome.scenario.name)
}

/// The load after the initial cycle: by endpoint, the busiest minute, and the fullest hours or days.
pub(super) fn later(life: &Life, load: &LaterLoad, width: usize) -> String {
    format!(
        "{}  {}\n\n{}",
        set_within(&target::later(load), width),
        target::busiest_minute(life, load),
        set_within(&target::fullest(life, load), width)
    )
}
