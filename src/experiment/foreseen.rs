//! What can be told of an initial cycle before anything is simulated: what is in scope, the requests, the least time.

use super::documented::formula_minutes;
use super::load_on_target::{alone, is_one_rate};
use super::outcome::Band;
use super::percentiles::band_of;
use crate::model::{
    Chance, Connector, Counts, CycleInput, Endpoint, Inputs, LimitRule, Parameter, ScopeMode, Setup,
};
use crate::units::SimDuration;

/// Draws of the inputs from which ranges are taken.
const DRAWS: u64 = 200;

/// What is foreseen of an initial cycle.
#[derive(Clone, Debug, PartialEq)]
pub struct Foreseen {
    /// Users in scope.
    pub users: Band,
    /// Groups in scope.
    pub groups: Band,
    /// Memberships in scope.
    pub memberships: Band,
    /// All three: the N of the documents.
    pub objects: Band,
    /// Requests of a cycle in which none fails, is refused or repeated.
    pub requests: Band,
    /// The documented range for the median N in minutes; absent but for assigned scope.
    pub documented_minutes: Option<(f64, f64)>,
    /// The shortest time that one of the limits leaves for the median requests, and the name of that limit; absent where none counts
    /// them.
    pub floor: Option<(SimDuration, String)>,
}

/// What one draw of the inputs comes to.
#[derive(Clone, Copy, Debug, Default)]
struct Load {
    users: f64,
    groups: f64,
    memberships: f64,
    calls: [f64; Endpoint::ALL.len()],
}

/// What is foreseen of the initial cycle of a setup, from draws of its inputs under `seed`. Nothing is simulated: the requests are
/// those that the rules of the model give for each object.
pub fn foreseen(setup: &Setup, seed: u64) -> Foreseen {
    let draws = (0..DRAWS).map(|number| {
        let input = CycleInput::new(setup, Chance::new(seed, number), Inputs::Drawn);
        load(&input)
    });
    let loads: Vec<Load> = draws.collect();
    let range = |of: &dyn Fn(&Load) -> f64| band_of(loads.iter().map(of));
    let objects = range(&|load| (load.users + load.groups + load.memberships).round());
    Foreseen {
        users: range(&|load| load.users.round()),
        groups: range(&|load| load.groups),
        memberships: range(&|load| load.memberships.round()),
        objects,
        requests: range(&|load| load.calls.iter().sum::<f64>().round()),
        documented_minutes: (setup.scope == ScopeMode::Assigned)
            .then(|| formula_minutes(objects.p50 as u64)),
        floor: setup
            .limits
            .iter()
            .filter(|rule| is_one_rate(setup, rule))
            .filter_map(|rule| {
                let used = range(&|load| used(rule, load)).p50;
                let time = (used >= 1.0).then(|| alone(rule, used))?;
                Some((time, rule.name.clone()))
            })
            .filter(|(time, _)| *time > SimDuration::ZERO)
            .max_by_key(|(time, _)| *time),
    }
}

fn load(input: &CycleInput<'_>) -> Load {
    let value = |parameter| input.values[parameter];
    let users_share = (1.0 - value(Parameter::DisabledShare)) * value(Parameter::FilterShare);
    let users = f64::from(input.candidates) * users_share;
    let groups = input.group_sizes.len() as f64;
    let matched = value(Parameter::MatchedShare);
    let updated = matched * value(Parameter::UpdatedShare);
    let attributes = value(Parameter::MatchingAttributes).max(1.0);
    let lookups_found = value(Parameter::FirstAttributeShare);
    let lookups_found = lookups_found + (1.0 - lookups_found) * attributes;
    let lookups = users * ((1.0 - matched) * attributes + matched * lookups_found);
    let managers = users * value(Parameter::ManagerShare);
    let untouched = (matched - updated) * value(Parameter::ManagerLinkFoundShare);
    let mut load = Load {
        users,
        groups,
        memberships: input.memberships() as f64 * users_share,
        calls: [0.0; Endpoint::ALL.len()],
    };
    let mut add = |endpoint: Endpoint, calls: f64| load.calls[endpoint as usize] += calls;
    // The first is the probe.
    add(Endpoint::UserGet, 1.0 + lookups + managers);
    add(Endpoint::UserPost, users * (1.0 - matched));
    add(
        Endpoint::UserPatch,
        users * updated + managers * (1.0 - untouched),
    );
    add(Endpoint::GroupGet, groups);
    let groups_matched = value(Parameter::GroupsMatchedShare);
    add(Endpoint::GroupPost, groups * (1.0 - groups_matched));
    let each = members_per_patch(input);
    let patches = |size: &u32| (f64::from(*size) * users_share / each).ceil();
    add(
        Endpoint::GroupPatch,
        input.group_sizes.iter().map(patches).sum(),
    );
    load
}

/// A connector that was built for the target sends no request with more members than that takes.
fn members_per_patch(input: &CycleInput<'_>) -> f64 {
    let asked = input.values[Parameter::MembersPerPatch].max(1.0);
    match input.setup.connector {
        Connector::Gallery => asked.min(input.values[Parameter::MembersPerRequest]),
        Connector::Custom => asked,
    }
}

/// What of a limit the requests of a draw use up; nothing where it counts by group, object or payload.
fn used(rule: &LimitRule, load: &Load) -> f64 {
    let by_size = rule.over_bytes.is_some() || rule.up_to_bytes.is_some();
    if by_size {
        return 0.0;
    }
    let counted = Endpoint::ALL.into_iter();
    let counted = counted.filter(|endpoint| rule.endpoints.contains(*endpoint));
    let calls = |endpoint: Endpoint| load.calls[endpoint as usize];
    match rule.counts {
        Counts::Calls => counted.map(calls).sum(),
        Counts::Units => counted
            .map(|endpoint| calls(endpoint) * f64::from(rule.weights.of(endpoint)))
            .sum(),
        Counts::Members => load.memberships,
        Counts::Bytes => 0.0,
    }
}
