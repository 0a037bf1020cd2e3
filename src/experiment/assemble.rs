//! From the records of a forecast to its outcome document.

use super::activity_shares::{activities, owners};
use super::circumstances::{jobs, otherwise, tried_otherwise};
use super::documented::documented_band;
use super::forecast::Forecast;
use super::gathered::Gathered;
use super::life::{LifeRecord, Trace, life, typical_replication};
use super::outcome::{
    EachRow, FORMAT_VERSION, Life, OriginKind, Outcome, ParameterRange, ParameterRecord,
    ReplicationRows, RunRecord, ScenarioRecord, Spread, View,
};
use super::percentiles::{LEVEL, duration_ms, spread};
use super::replication_record::Record;
use super::session::RunError;
use super::stopping_rule::stopping;
use super::summaries::summaries;
use super::{appointments, curves, expectations, inputs, load_on_target, warnings};
use crate::model::job::simulate_job;
use crate::model::{Chance, CycleInput, Inputs, Parameter, Setting, Workspace, catalogue};
use crate::scenario::{Resolved, ResolvedOrigin, Scenario};

impl Forecast<'_> {
    /// The outcome of these records, which are in order from the first.
    ///
    /// The same records give the same document, whether they were simulated at once or in parts.
    ///
    /// # Errors
    /// As [`Forecast::outcome_of`].
    pub fn outcome(&self, records: Vec<Record>) -> Result<Outcome, RunError> {
        self.outcome_of(Gathered::in_memory(records)?)
    }

    /// The same of records that were gathered one by one.
    ///
    /// # Errors
    /// Where there is no record: it was interrupted. When a limit of the scenario lets nothing pass: one replication is made
    /// once more, in detail. When what was put aside cannot be read.
    pub fn outcome_of(&self, gathered: Gathered) -> Result<Outcome, RunError> {
        let Gathered {
            rows,
            inputs,
            first,
            life,
            mut courses,
        } = gathered;
        if rows.is_empty() {
            return Err(RunError::Interrupted);
        }
        let scenario = self.scenario;
        let life = self.life(life)?;
        let typical = curves::typical(&rows, &mut courses)?;
        let mut outcome = Outcome {
            format_version: FORMAT_VERSION.to_owned(),
            cyclecast_version: env!("CARGO_PKG_VERSION").to_owned(),
            scenario: scenario_record(scenario),
            view: View::default(),
            run: self.run(&rows),
            manifest: self.manifest.clone(),
            expected: Vec::new(),
            deadline: appointments::deadline(&self.appointment, &rows),
            ambiguous_times: self
                .appointment
                .ambiguous_times(scenario.setup.job.as_ref()),
            summaries: summaries(&rows),
            activities: activities(&rows),
            owners: owners(&rows),
            otherwise: otherwise(&first),
            documented: None,
            progress: curves::progress(&mut courses)?,
            load: curves::load(&mut courses, &typical)?,
            phases: curves::phases(&typical),
            luck_alone: luck_alone(&first),
            errors: curves::errors(&mut courses)?,
            life,
            target: load_on_target::load(&scenario.setup, &scenario.assumed_bursts, &rows),
            jobs: jobs(&scenario.setup, &first, &rows),
            sensitivity: None,
            warnings: Vec::new(),
            inputs: inputs::draws(scenario, inputs),
            replications: rows,
        };
        outcome.documented = documented_band(&scenario.setup, &outcome.replications);
        outcome.expected = expectations::expected(&scenario.expectations, &outcome);
        outcome.sensitivity = inputs::sensitivity(&outcome);
        outcome.warnings = warnings::warnings(&outcome);
        Ok(outcome)
    }

    fn run(&self, rows: &ReplicationRows) -> RunRecord {
        let done = rows.len() as u64;
        let durations_ms = rows.values(duration_ms);
        let stopping = self.precision.map(|rule| stopping(rule, &durations_ms));
        let enough = stopping.as_ref().is_some_and(|rule| rule.is_satisfied);
        RunRecord {
            seed: self.session.plan.seed,
            replications_requested: self.session.plan.replications,
            replications: done,
            stopping,
            partial: done < self.session.plan.replications && !enough,
            confidence_level: LEVEL,
        }
    }

    /// The job beyond its initial cycle, where the scenario has a horizon. One replication is made once more, in detail.
    fn life(&self, records: Vec<LifeRecord>) -> Result<Option<Life>, RunError> {
        let Some(job) = &self.scenario.setup.job else {
            return Ok(None);
        };
        let typical = typical_replication(&records);
        let number = records.get(typical).map_or(0, |one| one.row.replication);
        let chance = Chance::new(self.session.plan.seed, number);
        let input = CycleInput::new(&self.scenario.setup, chance, Inputs::Drawn);
        let mut trace = Trace::new(number, job.horizon);
        simulate_job(&input, job, chance, &mut Workspace::default(), &mut trace)?;
        let mut life = life(job, records, trace.finish());
        let threshold = input.values[Parameter::DeletionThreshold];
        let has_threshold = threshold > 0.0 && threshold.is_finite();
        life.deletion_threshold = has_threshold.then_some(threshold as u64);
        Ok(Some(life))
    }
}

/// The spread with every input at its median, where enough is known about it. A part of the replications that were completed would
/// say something else than all of them.
fn luck_alone(records: &[Record]) -> Option<Spread> {
    let tried = tried_otherwise(records)?.iter();
    let twins: Vec<_> = tried
        .map(|record| record.with_medians)
        .collect::<Option<_>>()?;
    let is_whole = twins.iter().all(|twin| twin.is_complete);
    is_whole
        .then(|| spread(twins.iter().map(|twin| twin.duration_ms as f64)))
        .flatten()
}

fn scenario_record(scenario: &Scenario) -> ScenarioRecord {
    ScenarioRecord {
        name: scenario.name.clone(),
        description: scenario.description.clone(),
        parameters: scenario
            .resolved
            .iter()
            .map(|resolved| with_range(parameter_record(resolved), scenario))
            .collect(),
    }
}

/// A resolved value as the outcome document holds it.
pub fn parameter_record(resolved: &Resolved) -> ParameterRecord {
    let (origin, because) = match &resolved.origin {
        ResolvedOrigin::Documented(source) => (OriginKind::Documented, source),
        ResolvedOrigin::Calibrated(rows) => (OriginKind::Calibrated, rows),
        ResolvedOrigin::Assumed(reason) => (OriginKind::Assumed, reason),
        ResolvedOrigin::Measured(by) => (OriginKind::Measured, by),
        ResolvedOrigin::Yours(index) => (OriginKind::Yours, index),
    };
    ParameterRecord {
        key: resolved.key.clone(),
        value: resolved.value.clone(),
        origin,
        because: because.clone(),
        uncertain: resolved.uncertain,
        range: None,
        meaning: catalogue()
            .find(|row| row.key == resolved.key)
            .map_or_else(String::new, |row| row.meaning.to_owned()),
    }
}

/// The same with its numbers, where it is set by some.
fn with_range(record: ParameterRecord, scenario: &Scenario) -> ParameterRecord {
    let row = catalogue().find(|row| row.key == record.key);
    let range = row.and_then(|row| match scenario.setup.setting(row.parameter) {
        Setting::Value(value) => {
            let ((low, high), mid) = (value.extent(), value.median());
            let is_told = [low, mid, high].iter().all(|number| number.is_finite());
            is_told.then(|| ParameterRange {
                low,
                mid,
                high,
                unit: inputs::unit_name(row.quantity).to_owned(),
            })
        }
        _ => None,
    });
    ParameterRecord { range, ..record }
}
