//! What is asked of the simulation: how long do the jobs of a population take?

use std::sync::atomic::AtomicBool;

use super::free::ParameterSet;
use super::population::{Job, Size};
use super::reading::Reading;
use crate::experiment::outcome::reproduction::Band;
use crate::experiment::{Plan, RunError, durations};
use crate::model::{Chance, CycleInput, Inputs, Parameter, ScopeMode, Setup};
use crate::stats::{quantile, sorted};
use crate::units::SimDuration;

/// Points of the even sequence that belong to one seed, so that seeds have different jobs.
const STRETCH: u64 = 1_000_000;
/// Seeds beyond this share their jobs with others, though not their luck.
const SEEDS: u64 = 100_000;

/// A population of jobs.
#[derive(Clone, Copy, Debug)]
pub(super) struct Question {
    /// What a row of the table stands for.
    pub reading: Reading,
    /// What the model is fitted to.
    pub set: ParameterSet,
    /// Which objects the jobs provision.
    pub scope: ScopeMode,
    /// How many objects they have in scope.
    pub size: Size,
    /// How many jobs.
    pub jobs: u64,
    /// The share of users and groups that exist in the target, where it is not to differ from job to job.
    pub matched_share: Option<f64>,
}

/// The jobs of a question, and how many minutes each took.
pub(super) type Answer = Vec<(Job, f64)>;

impl Question {
    /// A population in which the matched share differs from job to job.
    pub fn new(
        reading: &Reading,
        set: &ParameterSet,
        scope: ScopeMode,
        size: Size,
        jobs: u64,
    ) -> Self {
        Self {
            reading: *reading,
            set: *set,
            scope,
            size,
            jobs,
            matched_share: None,
        }
    }

    /// The job `number` under `seed`.
    pub fn job(&self, seed: u64, number: u64) -> Job {
        let index = seed % SEEDS * STRETCH + number;
        let mut job = Job::new(&self.reading, &self.set, self.scope, self.size, index);
        if let Some(share) = self.matched_share {
            job.matched_share = share;
        }
        job
    }

    fn setup(&self, job: &Job) -> Setup {
        job.setup(&self.reading, &self.set)
    }
}

/// The root of luck, and the threads.
#[derive(Clone, Copy, Debug)]
pub(super) struct Luck {
    pub seed: u64,
    pub threads: Option<usize>,
}

impl From<&Plan> for Luck {
    fn from(plan: &Plan) -> Self {
        Self {
            seed: plan.seed,
            threads: plan.threads,
        }
    }
}

/// Simulates the jobs of every question. Nothing comes back when it was interrupted.
pub(super) fn answer(
    questions: &[Question],
    luck: Luck,
    interrupted: &AtomicBool,
    progress: &(dyn Fn(u64) + Sync),
) -> Result<Option<Vec<Answer>>, RunError> {
    let jobs: Vec<(&Question, u64)> = questions
        .iter()
        .flat_map(|question| (0..question.jobs).map(move |number| (question, number)))
        .collect();
    let plan = Plan {
        replications: jobs.len() as u64,
        seed: luck.seed,
        threads: luck.threads,
    };
    let setup = |place: u64| {
        let (question, number) = jobs[place as usize];
        (question.setup(&question.job(luck.seed, number)), number)
    };
    let Some(times) = durations(setup, &plan, interrupted, progress)? else {
        return Ok(None);
    };
    let mut timed = jobs
        .iter()
        .zip(times)
        .map(|((question, number), time)| (question.job(luck.seed, *number), minutes(time)));
    let each = questions.iter();
    Ok(Some(
        each.map(|question| timed.by_ref().take(question.jobs as usize).collect())
            .collect(),
    ))
}

fn minutes(time: SimDuration) -> f64 {
    time.as_secs_f64() / 60.0
}

/// Users of the directory of a job.
pub(super) fn directory_users(question: &Question, job: &Job, seed: u64, number: u64) -> u64 {
    let setup = question.setup(job);
    let input = CycleInput::new(&setup, Chance::new(seed, number), Inputs::Drawn);
    input.values.count(Parameter::TenantUsers)
}

/// The percentiles of an answer.
pub(super) fn band(answer: &Answer) -> Band {
    let minutes = sorted(answer.iter().map(|(_, minutes)| *minutes));
    // Every question has a job.
    let at = |p| quantile(&minutes, p).unwrap_or(f64::NAN);
    Band {
        p5_minutes: at(0.05),
        p50_minutes: at(0.5),
        p95_minutes: at(0.95),
    }
}
