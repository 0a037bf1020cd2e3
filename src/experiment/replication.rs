//! One replication with all that is watched of it.

use std::sync::atomic::{AtomicBool, Ordering};

use super::cycle_recorder::{Recorder, Watch};
use super::life::{LifeRecord, LifeRecorder};
use super::session::{Bench, RunError};
use crate::model::job::simulate_job;
use crate::model::{
    Both, CycleInput, CycleTally, Inputs, JobTally, Observer, Occurrence, Setup, Values, simulate,
    simulate_side_by_side,
};
use crate::units::{SimDuration, SimTime};

/// One finished replication.
#[derive(Clone, Debug)]
pub(super) struct Replication {
    /// The initial cycle, as far as it came.
    pub tally: CycleTally,
    /// Whether it was completed.
    pub is_complete: bool,
    pub life: Option<LifeRecord>,
    /// Each of several jobs.
    pub jobs: Vec<JobTally>,
    pub recorder: Box<Recorder>,
    pub values: Values,
    pub memberships: u64,
    /// Members of the largest group that is provisioned.
    pub largest_group: u32,
}

impl Bench<'_> {
    /// One replication; `further` sees it too.
    pub fn replication(
        &mut self,
        setup: &Setup,
        inputs: Inputs,
        further: &mut impl Observer,
    ) -> Result<Replication, RunError> {
        let input = CycleInput::new(setup, self.chance, inputs);
        let mut recorder = Box::new(Recorder::new());
        let mut watch = Watch::new(recorder.as_mut(), self.interrupted);
        let mut jobs = Vec::new();
        let (tally, is_complete, life) = match (&setup.split, &setup.job) {
            (Some(split), _) => {
                let mut both = Both(&mut watch, further);
                let (whole, each) =
                    simulate_side_by_side(&input, split, self.chance, self.workspace, &mut both)?;
                jobs = each;
                (whole, true, None)
            }
            (None, None) => {
                let mut both = Both(&mut watch, further);
                (
                    simulate(&input, self.chance, self.workspace, &mut both)?,
                    true,
                    None,
                )
            }
            (None, Some(plan)) => {
                let mut life = LifeRecorder::new(watch, plan.horizon);
                let mut both = Both(&mut life, further);
                let end = simulate_job(&input, plan, self.chance, self.workspace, &mut both)?;
                let record = life.finish(&end);
                let mut tally = end.initial;
                tally.broken_off = end.broken_off;
                (tally, end.initial_done.is_some(), Some(record))
            }
        };
        if tally.broken_off {
            return Err(RunError::Interrupted);
        }
        Ok(Replication {
            tally,
            is_complete,
            life,
            jobs,
            recorder,
            memberships: input.memberships(),
            largest_group: input.group_sizes.iter().copied().max().unwrap_or_default(),
            values: input.values,
        })
    }

    /// The duration of an initial cycle, when nothing else is asked of it.
    pub fn duration(&mut self, setup: &Setup) -> Result<SimDuration, RunError> {
        let input = CycleInput::new(setup, self.chance, Inputs::Drawn);
        let tally = simulate(
            &input,
            self.chance,
            self.workspace,
            &mut Breaker(self.interrupted),
        )?;
        if tally.broken_off {
            return Err(RunError::Interrupted);
        }
        Ok(tally.duration)
    }
}

/// Sees nothing of a cycle but whether to break it off.
struct Breaker<'a>(&'a AtomicBool);

impl Observer for Breaker<'_> {
    #[inline(always)]
    fn see(&mut self, _at: SimTime, _what: &Occurrence<'_>) {}

    fn stops(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}
