//! An initial cycle that is played to a target elsewhere: what is called next is decided here as in every simulation, the answers and the clock come from
//! outside.

use super::chance::Chance;
use super::cycle::{AnswerElsewhere, CallElsewhere, Cycle, Workspace};
use super::cycle_error::CycleError;
use super::input::CycleInput;
use super::record::{CycleTally, Observer};
use super::target::Target;
use crate::kernel::Model;
use crate::units::SimTime;

/// An initial cycle under way. Moments count from its start and must not go back.
///
/// ```
/// use cyclecast::model::{Answer, AnswerElsewhere, Chance, CycleInput, Endpoint, Inputs, Parameter};
/// use cyclecast::model::{PlayedCycle, ScopeMode, Setup, Uncertain, Workspace};
/// use cyclecast::units::{SimDuration, SimTime};
///
/// let setup = Setup::new(ScopeMode::AllUsers).with(Parameter::TenantUsers, Uncertain::Fixed(20.0));
/// let chance = Chance::new(1, 0);
/// let input = CycleInput::new(&setup, chance, Inputs::Median);
/// let mut workspace = Workspace::default();
/// let mut watch = ();
/// let mut cycle = PlayedCycle::begin(&input, chance, &mut workspace, &mut watch)?;
/// let mut now = SimTime::ZERO;
/// while !cycle.is_over() {
///     let mut calls = Vec::new();
///     cycle.advance(now, &mut |call| calls.push(call));
///     for call in calls {
///         // A target that holds nobody and answers within a millisecond.
///         now = now + SimDuration::from_nanos(1_000_000);
///         let found = (call.endpoint == Endpoint::UserGet).then_some(false);
///         cycle.answer(call.connection, now, AnswerElsewhere { at: now, answer: Answer::Success, found });
///     }
///     now = now.max(cycle.next_time().unwrap_or(now));
/// }
/// assert_eq!(cycle.end(now).users_created, 20);
/// # Ok::<(), cyclecast::model::CycleError>(())
/// ```
pub struct PlayedCycle<'a, O: Observer> {
    cycle: Cycle<'a, O, ()>,
    under_way: usize,
}

impl<'a, O: Observer> PlayedCycle<'a, O> {
    /// Prepares a cycle and starts it now.
    ///
    /// # Errors
    /// [`CycleError`]: a limit of the setup lets nothing pass.
    pub fn begin(
        input: &'a CycleInput<'a>,
        chance: Chance,
        workspace: &'a mut Workspace,
        observer: &'a mut O,
    ) -> Result<Self, CycleError> {
        let mut target = Box::new(Target::new(input, 1, &mut workspace.variations)?);
        target.is_played_elsewhere();
        let mut cycle = Cycle::prepared(input, chance, SimTime::ZERO, target, workspace, observer);
        cycle.start();
        Ok(Self {
            cycle,
            under_way: 0,
        })
    }

    /// The users in scope whom the inputs have exist in the target before the cycle.
    pub fn existing_users(&self) -> Vec<u32> {
        self.cycle.existing_users().collect()
    }

    /// Connections of the job.
    pub fn connections(&self) -> usize {
        self.cycle.tally.connections as usize
    }

    /// When something happens next by itself; none while everything waits for answers, and at the end.
    pub fn next_time(&mut self) -> Option<SimTime> {
        self.cycle.calendar().next_time()
    }

    /// Lets everything happen that is due by `now`, and hands out the calls that become due.
    pub fn advance(&mut self, now: SimTime, leave: &mut dyn FnMut(CallElsewhere)) {
        while let Some(event) = self.due(now) {
            self.cycle.handle(now, event);
            let under_way = &mut self.under_way;
            self.cycle.calls_leaving(&mut |call| {
                *under_way += 1;
                leave(call);
            });
        }
    }

    fn due(&mut self, now: SimTime) -> Option<<Cycle<'a, O, ()> as Model>::Event> {
        let calendar = self.cycle.calendar();
        calendar.next_time().filter(|next| *next <= now)?;
        calendar.pop().map(|(_, event)| event)
    }

    /// Takes in what came of a connection's call.
    pub fn answer(&mut self, connection: u16, now: SimTime, found: AnswerElsewhere) {
        self.under_way = self.under_way.saturating_sub(1);
        self.cycle.answered_elsewhere(connection, now, found);
    }

    /// Calls that are handed out and not answered.
    pub fn under_way(&self) -> usize {
        self.under_way
    }

    /// Whether nothing is left to happen.
    pub fn is_over(&mut self) -> bool {
        self.under_way == 0 && self.next_time().is_none()
    }

    /// Objects dealt with so far, and pages done of all.
    pub fn progress(&self) -> (u64, (u64, u64)) {
        (self.cycle.objects_done(), self.cycle.progress())
    }

    /// The counts as they stand.
    pub fn tally(&self) -> &CycleTally {
        &self.cycle.tally
    }

    /// Ends the cycle and returns its counts; one that is broken off ends as far as it came.
    pub fn end(mut self, now: SimTime) -> CycleTally {
        let is_whole = self.is_over() && self.cycle.tally.failed_with.is_none();
        self.cycle.forget_elsewhere();
        self.cycle.clock.now = now;
        if is_whole {
            self.cycle.finish();
        } else {
            self.cycle.interrupt();
            self.cycle.tally.broken_off = true;
        }
        self.cycle.tally
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::endpoint::Endpoint;
    use crate::model::input::Inputs;
    use crate::model::parameters::{Parameter, Uncertain};
    use crate::model::record::Answer;
    use crate::model::setup::{Connector, GroupSizes, ScopeMode, Setup};
    use crate::model::simulate;
    use crate::model::{LimitKind, LimitRule};
    use crate::units::SimDuration;

    /// Everything happens under so many users and groups; each call is answered after a time that depends on its endpoint alone.
    fn setup() -> Setup {
        let fixed = Uncertain::Fixed;
        let mut setup = Setup::new(ScopeMode::AllUsersAndGroups)
            .with(Parameter::TenantUsers, fixed(300.0))
            .with(Parameter::TenantGroups, fixed(4.0))
            .with(Parameter::FilterShare, fixed(0.9))
            .with(Parameter::ManagerShare, fixed(0.5))
            .with(Parameter::MatchingAttributes, fixed(2.0))
            .with(Parameter::LatencyCv, fixed(0.0))
            .with(Parameter::GroupPatchPerThousand, fixed(0.0))
            .with(Parameter::GroupGetPerThousand, fixed(0.0))
            .with(Parameter::PerExtraMember, fixed(0.0));
        setup.group_sizes = GroupSizes::Listed(vec![3, 120, 0, 45]);
        // A simulated target fails by luck, and the one that is played to does not.
        for luck in [
            Parameter::InternalServerError,
            Parameter::WebExceptionProtocolError,
            Parameter::InternalError,
        ] {
            setup.set(luck, fixed(0.0));
        }
        let times = [
            Parameter::UserGet,
            Parameter::UserPost,
            Parameter::UserPatch,
            Parameter::GroupGet,
            Parameter::GroupPost,
            Parameter::GroupPatch,
        ];
        for (index, parameter) in times.into_iter().enumerate() {
            setup.set(parameter, fixed(0.011 * (index + 1) as f64));
        }
        setup
    }

    /// Plays a setup to a target that answers after the setup's own times and finds nobody, by a clock of its own.
    fn played(setup: &Setup, chance: Chance) -> CycleTally {
        let input = CycleInput::new(setup, chance, Inputs::Median);
        let (mut workspace, mut watch) = (Workspace::default(), ());
        let mut cycle = PlayedCycle::begin(&input, chance, &mut workspace, &mut watch).unwrap();
        let (mut now, mut under_way) = (SimTime::ZERO, Vec::new());
        while !cycle.is_over() {
            let mut calls = Vec::new();
            cycle.advance(now, &mut |call| calls.push(call));
            for call in calls {
                let time =
                    [0.011, 0.022, 0.033, 0.0, 0.044, 0.055, 0.066, 0.0][call.endpoint as usize];
                under_way.push((now + SimDuration::from_secs_f64(time), call));
            }
            let first = under_way
                .iter()
                .map(|(at, _)| *at)
                .min()
                .unwrap_or(SimTime::NEVER);
            let next = first.min(cycle.next_time().unwrap_or(SimTime::NEVER));
            now = if next == SimTime::NEVER { now } else { next };
            let answered: Vec<_> = under_way.extract_if(.., |(at, _)| *at == now).collect();
            for (at, call) in answered {
                let found = matches!(call.endpoint, Endpoint::UserGet | Endpoint::GroupGet)
                    .then_some(false);
                cycle.answer(
                    call.connection,
                    now,
                    AnswerElsewhere {
                        at,
                        answer: Answer::Success,
                        found,
                    },
                );
            }
        }
        cycle.end(now)
    }

    fn assert_alike(setup: &Setup) {
        for replication in 0..5 {
            let chance = Chance::new(7, replication);
            let input = CycleInput::new(setup, chance, Inputs::Median);
            let simulated = simulate(&input, chance, &mut Workspace::default(), &mut ()).unwrap();
            let played = played(setup, chance);
            assert_eq!(played.calls, simulated.calls);
            assert_eq!(
                played.duration, simulated.duration,
                "replication {replication}"
            );
            assert_eq!(played.memberships_written, simulated.memberships_written);
            assert_eq!(played.spent, simulated.spent);
        }
    }

    #[test]
    fn a_cycle_that_is_played_to_a_target_as_simulated_is_the_simulated_cycle_to_the_nanosecond() {
        assert_alike(&setup());
    }

    #[test]
    fn a_gallery_connector_keeps_the_published_limits_also_when_it_is_played() {
        let mut setup = setup();
        setup.connector = Connector::Gallery;
        let second = SimDuration::from_secs(1);
        setup.limits = vec![LimitRule::on_calls(
            "all",
            20,
            second,
            LimitKind::FixedWindow,
        )];
        assert_alike(&setup);
    }

    #[test]
    fn a_user_whom_the_target_finds_is_not_created() {
        let setup =
            Setup::new(ScopeMode::AllUsers).with(Parameter::TenantUsers, Uncertain::Fixed(10.0));
        let chance = Chance::new(1, 0);
        let input = CycleInput::new(&setup, chance, Inputs::Median);
        let (mut workspace, mut watch) = (Workspace::default(), ());
        let mut cycle = PlayedCycle::begin(&input, chance, &mut workspace, &mut watch).unwrap();
        let mut now = SimTime::ZERO;
        while !cycle.is_over() {
            let mut calls = Vec::new();
            cycle.advance(now, &mut |call| calls.push(call));
            for call in calls {
                let found = (call.endpoint == Endpoint::UserGet).then_some(true);
                cycle.answer(
                    call.connection,
                    now,
                    AnswerElsewhere {
                        at: now,
                        answer: Answer::Success,
                        found,
                    },
                );
            }
            now = cycle.next_time().unwrap_or(now);
        }
        let tally = cycle.end(now);
        assert_eq!(
            (
                tally.users_created,
                tally.users_unchanged + tally.users_updated
            ),
            (0, 10)
        );
    }
}
