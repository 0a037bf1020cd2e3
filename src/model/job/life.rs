//! The course of a job: cycle after cycle, with quarantine and operator actions in between.
//!
//! The job has few moments of its own: the next cycle, the next action, the end of a quarantine. Between two of them a cycle
//! runs as a model of its own, and can be held at any moment.

use super::feed::Feed;
use super::intake::Intake;
use super::plan::{JobPlan, OverThreshold};
use super::quarantine::{EscrowThresholds, Failures, QuarantineReason};
use super::status::{CycleStart, Execution, JobState, JobStatus, Quarantine};
use super::store::Store;
use super::{ChangeCounts, Fate, OpenChange};
use crate::kernel::{Calendar, Ending, InvalidLimit, run_until};
use crate::model::chance::Chance;
use crate::model::cycle::{Cycle, Event, Workspace};
use crate::model::directory::{UserState, draw_scope};
use crate::model::drawn::CycleInput;
use crate::model::parameters::{Parameter, Values};
use crate::model::record::{CycleTally, Observer};
use crate::model::target::Target;
use crate::units::{SimDuration, SimTime};

/// What a job has come to at its horizon.
#[derive(Clone, Debug)]
pub struct JobEnd {
    /// The first initial cycle, as far as it came.
    pub initial: CycleTally,
    /// When it was completed, if it was.
    pub initial_done: Option<SimTime>,
    /// What became of the changes.
    pub changes: ChangeCounts,
    /// The job's status.
    pub status: JobStatus,
    /// References that are missing in the target until a restart.
    pub missed_references: u64,
    /// Memberships that users who came back have not got again.
    pub lost_memberships: u64,
    /// Every change that is not at its end: waiting, in escrow or staged.
    pub open_changes: Vec<OpenChange>,
    /// Whether the observer broke the simulation off.
    pub broken_off: bool,
}

/// What the job is in the middle of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Running {
    Nothing,
    Full,
    Incremental,
}

pub(super) struct Job<'c, 'a, O> {
    pub cycle: Cycle<'a, O>,
    pub calendar: &'c mut Calendar<Event>,
    pub feed: Feed,
    pub plan: &'a JobPlan,
    pub now: SimTime,
    pub running: Running,
    /// A full cycle that is held and will go on.
    pub held_full: bool,
    /// Whether the next cycle looks at every object: no watermark is stored.
    pub needs_full: bool,
    /// Whether no further cycle begins, until somebody starts the job.
    pub is_stopped: bool,
    pub planned: SimTime,
    pub cycle_began: SimTime,
    pub status: JobStatus,
    pub initial: Option<(CycleTally, SimTime)>,
    /// Actions done so far.
    pub actions: u64,
    /// Share of the users whom the next restart with a new look takes out of scope.
    pub narrows_with_restart: f64,
    rules: Rules,
}

/// Numbers that the course of a job follows.
struct Rules {
    interval: SimDuration,
    disabled_after: SimDuration,
    thresholds: EscrowThresholds,
}

impl Rules {
    fn new(values: &Values) -> Self {
        Self {
            interval: SimDuration::from_secs_f64(values[Parameter::Interval]),
            disabled_after: SimDuration::from_secs_f64(values[Parameter::DisabledAfter]),
            thresholds: EscrowThresholds {
                evaluated_from: values.count(Parameter::QuarantineFrom),
                share: values[Parameter::QuarantineShare],
                objects: values.count(Parameter::QuarantineObjects),
                with_references: values.count(Parameter::QuarantineTotal),
            },
        }
    }
}

/// Simulates a job over the horizon of `plan`; `observer` sees what happens.
///
/// # Errors
/// [`InvalidLimit`] when a limit of the setup lets nothing pass. Scenario files with such limits do not parse.
///
/// ```
/// use cyclecast::model::job::{JobPlan, simulate_job};
/// use cyclecast::model::{Chance, CycleInput, Inputs, Parameter, ScopeMode, Setup, Uncertain};
/// use cyclecast::model::Workspace;
/// use cyclecast::units::SimDuration;
///
/// let setup = Setup::new(ScopeMode::AllUsers)
///     .with(Parameter::TenantUsers, Uncertain::Fixed(500.0));
/// let plan = JobPlan::new(SimDuration::from_secs(7 * 86_400));
/// let chance = Chance::new(1, 0);
/// let input = CycleInput::new(&setup, chance, Inputs::Drawn);
/// let end = simulate_job(&input, &plan, chance, &mut Workspace::default(), &mut ())?;
/// assert!(end.changes.applied <= end.changes.seen);
/// # Ok::<(), cyclecast::kernel::InvalidLimit>(())
/// ```
pub fn simulate_job<'a, O: Observer>(
    input: &'a CycleInput<'a>,
    plan: &'a JobPlan,
    chance: Chance,
    workspace: &'a mut Workspace,
    observer: &'a mut O,
) -> Result<JobEnd, InvalidLimit> {
    let streams = chance.streams();
    let in_scope = draw_scope(input, &streams, &mut workspace.users);
    workspace.set_up_groups(input);
    let threshold = input.values.count(Parameter::DeletionThreshold);
    let mut store = Store::new(
        plan,
        threshold,
        workspace.users.len(),
        workspace.groups.len(),
    );
    store.in_scope = u64::from(in_scope);
    let users = (0..).zip(&workspace.users);
    let pending = users.filter(|(_, state)| **state == UserState::Pending);
    store.scoped.extend(pending.map(|(user, _)| user));
    let with_groups = input.has_group_mapping();
    let feed = Feed::new(plan, &input.values, streams.arrival, with_groups);
    let Workspace {
        users,
        groups,
        group_sizes,
        calendar,
    } = workspace;
    let calendar = calendar.get_or_insert_default();
    calendar.clear();
    let target = Target::new(input)?;
    let mut cycle = Cycle::new(input, streams, target, users, groups, group_sizes, observer);
    store.memberships_each = cycle.memberships_each();
    cycle.store = Some(Box::new(store));
    let mut job = Job {
        cycle,
        calendar,
        feed,
        plan,
        now: SimTime::ZERO,
        running: Running::Nothing,
        held_full: false,
        needs_full: true,
        is_stopped: false,
        planned: SimTime::ZERO,
        cycle_began: SimTime::ZERO,
        status: JobStatus::default(),
        initial: None,
        actions: 0,
        narrows_with_restart: 0.0,
        rules: Rules::new(&input.values),
    };
    job.follow();
    Ok(job.end())
}

impl<O: Observer> Job<'_, '_, O> {
    /// From the start to the horizon.
    fn follow(&mut self) {
        let horizon = SimTime::ZERO + self.plan.horizon;
        let mut actions = self.plan.timeline.iter().peekable();
        self.tell_state();
        loop {
            let action_at = actions.peek().map_or(SimTime::NEVER, |entry| entry.at);
            let stop = horizon.min(action_at).min(self.disabled_at());
            let reached = self.advance(stop);
            if self.cycle.tally.broken_off || self.cycle.observer.stops() {
                self.cycle.tally.broken_off = true;
                return;
            }
            if !reached {
                continue;
            }
            self.now = stop;
            if self.disabled_at() <= stop {
                self.disable();
            } else if action_at <= horizon && action_at == stop {
                if let Some(entry) = actions.next() {
                    self.act(&entry.action);
                }
            } else {
                return;
            }
        }
    }

    /// Runs a cycle or waits for one, up to `stop` at most; whether that was reached.
    fn advance(&mut self, stop: SimTime) -> bool {
        if self.running == Running::Nothing {
            let start = self.next_start();
            if start >= stop {
                return true;
            }
            self.now = start;
            self.begin_cycle();
        }
        match run_until(&mut self.cycle, self.calendar, stop) {
            Ending::Horizon => true,
            Ending::Exhausted(_) if self.cycle.tally.failed_with.is_some() => {
                self.now = self.cycle.stopped_at();
                self.cycle_fails();
                false
            }
            Ending::Exhausted(last) => {
                self.now = last.max(self.now);
                if !self.cycle.tally.broken_off {
                    self.cycle_ends();
                }
                false
            }
        }
    }

    fn next_start(&self) -> SimTime {
        if self.is_stopped || self.status.state == JobState::Disabled {
            SimTime::NEVER
        } else {
            self.planned.max(self.now)
        }
    }

    /// When too long a quarantine disables the job.
    fn disabled_at(&self) -> SimTime {
        let quarantine = self.status.quarantine.as_ref();
        quarantine.map_or(SimTime::NEVER, |quarantine| {
            quarantine.series_began + self.rules.disabled_after
        })
    }

    fn begin_cycle(&mut self) {
        let now = self.now;
        let is_late = now > self.planned;
        let goes_on = self.held_full;
        self.held_full = false;
        if !goes_on {
            self.take_in_changes();
        }
        let is_full = goes_on || self.needs_full;
        let changes = self.store().ledger.counts.waiting;
        self.cycle_began = now;
        self.running = if is_full {
            Running::Full
        } else {
            Running::Incremental
        };
        if goes_on {
            self.cycle.go_on(now, self.calendar);
        } else if is_full {
            let (store, observer) = self.cycle.books();
            store.full_cycle_begins(now, observer);
            let users_in_scope = self.cycle.users_in_scope();
            self.cycle.begin_full(users_in_scope, now, self.calendar);
        } else {
            self.cycle.begin_incremental(now, self.calendar);
        }
        let start = CycleStart {
            is_full,
            goes_on,
            is_late,
            changes,
            retries: self.cycle.retries_due(),
        };
        self.cycle.observer.job_cycle_begins(now, &start);
    }

    /// Takes in what has changed in the directory so far.
    pub fn take_in_changes(&mut self) {
        let (cycle, feed, now) = (&mut self.cycle, &mut self.feed, self.now);
        Intake { cycle, feed, now }.take_all();
    }

    pub fn store(&mut self) -> &mut Store {
        self.cycle.books().0
    }

    /// The cycle has done all its work.
    fn cycle_ends(&mut self) {
        let is_full = self.running == Running::Full;
        self.cycle.finish(self.now);
        self.running = Running::Nothing;
        self.execution_ends(is_full, None);
        self.status.successive_failures = 0;
        if is_full {
            self.needs_full = false;
            if self.initial.is_none() {
                self.initial = Some((self.cycle.tally.clone(), self.now));
            }
        }
        self.planned = (self.cycle_began + self.rules.interval).max(self.cycle_began);
        if self.store().ledger.counts.waiting == 0 {
            self.status.steady_first.get_or_insert(self.now);
            self.status.steady_last = Some(self.now);
        }
        self.judge(is_full);
    }

    /// The target refused everything: in quarantine at once if it says why (document 000), or else tried again with the next cycle.
    fn cycle_fails(&mut self) {
        let code = self.cycle.tally.failed_with;
        let is_full = self.running == Running::Full;
        if is_full {
            self.held_full = true;
        } else {
            self.cycle.give_up(self.now);
        }
        self.running = Running::Nothing;
        self.execution_ends(is_full, Some(code));
        self.status.successive_failures += 1;
        self.planned = (self.cycle_began + self.rules.interval).max(self.now);
        if let Some(code) = code.filter(|code| code.is_about_the_target()) {
            self.impose(QuarantineReason::EncounteredQuarantineException, Some(code));
        } else if let Some(quarantine) = self.status.quarantine {
            self.impose(quarantine.reason, quarantine.error);
        }
    }

    pub fn execution_ends(&mut self, is_full: bool, broken_off_by: Option<Option<crate::model::ErrorCode>>) {
        let tally = self.cycle.tally.clone();
        let now = self.now;
        let entitled = self.store().in_scope;
        let escrowed = self.escrowed();
        let staged = self.store().staged.len() as u64;
        let execution = Execution {
            number: self.cycle.number(),
            began: self.cycle_began,
            ended: now,
            is_full,
            broken_off_by,
            imported: tally.users_in_scope + tally.objects_skipped,
            entitled,
            escrowed,
            exported: tally.exports(),
            failures: tally.failures(),
        };
        self.status.note(execution, &tally);
        self.cycle.observer.job_cycle_ends(&execution, &tally);
        self.cycle.observer.job_holds(now, escrowed, staged);
    }

    fn escrowed(&mut self) -> u64 {
        let store = self.store();
        store.escrow.size() + store.unresolved
    }

    /// What the failures and staged removals of a cycle that was completed mean for the job.
    fn judge(&mut self, is_full: bool) {
        let staged = self.cycle.tally.removals_staged > 0;
        let tried = self.cycle.objects_in_scope();
        let store = self.store();
        let failures = Failures {
            objects: store.escrow.objects,
            references: store.escrow.references + store.unresolved,
            tried,
        };
        let holds_deletes = staged || !self.store().staged.is_empty();
        let reason = self.rules.thresholds.reason(&failures);
        match reason {
            Some(_) if is_full && self.plan.over_threshold == OverThreshold::PruneAndPause => {
                self.prune_and_pause();
            }
            Some(reason) => self.impose(reason, None),
            None if holds_deletes => self.impose(QuarantineReason::TooManyDeletes, None),
            None => self.release(),
        }
    }

    /// Graph: escrows are pruned, and the job waits for the customer.
    fn prune_and_pause(&mut self) {
        let now = self.now;
        let (store, observer) = self.cycle.books();
        store.clear_escrow(false, now, observer);
        self.status.escrows_pruned = true;
        self.status.quarantine = None;
        self.is_stopped = true;
        self.tell_holdings();
        self.tell_state();
    }

    /// Puts the job into quarantine, or finds it there still.
    fn impose(&mut self, reason: QuarantineReason, error: Option<crate::model::ErrorCode>) {
        let now = self.now;
        let before = self.status.quarantine;
        let mut quarantine = before.unwrap_or(Quarantine {
            reason,
            error,
            current_began: now,
            series_began: now,
            series_count: 0,
            retries: 0,
            next_attempt: now,
        });
        if before.is_none_or(|before| before.reason != reason) {
            self.cycle.observer.job_notifies(now, reason);
        }
        quarantine.reason = reason;
        quarantine.error = error;
        quarantine.current_began = now;
        quarantine.series_count += 1;
        // Attempts that a long cycle has overtaken are not made up for.
        let next = (quarantine.retries + 1..)
            .map_while(|number| {
                let after = self.plan.retry_schedule.after_first_failure(number)?;
                Some((number, quarantine.series_began + after))
            })
            .find(|(_, moment)| *moment > now);
        quarantine.retries = next.map_or(quarantine.retries, |(number, _)| number);
        quarantine.next_attempt = next.map_or(SimTime::NEVER, |(_, moment)| moment);
        self.planned = quarantine.next_attempt;
        self.status.quarantine = Some(quarantine);
        self.tell_state();
    }

    /// Out of quarantine, if the job was in it.
    pub fn release(&mut self) {
        self.status.quarantine = None;
        self.tell_state();
    }

    /// Four weeks of quarantine are over: the job is disabled and what was in escrow is given up (document 000).
    fn disable(&mut self) {
        let now = self.now;
        if self.running != Running::Nothing {
            self.cycle.interrupt(now, self.calendar);
            self.drop_cycle();
        } else if self.held_full {
            self.cycle.give_up(now);
        }
        let (store, observer) = self.cycle.books();
        store.give_up_escrow(now, observer);
        self.status.quarantine = None;
        self.status.state = JobState::Disabled;
        self.needs_full = true;
        self.held_full = false;
        self.tell_holdings();
        self.cycle.observer.job_state(now, JobState::Disabled, None);
    }

    /// A cycle that is broken off and will not go on.
    pub fn drop_cycle(&mut self) {
        let is_full = self.running == Running::Full;
        self.cycle.give_up(self.now);
        self.running = Running::Nothing;
        self.execution_ends(is_full, Some(None));
    }

    pub fn tell_holdings(&mut self) {
        let now = self.now;
        let escrowed = self.escrowed();
        let staged = self.store().staged.len() as u64;
        self.cycle.observer.job_holds(now, escrowed, staged);
    }

    /// Derives the state from what it consists of, and tells it.
    pub fn tell_state(&mut self) {
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
        let reason = self.status.quarantine.map(|quarantine| quarantine.reason);
        self.cycle.observer.job_state(self.now, state, reason);
    }

    /// The books at the horizon: what is still on its way is counted as waiting.
    fn end(mut self) -> JobEnd {
        let broken_off = self.cycle.tally.broken_off;
        if !broken_off {
            self.take_in_changes();
        }
        if self.running == Running::Full || self.held_full {
            self.status.progress = Some(self.cycle.progress());
        }
        self.status.escrowed = self.escrowed();
        let (initial, initial_done) = match self.initial.take() {
            Some((tally, moment)) => (tally, Some(moment)),
            None => {
                let mut tally = self.cycle.tally.clone();
                tally.duration = self.now.since_start();
                (tally, None)
            }
        };
        let store = self.cycle.books().0;
        self.status.staged = store.staged.len() as u64;
        JobEnd {
            initial,
            initial_done,
            changes: store.ledger.counts,
            missed_references: store.missed_references,
            lost_memberships: store.lost_memberships,
            open_changes: store.open_changes(),
            status: self.status,
            broken_off,
        }
    }

    /// Ends the changes of one user.
    pub fn settle_user(&mut self, user: u32, fate: Fate) {
        let now = self.now;
        let (store, observer) = self.cycle.books();
        store.settle_user(user, fate, now, observer);
    }
}
