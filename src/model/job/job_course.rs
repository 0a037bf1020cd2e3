//! The course of a job: cycle after cycle, with quarantine and operator actions in between.
//!
//! The job has few moments of its own: the next cycle, the next action, the end of a quarantine. Between two of them a cycle
//! runs as a model of its own, and can be held at any moment.

use super::escrow_thresholds::EscrowThresholds;
use super::feed::Feed;
use super::store::Store;
use crate::kernel::Ending;
use crate::model::change::ChangeStatus;
use crate::model::cycle::Cycle;
use crate::model::directory::Object;
use crate::model::errors::ErrorCode;
use crate::model::parameters::{Parameter, Values};
use crate::model::plan::JobPlan;
use crate::model::record::{
    CycleStart, CycleTally, JobState, JobStatus, Observer, Occurrence, QuarantineReason,
};
use crate::model::target::Health;
use crate::units::{SimDuration, SimTime};

/// What the job is in the middle of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Running {
    Nothing,
    Full,
    Incremental,
}

/// A job, whose clock is that of its cycle.
pub(super) struct Job<'a, O> {
    pub cycle: Cycle<'a, O, Store>,
    pub feed: Feed,
    pub plan: &'a JobPlan,
    pub running: Running,
    /// A full cycle that is held and will go on.
    pub held_full: bool,
    /// Whether the next cycle looks at every object: no watermark is stored.
    pub needs_full: bool,
    /// Whether no further cycle begins, until somebody starts the job.
    pub is_stopped: bool,
    pub planned: SimTime,
    pub cycle_began: SimTime,
    pub cycle_number: u64,
    pub status: JobStatus,
    pub initial: Option<(CycleTally, SimTime)>,
    /// What is wrong with the target.
    pub troubles: Troubles,
    /// Actions done so far.
    pub actions: u64,
    /// Share of the users whom the next restart with a new look takes out of scope.
    pub narrows_with_restart: f64,
    /// Users whom actions have taken out of scope, without a change of the directory.
    pub left_by_action: u64,
    pub rules: Rules,
}

/// What can be wrong with the target at once.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Troubles {
    pub credentials: bool,
    pub compliance: bool,
    pub outage: bool,
}

impl Troubles {
    /// How the target answers: one that is down answers nothing else.
    pub fn health(self) -> Health {
        if self.outage {
            Health::Fails(ErrorCode::InternalServerError)
        } else if self.credentials {
            Health::Fails(ErrorCode::Unauthorized)
        } else if self.compliance {
            Health::Fails(ErrorCode::SystemForCrossDomainIdentityManagementServiceIncompatible)
        } else {
            Health::Well
        }
    }
}

/// Numbers that the course of a job follows.
pub(super) struct Rules {
    pub interval: SimDuration,
    disabled_after: SimDuration,
    pub successive_failures: u64,
    /// From the beginning of a quarantine to the first attempt, where gaps grow from it.
    pub first_gap: SimDuration,
    pub thresholds: EscrowThresholds,
}

impl Rules {
    pub fn new(values: &Values) -> Self {
        Self {
            interval: SimDuration::from_secs_f64(values[Parameter::Interval]),
            disabled_after: SimDuration::from_secs_f64(values[Parameter::DisabledAfter]),
            successive_failures: values.count(Parameter::SuccessiveFailures),
            first_gap: SimDuration::from_secs_f64(values[Parameter::FirstGap]),
            thresholds: EscrowThresholds::new(|parameter| values[parameter]),
        }
    }
}

impl<'a, O: Observer> Job<'a, O> {
    /// From the start to the horizon; `run` runs a cycle to its end, or up to a moment at most.
    pub fn follow(&mut self, mut run: impl FnMut(&mut Cycle<'a, O, Store>, SimTime) -> Ending) {
        let horizon = SimTime::ZERO + self.plan.horizon;
        let mut actions = self.plan.timeline.iter().peekable();
        self.report_state();
        loop {
            let action_at = actions.peek().map_or(SimTime::NEVER, |entry| entry.at);
            let stop = horizon.min(action_at).min(self.disabled_at());
            let reached = self.advance(stop, &mut run);
            if self.cycle.tally.broken_off || self.cycle.clock.observer.stops() {
                self.cycle.tally.broken_off = true;
                return;
            }
            if !reached {
                continue;
            }
            self.cycle.clock.now = stop;
            if self.disabled_at() <= stop {
                self.disable();
            } else if action_at <= horizon && action_at == stop {
                if let Some(entry) = actions.next() {
                    self.report(&Occurrence::ActionTaken(&entry.action));
                    self.act(&entry.action);
                }
            } else {
                return;
            }
        }
    }

    /// Runs a cycle or waits for one, up to `stop` at most; whether that was reached.
    fn advance(
        &mut self,
        stop: SimTime,
        run: &mut impl FnMut(&mut Cycle<'a, O, Store>, SimTime) -> Ending,
    ) -> bool {
        if self.running == Running::Nothing {
            let start = self.next_start();
            if start >= stop {
                return true;
            }
            self.cycle.clock.now = start;
            self.begin_cycle();
        }
        self.cycle.look_for_disturbances();
        match run(&mut self.cycle, stop) {
            Ending::Horizon => return true,
            Ending::Exhausted(_) if self.cycle.tally.failed_with.is_some() => self.cycle_fails(),
            Ending::Exhausted(_) if self.cycle.tally.broken_off => {}
            Ending::Exhausted(_) => self.cycle_ends(),
        }
        false
    }

    fn next_start(&self) -> SimTime {
        if self.is_stopped || self.status.state == JobState::Disabled {
            SimTime::NEVER
        } else {
            self.planned.max(self.now())
        }
    }

    /// When too long a quarantine disables the job.
    fn disabled_at(&self) -> SimTime {
        let quarantine = self.status.quarantine.as_ref();
        let lasting = quarantine.filter(|_| self.status.state != JobState::Disabled);
        lasting.map_or(SimTime::NEVER, |quarantine| {
            quarantine.series_began + self.rules.disabled_after
        })
    }

    fn begin_cycle(&mut self) {
        let is_late = self.now() > self.planned;
        let goes_on = self.held_full;
        self.held_full = false;
        if !goes_on {
            self.take_in_changes();
        }
        let is_full = goes_on || self.needs_full;
        let changes = self.store().ledger.counts.waiting;
        self.cycle_began = self.now();
        self.cycle_number = self.cycle.number();
        self.running = if is_full {
            Running::Full
        } else {
            Running::Incremental
        };
        if is_full && !goes_on {
            let memory = &mut self.cycle.memory;
            memory.full_cycle_begins(&mut self.cycle.clock);
            self.cycle.prepare_full();
        } else if !is_full {
            self.cycle.prepare_incremental();
        }
        let start = CycleStart {
            is_full,
            goes_on,
            is_late,
            changes,
            retries: self.cycle.retries_due(),
        };
        self.report(&Occurrence::JobCycleBegins(start));
        if goes_on {
            self.cycle.go_on();
        } else {
            self.cycle.start();
        }
    }

    pub fn now(&self) -> SimTime {
        self.cycle.clock.now
    }

    pub fn value(&self, parameter: Parameter) -> f64 {
        self.cycle.input.values[parameter]
    }

    pub fn store(&mut self) -> &mut Store {
        &mut self.cycle.memory
    }

    /// Ends all changes of an object, and its stay in escrow.
    pub fn settle(&mut self, object: Object, status: ChangeStatus) {
        self.cycle.settle(object, status);
    }

    pub fn report(&mut self, what: &Occurrence<'_>) {
        self.cycle.clock.report(what);
    }

    /// What the job holds back.
    pub fn report_holdings(&mut self) {
        let store = self.store();
        let (escrowed, staged) = (store.escrowed(), store.staged.len() as u64);
        self.report(&Occurrence::JobHolds { escrowed, staged });
    }

    /// Derives the state from what it consists of, and reports it.
    pub fn report_state(&mut self) {
        let state = if self.status.state == JobState::Disabled {
            JobState::Disabled
        } else if self.is_stopped {
            JobState::Paused
        } else if self.status.quarantine.is_some() {
            JobState::Quarantine
        } else if self.initial.is_none() {
            JobState::NotRun
        } else {
            JobState::Active
        };
        self.status.state = state;
        let quarantine = self.status.quarantine.as_ref();
        let quarantine = quarantine.filter(|_| state == JobState::Quarantine);
        let reason: Option<QuarantineReason> = quarantine.map(|quarantine| quarantine.reason);
        self.report(&Occurrence::JobState { state, reason });
    }
}
