//! How far the reference pass has come: managers, then memberships.
//!
//! A manager link is checked with a GET and set with a PATCH; members are added by PATCHes of their group, which was
//! created empty (use-scim-to-provision-users-and-groups, examples 4 and 5). A reference to somebody who is
//! not in the target cannot be resolved and costs no call. Whether a given member or manager is there is drawn from
//! the share of users who are, so that no lists of members need to be kept.

use super::task::Task;
use crate::model::input::CycleInput;
use crate::model::parameters::Parameter;
use crate::model::setup::Connector;

/// A group whose members are being written.
#[derive(Clone, Copy, Debug)]
pub(super) struct OpenGroup {
    pub group: u32,
    /// Its number in the whole scope.
    pub id: u32,
    pub next_member: u32,
    /// With which of its members, no earlier than the next, a page begins.
    pub page_begins: u32,
    /// Members that the requests so far carry, and those who were in the group before.
    pub present: u32,
}

/// How far the reference pass has come.
#[derive(Clone, Debug, Default)]
pub(super) struct References {
    pub next_user: u32,
    pub next_group: u32,
    pub open_groups: Vec<OpenGroup>,
    /// PATCHes of one group that may be open at once, at least one; none where connections alone bound them.
    patches_per_group: Option<u16>,
    /// PATCHes that each group has open; empty where nothing but the connections bounds them.
    open_patches: Vec<u16>,
    pub members_per_patch: u32,
    page_size: u32,
    /// Whether nothing is left but members of groups, each of whom goes in a request of their own.
    pub are_lone_members: bool,
    /// Share of the possible members who are in scope.
    pub in_scope_share: f64,
    /// Share of the users in scope who are in the target.
    pub present_share: f64,
}

impl References {
    /// Nothing of a cycle is done yet.
    ///
    /// A connector that was built for the target sends no request with more members than that takes.
    pub fn new(input: &CycleInput<'_>, members_per_request: u64) -> Self {
        let values = &input.values;
        let count = |parameter| u32::try_from(values.count(parameter)).unwrap_or(u32::MAX);
        let cap = values.count(Parameter::PatchesPerGroup).max(1);
        let cap = u16::try_from(cap)
            .ok()
            .filter(|_| cap < values.count(Parameter::Connections));
        let asked = count(Parameter::MembersPerPatch).max(1);
        let members_per_patch = match input.setup.connector {
            Connector::Gallery => asked.min(u32::try_from(members_per_request).unwrap_or(u32::MAX)),
            Connector::Custom => asked,
        };
        Self {
            patches_per_group: cap,
            members_per_patch,
            page_size: count(Parameter::PageSize).max(1),
            in_scope_share: 1.0,
            present_share: 1.0,
            ..Self::default()
        }
    }

    /// Another cycle begins, with so many groups.
    pub fn start_again(&mut self, groups: usize) {
        self.next_user = 0;
        self.next_group = 0;
        self.open_groups.clear();
        self.present_share = 1.0;
        self.are_lone_members = false;
        self.open_patches.clear();
        if self.patches_per_group.is_some() {
            self.open_patches.resize(groups, 0);
        }
    }

    /// Nothing is left but members of groups.
    pub fn come_to_members(&mut self) {
        self.are_lone_members = self.members_per_patch == 1 && self.patches_per_group.is_none();
    }

    /// The members of an open group up to another are taken, by so many of whom it grows.
    pub fn members_taken(&mut self, index: usize, next_member: u32, grown_by: u32) {
        let open = &mut self.open_groups[index];
        open.next_member = next_member;
        open.present += grown_by;
        open.page_begins = next_member.next_multiple_of(self.page_size);
    }

    /// Pages of members that begin with one of those from `first` up to `end`.
    #[inline(always)]
    pub fn pages_begun(&self, first: u32, end: u32) -> u32 {
        end.div_ceil(self.page_size) - first.div_ceil(self.page_size)
    }

    /// A PATCH of a group is under way.
    pub fn patch_opens(&mut self, group: u32) {
        if let Some(open) = self.open_patches.get_mut(group as usize) {
            *open += 1;
        }
    }

    /// A PATCH of a group has been answered for good.
    pub fn patch_closes(&mut self, group: u32) {
        if let Some(open) = self.open_patches.get_mut(group as usize) {
            *open -= 1;
        }
    }

    /// Whether a group has fewer PATCHes open than it may have.
    pub fn takes_another_patch(&self, group: u32) -> bool {
        self.patches_per_group
            .is_none_or(|most| self.open_patches[group as usize] < most)
    }

    /// The last of a list of references whose group takes another PATCH, of as many as there are connections: whatever blocks those is under
    /// way, and ends.
    pub fn nearest_free(
        &self,
        list: impl ExactSizeIterator<Item = Task> + DoubleEndedIterator,
        connections: usize,
    ) -> Option<usize> {
        let last = list.len().checked_sub(1)?;
        let back = list.rev().take(connections).position(|task| {
            let group = task.patched_group();
            group.is_none_or(|group| self.takes_another_patch(group))
        })?;
        Some(last - back)
    }

    /// The first open group that takes another PATCH.
    pub fn next_open(&self) -> Option<usize> {
        self.open_groups
            .iter()
            .position(|open| self.takes_another_patch(open.group))
    }
}
