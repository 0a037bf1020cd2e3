//! A scope divided among several jobs.

use std::borrow::Cow;
use std::cmp::Reverse;

use super::cycle_input::{CycleInput, ScopePart, share_of, to_u32};
use crate::model::setup::Split;

impl CycleInput<'_> {
    /// The inputs of each job, out of those of the whole scope.
    ///
    /// The scopes have no user and no group in common. Each job reads the whole directory all the same, and skips
    /// what is the others'. A group is one job's with all of its members; where it has more members than the job
    /// has users, the rest of them are out of scope.
    pub(in crate::model) fn split(&self, split: &Split) -> Vec<Self> {
        let dealt = deal_groups(&self.group_sizes, &split.shares);
        let mut low = 0.0;
        let last = split.shares.len().saturating_sub(1);
        let shares = split.shares.iter().enumerate();
        shares
            .zip(dealt)
            .map(|((job, share), groups)| {
                // The last takes what is left, whatever rounding has made of the sum.
                let high = if job == last {
                    f64::INFINITY
                } else {
                    low + share
                };
                let part = ScopePart {
                    job: u16::try_from(job).unwrap_or(u16::MAX),
                    low,
                    high,
                    groups,
                };
                low = high;
                self.part(part)
            })
            .collect()
    }

    fn part(&self, part: ScopePart) -> Self {
        let own = |number: &u32| part.has_candidate(*number);
        let candidates = (0..self.candidates).filter(own).count();
        let candidates = u32::try_from(candidates).unwrap_or(u32::MAX);
        let sizes = part
            .groups
            .iter()
            .map(|&group| self.group_sizes[group as usize]);
        let sizes: Vec<u32> = sizes.map(|size| size.min(candidates)).collect();
        let whole: u64 = self.memberships();
        let others = self.group_sizes.len() - sizes.len();
        let members: u64 = sizes.iter().map(|&size| u64::from(size)).sum();
        // In a scope of everything the groups of others are read; in one of assigned objects, as far as the rest is.
        let read_share = self.setup.scope.read_share(&self.values);
        let also_read = |count: u64| share_of(read_share, count);
        Self {
            candidates,
            groups_skipped: self.groups_skipped + to_u32(also_read(others as u64)),
            memberships_read_only: self.memberships_read_only
                + also_read(whole.saturating_sub(members)),
            group_sizes: Cow::Owned(sizes),
            part: Some(part),
            ..self.clone()
        }
    }
}

/// The groups of each job by number: the largest first, each to the job that has least for its share.
fn deal_groups(sizes: &[u32], shares: &[f64]) -> Vec<Vec<u32>> {
    let mut order: Vec<u32> = (0..).take(sizes.len()).collect();
    order.sort_by_key(|&group| Reverse(sizes[group as usize]));
    let mut dealt = vec![Vec::new(); shares.len()];
    let mut loads = vec![0.0; shares.len()];
    for group in order {
        // An empty group is some work as well.
        let work = f64::from(sizes[group as usize]) + 1.0;
        let load = |job: usize| (loads[job] + work) / shares[job];
        let lightest = (0..shares.len()).min_by(|&a, &b| load(a).total_cmp(&load(b)));
        if let Some(job) = lightest {
            loads[job] += work;
            dealt[job].push(group);
        }
    }
    for groups in &mut dealt {
        groups.sort_unstable();
    }
    dealt
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::chance::Chance;
    use crate::model::directory::{UserState, draw_scope};
    use crate::model::{GroupSizes, Inputs, Parameter, ScopeMode, Setup, Uncertain};
    use crate::units::SimDuration;

    fn thirds_and_more() -> Split {
        Split {
            shares: vec![0.5, 0.3, 0.2],
            stagger: SimDuration::ZERO,
        }
    }

    #[test]
    fn every_user_in_scope_is_in_the_scope_of_exactly_one_job() {
        let setup = Setup::new(ScopeMode::Assigned)
            .with(Parameter::TenantUsers, Uncertain::Fixed(5_000.0))
            .with(Parameter::AssignedUsers, Uncertain::Fixed(3_000.0))
            .with(Parameter::DisabledShare, Uncertain::Fixed(0.1));
        let chance = Chance::new(4, 2);
        let input = CycleInput::new(&setup, chance, Inputs::Drawn);
        let scope = |input: &CycleInput<'_>| {
            let mut users = Vec::new();
            draw_scope(input, &chance.streams(), &mut users);
            users
        };
        let whole = scope(&input);
        let parts = input.split(&thirds_and_more());
        let candidates: Vec<u32> = parts.iter().map(|part| part.candidates).collect();
        assert_eq!(candidates.iter().sum::<u32>(), 3_000);
        assert!(
            candidates
                .iter()
                .zip([1_500, 900, 600])
                .all(|(a, b)| a.abs_diff(b) <= 2),
            "{candidates:?}"
        );
        let scopes: Vec<Vec<UserState>> = parts.iter().map(scope).collect();
        for (user, state) in whole.iter().enumerate() {
            let having = scopes
                .iter()
                .filter(|part| part[user] == UserState::Pending);
            assert_eq!(
                having.count(),
                usize::from(*state == UserState::Pending),
                "user {user}"
            );
        }
    }

    #[test]
    fn every_group_is_one_jobs_and_the_work_is_dealt_by_the_shares() {
        let mut setup = Setup::new(ScopeMode::AllUsersAndGroups)
            .with(Parameter::TenantUsers, Uncertain::Fixed(10_000.0));
        setup.group_sizes = GroupSizes::Listed((0..200).map(|group| group * 7 % 90).collect());
        let input = CycleInput::new(&setup, Chance::new(1, 0), Inputs::Drawn);
        let parts = input.split(&thirds_and_more());
        let mut groups: Vec<u32> = parts
            .iter()
            .flat_map(|part| (0..part.group_sizes.len() as u32).map(|group| part.group_id(group)))
            .collect();
        groups.sort_unstable();
        assert!(groups.iter().copied().eq(0..200));
        let whole = input.memberships() as f64;
        for (part, share) in parts.iter().zip([0.5, 0.3, 0.2]) {
            let members = part.memberships() as f64 / whole;
            assert!((members - share).abs() < 0.02, "{members} for {share}");
            assert_eq!(part.group_sizes.len() + part.groups_skipped as usize, 200);
        }
    }
}
