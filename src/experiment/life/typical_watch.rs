//! Watches one replication in detail: every cycle, every state, and the queues over time.

use super::horizon_grid::{Counter, Grid, POINTS, Situation, Situations};
use crate::experiment::cycle_recorder::millis;
use crate::experiment::outcome::life::{
    CycleBar, CycleKind, CycleResult, JobState as State, StateSpan, TracePoint, TypicalRun,
};
use crate::model::job::{ChangeStatus, CycleStart, Execution, JobState, QuarantineReason};
use crate::model::{CycleTally, Observer, Occurrence};
use crate::units::{SimDuration, SimTime};

/// More cycles than any chart can show: 80 weeks of them at 40 minutes.
const MOST_CYCLES: usize = 20_000;

/// Collects a [`TypicalRun`]. Its memory grows with the number of cycles, up to a bound.
pub(in crate::experiment) struct Trace {
    end_ms: u64,
    run: TypicalRun,
    grid: Grid,
    waiting: Counter,
    situations: Situations,
    start: Option<(SimTime, CycleStart)>,
    /// The cycle told of last, and its failures so far.
    told: (Option<u64>, u64),
    state: (State, Option<String>, u64),
}

impl Trace {
    pub fn new(replication: u64, horizon: SimDuration) -> Self {
        let grid = Grid::new(horizon);
        Self {
            end_ms: horizon.as_millis(),
            run: TypicalRun {
                replication,
                ..TypicalRun::default()
            },
            grid,
            waiting: Counter::new(grid),
            situations: Situations::new(grid),
            start: None,
            told: (None, 0),
            state: (State::NotRun, None, 0),
        }
    }

    fn end_state(&mut self, to_ms: u64) {
        let (state, reason, from_ms) = self.state.clone();
        if to_ms > from_ms {
            self.run.states.push(StateSpan {
                state,
                reason,
                from_ms,
                to_ms,
            });
        }
    }

    fn bar(began: SimTime, start: &CycleStart, ended_ms: u64, result: CycleResult) -> CycleBar {
        CycleBar {
            began_ms: millis(began),
            ended_ms,
            kind: CycleKind::of(start.is_full),
            result,
            changes: start.changes,
            retries: start.retries,
            failed: 0,
        }
    }

    fn cycle_ends(&mut self, execution: &Execution, tally: &CycleTally) {
        let Some((began, start)) = self.start.take() else {
            return;
        };
        // A cycle that was held tells all of its failures again when it goes on.
        let before = match self.told {
            (Some(number), failures) if number == execution.number => failures,
            _ => 0,
        };
        let failed = tally.failures() - before;
        self.told = (Some(execution.number), tally.failures());
        let result = CycleResult::of(execution.broken_off_by.is_some(), failed);
        let ended_ms = millis(execution.ended);
        let mut bar = Self::bar(began, &start, ended_ms, result);
        bar.failed = failed;
        if self.run.cycles.len() < MOST_CYCLES {
            self.run.cycles.push(bar);
        }
    }

    fn state_changes(&mut self, at: SimTime, new: JobState, reason: Option<QuarantineReason>) {
        let new = state_of(new);
        let reason = reason.map(|reason| reason.name().to_owned());
        if (new, &reason) == (self.state.0, &self.state.1) {
            return;
        }
        let at_ms = millis(at);
        self.end_state(at_ms);
        self.state = (new, reason, at_ms);
    }

    pub fn finish(mut self) -> TypicalRun {
        self.end_state(self.end_ms);
        if let Some((began, start)) = self.start.take() {
            // What comes of it is not seen.
            let bar = Self::bar(began, &start, self.end_ms, CycleResult::Succeeded);
            self.run.cycles.push(bar);
        }
        let backlog = self.waiting.finish();
        let situations = self.situations.finish();
        self.run.points = (0..POINTS)
            .map(|index| {
                let Situation { escrow, staged, .. } = situations[index];
                TracePoint {
                    time_ms: self.grid.time_ms(index),
                    backlog: u64::from(backlog[index]),
                    escrow,
                    staged,
                }
            })
            .collect();
        self.run
    }
}

/// A state as the outcome document has it.
pub(in crate::experiment) const fn state_of(state: JobState) -> State {
    match state {
        JobState::NotRun => State::NotRun,
        JobState::Active => State::Active,
        JobState::Quarantine => State::Quarantine,
        JobState::Paused => State::Paused,
        JobState::Disabled => State::Disabled,
    }
}

impl Observer for Trace {
    fn see(&mut self, at: SimTime, what: &Occurrence<'_>) {
        match *what {
            Occurrence::ChangeMade { made, .. } => self.waiting.arrives(made),
            Occurrence::ChangeSteps(step) => match (step.before, step.after) {
                (ChangeStatus::Waiting, _) => self.waiting.departs(at),
                (_, ChangeStatus::Waiting) => self.waiting.arrives(at),
                _ => {}
            },
            Occurrence::JobCycleBegins(start) => self.start = Some((at, start)),
            Occurrence::JobCycleEnds { execution, tally } => self.cycle_ends(execution, tally),
            Occurrence::JobState { state, reason } => self.state_changes(at, state, reason),
            Occurrence::JobHolds { escrowed, staged } => {
                self.situations.lasts_until(at);
                self.situations.holds(escrowed, staged);
            }
            _ => {}
        }
    }
}
