//! Warnings about the job beyond its initial cycle.

use super::warning_words::warn;
use crate::experiment::outcome::life::{Life, LifeRow};
use crate::experiment::outcome::{Outcome, Warning};
use crate::stats::{quantile, sorted};
use crate::units::{display_number, display_percent as percent};

/// All warnings that the job's life calls for, the gravest first.
pub(super) fn warnings(outcome: &Outcome) -> Vec<Warning> {
    let Some(life) = &outcome.life else {
        return Vec::new();
    };
    [
        disabled(life),
        quarantine(life),
        unfinished(outcome),
        late_cycles(life),
        escrow(life),
        missed_references(life),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn median(life: &Life, of: fn(&LifeRow) -> f64) -> f64 {
    let values = sorted(life.replications.iter().map(of));
    quantile(&values, 0.5).unwrap_or_default()
}

fn disabled(life: &Life) -> Option<Warning> {
    let share = life.quarantine.disabled.share;
    (share > 0.0).then(|| {
        warn(
            "jobDisabled",
            format!("in {} of the replications the job is disabled after too long a quarantine", percent(share)),
            "watch the notification address; after mending the cause, start or restart the job, which runs a full cycle",
        )
    })
}

fn quarantine(life: &Life) -> Option<Warning> {
    let probability = life.quarantine.probability;
    let first = life.quarantine.reasons.first()?;
    let remedy = match first.reason.as_str() {
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
    Some(warn(
        "quarantine",
        format!(
            "in {} of the replications ({} to {}) the job goes into quarantine, most often with the reason {}",
            percent(probability.share),
            percent(probability.low),
            percent(probability.high),
            first.reason
        ),
        remedy,
    ))
}

fn unfinished(outcome: &Outcome) -> Option<Warning> {
    let rows = &outcome.replications;
    let missing = rows.iter().filter(|row| row.initial_cycle_ms.is_none());
    let share = missing.count() as f64 / rows.len().max(1) as f64;
    (share > 0.0).then(|| {
        warn(
            "initialCycleUnfinished",
            format!(
                "in {} of the replications the initial cycle is not completed within the horizon",
                percent(share)
            ),
            "raise run.horizon, or see what holds the cycle up",
        )
    })
}

fn late_cycles(life: &Life) -> Option<Warning> {
    let share = median(life, |row| {
        row.late_cycles as f64 / row.incremental_cycles.max(1) as f64
    });
    (share > 0.05).then(|| {
        warn(
            "cyclesOverrun",
            format!(
                "{} of the incremental cycles begin late, since the one before takes longer than the interval (median)",
                percent(share)
            ),
            "fewer changes at once, a faster target, or several members in one PATCH (job.members_per_patch) shorten the cycles",
        )
    })
}

fn escrow(life: &Life) -> Option<Warning> {
    let escrowed = median(life, |row| row.escrowed as f64);
    let changes = median(life, |row| row.changes as f64);
    (escrowed > 0.02 * changes && escrowed >= 1.0).then(|| {
        warn(
            "changesInEscrow",
            format!(
                "{} changes are in escrow at the horizon (median)",
                display_number(escrowed)
            ),
            "see the error codes; what is not mended is retried once a day at last and given up after four weeks",
        )
    })
}

fn missed_references(life: &Life) -> Option<Warning> {
    let missed = median(life, |row| row.missed_references as f64);
    (missed >= 1.0).then(|| {
        warn(
            "referencesMissed",
            format!(
                "{} references to users who came into scope later are missing in the target (median at the horizon)",
                display_number(missed)
            ),
            "only a restart finds them (known-issues); plan one now and then, when a full cycle does no harm",
        )
    })
}
