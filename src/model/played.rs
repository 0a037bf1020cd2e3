//! Cycles that are played to a target elsewhere: what is called next is decided here as in every simulation, the answers and the clock come from
//! outside.

use super::chance::Chance;
use super::cycle::{AnswerElsewhere, CallElsewhere, Cycle, Elsewhere, Workspace};
use super::cycle_error::CycleError;
use super::input::CycleInput;
use super::record::{CycleTally, Observer};
use super::target::Target;
use crate::kernel::Ending;
use crate::units::SimTime;

/// Plays a cycle until it is over or a moment is reached at which the job has something else to do; says whether it is to be gone on with. Moments
/// count from the start of the job, must not go back, and nothing may be under way when it returns true.
pub type Player<'p> = dyn FnMut(&mut PlayedCycle<'_>, SimTime) -> bool + 'p;

/// A cycle under way.
pub struct PlayedCycle<'c> {
    cycle: &'c mut dyn Elsewhere,
    under_way: usize,
    now: SimTime,
}

impl PlayedCycle<'_> {
    /// When something happens next by itself; none while everything waits for answers, and at the end.
    pub fn next_time(&mut self) -> Option<SimTime> {
        self.cycle.next_moment()
    }

    /// Lets everything happen that is due by `now`, and hands out the calls that become due.
    pub fn advance(&mut self, now: SimTime, leave: &mut dyn FnMut(CallElsewhere)) {
        self.now = now;
        let under_way = &mut self.under_way;
        self.cycle.happens_by(now, &mut |call| {
            *under_way += 1;
            leave(call);
        });
    }

    /// Takes in what came of a connection's call.
    pub fn answer(&mut self, connection: u16, now: SimTime, found: AnswerElsewhere) {
        self.now = now;
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

    /// Pages done of all.
    pub fn progress(&self) -> (u64, u64) {
        self.cycle.pages()
    }

    /// The counts as they stand.
    pub fn tally(&self) -> &CycleTally {
        self.cycle.tally()
    }
}

/// Lets a player have a cycle.
pub(super) fn hand_out(
    cycle: &mut dyn Elsewhere,
    began: SimTime,
    until: SimTime,
    player: &mut Player<'_>,
) -> Ending {
    let mut played = PlayedCycle {
        cycle,
        under_way: 0,
        now: began,
    };
    let goes_on = player(&mut played, until);
    let (is_over, now) = (played.is_over(), played.now);
    match (goes_on, is_over) {
        (true, false) => Ending::Horizon,
        (true, true) => Ending::Exhausted(now),
        (false, _) => {
            cycle.break_off(now);
            Ending::Exhausted(now)
        }
    }
}

/// Plays an initial cycle, and returns its counts; of one that is broken off, as far as it came.
///
/// # Errors
/// [`CycleError`]: a limit of the setup lets nothing pass.
///
/// ```
/// use cyclecast::model::{Answer, AnswerElsewhere, Chance, CycleInput, Endpoint, Inputs, Parameter};
/// use cyclecast::model::{PlayedCycle, ScopeMode, Setup, Uncertain, Workspace, play_cycle};
/// use cyclecast::units::{SimDuration, SimTime};
///
/// let setup = Setup::new(ScopeMode::AllUsers).with(Parameter::TenantUsers, Uncertain::Fixed(20.0));
/// let chance = Chance::new(1, 0);
/// let input = CycleInput::new(&setup, chance, Inputs::Median);
/// let mut now = SimTime::ZERO;
/// let mut player = |cycle: &mut PlayedCycle<'_>, _until| {
///     while !cycle.is_over() {
///         let mut calls = Vec::new();
///         cycle.advance(now, &mut |call| calls.push(call));
///         for call in calls {
///             // A target that holds nobody and answers within a millisecond.
///             now = now + SimDuration::from_nanos(1_000_000);
///             let found = (call.endpoint == Endpoint::UserGet).then_some(false);
///             cycle.answer(call.connection, now, AnswerElsewhere { at: now, answer: Answer::Success, found });
///         }
///         now = now.max(cycle.next_time().unwrap_or(now));
///     }
///     true
/// };
/// let tally = play_cycle(&input, chance, &mut Workspace::default(), &mut (), &mut player)?;
/// assert_eq!(tally.users_created, 20);
/// # Ok::<(), cyclecast::model::CycleError>(())
/// ```
pub fn play_cycle<'a, O: Observer>(
    input: &'a CycleInput<'a>,
    chance: Chance,
    workspace: &'a mut Workspace,
    observer: &'a mut O,
    player: &mut Player<'_>,
) -> Result<CycleTally, CycleError> {
    let target = Target::elsewhere(input, &mut workspace.variations)?;
    let mut cycle = Cycle::prepared(input, chance, SimTime::ZERO, target, workspace, observer);
    cycle.start();
    if let Ending::Exhausted(now) = hand_out(&mut cycle, SimTime::ZERO, SimTime::NEVER, player)
        && !cycle.tally.broken_off
    {
        match cycle.tally.failed_with {
            None => cycle.finish(),
            Some(_) => cycle.break_off(now),
        }
    }
    Ok(cycle.tally)
}

/// The users in scope who exist in the target before the job, and of so many who come into scope later those who do.
///
/// # Errors
/// [`CycleError`]: a limit of the setup lets nothing pass.
pub fn existing_users(
    input: &CycleInput<'_>,
    chance: Chance,
    joiners: u64,
) -> Result<Vec<u32>, CycleError> {
    let (mut workspace, mut nobody) = (Workspace::default(), ());
    let target = Target::elsewhere(input, &mut workspace.variations)?;
    let (zero, workspace) = (SimTime::ZERO, &mut workspace);
    let cycle = Cycle::prepared(input, chance, zero, target, workspace, &mut nobody);
    for _ in 0..joiners {
        cycle.directory.add_user();
    }
    Ok(cycle.existing_users().collect())
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::model::endpoint::Endpoint;
    use crate::model::input::Inputs;
    use crate::model::job::{JobPlan, play_job, simulate_job};
    use crate::model::parameters::{Parameter, Uncertain, catalogue};
    use crate::model::record::{Answer, Occurrence, Work};
    use crate::model::setup::{Connector, GroupSizes, ScopeMode, Setup};
    use crate::model::simulate;
    use crate::model::{LimitKind, LimitRule};
    use crate::units::SimDuration;

    /// What each endpoint takes, in seconds.
    const LATENCIES: [f64; Endpoint::ALL.len()] =
        [0.011, 0.022, 0.033, 0.077, 0.044, 0.055, 0.066, 0.088];

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
        let errors = catalogue().filter(|row| row.key.starts_with("errors."));
        errors.for_each(|row| setup.set(row.parameter, fixed(0.0)));
        let times = [
            Parameter::UserGet,
            Parameter::UserPost,
            Parameter::UserPatch,
            Parameter::UserDelete,
            Parameter::GroupGet,
            Parameter::GroupPost,
            Parameter::GroupPatch,
            Parameter::GroupDelete,
        ];
        for (parameter, time) in times.into_iter().zip(LATENCIES) {
            setup.set(parameter, fixed(time));
        }
        setup
    }

    /// Plays a setup to a target that answers after the setup's own times and finds nobody, by a clock of its own.
    fn played(setup: &Setup, chance: Chance) -> CycleTally {
        let input = CycleInput::new(setup, chance, Inputs::Median);
        let mut workspace = Workspace::default();
        play_cycle(&input, chance, &mut workspace, &mut (), &mut as_simulated()).unwrap()
    }

    /// Answers after the setup's own times, finds who was created before, and has a clock of its own.
    fn as_simulated() -> impl FnMut(&mut PlayedCycle<'_>, SimTime) -> bool {
        let (mut now, mut there) = (SimTime::ZERO, HashSet::new());
        move |cycle, until| {
            let mut under_way = Vec::new();
            while !cycle.is_over() {
                cycle.advance(now, &mut |call| {
                    let time = LATENCIES[call.endpoint as usize];
                    under_way.push((now + SimDuration::from_secs_f64(time), call));
                });
                let first = under_way.iter().map(|(at, _)| *at).min();
                let next = first.into_iter().chain(cycle.next_time()).min();
                if next.is_some_and(|next| next > until) {
                    return true;
                }
                now = next.unwrap_or(now);
                let answered: Vec<_> = under_way.extract_if(.., |(at, _)| *at == now).collect();
                for (at, call) in answered {
                    let found = found(&call, &mut there);
                    let answer = Answer::Success;
                    cycle.answer(call.connection, now, AnswerElsewhere { at, answer, found });
                }
            }
            true
        }
    }

    /// What a search finds; what a POST creates is there from now on.
    fn found(call: &CallElsewhere, there: &mut HashSet<(bool, u32)>) -> Option<bool> {
        let object = match call.work {
            Work::User(user) | Work::UserRemoval(user) => (true, user),
            Work::Group(group) | Work::GroupRemoval(group) => (false, group),
            // No link of a manager is there before it is written.
            _ => return (call.endpoint == Endpoint::UserGet).then_some(false),
        };
        match call.endpoint {
            Endpoint::UserGet | Endpoint::GroupGet => Some(there.contains(&object)),
            Endpoint::UserPost | Endpoint::GroupPost => {
                there.insert(object);
                None
            }
            Endpoint::UserDelete | Endpoint::GroupDelete => {
                there.remove(&object);
                None
            }
            _ => None,
        }
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

    /// The cycles of a job, by their counts and durations.
    #[derive(Default)]
    struct Cycles(Vec<CycleTally>);

    impl Observer for Cycles {
        fn see(&mut self, _: SimTime, what: &Occurrence<'_>) {
            if let Occurrence::JobCycleEnds { tally, .. } = what {
                self.0.push((*tally).clone());
            }
        }
    }

    #[test]
    fn a_job_that_is_played_to_a_target_as_simulated_has_the_cycles_of_the_simulated_job() {
        let mut setup = setup();
        for kind in [
            Parameter::Joiners,
            Parameter::Leavers,
            Parameter::Returners,
            Parameter::AttributeUpdates,
            Parameter::MembershipAdds,
            Parameter::MembershipRemoves,
            Parameter::NewGroups,
            Parameter::RemovedGroups,
        ] {
            setup.set(kind, Uncertain::Fixed(60.0));
        }
        setup.set(Parameter::HardDeleteAfter, Uncertain::Fixed(3_600.0));
        let plan = JobPlan::new(SimDuration::from_secs(86_400));
        let chance = Chance::new(7, 1);
        let input = CycleInput::new(&setup, chance, Inputs::Median);
        let (mut simulated, mut played) = (Cycles::default(), Cycles::default());
        let mut workspace = Workspace::default();
        simulate_job(&input, &plan, chance, &mut workspace, &mut simulated).unwrap();
        let (workspace, player) = (&mut workspace, &mut as_simulated());
        let end = play_job(&input, &plan, chance, workspace, &mut played, player).unwrap();
        assert!(!end.broken_off);
        assert!(simulated.0.len() > 20);
        let sums = |of: fn(&CycleTally) -> u64| simulated.0.iter().map(of).sum::<u64>();
        let kinds = [
            sums(|cycle| cycle.users_disabled),
            sums(|cycle| cycle.users_deleted),
            sums(|cycle| cycle.groups_deleted),
            sums(|cycle| cycle.memberships_removed),
        ];
        assert!(kinds.iter().all(|count| *count > 0), "{kinds:?}");
        let told = |cycles: &Cycles| -> Vec<_> {
            let told = cycles.0.iter().map(|one| (one.duration, one.calls));
            told.collect()
        };
        assert_eq!(told(&played), told(&simulated));
    }

    #[test]
    fn a_user_whom_the_target_finds_is_not_created() {
        let setup =
            Setup::new(ScopeMode::AllUsers).with(Parameter::TenantUsers, Uncertain::Fixed(10.0));
        let chance = Chance::new(1, 0);
        let input = CycleInput::new(&setup, chance, Inputs::Median);
        let mut now = SimTime::ZERO;
        let mut player = |cycle: &mut PlayedCycle<'_>, _| {
            while !cycle.is_over() {
                let mut calls = Vec::new();
                cycle.advance(now, &mut |call| calls.push(call));
                for CallElsewhere {
                    connection,
                    endpoint,
                    ..
                } in calls
                {
                    let found = (endpoint == Endpoint::UserGet).then_some(true);
                    let (at, answer) = (now, Answer::Success);
                    cycle.answer(connection, now, AnswerElsewhere { at, answer, found });
                }
                now = cycle.next_time().unwrap_or(now);
            }
            true
        };
        let mut workspace = Workspace::default();
        let tally = play_cycle(&input, chance, &mut workspace, &mut (), &mut player).unwrap();
        assert_eq!(
            (
                tally.users_created,
                tally.users_unchanged + tally.users_updated
            ),
            (0, 10)
        );
    }
}
