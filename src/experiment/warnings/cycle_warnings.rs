//! Warnings about the initial cycle, and the order of all.

use super::warning_words::{median_of, warn};
use super::{life_warnings, limit_warnings as limits, target_warnings as target};
use crate::experiment::circumstances::exceeds_escrow_threshold;
use crate::experiment::outcome::{AmbiguousLocalTime, Metric, Outcome, Warning};
use crate::stats::{quantile, sorted, wilson};
use crate::units::{display_number, display_percent as percent};

/// Below this many replications the 95th percentile has no upper bound at 95 % confidence.
const FEWEST_FOR_P95: u64 = 72;

/// Local times that had to be taken for one moment or another.
fn ambiguous_times(outcome: &Outcome) -> Option<Warning> {
    let times = outcome.ambiguous_times.iter();
    let words: Vec<String> = times.map(AmbiguousLocalTime::words).collect();
    (!words.is_empty()).then(|| {
        warn(
            "ambiguousLocalTime",
            words.join("; "),
            AmbiguousLocalTime::REMEDY,
        )
    })
}

/// All warnings that an outcome calls for, the gravest first.
pub fn warnings(outcome: &Outcome) -> Vec<Warning> {
    let of_the_cycle = [
        partial(outcome),
        nobody_in_scope(outcome),
        ambiguous_times(outcome),
        quarantine(outcome),
        limits::refusals(outcome),
        limits::denials(outcome),
        limits::closed(outcome),
        limits::silence(outcome),
        limits::slower(outcome),
        limits::used_up(outcome),
        limits::no_room(outcome),
        target::overwritten(outcome),
        timeouts(outcome),
        target::large_groups(outcome),
        some_users_left_out(outcome),
        time_share(
            outcome,
            "waitingForLimits",
            0.25,
            "limitsDominate",
            "waiting for the target's rate limits",
            "ask the target's vendor for a higher limit, or plan with this: more connections or a faster target cannot help",
        ),
        time_share(
            outcome,
            "targetQueue",
            0.25,
            "targetSaturated",
            "waiting in the target's own queue",
            "raise target.capacity (more workers at the target); more connections only make the queue longer",
        ),
        saturated(outcome),
        target::one_caller(outcome),
        target::searching(outcome),
        time_share(
            outcome,
            "skipping",
            0.3,
            "skippingDominates",
            "evaluating objects that are out of scope",
            "give the size of the directory (tenant.users, or --directory-users in an estimate) if you have not; check in the provisioning logs how many skipped events a cycle really has, and set scope.directory_read_share to what you see",
        ),
        time_share(
            outcome,
            "memberships",
            0.5,
            "membershipsDominate",
            "writing memberships",
            "if the target accepts several members in one PATCH, set job.members_per_patch; otherwise assign fewer or smaller groups",
        ),
        time_share(
            outcome,
            "idle",
            0.2,
            "connectionsIdle",
            "connections that have nothing to do while the last ones finish",
            "large groups that take one PATCH at a time hold the cycle up: split them, or let the target take several at once (job.patches_per_group)",
        ),
    ];
    let of_all = [unknown_inputs(outcome), few_replications(outcome)];
    let of_the_cycle = of_the_cycle.into_iter().flatten();
    of_the_cycle
        .chain(life_warnings::warnings(outcome))
        .chain(of_all.into_iter().flatten())
        .collect()
}

fn partial(outcome: &Outcome) -> Option<Warning> {
    outcome.run.partial.then(|| {
        warn(
            "partial",
            format!(
                "the run was interrupted after {} of {} replications",
                outcome.run.replications, outcome.run.replications_requested
            ),
            "run it to the end for tighter intervals (`cyclecast run` goes on with --resume); the replications kept are an unbiased part",
        )
    })
}

fn nobody_in_scope(outcome: &Outcome) -> Option<Warning> {
    let nobody = outcome
        .replications
        .iter()
        .all(|row| row.users_in_scope == 0);
    nobody.then(|| {
        warn(
            "nobodyInScope",
            "no user is in scope".to_owned(),
            "assign users, or check scope.mode, scope.filter_share and tenant.disabled_share",
        )
    })
}

fn quarantine(outcome: &Outcome) -> Option<Warning> {
    let hits = outcome
        .replications
        .iter()
        .filter(|row| exceeds_escrow_threshold(row))
        .count();
    let n = outcome.replications.len();
    let (low, high) = wilson(hits, n);
    // Where the job's life is simulated, that tells it.
    (hits > 0 && outcome.life.is_none()).then(|| {
        warn(
            "quarantine",
            format!(
                "in {} of the replications ({} to {}) failures pass the documented escrow threshold, so the job would go into quarantine",
                percent(hits as f64 / n as f64), percent(low), percent(high)
            ),
            "mend the errors listed above before the start; a horizon in the scenario (run.horizon) shows how the quarantine goes on",
        )
    })
}

fn saturated(outcome: &Outcome) -> Option<Warning> {
    let used = outcome.target.utilisation?;
    (used.p50 > 0.8).then(|| {
        warn(
            "workersBusy",
            format!("the target's workers are busy {} of the time (median)", percent(used.p50)),
            "a target this busy answers slower with every further call: give it more workers (target.capacity)",
        )
    })
}

fn timeouts(outcome: &Outcome) -> Option<Warning> {
    let timeouts = median_of(outcome, Metric::Timeouts);
    let calls = median_of(outcome, Metric::CallsTotal);
    // A single slow answer among thousands is nothing to act on.
    (timeouts > 1e-3 * calls).then(|| {
        warn(
            "timeouts",
            format!(
                "some requests are not answered within the timeout (median {})",
                display_number(timeouts)
            ),
            "make the slowest endpoint faster; where the target queues, more capacity helps, and PATCH /Groups slows down with the size of groups",
        )
    })
}

fn some_users_left_out(outcome: &Outcome) -> Option<Warning> {
    let shares = sorted(
        outcome
            .replications
            .iter()
            .map(|row| row.users_escrowed as f64 / row.users_in_scope.max(1) as f64),
    );
    let share = quantile(&shares, 0.5)?;
    (share > 0.01).then(|| {
        warn(
            "someUsersLeftOut",
            format!(
                "{} of the users are without access when the initial cycle ends (median)",
                percent(share)
            ),
            "see the error codes; later cycles retry what is transient, the rest has to be mended",
        )
    })
}

fn time_share(
    outcome: &Outcome,
    activity: &str,
    above: f64,
    code: &str,
    what: &str,
    remedy: &str,
) -> Option<Warning> {
    let somebody = outcome
        .replications
        .iter()
        .any(|row| row.users_in_scope > 0);
    let share = outcome
        .activities
        .iter()
        .find(|summary| summary.activity == activity)?
        .share;
    (somebody && share > above).then(|| {
        warn(
            code,
            format!("{} of the time is spent on {what}", percent(share)),
            remedy,
        )
    })
}

fn unknown_inputs(outcome: &Outcome) -> Option<Warning> {
    let luck = outcome.luck_alone?;
    let all = outcome.summary(Metric::InitialCycle)?;
    let width = all.p95.value? - all.p5.value?;
    let luck_width = luck.p95_ms - luck.p5_ms;
    // A range that is narrow anyway needs no measuring.
    let wide = all.p95.value? > 1.5 * all.p5.value?;
    let sensitivity = outcome.sensitivity.as_ref();
    let names_any = sensitivity.is_some_and(|found| !found.effects.is_empty());
    (wide && luck_width < 0.5 * width).then(|| {
        warn(
            "inputsUnknown",
            "most of the range comes from inputs that nobody has measured yet, not from luck".to_owned(),
            if names_any {
                "find out first what moves the forecast most, which the page and --full name, and give it in the scenario; `cyclecast check` lists what is calibrated or assumed"
            } else {
                "`cyclecast check` lists what is calibrated or assumed; with 1,000 replications the report names what moves the forecast most"
            },
        )
    })
}

fn few_replications(outcome: &Outcome) -> Option<Warning> {
    (outcome.run.replications < FEWEST_FOR_P95).then(|| {
        warn(
            "fewReplications",
            format!(
                "{} replications are too few to bound the 95th percentile",
                outcome.run.replications
            ),
            "use --replications 72 or more, better 1000",
        )
    })
}
