//! A forecast: the replications of a scenario, made once, added to, or joined.

use std::collections::BTreeMap;
use std::ops::Range;

use super::appointments::Appointment;
use super::circumstances::{MOST_FOR_ONE_JOB, TRIED_OTHERWISE, is_quarantined};
use super::cycle_recorder::millis;
use super::inputs;
use super::outcome::{Manifest, Outcome};
use super::replication::Replication;
use super::replication_record::{Curve, Record};
use super::rounds::{Made, Rounds};
use super::session::{Bench, RunError, Session};
use super::stopping_rule::Precision;
use crate::model::Inputs;
use crate::scenario::Scenario;

/// A scenario and what is asked of it.
#[derive(Clone)]
pub struct Forecast<'s> {
    /// The scenario.
    pub scenario: &'s Scenario,
    /// How many replications, at most where a precision is asked for, and who may interrupt them.
    pub session: Session<'s>,
    /// What it takes to repeat the run; kept in the outcome as it is.
    pub manifest: Manifest,
    /// How well the result is to be known, where replications shall stop by themselves.
    pub precision: Option<Precision>,
    /// A start or a deadline, where one is given.
    pub appointment: Appointment,
}

impl<'s> Forecast<'s> {
    /// A forecast with a fixed number of replications and no further questions.
    pub fn new(scenario: &'s Scenario, session: Session<'s>) -> Self {
        Self {
            scenario,
            session,
            manifest: Manifest::default(),
            precision: None,
            appointment: Appointment::default(),
        }
    }

    /// Simulates the replications of the plan that are not `known`, and returns all of them in order.
    ///
    /// `finished` is told each new one as soon as it is done, from several threads and in any order. Once the session
    /// is interrupted, what comes back is the longest run from the first without a gap.
    ///
    /// # Errors
    /// When the threads cannot be started, or a replication cannot be simulated.
    pub fn simulate(
        &self,
        known: BTreeMap<u64, Record>,
        finished: &(dyn Fn(&Record) + Sync),
    ) -> Result<Vec<Record>, RunError> {
        self.simulate_keeping(known, &whole(finished))
    }

    /// The same, where nothing stays of a replication but what `keep` makes of it.
    ///
    /// # Errors
    /// As [`Forecast::simulate`].
    pub fn simulate_keeping<T: Made>(
        &self,
        mut known: BTreeMap<u64, T>,
        keep: &(dyn Fn(Record) -> T + Sync),
    ) -> Result<Vec<T>, RunError> {
        let mut done = Vec::new();
        let mut rounds = self.rounds();
        while let Some(numbers) = rounds.next() {
            let later = known.split_off(&numbers.end);
            let batch = self.simulate_part_keeping(numbers.clone(), known, keep)?;
            known = later;
            rounds.done(&batch);
            let made = batch.len() as u64;
            done.extend(batch);
            if made < numbers.end - numbers.start {
                break;
            }
        }
        Ok(done)
    }

    /// The rounds in which its replications are made, whoever makes them.
    pub fn rounds(&self) -> Rounds {
        Rounds::new(self.session.plan.replications, self.precision)
    }

    /// The first record that cannot be of this forecast, whatever file it comes from: it has another number, or more or less than
    /// the scenario has.
    pub fn unfit<'r>(&self, mut records: impl Iterator<Item = &'r Record>) -> Option<u64> {
        let fits = self.fitting();
        records
            .find(|record| !fits(record))
            .map(|record| record.number)
    }

    /// Whether a record can be of this forecast.
    pub fn fitting(&self) -> impl Fn(&Record) -> bool {
        let setup = &self.scenario.setup;
        let jobs = setup.split.as_ref().map_or(0, |split| split.shares.len());
        let (inputs, has_life) = (inputs::count(self.scenario), setup.job.is_some());
        move |record| {
            record.row.replication == record.number
                && record.inputs.len() == inputs
                && record.row.jobs.len() == jobs
                && record.life.is_some() == has_life
        }
    }

    /// The same for the replications with these numbers alone: a part of a run, made anywhere.
    ///
    /// # Errors
    /// When the threads cannot be started, or a replication cannot be simulated.
    pub fn simulate_part(
        &self,
        numbers: Range<u64>,
        known: BTreeMap<u64, Record>,
        finished: &(dyn Fn(&Record) + Sync),
    ) -> Result<Vec<Record>, RunError> {
        self.simulate_part_keeping(numbers, known, &whole(finished))
    }

    /// The same, where nothing stays of a replication but what `keep` makes of it.
    ///
    /// # Errors
    /// As [`Forecast::simulate_part`].
    pub fn simulate_part_keeping<T: Made>(
        &self,
        numbers: Range<u64>,
        mut known: BTreeMap<u64, T>,
        keep: &(dyn Fn(Record) -> T + Sync),
    ) -> Result<Vec<T>, RunError> {
        let missing: Vec<u64> = numbers
            .clone()
            .filter(|number| !known.contains_key(number))
            .collect();
        let made = self.session.in_order(&missing, |number, bench| {
            Ok((number, keep(self.record(number, bench)?)))
        })?;
        known.extend(made);
        Ok(numbers.map_while(|number| known.remove(&number)).collect())
    }

    /// Everything that is simulated under the luck of one number.
    fn record(&self, number: u64, bench: &mut Bench<'_>) -> Result<Record, RunError> {
        let setup = &self.scenario.setup;
        let mut one = bench.replication(setup, Inputs::Drawn, &mut ())?;
        let mut with_one_job_ms = None;
        if number < MOST_FOR_ONE_JOB && setup.split.is_some() {
            let mut undivided = setup.clone();
            undivided.split = None;
            with_one_job_ms = Some(bench.duration(&undivided)?.as_millis());
        }
        let (mut with_medians, mut otherwise) = (None, Vec::new());
        if TRIED_OTHERWISE.contains(&number) {
            otherwise = bench.twins(setup)?;
            if inputs::any(self.scenario) {
                with_medians = Some(bench.twin(setup, Inputs::Median)?);
            }
        }
        Ok(Record {
            with_medians,
            otherwise,
            with_one_job_ms,
            ..recorded(self.scenario, number, &mut one)
        })
    }
}

/// Keeps all of a record, once it is told.
fn whole(finished: &(dyn Fn(&Record) + Sync)) -> impl Fn(Record) -> Record + Sync {
    move |record| {
        finished(&record);
        record
    }
}

/// What is kept of one replication by itself.
pub(super) fn recorded(scenario: &Scenario, number: u64, one: &mut Replication) -> Record {
    let is_quarantined = is_quarantined(one);
    let mut life = one.life.take();
    if let Some(life) = &mut life {
        life.row.replication = number;
    }
    Record {
        number,
        row: one.row(number),
        duration_nanos: one.tally.duration.as_nanos(),
        errors: one.tally.errors.to_vec(),
        inputs: inputs::of(scenario, one),
        pages: Curve::from(&one.recorder.pages),
        users: Curve::from(&one.recorder.users),
        load: one.recorder.load.curve(),
        phases: one.recorder.phases.map(|at| at.map(millis)),
        with_medians: None,
        otherwise: Vec::new(),
        is_quarantined,
        with_one_job_ms: None,
        life,
    }
}

/// Simulates a scenario and returns what was found out.
///
/// Once the session is interrupted, the outcome is made of what is finished and says that it is partial.
///
/// # Errors
/// [`RunError`]: interrupted before one replication was finished, no threads, or a replication cannot be simulated.
///
/// ```
/// use cyclecast::experiment::{Plan, Session, forecast};
/// use cyclecast::scenario::{SourceFile, parse};
///
/// let text = SourceFile { name: "pilot.toml".into(), bytes: b"tenant.users = 200\nscope.mode = 'all-users'".to_vec() };
/// let scenario = parse(text, "pilot", &mut |_| Err("no other files".into()))?;
/// let plan = Plan { replications: 20, seed: 1, threads: Some(1) };
/// let outcome = forecast(&scenario, &Session::new(plan))?;
/// assert_eq!(outcome.replications.len(), 20);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn forecast(scenario: &Scenario, session: &Session<'_>) -> Result<Outcome, RunError> {
    let forecast = Forecast::new(scenario, *session);
    let records = forecast.simulate(BTreeMap::new(), &|_| (session.progress)(1))?;
    forecast.outcome(records)
}
