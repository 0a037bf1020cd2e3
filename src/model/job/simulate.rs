//! The way in: from a plan to what a job has come to at its horizon.

use super::feed::Feed;
use super::job_course::{Job, Rules, Running, Troubles};
use super::store::Store;
use crate::kernel::run_until;
use crate::model::chance::{Chance, Purpose};
use crate::model::change::{ChangeCounts, OpenChange};
use crate::model::cycle::{Cycle, Workspace};
use crate::model::cycle_error::CycleError;
use crate::model::input::CycleInput;
use crate::model::plan::JobPlan;
use crate::model::played::{Player, hand_out};
use crate::model::record::{CycleTally, JobStatus, Observer};
use crate::model::target::Target;
use crate::units::SimTime;

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
    /// Users whom actions have taken out of scope, without a change of the directory.
    pub left_by_action: u64,
    /// Every change that is not at its end: waiting, in escrow or staged.
    pub open_changes: Vec<OpenChange>,
    /// Whether the observer broke the simulation off.
    pub broken_off: bool,
}

/// Simulates a job over the horizon of `plan`; `observer` sees what happens.
///
/// # Errors
/// [`CycleError`] when a limit of the setup lets nothing pass.
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
/// # Ok::<(), cyclecast::model::CycleError>(())
/// ```
pub fn simulate_job<'a, O: Observer>(
    input: &'a CycleInput<'a>,
    plan: &'a JobPlan,
    chance: Chance,
    workspace: &'a mut Workspace,
    observer: &'a mut O,
) -> Result<JobEnd, CycleError> {
    let target = Box::new(Target::new(input, 1, &mut workspace.variations)?);
    let mut job = Job::new(input, plan, chance, target, workspace, observer);
    job.follow(run_until);
    Ok(job.end())
}

/// Plays a job to a target elsewhere: `player` has each of its cycles, the first of them from the start on. It ends at the horizon of `plan`, or when the
/// observer stops it.
///
/// # Errors
/// As [`simulate_job`].
pub fn play_job<'a, O: Observer>(
    input: &'a CycleInput<'a>,
    plan: &'a JobPlan,
    chance: Chance,
    workspace: &'a mut Workspace,
    observer: &'a mut O,
    player: &mut Player<'_>,
) -> Result<JobEnd, CycleError> {
    let target = Target::elsewhere(input, &mut workspace.variations)?;
    let mut job = Job::new(input, plan, chance, target, workspace, observer);
    job.follow(|cycle, until| {
        let began = cycle.clock.now;
        hand_out(cycle, began, until, player)
    });
    Ok(job.end())
}

impl<'a, O: Observer> Job<'a, O> {
    /// A job that has not begun.
    fn new(
        input: &'a CycleInput<'a>,
        plan: &'a JobPlan,
        chance: Chance,
        target: Box<Target>,
        workspace: &'a mut Workspace,
        observer: &'a mut O,
    ) -> Self {
        let values = &input.values;
        let cycle = Cycle::new(input, chance, target, workspace, observer, |directory| {
            Store::new(plan, values, input.candidates, directory)
        });
        let arrivals = cycle.streams[Purpose::Arrival];
        Self {
            cycle,
            feed: Feed::new(plan, values, arrivals, input.has_group_mapping()),
            plan,
            running: Running::Nothing,
            held_full: false,
            needs_full: true,
            is_stopped: false,
            planned: SimTime::ZERO,
            cycle_began: SimTime::ZERO,
            cycle_number: 0,
            troubles: Troubles::default(),
            status: JobStatus::default(),
            initial: None,
            actions: 0,
            narrows_with_restart: 0.0,
            left_by_action: 0,
            rules: Rules::new(values),
        }
    }

    /// The state at the horizon: what is still on its way is counted as waiting.
    pub fn end(mut self) -> JobEnd {
        let broken_off = self.cycle.tally.broken_off;
        if !broken_off {
            self.take_in_the_rest();
        }
        if self.running == Running::Full || self.held_full {
            self.status.progress = Some(self.cycle.progress());
            let number = self.cycle.number();
            self.status.count_created(number, &self.cycle.tally);
            self.status.count_known(&self.cycle.tally);
        }
        self.status.escrowed = self.store().escrowed();
        let (initial, initial_done) = match self.initial.take() {
            Some((tally, moment)) => (tally, Some(moment)),
            None => {
                let mut tally = self.cycle.tally.clone();
                tally.duration = self.now().since_start();
                tally.target = self.cycle.target.tally(self.now());
                tally.memberships_overwritten = self.cycle.memberships_overwritten();
                (tally, None)
            }
        };
        let store = &self.cycle.memory;
        self.status.staged = store.staged.len() as u64;
        JobEnd {
            initial,
            initial_done,
            changes: store.ledger.counts,
            missed_references: store.missed_references,
            lost_memberships: store.lost_memberships,
            left_by_action: self.left_by_action,
            open_changes: store.ledger.open_changes(),
            status: self.status,
            broken_off,
        }
    }
}
