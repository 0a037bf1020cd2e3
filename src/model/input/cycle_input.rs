//! From what is known to what is the case: the inputs of one replication.

use std::borrow::Cow;

use super::drawn_values::{Inputs, draw};
use super::group_size::GroupSize;
use crate::model::chance::{Chance, Purpose};
use crate::model::parameters::{Parameter, Values};
use crate::model::setup::{GroupSizes, ScopeMode, Setup};

/// Concrete numbers for one replication of an initial cycle.
#[derive(Clone, Debug, PartialEq)]
pub struct CycleInput<'a> {
    /// The setup, for everything that is not a number.
    pub setup: &'a Setup,
    /// Every parameter's value.
    pub values: Values,
    /// Users that are read: the candidates, and what is touched of the directory besides.
    pub users_read: u32,
    /// Users whom assignment or scope mode puts forward, before disabled accounts and filters are taken off.
    pub candidates: u32,
    /// Groups that are provisioned, by size.
    pub group_sizes: Cow<'a, [u32]>,
    /// Groups that are read, evaluated and skipped.
    pub groups_skipped: u32,
    /// Memberships that are read but not written.
    pub memberships_read_only: u64,
    /// Candidates of all jobs.
    pub(in crate::model) all_candidates: u32,
    /// What the job has of the whole scope, where it is one of several.
    pub(in crate::model) part: Option<ScopePart>,
}

impl<'a> CycleInput<'a> {
    /// The inputs of one replication: the same for any order of drawing, since each parameter has its own address.
    pub fn new(setup: &'a Setup, chance: Chance, inputs: Inputs) -> Self {
        let values = draw(setup, chance, inputs);
        let users = to_u32(values.count(Parameter::TenantUsers));
        let candidates = match setup.scope {
            ScopeMode::Assigned => users.min(to_u32(values.count(Parameter::AssignedUsers))),
            ScopeMode::AllUsersAndGroups | ScopeMode::AllUsers => users,
        };
        let read_share = setup.scope.read_share(&values);
        let scoped = group_sizes(setup, &values, candidates, chance, inputs);
        let members_scoped: u64 = scoped.iter().map(|&size| u64::from(size)).sum();
        // Where everything is in scope, nothing is outside, whatever the numbers say.
        let outside = |parameter, scoped| match setup.scope {
            ScopeMode::Assigned => values.count(parameter).saturating_sub(scoped),
            ScopeMode::AllUsersAndGroups | ScopeMode::AllUsers => 0,
        };
        let groups_outside = outside(Parameter::TenantGroups, scoped.len() as u64);
        let members_outside = outside(Parameter::TenantMemberships, members_scoped);
        let mut input = Self {
            setup,
            values,
            users_read: candidates + to_u32(share_of(read_share, u64::from(users - candidates))),
            candidates,
            group_sizes: scoped,
            groups_skipped: to_u32(share_of(read_share, groups_outside)),
            memberships_read_only: share_of(read_share, members_outside),
            all_candidates: candidates,
            part: None,
        };
        input.leave_out_unmapped_groups(members_scoped);
        input
    }

    /// Without a group mapping, groups in scope are read for who is in them and no more.
    fn leave_out_unmapped_groups(&mut self, members_scoped: u64) {
        if self.setup.scope == ScopeMode::AllUsers {
            self.groups_skipped = 0;
            self.memberships_read_only = 0;
            self.group_sizes = Cow::Borrowed(&[]);
        } else if !self.setup.provision_groups {
            self.groups_skipped += to_u32(self.group_sizes.len() as u64);
            self.memberships_read_only += members_scoped;
            self.group_sizes = Cow::Borrowed(&[]);
        }
    }

    /// Whether group objects and memberships are provisioned.
    pub fn has_group_mapping(&self) -> bool {
        self.setup.provision_groups && self.setup.scope != ScopeMode::AllUsers
    }

    /// Number of the job, from zero.
    pub(in crate::model) fn job(&self) -> u16 {
        self.part.as_ref().map_or(0, |part| part.job)
    }

    /// The number that a group has in the whole scope.
    #[inline]
    pub(in crate::model) fn group_id(&self, group: u32) -> u32 {
        match &self.part {
            None => group,
            Some(part) => part.groups.get(group as usize).copied().unwrap_or(group),
        }
    }

    /// Memberships of the groups that are provisioned.
    pub fn memberships(&self) -> u64 {
        self.group_sizes.iter().map(|&size| u64::from(size)).sum()
    }
}

fn group_sizes<'a>(
    setup: &'a Setup,
    values: &Values,
    candidates: u32,
    chance: Chance,
    inputs: Inputs,
) -> Cow<'a, [u32]> {
    if let GroupSizes::Listed(sizes) = &setup.group_sizes {
        return if sizes.iter().all(|&size| size <= candidates) {
            Cow::Borrowed(sizes)
        } else {
            // No group has more members than there are users, however few those turn out to be.
            sizes.iter().map(|&size| size.min(candidates)).collect()
        };
    }
    let groups = match setup.scope {
        ScopeMode::Assigned => values.count(Parameter::AssignedGroups),
        ScopeMode::AllUsersAndGroups => values.count(Parameter::TenantGroups),
        ScopeMode::AllUsers => 0,
    };
    let size = GroupSize::new(values, candidates);
    let stream = chance.stream(Purpose::GroupSize);
    (0..groups)
        .map(|group| {
            let unit = match inputs {
                Inputs::Drawn => stream.unit(group, 0),
                // Evenly spread over the distribution: sizes as expected, without luck.
                Inputs::Median => (group as f64 + 0.5) / groups as f64,
            };
            size.at(unit)
        })
        .collect()
}

pub(super) fn share_of(share: f64, count: u64) -> u64 {
    libm::round(share * count as f64) as u64
}

pub(super) fn to_u32(count: u64) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// What one of several jobs has of the whole scope.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::model) struct ScopePart {
    pub job: u16,
    /// Users whose place in this order lies in between are the job's.
    pub low: f64,
    pub high: f64,
    /// The numbers, in the whole scope, of the groups that are the job's.
    pub groups: Vec<u32>,
}

impl ScopePart {
    /// Whether the candidate with this number, counted in order of reading, is the job's.
    ///
    /// Candidates are dealt out so evenly that each job has its share of any stretch of them (multiples of the golden
    /// section, modulo one).
    pub fn has_candidate(&self, number: u32) -> bool {
        const GOLDEN: u64 = 0x9E37_79B9_7F4A_7C15;
        let position = u64::from(number).wrapping_add(1).wrapping_mul(GOLDEN);
        let position = (position >> 11) as f64 / (1_u64 << 53) as f64;
        (self.low..self.high).contains(&position)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Setting, Uncertain};

    fn tenant(scope: ScopeMode) -> Setup {
        Setup::new(scope)
            .with(Parameter::TenantUsers, Uncertain::Fixed(10_000.0))
            .with(Parameter::TenantGroups, Uncertain::Fixed(300.0))
    }

    #[test]
    fn an_assigned_scope_reads_the_rest_of_the_directory_too() {
        let setup = tenant(ScopeMode::Assigned)
            .with(Parameter::AssignedUsers, Uncertain::Fixed(2_000.0))
            .with(Parameter::AssignedGroups, Uncertain::Fixed(40.0));
        let input = CycleInput::new(&setup, Chance::new(1, 0), Inputs::Drawn);
        assert_eq!((input.candidates, input.users_read), (2_000, 10_000));
        assert_eq!((input.group_sizes.len(), input.groups_skipped), (40, 260));
        let half = setup.with(Parameter::DirectoryReadShare, Uncertain::Fixed(0.5));
        let input = CycleInput::new(&half, Chance::new(1, 0), Inputs::Drawn);
        assert_eq!((input.users_read, input.groups_skipped), (6_000, 130));
    }

    #[test]
    fn a_directory_of_unknown_size_follows_from_the_assigned_users_up_to_a_cap() {
        let setup = Setup::new(ScopeMode::Assigned)
            .with(Parameter::TenantUsers, Setting::DirectoryOfAssigned)
            .with(Parameter::UsersPerAssigned, Uncertain::Fixed(12.0))
            .with(Parameter::UsersCap, Uncertain::Fixed(30_000.0));
        for (assigned, directory) in [(100.0, 1_200), (10_000.0, 30_000), (40_000.0, 40_000)] {
            let setup = setup
                .clone()
                .with(Parameter::AssignedUsers, Uncertain::Fixed(assigned));
            let input = CycleInput::new(&setup, Chance::new(1, 0), Inputs::Drawn);
            assert_eq!(input.users_read, directory);
        }
    }

    #[test]
    fn assigned_users_of_unknown_number_follow_from_the_directory() {
        let setup =
            tenant(ScopeMode::Assigned).with(Parameter::UsersPerAssigned, Uncertain::Fixed(20.0));
        let input = CycleInput::new(&setup, Chance::new(1, 0), Inputs::Drawn);
        assert_eq!((input.candidates, input.users_read), (500, 10_000));
    }

    #[test]
    fn assigned_users_of_unknown_number_are_as_many_as_the_largest_listed_group_has() {
        let mut setup = tenant(ScopeMode::Assigned)
            .with(Parameter::UsersPerAssigned, Uncertain::Fixed(1_000.0));
        setup.group_sizes = GroupSizes::Listed(vec![30, 80]);
        let input = CycleInput::new(&setup, Chance::new(1, 0), Inputs::Drawn);
        assert_eq!((input.candidates, input.memberships()), (80, 110));
    }

    #[test]
    fn nothing_is_outside_a_scope_of_everything() {
        let mut setup = tenant(ScopeMode::AllUsersAndGroups)
            .with(Parameter::TenantMemberships, Uncertain::Fixed(45_000.0));
        setup.group_sizes = GroupSizes::Listed(vec![100, 50]);
        let input = CycleInput::new(&setup, Chance::new(1, 0), Inputs::Drawn);
        assert_eq!((input.groups_skipped, input.memberships_read_only), (0, 0));
    }

    #[test]
    fn all_users_reads_no_groups() {
        let setup = tenant(ScopeMode::AllUsers);
        let input = CycleInput::new(&setup, Chance::new(1, 0), Inputs::Drawn);
        assert_eq!((input.group_sizes.len(), input.groups_skipped), (0, 0));
        assert_eq!(input.memberships_read_only, 0);
    }

    #[test]
    fn without_a_group_mapping_groups_are_only_read() {
        let mut setup = tenant(ScopeMode::Assigned);
        setup.group_sizes = GroupSizes::Listed(vec![100, 50]);
        setup.provision_groups = false;
        let input = CycleInput::new(&setup, Chance::new(1, 0), Inputs::Drawn);
        assert_eq!(input.memberships(), 0);
        assert_eq!(input.groups_skipped, 300);
    }

    #[test]
    fn one_more_uncertain_parameter_leaves_the_other_draws_alone() {
        let plain = tenant(ScopeMode::AllUsers);
        let more = plain.clone().with(
            Parameter::MatchedShare,
            Uncertain::Uniform {
                low: 0.0,
                high: 1.0,
            },
        );
        let chance = Chance::new(5, 9);
        let a = CycleInput::new(&plain, chance, Inputs::Drawn);
        let b = CycleInput::new(&more, chance, Inputs::Drawn);
        assert!((a.values[Parameter::UserGet] - b.values[Parameter::UserGet]).abs() < 1e-15);
    }

    #[test]
    fn median_inputs_do_not_depend_on_luck() {
        let setup = tenant(ScopeMode::AllUsersAndGroups);
        let a = CycleInput::new(&setup, Chance::new(1, 0), Inputs::Median);
        let b = CycleInput::new(&setup, Chance::new(1, 1), Inputs::Median);
        assert_eq!(a, b);
    }
}
