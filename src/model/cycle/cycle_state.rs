//! The state of a cycle, and what happens in it.

use super::backoff::Backoff;
use super::batch::{Batch, Held};
use super::memory::Memory;
use super::references::References;
use super::service_times::{OwnTimes, Rules};
use super::source_pages::Source;
use super::task::{Phase, Probe, Slot, Stage, Task};
use super::workspace::{Event, Workspace};
use crate::kernel::{Calendar, Gate, Model};
use crate::model::chance::{Chance, Streams};
use crate::model::change::ChangeStatus;
use crate::model::directory::{Directory, Object, Removal};
use crate::model::error_shares::ErrorShares;
use crate::model::errors::ErrorCode;
use crate::model::input::CycleInput;
use crate::model::parameters::Parameter;
use crate::model::record::{Clock, CycleTally, Observer};
use crate::model::refusable::Operations;
use crate::model::setup::Connector;
use crate::model::target::Target;
use crate::units::SimTime;

/// So many events pass between asking the observer whether to go on: some milliseconds.
const EVENTS_BETWEEN_ASKING: u64 = 1 << 16;

/// One cycle of a job, initial or incremental, with the job's `memory` if it has one.
pub(in crate::model) struct Cycle<'a, O, M> {
    pub(in crate::model) input: &'a CycleInput<'a>,
    pub(in crate::model) streams: Streams,
    /// Of several jobs side by side, the one whose event it is has the target that serves them all.
    pub(in crate::model) target: Box<Target>,
    pub(super) gate: Gate,
    /// Whether the job paces itself by limits of the target.
    pub(super) keeps_limits: bool,
    /// Whether nothing but a pause or a limit keeps a call from being worked on as it comes.
    pub(super) is_undisturbed: bool,
    /// Whether a pause or a limit may.
    pub(super) is_limited: bool,
    pub(super) backoff: Backoff,
    pub(super) phase: Phase,
    pub(super) source: Source,
    pub(super) references: References,
    pub(super) slots: Vec<Slot>,
    pub(super) idle: Vec<u16>,
    /// Failed tasks to be tried again at the end of the pass, with the number of the attempt.
    pub(super) retries: Vec<(Task, u8)>,
    pub(super) due: Vec<(Task, u8)>,
    /// Tasks that were broken off, to be done first when the cycle goes on.
    pub(super) interrupted: Vec<(Task, u8)>,
    /// What is to be taken out of the target at the end of the objects.
    pub(super) removals: Vec<Removal>,
    pub(in crate::model) directory: &'a mut Directory,
    pub(in crate::model) memory: M,
    pub(super) batch: Batch,
    /// Whether every object is looked at, not only what changed.
    pub(super) is_full: bool,
    /// Number within the job, from zero.
    pub(super) number: u64,
    pub(super) began: SimTime,
    pub(in crate::model) user_errors: ErrorShares,
    pub(super) group_errors: ErrorShares,
    pub(super) operations: Operations,
    pub(super) own_times: OwnTimes,
    pub(super) rules: Rules,
    pub(super) probe: Probe,
    /// Calls in a row that failed, of a job's cycle.
    pub(super) failures_in_a_row: u64,
    pub(in crate::model) tally: CycleTally,
    pub(in crate::model) clock: Clock<'a, O>,
    pub(super) calendar: &'a mut Calendar<Event>,
}

impl<'a, O: Observer> Cycle<'a, O, ()> {
    /// An initial cycle on its own that is ready for its first call at `starts`.
    pub(in crate::model) fn prepared(
        input: &'a CycleInput<'a>,
        chance: Chance,
        starts: SimTime,
        target: Box<Target>,
        workspace: &'a mut Workspace,
        observer: &'a mut O,
    ) -> Self {
        let mut cycle = Self::new(input, chance, target, workspace, observer, |_| ());
        cycle.clock.now = starts;
        cycle.prepare_full();
        cycle
    }
}

impl<'a, O: Observer, M: Memory> Cycle<'a, O, M> {
    /// A cycle with nothing to do yet, at the start of the simulation; `memory` is made for the directory as it is then.
    pub(in crate::model) fn new(
        input: &'a CycleInput<'a>,
        chance: Chance,
        target: Box<Target>,
        workspace: &'a mut Workspace,
        observer: &'a mut O,
        memory: impl FnOnce(&Directory) -> M,
    ) -> Self {
        let Workspace {
            directory,
            calendar,
            variations,
            ..
        } = workspace;
        let streams = chance.streams();
        directory.set_up(input, &streams);
        calendar.clear();
        let values = &input.values;
        let members_per_request = target.members_per_request();
        // The catalogue keeps connections between one and a thousand.
        let connections = values.count(Parameter::Connections).clamp(1, 1_000) as u16;
        let mut cycle = Self {
            input,
            streams,
            target,
            gate: Gate::open(),
            keeps_limits: input.setup.connector == Connector::Gallery
                && !input.setup.limits.is_empty(),
            is_undisturbed: false,
            is_limited: true,
            backoff: Backoff::new(values),
            phase: Phase::Probe,
            source: Source::default(),
            references: References::new(input, members_per_request),
            slots: (0..connections).map(Slot::idle).collect(),
            idle: (0..connections).rev().collect(),
            retries: Vec::new(),
            due: Vec::new(),
            interrupted: Vec::new(),
            removals: Vec::new(),
            memory: memory(directory),
            directory,
            batch: Batch::default(),
            is_full: true,
            number: 0,
            began: SimTime::ZERO,
            user_errors: ErrorShares::per_user(values),
            group_errors: ErrorShares::per_group(values),
            operations: Operations::new(values),
            own_times: OwnTimes::new(values, variations),
            rules: Rules::new(values),
            probe: Probe::Due,
            failures_in_a_row: 0,
            tally: CycleTally::default(),
            clock: Clock {
                now: SimTime::ZERO,
                observer,
            },
            calendar,
        };
        cycle.count_what_is_there();
        cycle
    }

    /// When something happens next; where nothing is left, when something happened last.
    pub(in crate::model) fn next_time(&self) -> SimTime {
        self.calendar.next_time().unwrap_or(self.clock.now)
    }

    /// Ends a connection's step at `at`, which is when the event comes.
    #[inline(always)]
    pub(super) fn until(&mut self, slot: &mut Slot, stage: Stage, at: SimTime) {
        slot.stage = stage;
        self.calendar.schedule(at, Event::Connection(slot.number));
    }

    /// A connection's present step is over.
    #[inline(always)]
    fn goes_on(&mut self, slot: &mut Slot) {
        match slot.stage {
            Stage::TakingUp => self.take_up(slot),
            Stage::Evaluating | Stage::Skipping => self.evaluated(slot),
            Stage::Failing => {
                self.fails_for_good(slot, slot.error.unwrap_or(ErrorCode::InternalError))
            }
            Stage::ReadingMembers => self.write_members(slot),
            Stage::WaitingToSend => self.send(slot),
            Stage::HeldBack => self.served(slot),
            Stage::Calling => self.answered(slot, slot.answer),
            Stage::CallDue | Stage::Leaving | Stage::Elsewhere => {}
        }
        self.send_what_is_due(slot);
    }

    pub(super) fn count_error(&mut self, code: ErrorCode, how_many: u64) {
        self.tally.errors[code as usize] += how_many;
    }

    /// Ends all changes of an object, and its stay in escrow.
    #[inline(always)]
    pub(in crate::model) fn settle(&mut self, object: Object, status: ChangeStatus) {
        self.memory.settle(object, status, &mut self.clock);
    }

    /// Gives every change of a chain a status.
    pub(in crate::model) fn settle_chain(&mut self, change: u32, status: ChangeStatus) {
        self.memory.settle_chain(change, status, &mut self.clock);
    }

    /// A reference failed that was not in escrow before.
    pub(super) fn reference_fails(&mut self, held: Held, code: ErrorCode) {
        self.memory.reference_fails(held, code, &mut self.clock);
    }

    /// The retry of a reference in escrow succeeded, or failed with a code; whether it waits there for another.
    pub(super) fn reference_retried(&mut self, index: u32, failure: Option<ErrorCode>) -> bool {
        self.memory
            .reference_retried(index, failure, &mut self.clock)
    }
}

impl<O: Observer, M: Memory> Model for Cycle<'_, O, M> {
    type Event = Event;

    fn calendar(&mut self) -> &mut Calendar<Event> {
        self.calendar
    }

    #[inline(always)]
    fn handle(&mut self, now: SimTime, event: Event) {
        self.clock.now = now;
        self.tally.events += 1;
        if self.tally.events.is_multiple_of(EVENTS_BETWEEN_ASKING) && self.clock.observer.stops() {
            self.tally.broken_off = true;
            self.calendar.clear();
            return;
        }
        match event {
            Event::Begins => self.begins(),
            Event::PageRead => self.page_arrives(),
            Event::Connection(number) => {
                let number = usize::from(number);
                if self.goes_on_as_usual(number) {
                    // The connection has work: no phase is over.
                    return;
                }
                // Worked on as a copy, whose fields the compiler finds without a look at the list.
                let mut slot = self.slots[number];
                self.goes_on(&mut slot);
                self.slots[number] = slot;
            }
        }
        if self.tally.failed_with.is_some() {
            // The target refuses everything: nothing further is tried.
            self.interrupt();
            return;
        }
        self.settle_phase();
    }
}
