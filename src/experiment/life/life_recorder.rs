//! Watches one replication of a job's life.

use serde::{Deserialize, Serialize};

use super::horizon_grid::{Counter, Grid, POINTS, Situation, Situations};
use super::load_counts::{LaterLoad, LoadRecord};
use super::typical_watch;
use crate::experiment::cycle_recorder::{Watch, millis};
use crate::experiment::outcome::life::LifeRow;
use crate::model::job::{
    ChangeKind, ChangeStatus, ChangeStep, CycleStart, DropReason, Execution, JobEnd, JobState,
    QuarantineReason,
};
use crate::model::{CycleTally, ErrorCode, Observer, Occurrence};
use crate::stats::{Delays, EndedDelays};
use crate::units::{SimDuration, SimTime};

/// Keeps what the outcome needs; the initial cycle is told to a watch of its own.
pub(in crate::experiment) struct LifeRecorder<'a> {
    initial: Watch<'a>,
    initial_done: bool,
    end: SimTime,
    row: LifeRow,
    changes: [u64; ChangeKind::ALL.len()],
    /// Delays of what was applied, by kind.
    applied: Vec<EndedDelays>,
    /// Those of all else.
    delays: Vec<Delays>,
    errors: [u64; ErrorCode::ALL.len()],
    /// The cycle told of last, and its failures so far.
    told: (Option<u64>, [u64; ErrorCode::ALL.len()]),
    cycles: Delays,
    longest: SimDuration,
    load: LaterLoad,
    waiting: Counter,
    /// Nanoseconds that changes have waited in all.
    waited: i128,
    situations: Situations,
    in_quarantine_since: Option<SimTime>,
    awaits_release: bool,
    /// When it seemed to be released, and whether a cycle has borne that out.
    release: Option<(SimTime, bool)>,
    cycle_completed_at: SimTime,
}

impl<'a> LifeRecorder<'a> {
    /// Watches a job over `horizon`, and its initial cycle by `initial`.
    pub fn new(initial: Watch<'a>, horizon: SimDuration) -> Self {
        let grid = Grid::new(horizon);
        Self {
            initial,
            initial_done: false,
            end: SimTime::ZERO + horizon,
            row: LifeRow::default(),
            changes: [0; ChangeKind::ALL.len()],
            applied: vec![EndedDelays::default(); ChangeKind::ALL.len()],
            delays: vec![Delays::default(); ChangeKind::ALL.len()],
            errors: [0; ErrorCode::ALL.len()],
            told: (None, [0; ErrorCode::ALL.len()]),
            cycles: Delays::default(),
            longest: SimDuration::ZERO,
            load: LaterLoad::new(horizon),
            waiting: Counter::new(grid),
            waited: 0,
            situations: Situations::new(grid),
            in_quarantine_since: None,
            awaits_release: false,
            release: None,
            cycle_completed_at: SimTime::NEVER,
        }
    }

    /// What is kept, once the job has come to its end.
    pub fn finish(mut self, end: &JobEnd) -> LifeRecord {
        self.leave_quarantine(self.end);
        self.note_release();
        for open in &end.open_changes {
            let age = (self.end - open.made).as_secs_f64();
            self.delays[open.kind as usize].still_running(age);
        }
        for (delays, applied) in self.delays.iter_mut().zip(self.applied) {
            delays.absorb(&applied.into());
        }
        let row = &mut self.row;
        row.changes = end.changes.seen;
        row.applied = end.changes.applied;
        row.waiting = end.changes.waiting;
        row.escrowed = end.changes.escrowed;
        row.staged = end.changes.staged;
        row.dropped = end.changes.dropped_in_all();
        row.escrow_at_end = end.status.escrowed;
        row.missed_references = end.missed_references;
        row.lost_memberships = end.lost_memberships;
        row.left_by_action = end.left_by_action;
        let horizon = self.end.since_start().as_nanos().max(1);
        row.mean_backlog = self.waited as f64 / horizon as f64;
        let backlog = self.waiting.finish();
        row.most_backlog = u64::from(backlog.iter().copied().max().unwrap_or(0));
        let longest = self.longest.as_millis();
        let millis = |p| {
            let time = self.cycles.quantile(p)?;
            // The middle of a step may lie beyond the longest.
            Some(((time * 1e3) as u64).min(longest))
        };
        if row.incremental_cycles > 0 {
            row.cycle_p50_ms = millis(0.5);
            row.cycle_p95_ms = millis(0.95);
            row.cycle_longest_ms = Some(longest);
        }
        LifeRecord {
            changes: self.changes,
            dropped: end.changes.dropped,
            errors: self.errors,
            delays: self.delays,
            load: self.load.finish(),
            backlog,
            situations: self.situations.finish(),
            row: self.row,
        }
    }

    fn starts_to_wait(&mut self, at: SimTime) {
        self.waiting.arrives(at);
        self.waited += i128::from((self.end - at).as_nanos());
    }

    fn ceases_to_wait(&mut self, at: SimTime) {
        self.waiting.departs(at);
        self.waited -= i128::from((self.end - at).as_nanos());
    }

    /// A release counts once a cycle has been completed that does not lead back.
    fn note_release(&mut self) {
        if let Some((at, true)) = self.release {
            self.row.first_release_ms.get_or_insert(millis(at));
            self.release = None;
        }
    }

    fn leave_quarantine(&mut self, at: SimTime) {
        if let Some(since) = self.in_quarantine_since.take() {
            self.row.quarantine_ms += (at - since).as_millis();
        }
    }

    fn change_steps(&mut self, at: SimTime, step: &ChangeStep) {
        match (step.before, step.after) {
            (ChangeStatus::Waiting, _) => self.ceases_to_wait(at),
            (_, ChangeStatus::Waiting) => self.starts_to_wait(at),
            _ => {}
        }
        let delays = &mut self.delays[step.kind as usize];
        match step.after {
            ChangeStatus::Applied => {
                self.applied[step.kind as usize].count((at - step.made).as_secs_f64());
                if step.marked {
                    self.row.user_assigned_ms = Some((at - step.made).as_millis());
                }
            }
            ChangeStatus::Dropped(
                DropReason::GivenUp | DropReason::EscrowCleared | DropReason::ActionOff,
            ) => delays.never_ends(),
            // Until then it was not in the target, which counts.
            ChangeStatus::Dropped(DropReason::Undone | DropReason::Restored) => {
                delays.still_running((at - step.made).as_secs_f64());
            }
            _ => {}
        }
    }

    fn cycle_begins(&mut self, at: SimTime, start: &CycleStart) {
        self.situations.lasts_until(at);
        self.situations.full_cycle(start.is_full);
        self.note_release();
        self.row.cycles += 1;
        self.row.late_cycles += u64::from(start.is_late && !start.is_full);
    }

    fn cycle_ends(&mut self, execution: &Execution, tally: &CycleTally) {
        self.situations.lasts_until(execution.ended);
        self.situations.full_cycle(false);
        // A cycle that was held tells all of its failures again when it goes on.
        if self.told.0 != Some(execution.number) {
            self.told = (Some(execution.number), [0; ErrorCode::ALL.len()]);
        }
        for (code, count) in tally.errors.into_iter().enumerate() {
            self.errors[code] += count - self.told.1[code];
        }
        self.told.1 = tally.errors;
        if execution.broken_off_by.is_none() {
            self.cycle_completed_at = execution.ended;
            if let Some((_, is_borne_out)) = &mut self.release {
                *is_borne_out = true;
            }
        }
        if !execution.is_full && execution.broken_off_by.is_none() {
            let duration = execution.ended - execution.began;
            self.row.incremental_cycles += 1;
            self.cycles.ended(duration.as_secs_f64());
            self.longest = self.longest.max(duration);
            let millis = u32::try_from(duration.as_millis()).unwrap_or(u32::MAX);
            self.situations.cycle_ends(millis);
        }
    }

    fn state_changes(&mut self, at: SimTime, state: JobState, reason: Option<QuarantineReason>) {
        self.situations.lasts_until(at);
        self.situations.state(typical_watch::state_of(state));
        let row = &mut self.row;
        match state {
            JobState::Quarantine => {
                self.in_quarantine_since.get_or_insert(at);
                self.awaits_release = true;
                // Whatever lifted it did not mend anything.
                self.release = None;
                if row.first_quarantine_ms.is_none() {
                    row.first_quarantine_ms = Some(millis(at));
                    row.quarantine_reason = reason.map(|reason| reason.name().to_owned());
                }
            }
            JobState::Disabled => {
                row.disabled_ms.get_or_insert(millis(at));
                self.leave_quarantine(at);
            }
            // Whoever stops the job has not mended anything.
            JobState::Paused => self.leave_quarantine(at),
            JobState::NotRun | JobState::Active => {
                if std::mem::take(&mut self.awaits_release) {
                    self.release = Some((at, at == self.cycle_completed_at));
                }
                self.leave_quarantine(at);
            }
        }
    }
}

impl Observer for LifeRecorder<'_> {
    /// Inlined, so that where something is reported that is not looked at, it is not even put together.
    #[inline(always)]
    fn see(&mut self, at: SimTime, what: &Occurrence<'_>) {
        if !self.initial_done {
            self.initial.see(at, what);
        }
        match *what {
            Occurrence::RequestSent { endpoint, .. } if self.initial_done => {
                self.load.request(at, endpoint);
            }
            Occurrence::CycleEnds if !self.initial_done => {
                self.load.begins(at);
                self.initial_done = true;
            }
            Occurrence::ChangeMade { kind, made } => {
                self.changes[kind as usize] += 1;
                self.starts_to_wait(made);
            }
            Occurrence::ChangeSteps(step) => self.change_steps(at, &step),
            Occurrence::JobCycleBegins(start) => self.cycle_begins(at, &start),
            Occurrence::JobCycleEnds { execution, tally } => self.cycle_ends(execution, tally),
            Occurrence::JobState { state, reason } => self.state_changes(at, state, reason),
            Occurrence::JobHolds { escrowed, staged } => {
                self.situations.lasts_until(at);
                self.situations.holds(escrowed, staged);
                self.row.most_escrow = self.row.most_escrow.max(escrowed);
                self.row.most_staged = self.row.most_staged.max(staged);
            }
            Occurrence::NotificationSent(_) => self.row.notifications += 1,
            _ => {}
        }
    }

    fn stops(&self) -> bool {
        self.initial.stops()
    }
}

/// One replication of a job's life.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::experiment) struct LifeRecord {
    pub row: LifeRow,
    /// Changes by kind, in the order of [`ChangeKind::ALL`].
    pub changes: [u64; ChangeKind::ALL.len()],
    /// Dropped changes by reason, in the order of [`DropReason::ALL`].
    pub dropped: [u64; DropReason::ALL.len()],
    /// Failures by code, in the order of [`ErrorCode::ALL`].
    pub errors: [u64; ErrorCode::ALL.len()],
    /// Delays by kind of change.
    pub delays: Vec<Delays>,
    /// Requests after the initial cycle.
    pub load: LoadRecord,
    /// Changes that wait: the most at once since the point before.
    pub backlog: Vec<u32>,
    pub situations: Vec<Situation>,
}

impl LifeRecord {
    /// Whether every list has its full length, and no release comes before its quarantine.
    pub fn is_sound(&self) -> bool {
        let times = (self.row.first_quarantine_ms, self.row.first_release_ms);
        let in_order = match times {
            (Some(entered), Some(released)) => entered <= released,
            _ => true,
        };
        in_order
            && self.delays.len() == ChangeKind::ALL.len()
            && self.load.is_sound()
            && self.backlog.len() == POINTS
            && self.situations.len() == POINTS
    }
}
