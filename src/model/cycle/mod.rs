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
//! | `mod.rs` | phases, connections picking up work, the way in |
//! | `source.rs` | pages of the directory, in order |
//! | `task.rs` | what a connection is busy with |
//! | `calls.rs` | a call to the target: pacing, 429, failures |
//! | `objects.rs` | the steps of users and groups |
//! | `references.rs` | the steps of managers and memberships |

mod calls;
mod objects;
mod references;
mod source;
mod task;

use super::chance::{Chance, Streams};
use super::directory::{UserState, draw_scope};
use super::drawn::CycleInput;
use super::errors::{ErrorCode, ErrorShares};
use super::parameters::{Parameter, Values};
use super::record::{Activity, CycleTally, Observer};
use super::setup::Connector;
use super::target::Target;
use crate::kernel::sample::LogNormal;
use crate::kernel::{Calendar, Gate, InvalidLimit, Model, QuantileTable, run};
use crate::units::{SimDuration, SimTime};

use references::References;
use source::Source;
use task::{Slot, Stage, Task};

/// What can happen in a cycle.
#[derive(Clone, Copy, Debug)]
enum Event {
    /// A page of the source has been read.
    PageRead,
    /// A connection's present step is over.
    Connection(u16),
}

/// The parts of a cycle, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    Probe,
    Objects,
    ObjectRetries,
    References,
    ReferenceRetries,
    Done,
}

/// Memory that is kept from one replication to the next.
#[derive(Debug, Default)]
pub struct Workspace {
    users: Vec<UserState>,
    groups_present: Vec<bool>,
    calendar: Option<Calendar<Event>>,
}

/// Times that the service itself takes.
struct Evaluation {
    mean_secs: f64,
    page_mean_secs: f64,
    /// Of mean one.
    variation: QuantileTable,
}

impl Evaluation {
    fn new(values: &Values) -> Self {
        Self {
            mean_secs: values[Parameter::Evaluation],
            page_mean_secs: values[Parameter::PageRead],
            variation: QuantileTable::new(LogNormal::from_mean_and_cv(
                1.0,
                values[Parameter::EvaluationCv],
            )),
        }
    }

    fn object(&self, unit: f64) -> SimDuration {
        SimDuration::from_secs_f64(self.mean_secs * self.variation.at(unit))
    }

    fn page_read(&self, unit: f64) -> SimDuration {
        SimDuration::from_secs_f64(self.page_mean_secs * self.variation.at(unit))
    }
}

/// Whole numbers that the steps of a task ask for again and again.
struct Rules {
    matching_attributes: u64,
    licences: u64,
    retries_in_cycle: u64,
    refusals_before_escrow: u64,
}

impl Rules {
    fn new(values: &Values) -> Self {
        Self {
            matching_attributes: values.count(Parameter::MatchingAttributes).max(1),
            licences: values.count(Parameter::Licences),
            retries_in_cycle: values.count(Parameter::RetriesInCycle),
            refusals_before_escrow: values.count(Parameter::RefusalsBeforeEscrow),
        }
    }
}

struct Cycle<'a, O> {
    input: &'a CycleInput<'a>,
    streams: Streams,
    target: Target,
    gate: Gate,
    phase: Phase,
    source: Source,
    references: References,
    slots: Vec<Slot>,
    idle: Vec<u16>,
    /// Failed tasks to be tried again at the end of the pass, with the number of the attempt.
    retries: Vec<(Task, u8)>,
    due: Vec<(Task, u8)>,
    users: &'a mut [UserState],
    groups_present: &'a mut [bool],
    user_errors: ErrorShares,
    group_errors: ErrorShares,
    evaluation: Evaluation,
    rules: Rules,
    probed: bool,
    tally: CycleTally,
    observer: &'a mut O,
}

/// Simulates one initial cycle and returns its tally; `observer` sees the moments in between.
///
/// # Errors
/// [`InvalidLimit`] when a limit of the setup lets nothing pass. Scenario files with such limits do not parse.
///
/// ```
/// use cyclecast::model::{Chance, CycleInput, Inputs, Parameter, ScopeMode, Setup, Uncertain};
/// use cyclecast::model::{Workspace, simulate};
///
/// let setup = Setup::new(ScopeMode::AllUsers)
///     .with(Parameter::TenantUsers, Uncertain::Fixed(500.0));
/// let chance = Chance::new(1, 0);
/// let input = CycleInput::new(&setup, chance, Inputs::Drawn);
/// let tally = simulate(&input, chance, &mut Workspace::default(), &mut ())?;
/// assert_eq!(tally.users_in_scope, tally.users_with_access() + tally.users_escrowed);
/// # Ok::<(), cyclecast::kernel::InvalidLimit>(())
/// ```
pub fn simulate<O: Observer>(
    input: &CycleInput<'_>,
    chance: Chance,
    workspace: &mut Workspace,
    observer: &mut O,
) -> Result<CycleTally, InvalidLimit> {
    let streams = chance.streams();
    let in_scope = draw_scope(input, &streams, &mut workspace.users);
    workspace.groups_present.clear();
    workspace
        .groups_present
        .resize(input.group_sizes.len(), false);
    let calendar = workspace.calendar.get_or_insert_default();
    calendar.clear();
    let mut cycle = Cycle::new(
        input,
        streams,
        Target::new(input)?,
        &mut workspace.users,
        &mut workspace.groups_present,
        observer,
    );
    cycle.tally.users_in_scope = u64::from(in_scope);
    cycle.tally.groups_in_scope = input.group_sizes.len() as u64;
    cycle.tally.pages = cycle.source.pages();
    cycle
        .observer
        .cycle_starts(u64::from(in_scope), cycle.tally.pages);
    cycle.start(calendar);
    let end = run(&mut cycle, calendar);
    Ok(cycle.finish(end))
}

impl<'a, O: Observer> Cycle<'a, O> {
    fn new(
        input: &'a CycleInput<'a>,
        streams: Streams,
        target: Target,
        users: &'a mut [UserState],
        groups_present: &'a mut [bool],
        observer: &'a mut O,
    ) -> Self {
        let values = &input.values;
        // The catalogue keeps connections between one and a thousand.
        let connections = values.count(Parameter::Connections).clamp(1, 1_000) as u16;
        Self {
            input,
            streams,
            target,
            gate: Gate::open(),
            phase: Phase::Probe,
            source: Source::new(input),
            references: References::new(input),
            slots: vec![Slot::idle(); usize::from(connections)],
            idle: (0..connections).rev().collect(),
            retries: Vec::new(),
            due: Vec::new(),
            users,
            groups_present,
            user_errors: ErrorShares::per_user(values),
            group_errors: ErrorShares::per_group(values),
            evaluation: Evaluation::new(values),
            rules: Rules::new(values),
            probed: false,
            tally: CycleTally {
                connections: u64::from(connections),
                ..CycleTally::default()
            },
            observer,
        }
    }

    fn start(&mut self, calendar: &mut Calendar<Event>) {
        self.wake_idle(SimTime::ZERO, calendar);
    }

    fn finish(mut self, end: SimTime) -> CycleTally {
        self.observer.pages_done(end, self.tally.pages);
        self.observer.cycle_ends(end);
        self.tally.duration = end.since_start();
        self.tally
    }

    /// Gives every idle connection work, as far as there is any.
    fn wake_idle(&mut self, now: SimTime, calendar: &mut Calendar<Event>) {
        let mut waiting = self.idle.len();
        while waiting > 0 {
            waiting -= 1;
            let Some((task, attempt)) = self.next_task(now, calendar) else {
                return;
            };
            // The length was taken from this very list, which only shrinks in this loop.
            if let Some(slot) = self.idle.pop() {
                let since = self.slots[usize::from(slot)].idle_since;
                let reason = self.slots[usize::from(slot)].idle_reason;
                self.tally.spent[reason as usize] += now - since;
                self.begin(slot, task, attempt, now, calendar);
            }
        }
    }

    /// A connection has finished a task: it takes the next one or falls idle.
    fn release(&mut self, slot: u16, now: SimTime, calendar: &mut Calendar<Event>) {
        if let Some((task, attempt)) = self.next_task(now, calendar) {
            self.begin(slot, task, attempt, now, calendar);
            return;
        }
        let reason = if self.phase == Phase::Objects && self.source.is_reading() {
            Activity::Reading
        } else {
            Activity::Idle
        };
        let place = &mut self.slots[usize::from(slot)];
        place.idle_since = now;
        place.idle_reason = reason;
        self.idle.push(slot);
    }

    fn next_task(&mut self, now: SimTime, calendar: &mut Calendar<Event>) -> Option<(Task, u8)> {
        match self.phase {
            Phase::Probe => {
                (!std::mem::replace(&mut self.probed, true)).then_some((Task::Probe, 0))
            }
            Phase::Objects => {
                let task = self.source.next_object(self.input);
                self.read_ahead(now, calendar);
                task.map(|task| (task, 0))
            }
            Phase::References => self.next_reference().map(|task| (task, 0)),
            Phase::ObjectRetries | Phase::ReferenceRetries => self.due.pop(),
            Phase::Done => None,
        }
    }

    /// Moves to the next phase once every connection is idle and nothing of the present one is left.
    fn settle(&mut self, now: SimTime, calendar: &mut Calendar<Event>) {
        while self.phase != Phase::Done
            && self.idle.len() == self.slots.len()
            && !(self.phase == Phase::Objects && self.source.is_reading())
        {
            self.enter_next_phase();
            self.close_idle_spells(now);
            self.wake_idle(now, calendar);
            if self.phase == Phase::Objects {
                self.read_ahead(now, calendar);
            }
        }
    }

    fn enter_next_phase(&mut self) {
        let retries_left = !self.retries.is_empty();
        self.phase = match self.phase {
            Phase::Probe => Phase::Objects,
            Phase::Objects | Phase::ObjectRetries if retries_left => Phase::ObjectRetries,
            Phase::Objects | Phase::ObjectRetries => Phase::References,
            Phase::References | Phase::ReferenceRetries if retries_left => Phase::ReferenceRetries,
            Phase::References | Phase::ReferenceRetries | Phase::Done => Phase::Done,
        };
        match self.phase {
            Phase::ObjectRetries | Phase::ReferenceRetries => {
                // In order of failure: the list is taken from its end.
                std::mem::swap(&mut self.due, &mut self.retries);
                self.due.reverse();
            }
            Phase::References => self.open_references(),
            _ => {}
        }
    }

    /// Books the idle time so far, so that a phase's waiting is counted under the phase's own reason.
    fn close_idle_spells(&mut self, now: SimTime) {
        let reason = if self.phase == Phase::Objects {
            Activity::Reading
        } else {
            Activity::Idle
        };
        for place in &mut self.slots {
            self.tally.spent[place.idle_reason as usize] += now - place.idle_since;
            place.idle_since = now;
            place.idle_reason = reason;
        }
    }

    /// Starts to read the next page when the work that is read would not fill another page.
    fn read_ahead(&mut self, now: SimTime, calendar: &mut Calendar<Event>) {
        if let Some(page) = self.source.start_reading() {
            let time = self
                .evaluation
                .page_read(self.streams.page_read.unit(page, 0));
            calendar.schedule(now + time, Event::PageRead);
        }
    }

    fn page_arrives(&mut self, now: SimTime, calendar: &mut Calendar<Event>) {
        self.source.page_arrives();
        self.report_pages(now);
        self.read_ahead(now, calendar);
        self.wake_idle(now, calendar);
    }

    fn report_pages(&mut self, now: SimTime) {
        let done = self.source.pages_done();
        self.observer.pages_done(now, done);
    }

    fn spend(&mut self, slot: u16, activity: Activity, time: SimDuration) {
        let retrying = self.slots[usize::from(slot)].attempt > 0;
        let booked = match activity {
            Activity::WaitingForLimits | Activity::TargetQueue => activity,
            _ if retrying => Activity::Retrying,
            activity => activity,
        };
        self.tally.spent[booked as usize] += time;
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
        match event {
            Event::PageRead => self.page_arrives(now, calendar),
            Event::Connection(slot) => match self.slots[usize::from(slot)].stage {
                Stage::Evaluating => self.evaluated(slot, now, calendar),
                Stage::ReadingMembers => self.write_members(slot, now, calendar),
                Stage::WaitingToSend => self.send(slot, now, calendar),
                Stage::Calling(answer) => self.answered(slot, answer, now, calendar),
            },
        }
        self.settle(now, calendar);
    }
}

#[cfg(test)]
mod tests;
