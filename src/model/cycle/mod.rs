//! One initial cycle, event by event.
//!
//! A bounded number of connections work side by side, each on one object at a time: evaluate it, look it up,
//! create or change it. A reader fetches pages of the source one after another, a page ahead of the work. Users and
//! groups come first, then managers and memberships; what failed transiently is tried again at the end of
//! its pass. The watermark is stored at the end. (how-provisioning-works, steps 1 to 7; the order of references from
//! user-provisioning, 06/12/2019.)
//!
//! | file | what it holds |
//! |---|---|
//! | `mod.rs` | the cycle's state, the way in, the events |
//! | `phases.rs` | the phases, and connections picking up work |
//! | `service.rs` | the service's own times and rules |
//! | `source.rs` | pages of the directory, in order |
//! | `spent.rs` | what time is booked under |
//! | `task.rs` | what a connection is busy with |
//! | `calls.rs` | a call to the target: pacing, answers |
//! | `refusals.rs` | what a job does after a 429 |
//! | `operations.rs` | kinds of changes that the target refuses |
//! | `objects.rs` | the steps of users |
//! | `groups.rs` | the steps of groups |
//! | `references.rs` | the reference pass and the steps of managers |
//! | `members.rs` | the steps of memberships |
//! | `failures.rs`, `quotas.rs` | what a failed task comes to; quotas of objects |
//! | `workspace.rs` | memory that is kept from one replication to the next |
//! | `tell.rs` | what an observer is told of the work in hand |
//! | `known.rs` | users whom the service knows already |
//! | `removals.rs` | the steps of disabling and deleting |
//! | `access.rs` | what a job asks of its cycle |
//! | `address.rs` | the address of a task's luck |
//! | `batch.rs` | the work of an incremental cycle |
//! | `changed.rs` | the references of an incremental cycle |
//! | `course.rs` | begin, interruption, going on and end of the cycles of a job |

mod access;
mod address;
mod batch;
mod calls;
mod changed;
mod course;
mod failures;
mod groups;
mod known;
mod members;
mod objects;
mod operations;
mod phases;
mod quotas;
mod references;
mod refusals;
mod removals;
mod service;
mod source;
mod spent;
mod task;
mod tell;
mod workspace;

use std::cell::RefCell;
use std::rc::Rc;

use super::chance::{Chance, Streams};
use super::directory::{GroupState, UserState, draw_scope};
use super::drawn::CycleInput;
use super::error_shares::ErrorShares;
use super::errors::ErrorCode;
use super::initial::{CycleError, within_the_clock};
use super::job::{Fate, Removal, Store};
use super::parameters::Parameter;
use super::record::{CycleTally, Observer};
use super::setup::Connector;
use super::target::Target;
use crate::kernel::{Calendar, Gate, Model, run};
use crate::units::{SimDuration, SimTime};

use batch::Batch;
use operations::Operations;
use phases::{Phase, Probe};
use references::References;
use refusals::Refusals;
use service::{OwnTimes, Rules};
use source::Source;
use task::{Slot, Stage, Task};
pub use workspace::Workspace;

/// So many events pass between asking the observer whether to go on: some milliseconds.
const EVENTS_BETWEEN_ASKING: u64 = 1 << 16;

/// What can happen in a cycle.
#[derive(Clone, Copy, Debug)]
pub(super) enum Event {
    /// The fixed time before the first call is over.
    Begins,
    /// A page of the source has been read.
    PageRead,
    /// A connection's present step is over.
    Connection(u16),
}

pub(super) struct Cycle<'a, O> {
    input: &'a CycleInput<'a>,
    streams: Streams,
    /// Shared by all jobs that it serves.
    pub(super) target: Rc<RefCell<Target>>,
    gate: Gate,
    refusals: Refusals,
    phase: Phase,
    source: Source,
    references: References,
    slots: Vec<Slot>,
    idle: Vec<u16>,
    /// Failed tasks to be tried again at the end of the pass, with the number of the attempt.
    retries: Vec<(Task, u8)>,
    due: Vec<(Task, u8)>,
    /// Tasks that were broken off, to be done first when the cycle goes on.
    interrupted: Vec<(Task, u8)>,
    /// What is to be taken out of the target at the end of the objects.
    removals: Vec<Removal>,
    pub(super) users: &'a mut Vec<UserState>,
    pub(super) groups: &'a mut Vec<GroupState>,
    pub(super) group_sizes: &'a mut Vec<u32>,
    /// What outlasts the cycle, where it is one of a job's.
    pub(super) store: Option<Box<Store>>,
    batch: Batch,
    /// Whether every object is looked at, not only what changed.
    is_full: bool,
    /// Number within the job, from zero.
    number: u64,
    began: SimTime,
    stopped_at: SimTime,
    pub(super) user_errors: ErrorShares,
    group_errors: ErrorShares,
    operations: Operations,
    own_times: OwnTimes,
    rules: Rules,
    probe: Probe,
    /// Calls in a row that failed, of a job's cycle.
    failures_in_a_row: u64,
    pub(super) tally: CycleTally,
    pub(super) observer: &'a mut O,
}

/// Simulates the initial cycle of one job for the whole scope.
///
/// # Errors
/// When a limit of the setup lets nothing pass, or the cycle would last longer than the clock.
pub(super) fn simulate_one<O: Observer>(
    input: &CycleInput<'_>,
    chance: Chance,
    workspace: &mut Workspace,
    observer: &mut O,
) -> Result<CycleTally, CycleError> {
    let target = Rc::new(RefCell::new(Target::new(
        input,
        1,
        &mut workspace.variations,
    )?));
    let start = SimTime::ZERO;
    let (mut cycle, calendar) = Cycle::prepared(input, chance, start, target, workspace, observer);
    cycle.start(start, calendar);
    let end = run(&mut cycle, calendar);
    within_the_clock(end, input.values.count(Parameter::Connections))?;
    cycle.finish(end);
    Ok(cycle.tally)
}

impl<'a, O: Observer> Cycle<'a, O> {
    /// An initial cycle that is ready for its first call at `starts`, and its empty calendar.
    pub(super) fn prepared(
        input: &'a CycleInput<'a>,
        chance: Chance,
        starts: SimTime,
        target: Rc<RefCell<Target>>,
        workspace: &'a mut Workspace,
        observer: &'a mut O,
    ) -> (Self, &'a mut Calendar<Event>) {
        let streams = chance.streams();
        let in_scope = draw_scope(input, &streams, &mut workspace.users);
        workspace.set_up_groups(input);
        let (mut cycle, calendar) = Self::new(input, streams, target, workspace, observer);
        cycle.count_what_is_there();
        cycle.prepare_full(u64::from(in_scope), starts);
        (cycle, calendar)
    }

    /// A cycle with nothing to do yet, and its empty calendar. The workspace has the states of users and groups.
    pub(super) fn new(
        input: &'a CycleInput<'a>,
        streams: Streams,
        target: Rc<RefCell<Target>>,
        workspace: &'a mut Workspace,
        observer: &'a mut O,
    ) -> (Self, &'a mut Calendar<Event>) {
        let Workspace {
            users,
            groups,
            group_sizes,
            calendar,
            variations,
            ..
        } = workspace;
        let calendar = calendar.get_or_insert_default();
        calendar.clear();
        let values = &input.values;
        let members_per_request = target.borrow().members_per_request();
        // The catalogue keeps connections between one and a thousand.
        let connections = values.count(Parameter::Connections).clamp(1, 1_000) as u16;
        let cycle = Self {
            input,
            streams,
            target,
            gate: Gate::open(),
            refusals: Refusals::new(values),
            phase: Phase::Probe,
            source: Source::default(),
            references: References::new(input, groups.len(), members_per_request),
            slots: vec![Slot::idle(); usize::from(connections)],
            idle: (0..connections).rev().collect(),
            retries: Vec::new(),
            due: Vec::new(),
            interrupted: Vec::new(),
            removals: Vec::new(),
            users,
            groups,
            group_sizes,
            store: None,
            batch: Batch::default(),
            is_full: true,
            number: 0,
            began: SimTime::ZERO,
            stopped_at: SimTime::ZERO,
            user_errors: ErrorShares::per_user(values),
            group_errors: ErrorShares::per_group(values),
            operations: Operations::new(values),
            own_times: OwnTimes::new(values, variations),
            rules: Rules::new(values),
            probe: Probe::Due,
            failures_in_a_row: 0,
            tally: CycleTally::default(),
            observer,
        };
        (cycle, calendar)
    }

    /// Ends a connection's step at `at`, which is when the event comes.
    fn until(&mut self, slot: u16, stage: Stage, at: SimTime, calendar: &mut Calendar<Event>) {
        self.slots[usize::from(slot)].stage = stage;
        calendar.schedule(at, Event::Connection(slot));
    }

    fn count_error(&mut self, code: ErrorCode, how_many: u64) {
        self.tally.errors[code as usize] += how_many;
    }
}

impl<O: Observer> Model for Cycle<'_, O> {
    type Event = Event;

    fn handle(&mut self, now: SimTime, event: Event, calendar: &mut Calendar<Event>) {
        self.tally.events += 1;
        if self.tally.events.is_multiple_of(EVENTS_BETWEEN_ASKING) && self.observer.stops() {
            self.tally.broken_off = true;
            calendar.clear();
            return;
        }
        match event {
            Event::Begins => self.begins(now, calendar),
            Event::PageRead => self.page_arrives(now, calendar),
            Event::Connection(slot) => match self.slots[usize::from(slot)].stage {
                Stage::TakingUp => self.take_up(slot, now, calendar),
                Stage::Evaluating => self.evaluated(slot, now, calendar),
                Stage::Failing(code) => self.fails_for_good(slot, code, now, calendar),
                Stage::ReadingMembers => self.write_members(slot, now, calendar),
                Stage::WaitingToSend => self.send(slot, now, calendar),
                Stage::HeldBack => self.served(slot, now, calendar),
                Stage::Calling(answer) => self.answered(slot, answer, now, calendar),
            },
        }
        if self.tally.failed_with.is_some() {
            // The target refuses everything: nothing further is tried.
            self.interrupt(now, calendar);
            return;
        }
        self.settle(now, calendar);
    }
}

#[cfg(test)]
mod tests;
