//! Memory that is kept from one replication to the next.

use super::Event;
use crate::kernel::Calendar;
use crate::model::directory::{GroupState, UserState};
use crate::model::drawn::CycleInput;
use crate::model::variations::Variations;

/// Memory that is kept from one replication to the next.
#[derive(Debug, Default)]
pub struct Workspace {
    pub(in crate::model) users: Vec<UserState>,
    pub(in crate::model) groups: Vec<GroupState>,
    pub(in crate::model) group_sizes: Vec<u32>,
    pub(in crate::model) calendar: Option<Calendar<Event>>,
    pub(in crate::model) variations: Variations,
    /// One for each of several jobs.
    pub(in crate::model) jobs: Vec<Workspace>,
}

impl Workspace {
    /// No group of the scope is in the target yet.
    pub(in crate::model) fn set_up_groups(&mut self, input: &CycleInput<'_>) {
        self.groups.clear();
        self.groups
            .resize(input.group_sizes.len(), GroupState::Absent);
        self.group_sizes.clear();
        self.group_sizes.extend_from_slice(&input.group_sizes);
    }
}
