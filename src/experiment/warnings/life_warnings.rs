//! Warnings about the job beyond its initial cycle.

use crate::experiment::outcome::life::{Life, LifeRow};
use crate::experiment::outcome::{EachRow, Outcome, Warning};
use crate::stats::{quantile, sorted};
use crate::units::{display_number, display_percent as percent};

/// All warnings that the job's life calls for, the gravest first.
pub(super) fn warnings(outcome: &Outcome) -> impl Iterator<Item = Warning> {
    let of_life = outcome.life.as_ref().map(|life| {
        [
            disabled(life),
            quarantine(life),
            unfinished(outcome),
            late_cycles(life),
            escrow(life),
            missed_references(life),
        ]
    });
    of_life.into_iter().flatten().flatten()
}

fn median(life: &Life, of: fn(&LifeRow) -> f64) -> f64 {
    let values = sorted(life.replications.iter().map(of));
    quantile(&values, 0.5).unwrap_or_default()
}

fn disabled(life: &Life) -> Option<Warning> {
    let share = life.quarantine.disabled.share;
    let shown = percent(share);
    let message =
        format!("in {shown} of the replications the job is disabled after too long a quarantine");
    let remedy = "watch the notification address; after mending the cause, start or restart the job, which runs a full cycle";
    Warning::when(share > 0.0, "jobDisabled", message, remedy)
}

fn quarantine(life: &Life) -> Option<Warning> {
    let found = life.quarantine.probability;
    let [share, low, high] = [found.share, found.low, found.high].map(percent);
    let reason = &life.quarantine.reasons.first()?.reason;
    let message = format!(
        "in {share} of the replications ({low} to {high}) the job goes into quarantine, most often with the reason {reason}"
    );
    let remedy = match reason.as_str() {
        "EncounteredQuarantineException" => {
            "renew the credentials or mend the target; a restart ends the quarantine at once, waiting lasts until the next attempt"
        }
        "TooManyDeletes" => {
            "look at the staged deletions, then allow them, or restore the objects and restart"
        }
        _ => {
            "mend the errors listed above, then restart; until then the job is tried once a day at last"
        }
    };
    Warning::when(true, "quarantine", message, remedy)
}

fn unfinished(outcome: &Outcome) -> Option<Warning> {
    let rows = &outcome.replications;
    let missing = rows.count_of(|row| row.initial_cycle_ms.is_none());
    let share = missing as f64 / rows.len().max(1) as f64;
    let shown = percent(share);
    let message = format!(
        "in {shown} of the replications the initial cycle is not completed within the horizon"
    );
    let remedy = "raise run.horizon, or see what holds the cycle up";
    Warning::when(share > 0.0, "initialCycleUnfinished", message, remedy)
}

fn late_cycles(life: &Life) -> Option<Warning> {
    let late = |row: &LifeRow| row.late_cycles as f64 / row.incremental_cycles.max(1) as f64;
    let share = median(life, late);
    let shown = percent(share);
    let message = format!(
        "{shown} of the incremental cycles begin late, since the one before takes longer than the interval (median)"
    );
    let remedy = "fewer changes at once, a faster target, or several members in one PATCH (job.members_per_patch) shorten the cycles";
    Warning::when(share > 0.05, "cyclesOverrun", message, remedy)
}

fn escrow(life: &Life) -> Option<Warning> {
    let escrowed = median(life, |row| row.escrowed as f64);
    let are_many = escrowed > 0.02 * median(life, |row| row.changes as f64) && escrowed >= 1.0;
    let shown = display_number(escrowed);
    let message = format!("{shown} changes are in escrow at the horizon (median)");
    let remedy = "see the error codes; what is not mended is retried once a day at last and given up after four weeks";
    Warning::when(are_many, "changesInEscrow", message, remedy)
}

fn missed_references(life: &Life) -> Option<Warning> {
    let missed = median(life, |row| row.missed_references as f64);
    let shown = display_number(missed);
    let message = format!(
        "{shown} references to users who came into scope later are missing in the target (median at the horizon)"
    );
    let remedy = "only a restart finds them (known-issues); plan one now and then, when a full cycle does no harm";
    Warning::when(missed >= 1.0, "referencesMissed", message, remedy)
}
