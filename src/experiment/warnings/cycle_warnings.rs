//! Warnings about the initial cycle, and the order of all.

use super::{life_warnings, limit_warnings as limits, target_warnings as target};
use crate::experiment::circumstances::exceeds_escrow_threshold;
use crate::experiment::outcome::{
    AmbiguousLocalTime, EachRow, Metric, Outcome, ReplicationRow, Warning,
};
use crate::stats::{quantile, sorted, wilson};
use crate::units::{display_number, display_percent as percent};

/// Below this many replications the 95th percentile has no upper bound at 95 % confidence.
const FEWEST_FOR_P95: u64 = 72;

/// An activity, the share of the time above which it is told, the warning's code, what the time is spent on, and the remedy.
type TimeShare = (&'static str, f64, &'static str, &'static str, &'static str);

#[rustfmt::skip]
const TIME_SHARES: [TimeShare; 5] = [
    ("waitingForLimits", 0.25, "limitsDominate", "waiting for the target's rate limits", "ask the target's vendor for a higher limit, or plan with this: more connections or a faster target cannot help"),
    ("targetQueue", 0.25, "targetSaturated", "waiting in the target's own queue", "raise target.capacity (more workers at the target); more connections only make the queue longer"),
    ("skipping", 0.3, "skippingDominates", "evaluating objects that are out of scope", "give the size of the directory (tenant.users, or the directory's users of an estimate) if you have not; check in the provisioning logs how many skipped events a cycle really has, and set scope.directory_read_share to what you see"),
    ("memberships", 0.5, "membershipsDominate", "writing memberships", "if the target accepts several members in one PATCH, set job.members_per_patch; otherwise assign fewer or smaller groups"),
    ("idle", 0.2, "connectionsIdle", "connections that have nothing to do while the last ones finish", "large groups that take one PATCH at a time hold the cycle up: split them, or let the target take several at once (job.patches_per_group)"),
];

/// All warnings that an outcome calls for, the gravest first.
pub fn warnings(outcome: &Outcome) -> Vec<Warning> {
    let [limits_wait, queue, skipping, memberships, idle] =
        TIME_SHARES.map(|row| time_share(outcome, row));
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
        limits_wait,
        queue,
        saturated(outcome),
        target::one_caller(outcome),
        target::searching(outcome),
        skipping,
        memberships,
        idle,
    ];
    let of_all = [unknown_inputs(outcome), few_replications(outcome)];
    let of_the_cycle = of_the_cycle.into_iter().flatten();
    of_the_cycle
        .chain(life_warnings::warnings(outcome))
        .chain(of_all.into_iter().flatten())
        .collect()
}

/// Local times that had to be taken for one moment or another.
fn ambiguous_times(outcome: &Outcome) -> Option<Warning> {
    let times = outcome.ambiguous_times.iter();
    let words: Vec<String> = times.map(AmbiguousLocalTime::words).collect();
    let remedy = AmbiguousLocalTime::REMEDY;
    Warning::when(
        !words.is_empty(),
        "ambiguousLocalTime",
        words.join("; "),
        remedy,
    )
}

fn partial(outcome: &Outcome) -> Option<Warning> {
    let (done, asked) = (outcome.run.replications, outcome.run.replications_requested);
    let message = format!("the run was interrupted after {done} of {asked} replications");
    let remedy = "run it to the end for tighter intervals (`cyclecast run` can go on with it); the replications kept are an unbiased part";
    Warning::when(outcome.run.partial, "partial", message, remedy)
}

fn nobody_in_scope(outcome: &Outcome) -> Option<Warning> {
    let remedy = "assign users, or check scope.mode, scope.filter_share and tenant.disabled_share";
    Warning::when(
        !outcome.has_somebody_in_scope(),
        "nobodyInScope",
        "no user is in scope",
        remedy,
    )
}

fn quarantine(outcome: &Outcome) -> Option<Warning> {
    let hits = outcome.replications.count_of(exceeds_escrow_threshold);
    // Where the job's life is simulated, that tells it.
    if hits == 0 || outcome.life.is_some() {
        return None;
    }
    let n = outcome.replications.len();
    let (low, high) = wilson(hits, n);
    let [share, low, high] = [hits as f64 / n as f64, low, high].map(percent);
    let message = format!(
        "in {share} of the replications ({low} to {high}) failures pass the documented escrow threshold, so the job would go into quarantine"
    );
    let remedy = "mend the errors listed above before the start; a horizon in the scenario (run.horizon) shows how the quarantine goes on";
    Warning::when(true, "quarantine", message, remedy)
}

fn saturated(outcome: &Outcome) -> Option<Warning> {
    let used = outcome.target.utilisation?.p50;
    let message = format!(
        "the target's workers are busy {} of the time (median)",
        percent(used)
    );
    let remedy = "a target this busy answers slower with every further call: give it more workers (target.capacity)";
    Warning::when(used > 0.8, "workersBusy", message, remedy)
}

fn timeouts(outcome: &Outcome) -> Option<Warning> {
    let timeouts = outcome.median(Metric::Timeouts);
    let shown = display_number(timeouts);
    let message = format!("some requests are not answered within the timeout (median {shown})");
    let remedy = "make the slowest endpoint faster; where the target queues, more capacity helps, and PATCH /Groups slows down with the size of groups";
    // A single slow answer among thousands is nothing to act on.
    let are_many = timeouts > 1e-3 * outcome.median(Metric::CallsTotal);
    Warning::when(are_many, "timeouts", message, remedy)
}

fn some_users_left_out(outcome: &Outcome) -> Option<Warning> {
    let share = |row: &ReplicationRow| row.users_escrowed as f64 / row.users_in_scope.max(1) as f64;
    let shares = outcome.replications.values(share);
    let share = quantile(&sorted(shares), 0.5)?;
    let shown = percent(share);
    let message =
        format!("{shown} of the users are without access when the initial cycle ends (median)");
    let remedy =
        "see the error codes; later cycles retry what is transient, the rest has to be mended";
    Warning::when(share > 0.01, "someUsersLeftOut", message, remedy)
}

fn time_share(
    outcome: &Outcome,
    (activity, above, code, what, remedy): TimeShare,
) -> Option<Warning> {
    let mut activities = outcome.activities.iter();
    let share = activities
        .find(|summary| summary.activity == activity)?
        .share;
    let message = format!("{} of the time is spent on {what}", percent(share));
    let is_told = share > above && outcome.has_somebody_in_scope();
    Warning::when(is_told, code, message, remedy)
}

fn unknown_inputs(outcome: &Outcome) -> Option<Warning> {
    let luck = outcome.luck_alone?;
    let all = outcome.summary(Metric::InitialCycle)?;
    let width = all.p95.value? - all.p5.value?;
    let luck_width = luck.p95_ms - luck.p5_ms;
    // A range that is narrow anyway needs no measuring.
    let wide = all.p95.value? > 1.5 * all.p5.value?;
    let sensitivity = outcome.sensitivity.as_ref();
    let message = "most of the range comes from inputs that nobody has measured yet, not from luck";
    let remedy = match sensitivity.is_some_and(|found| !found.effects.is_empty()) {
        true => {
            "find out first what moves the forecast most, which the page and the full report name, and give it in the scenario; `cyclecast check` lists what is calibrated or assumed"
        }
        false => {
            "`cyclecast check` lists what is calibrated or assumed; with 1,000 replications the report names what moves the forecast most"
        }
    };
    Warning::when(
        wide && luck_width < 0.5 * width,
        "inputsUnknown",
        message,
        remedy,
    )
}

fn few_replications(outcome: &Outcome) -> Option<Warning> {
    let done = outcome.run.replications;
    let message = format!("{done} replications are too few to bound the 95th percentile");
    let remedy = "use 72 replications or more, better 1000";
    Warning::when(done < FEWEST_FOR_P95, "fewReplications", message, remedy)
}
