//! The incremental cycles that follow: what is seen of them, in the forecast and when they are played.

use crate::experiment::outcome::rehearsal::{IncrementalCycle, IncrementalCycles};
use crate::experiment::percentiles::band_of;
use crate::experiment::session::{Bench, RunError};
use crate::model::job::{ChangeKind, JobPlan, simulate_job};
use crate::model::{CycleInput, Inputs, Observer, Occurrence, Setup};
use crate::units::SimTime;

/// What is seen of one incremental cycle.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct SeenCycle {
    changes: u64,
    calls: u64,
    users_made: u64,
    groups_made: u64,
    failures: u64,
    began_ms: f64,
    duration_ms: f64,
    is_late: bool,
}

/// Watches a job for its incremental cycles, and stops it after so many.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct CycleWatch {
    wanted: u64,
    seen: Vec<SeenCycle>,
    begun: SeenCycle,
    /// Users who have come into scope.
    pub joiners: u64,
}

impl CycleWatch {
    pub fn new(wanted: u64) -> Self {
        Self {
            wanted,
            ..Self::default()
        }
    }

    /// Simulates the job of a replication.
    pub fn simulated(
        wanted: u64,
        setup: &Setup,
        plan: &JobPlan,
        inputs: Inputs,
        bench: &mut Bench<'_>,
    ) -> Result<Self, RunError> {
        let mut watch = Self::new(wanted);
        let input = CycleInput::new(setup, bench.chance, inputs);
        simulate_job(&input, plan, bench.chance, bench.workspace, &mut watch)?;
        Ok(watch)
    }

    /// Requests of all cycles.
    pub fn calls(&self) -> u64 {
        self.seen.iter().map(|one| one.calls).sum()
    }

    /// Users and groups that are created in them.
    pub fn objects_made(&self) -> (u64, u64) {
        let of = |count: fn(&SeenCycle) -> u64| self.seen.iter().map(count).sum();
        (of(|one| one.users_made), of(|one| one.groups_made))
    }

    /// When the last of them ends, in milliseconds since the start of the job.
    pub fn ended_ms(&self) -> f64 {
        let last = self.seen.last();
        last.map_or(0.0, |one| one.began_ms + one.duration_ms)
    }

    /// The cycles that were played, beside those of a forecast.
    pub fn beside(
        &self,
        forecast: &[Self],
        interval_ms: f64,
        broken_off: Option<String>,
    ) -> IncrementalCycles {
        let cycles = self.seen.iter().enumerate().map(|(index, one)| {
            let band = |of: fn(&SeenCycle) -> f64| {
                band_of(
                    forecast
                        .iter()
                        .filter_map(|all| all.seen.get(index))
                        .map(of),
                )
            };
            IncrementalCycle {
                number: index as u64 + 1,
                is_late: one.is_late,
                changes: one.changes,
                changes_forecast: band(|one| one.changes as f64),
                calls: one.calls,
                calls_forecast: band(|one| one.calls as f64),
                failures: one.failures,
                duration_ms: one.duration_ms,
                duration_forecast_ms: band(|one| one.duration_ms),
            }
        });
        IncrementalCycles {
            interval_ms,
            wanted: self.wanted,
            cycles: cycles.collect(),
            broken_off,
        }
    }
}

fn millis(at: SimTime) -> f64 {
    at.since_start().as_secs_f64() * 1e3
}

impl Observer for CycleWatch {
    fn see(&mut self, at: SimTime, what: &Occurrence<'_>) {
        match what {
            Occurrence::JobCycleBegins(start) => {
                self.begun = SeenCycle {
                    changes: start.changes,
                    is_late: start.is_late,
                    began_ms: millis(at),
                    ..SeenCycle::default()
                };
            }
            Occurrence::JobCycleEnds { execution, tally } if !execution.is_full => {
                self.seen.push(SeenCycle {
                    calls: tally.calls.iter().sum(),
                    users_made: tally.users_created,
                    groups_made: tally.groups_created,
                    failures: execution.failures,
                    duration_ms: tally.duration.as_secs_f64() * 1e3,
                    ..self.begun
                });
            }
            Occurrence::ChangeMade { kind, .. } => {
                self.joiners += u64::from(*kind == ChangeKind::Joiner);
            }
            _ => {}
        }
    }

    fn stops(&self) -> bool {
        self.seen.len() as u64 >= self.wanted
    }
}
