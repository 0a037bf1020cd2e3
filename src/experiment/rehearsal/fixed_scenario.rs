//! The scenario with everything fixed that is played.
//!
//! What the service and the tenant do is played, so it is known; of the target nothing is, and what the scenario says of it stays as uncertain as it is.
//! So the forecast is put to the test by what it does not know.

use crate::model::job::{JobPlan, OfficeHours};
use crate::model::{
    Chance, CycleInput, GroupSizes, Inputs, Parameter, Quantity, ScopeMode, Setup, Specification,
    Uncertain, catalogue,
};
use crate::scenario::{ResolvedOrigin, Scenario, display_value};
use crate::units::SimDuration;

/// What is asked of a rehearsal.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RehearsalAsk {
    /// The root seed.
    pub seed: u64,
    /// The replication that is played.
    pub replication: u64,
    /// How many times as fast the service's own time passes.
    pub speed: f64,
    /// Users in scope at most: the tenant is made smaller in proportion.
    pub users: Option<u64>,
    /// Incremental cycles after the initial one.
    pub cycles: u64,
}

/// A scenario that can be played.
#[derive(Clone, Debug)]
pub struct Rehearsed {
    /// The scenario, of which only the target is uncertain.
    pub scenario: Scenario,
    /// What was asked.
    pub ask: RehearsalAsk,
    /// The job, where incremental cycles follow.
    pub plan: Option<JobPlan>,
    /// What of the scenario is not played, a sentence each.
    pub left_out: Vec<String>,
}

impl Rehearsed {
    /// Fixes what is played.
    pub fn new(scenario: &Scenario, ask: RehearsalAsk) -> Self {
        let mut scenario = scenario.clone();
        let mut left_out = Vec::new();
        let plan = job_plan(&scenario.setup, ask.cycles, &mut left_out);
        leave_out(&mut scenario.setup, &mut left_out);
        let chance = Chance::new(ask.seed, ask.replication);
        let drawn = CycleInput::new(&scenario.setup, chance, Inputs::Drawn);
        let (values, sizes) = (drawn.values, drawn.group_sizes.to_vec());
        let in_scope = f64::from(drawn.candidates);
        let scale = ask
            .users
            .map_or(1.0, |users| (users as f64 / in_scope.max(1.0)).min(1.0));
        let interval = values[Parameter::Interval];
        let pace = interval / (interval / ask.speed).max(SHORTEST_INTERVAL_S);
        for row in catalogue().filter(|row| !is_of_target(row)) {
            let value = scaled(row, values[row.parameter], scale);
            let value = match () {
                () if is_own_time(row) => value / ask.speed,
                () if is_rate_of_changes(row) => value * scale * pace,
                () if row.key.starts_with("changes.") && row.quantity == Quantity::Duration => {
                    value / pace
                }
                () => value,
            };
            fix(&mut scenario, row, value);
        }
        scenario
            .setup
            .set(Parameter::WeekendShare, Uncertain::Fixed(1.0));
        let candidates = libm::round(in_scope * scale);
        fix_groups(&mut scenario, sample(&sizes, scale, candidates as u32));
        // No quota, licence or refused operation of the scenario is the real target's.
        scenario.setup.job = None;
        scenario.setup.split = None;
        scenario.expectations.clear();
        scenario.strategies.clear();
        Self {
            scenario,
            ask,
            plan,
            left_out,
        }
    }

    /// From the start of one incremental cycle to that of the next, as it is played, in seconds.
    pub fn interval_s(&self) -> f64 {
        self.input().values[Parameter::Interval]
    }

    /// The luck that is played.
    pub fn chance(&self) -> Chance {
        Chance::new(self.ask.seed, self.ask.replication)
    }

    /// What is played; the target's numbers, which nobody plays, are at their medians.
    pub fn input(&self) -> CycleInput<'_> {
        CycleInput::new(&self.scenario.setup, self.chance(), Inputs::Median)
    }
}

fn is_of_target(row: &Specification) -> bool {
    row.key.starts_with("target.")
}

/// Whether it is time that the service takes, and not what it grants the target.
fn is_own_time(row: &Specification) -> bool {
    let of_target = matches!(row.parameter, Parameter::Backoff | Parameter::Timeout);
    let is_own = row.key.starts_with("job.") || row.key.starts_with("quarantine.");
    is_own && row.quantity == Quantity::Duration && !of_target
}

/// The catalogue takes no shorter one.
const SHORTEST_INTERVAL_S: f64 = 1.0;

/// Whether it is how often something changes in the directory: as often in an interval as in the scenario, however short that is.
fn is_rate_of_changes(row: &Specification) -> bool {
    row.key.starts_with("changes.") && row.quantity == Quantity::Factor
}

/// The job of which so many incremental cycles are played; none where none is. Changes come evenly, as many as on a working day.
fn job_plan(setup: &Setup, cycles: u64, left_out: &mut Vec<String>) -> Option<JobPlan> {
    if cycles == 0 {
        if setup.job.is_some() {
            left_out.push("The initial cycle alone is played.".to_owned());
        }
        return None;
    }
    let day = SimDuration::from_secs(86_400);
    let new = JobPlan::new(day * 28.0);
    left_out.push(
        "The week has no rhythm: changes come evenly, as many as on a working day.".to_owned(),
    );
    let Some(of) = &setup.job else {
        return Some(all_day(new));
    };
    if !(of.timeline.is_empty() && of.bursts.is_empty() && of.user_assigned_at.is_none()) {
        left_out.push("No action of the timeline and no burst of changes is played.".to_owned());
    }
    if of.target_actions != new.target_actions {
        left_out.push("All actions of the mapping are on.".to_owned());
    }
    Some(all_day(JobPlan {
        retry_schedule: of.retry_schedule,
        attempts: of.attempts,
        release: of.release,
        over_threshold: of.over_threshold,
        deletion_boundary: of.deletion_boundary,
        target_disables: of.target_disables,
        skip_out_of_scope_deletions: of.skip_out_of_scope_deletions,
        ..new
    }))
}

fn all_day(plan: JobPlan) -> JobPlan {
    let office_hours = OfficeHours {
        from: SimDuration::ZERO,
        to: SimDuration::from_secs(86_400),
    };
    JobPlan {
        office_hours,
        ..plan
    }
}

/// Users, groups and memberships in proportion.
fn scaled(row: &Specification, value: f64, scale: f64) -> f64 {
    let is_count = row.quantity == Quantity::Count;
    let is_of_tenant = row.key.starts_with("tenant.") || row.parameter == Parameter::AssignedUsers;
    match is_count && is_of_tenant && value.is_finite() {
        true => libm::round(value * scale),
        false => value,
    }
}

fn fix(scenario: &mut Scenario, row: &Specification, value: f64) {
    let value = value.clamp(row.bounds.0, row.bounds.1);
    scenario.setup.set(row.parameter, Uncertain::Fixed(value));
    if let Some(shown) = scenario
        .resolved
        .iter_mut()
        .find(|shown| shown.key == row.key)
        && shown.uncertain
    {
        shown.value = display_value(&Uncertain::Fixed(value), row.quantity);
        shown.origin = ResolvedOrigin::Yours("as it is played".to_owned());
        shown.uncertain = false;
    }
}

fn fix_groups(scenario: &mut Scenario, sizes: Vec<u32>) {
    if scenario.setup.scope != ScopeMode::AllUsers {
        scenario.setup.group_sizes = GroupSizes::Listed(sizes);
    }
}

/// A share of the groups, evenly over their sizes, so that there are as many large ones for each small one; none is larger than there are users.
fn sample(sizes: &[u32], scale: f64, candidates: u32) -> Vec<u32> {
    if scale >= 1.0 {
        return sizes.to_vec();
    }
    let mut sorted = sizes.to_vec();
    sorted.sort_unstable();
    let wanted = libm::ceil(sizes.len() as f64 * scale) as usize;
    let step = sizes.len() as f64 / wanted.max(1) as f64;
    (0..wanted)
        .map(|index| sorted[((index as f64 + 0.5) * step) as usize].min(candidates))
        .collect()
}

/// What is the real target's own, or cannot be played.
fn leave_out(setup: &mut Setup, left_out: &mut Vec<String>) {
    let mut without = |is_there: bool, what: &str| {
        if is_there {
            left_out.push(what.to_owned());
        }
    };
    without(
        setup.split.is_some(),
        "The scope is played as one job, and not split.",
    );
    let median = |setup: &Setup, parameter| match setup.setting(parameter) {
        crate::model::Setting::Value(value) => value.median(),
        _ => 0.0,
    };
    let errors =
        || catalogue().filter(|row| row.key.starts_with("errors.") || row.key.ends_with("_fails"));
    let has_errors = errors().any(|row| median(setup, row.parameter) > 0.0);
    without(
        has_errors,
        "No error of the scenario is played: what fails, fails at the target.",
    );
    let matched = median(setup, Parameter::GroupsMatchedShare) > 0.0;
    without(
        matched,
        "All groups are created, also those that the scenario has exist already.",
    );
    let has_links = median(setup, Parameter::MatchedShare) > 0.0
        && median(setup, Parameter::ManagerShare) > 0.0;
    without(
        has_links,
        "Users who exist already have no manager yet, so that every manager is set.",
    );
    setup.split = None;
    setup.job = None;
    setup.set(Parameter::ManagerLinkFoundShare, Uncertain::Fixed(0.0));
    for row in errors() {
        setup.set(row.parameter, Uncertain::Fixed(0.0));
    }
    setup.set(Parameter::GroupsMatchedShare, Uncertain::Fixed(0.0));
    setup.set(Parameter::FirstAttributeShare, Uncertain::Fixed(1.0));
    for room in [
        Parameter::Licences,
        Parameter::UsersQuota,
        Parameter::GroupsQuota,
        Parameter::MembersPerGroup,
    ] {
        setup.set(room, Uncertain::Fixed(f64::INFINITY));
    }
}
