//! A forecast: replications of a scenario, and the outcome document that they make.

use std::sync::atomic::AtomicBool;

use super::life::{LifeRecord, Trace, life, typical_replication};
use super::outcome::{
    FORMAT_VERSION, InputDraws, Life, Manifest, OriginKind, Outcome, ParameterRecord, RunRecord,
    ScenarioRecord,
};
use super::run::{Plan, Replication, RunError, replicate};
use super::summaries::{LEVEL, activities, spread, summaries};
use super::{curves, jobs, rows, target_load, warnings};
use crate::model::job::simulate_job;
use crate::model::{
    Chance, CycleInput, GroupSizes, Inputs, Quantity, ScopeMode, Workspace, catalogue,
};
use crate::scenario::{Resolved, ResolvedOrigin, Scenario};

/// The luck alone is told from at most this many replications, and from at least so many.
const MOST_FOR_LUCK: u64 = 200;
const FEWEST_FOR_LUCK: u64 = 20;

/// How many replications a plan makes in all, those for the luck alone included.
pub fn replications_to_make(scenario: &Scenario, plan: &Plan) -> u64 {
    plan.replications
        + replications_for_luck(scenario, plan)
        + jobs::replications_for_one_job(&scenario.setup, plan)
}

/// Simulates a scenario and returns what was found out.
///
/// `progress` is called with the number of replications finished since its last call, from several threads. When `interrupted`
/// turns true, the outcome is made of what is finished and says that it is partial; nothing comes back when not even
/// one replication is.
///
/// # Errors
/// When the threads cannot be started, or a limit of the scenario lets nothing pass.
///
/// ```
/// use std::sync::atomic::AtomicBool;
/// use cyclecast::experiment::{Plan, forecast};
/// use cyclecast::scenario::{SourceFile, parse};
///
/// let text = SourceFile { name: "pilot.toml".into(), bytes: b"tenant.users = 200\nscope.mode = 'all-users'".to_vec() };
/// let scenario = parse(text, "pilot", &mut |_| Err("no other files".into()))?;
/// let plan = Plan { replications: 20, seed: 1, threads: Some(1) };
/// let outcome = forecast(&scenario, &plan, &AtomicBool::new(false), &|_| ())?.expect("not interrupted");
/// assert_eq!(outcome.replications.len(), 20);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn forecast(
    scenario: &Scenario,
    plan: &Plan,
    interrupted: &AtomicBool,
    progress: &(dyn Fn(u64) + Sync),
) -> Result<Option<Outcome>, RunError> {
    let setup = &scenario.setup;
    let mut replications = replicate(setup, plan, Inputs::Drawn, interrupted, progress)?;
    if replications.is_empty() {
        return Ok(None);
    }
    let for_luck = replications_for_luck(scenario, plan);
    let fewer = Plan {
        replications: for_luck,
        ..*plan
    };
    let lucky = replicate(setup, &fewer, Inputs::Median, interrupted, progress)?;
    let luck_is_partial = (lucky.len() as u64) < for_luck;
    // A part of it would say something else than the whole.
    let whole = !luck_is_partial && lucky.iter().all(|one| one.is_complete);
    let durations = lucky
        .iter()
        .map(|one| one.tally.duration.as_millis() as f64);
    let luck_alone = if whole { spread(durations) } else { None };
    let rows: Vec<_> = (0..)
        .zip(&replications)
        .map(|(number, one)| rows::row(number, one))
        .collect();
    let done = replications.len() as u64;
    let mut outcome = Outcome {
        format_version: FORMAT_VERSION.to_owned(),
        cyclecast_version: env!("CARGO_PKG_VERSION").to_owned(),
        scenario: scenario_record(scenario),
        run: RunRecord {
            seed: plan.seed,
            replications_requested: plan.replications,
            replications: done,
            stopping: None,
            partial: done < plan.replications || luck_is_partial,
            confidence_level: LEVEL,
        },
        manifest: Manifest::default(),
        expected: Vec::new(),
        deadline: None,
        sensitivity: None,
        summaries: summaries(&rows),
        activities: activities(&rows),
        progress: curves::progress(&replications),
        load: curves::load(&replications),
        luck_alone,
        errors: curves::errors(&replications),
        life: None,
        target: target_load::load(setup, &rows),
        jobs: None,
        warnings: Vec::new(),
        inputs: inputs(scenario, &replications),
        replications: rows,
    };
    outcome.life = life_of(scenario, plan, &mut replications)?;
    outcome.jobs = jobs::jobs(setup, plan, &outcome.replications, interrupted, progress)?;
    outcome.run.partial |= outcome
        .jobs
        .as_ref()
        .is_some_and(|jobs| jobs.one_job.is_none());
    outcome.warnings = warnings::warnings(&outcome);
    Ok(Some(outcome))
}

/// The job beyond its initial cycle, where the scenario has a horizon. One replication is made once more, in detail.
fn life_of(
    scenario: &Scenario,
    plan: &Plan,
    replications: &mut [Replication],
) -> Result<Option<Life>, RunError> {
    let Some(job) = &scenario.setup.job else {
        return Ok(None);
    };
    // Nothing else needs them any more.
    let records: Vec<LifeRecord> = replications
        .iter_mut()
        .filter_map(|one| {
            let mut record = one.life.take()?;
            record.row.replication = one.number;
            Some(record)
        })
        .collect();
    let typical = typical_replication(&records);
    let number = records.get(typical).map_or(0, |one| one.row.replication);
    let chance = Chance::new(plan.seed, number);
    let input = CycleInput::new(&scenario.setup, chance, Inputs::Drawn);
    let mut trace = Trace::new(number, job.horizon);
    simulate_job(&input, job, chance, &mut Workspace::default(), &mut trace)?;
    Ok(Some(life(job, &records, trace.finish())))
}

fn replications_for_luck(scenario: &Scenario, plan: &Plan) -> u64 {
    if has_unknown_inputs(scenario) && plan.replications >= FEWEST_FOR_LUCK {
        plan.replications.min(MOST_FOR_LUCK)
    } else {
        0
    }
}

fn has_unknown_inputs(scenario: &Scenario) -> bool {
    draws_group_sizes(scenario) || scenario.resolved.iter().any(|row| row.uncertain)
}

fn draws_group_sizes(scenario: &Scenario) -> bool {
    scenario.setup.scope != ScopeMode::AllUsers && scenario.setup.group_sizes == GroupSizes::Drawn
}

fn scenario_record(scenario: &Scenario) -> ScenarioRecord {
    ScenarioRecord {
        name: scenario.name.clone(),
        description: scenario.description.clone(),
        parameters: scenario.resolved.iter().map(parameter_record).collect(),
    }
}

/// A resolved value as the outcome document holds it.
pub fn parameter_record(resolved: &Resolved) -> ParameterRecord {
    let (origin, because) = match &resolved.origin {
        ResolvedOrigin::Documented(source) => (OriginKind::Documented, source),
        ResolvedOrigin::Calibrated(rows) => (OriginKind::Calibrated, rows),
        ResolvedOrigin::Assumed(reason) => (OriginKind::Assumed, reason),
        ResolvedOrigin::Yours(place) => (OriginKind::Yours, place),
    };
    ParameterRecord {
        key: resolved.key.clone(),
        value: resolved.value.clone(),
        origin,
        because: because.clone(),
        uncertain: resolved.uncertain,
    }
}

fn inputs(scenario: &Scenario, replications: &[Replication]) -> Vec<InputDraws> {
    let drawn = catalogue()
        .filter(|row| {
            scenario
                .resolved
                .iter()
                .any(|resolved| resolved.uncertain && resolved.key == row.key)
        })
        .map(|row| InputDraws {
            key: row.key.to_owned(),
            unit: unit_name(row.quantity).to_owned(),
            values: replications
                .iter()
                .map(|one| one.values[row.parameter])
                .collect(),
        });
    let sizes = draws_group_sizes(scenario).then(|| InputDraws {
        key: "groups.memberships".to_owned(),
        unit: "count".to_owned(),
        values: replications
            .iter()
            .map(|one| one.memberships as f64)
            .collect(),
    });
    drawn.chain(sizes).collect()
}

const fn unit_name(quantity: Quantity) -> &'static str {
    match quantity {
        Quantity::Duration => "seconds",
        Quantity::Count => "count",
        Quantity::Share => "share",
        Quantity::Factor => "factor",
    }
}
