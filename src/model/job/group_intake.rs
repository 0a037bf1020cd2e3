//! Which group a change concerns, and what it means for the next cycle.

use super::change_intake::GROUP_USES;
use super::feed::Arrival;
use super::job_course::Job;
use crate::model::chance::{About, Purpose};
use crate::model::change::{ChangeStatus, DropReason};
use crate::model::cycle::Memberships;
use crate::model::directory::{GroupState, Object};
use crate::model::input::GroupSize;
use crate::model::parameters::Parameter;
use crate::model::record::Observer;

/// Uses of a change's own stream of details.
const MEMBER_OUT_OF_SCOPE: u64 = GROUP_USES;
const GROUP_SIZE: u64 = GROUP_USES + 1;
const PRESENCE: u64 = GROUP_USES + 2;

impl<O: Observer> Job<'_, O> {
    /// A group in scope, each as likely as the others; those that are so no more are taken off the list.
    fn pick_group(&mut self, arrival: &Arrival) -> Option<u32> {
        let objects = self.cycle.streams[Purpose::ChangedObject];
        for usage in 0.. {
            let unit = objects.unit(arrival.address, usage);
            let groups = &mut self.store().scoped_groups;
            if groups.is_empty() {
                return None;
            }
            let index = (unit * groups.len() as f64) as usize;
            let group = groups[index];
            if self.cycle.directory.group(group).is_in_scope() {
                return Some(group);
            }
            self.store().scoped_groups.swap_remove(index);
        }
        None
    }

    pub fn membership(&mut self, arrival: &Arrival, add: bool) {
        let Some(group) = self.pick_group(arrival) else {
            self.drop_at_once(arrival, DropReason::NothingToChange);
            return;
        };
        let size = &mut self.cycle.directory.group_sizes[group as usize];
        if !add && *size == 0 {
            self.drop_at_once(arrival, DropReason::NothingToChange);
            return;
        }
        *size = if add { *size + 1 } else { *size - 1 };
        if add
            && self.happens(
                Parameter::MembersOutOfScopeShare,
                arrival,
                MEMBER_OUT_OF_SCOPE,
            )
        {
            self.store().missed_references += 1;
            self.drop_at_once(arrival, DropReason::MemberOutOfScope);
            return;
        }
        if self.cycle.directory.group(group) == GroupState::Absent {
            // It is written with the rest of the group, once that is there.
            self.object_changes(Object::Group(group), arrival);
            return;
        }
        let change = self.open(arrival);
        let details = self.cycle.streams[Purpose::ChangeDetail];
        // The cast cuts to a whole number below the greatest, since the unit is below one.
        let presence = (details.unit(arrival.address, PRESENCE) * f64::from(u32::MAX)) as u32;
        let waiting = Memberships {
            group,
            add,
            address: About::Change.address(arrival.address),
            change,
            count: 1,
            presence,
        };
        self.store().pending.memberships.push(waiting);
    }

    pub fn new_group(&mut self, arrival: &Arrival) {
        let details = self.cycle.streams[Purpose::ChangeDetail];
        let unit = details.unit(arrival.address, GROUP_SIZE);
        let input = self.cycle.input;
        let size = GroupSize::new(&input.values, input.candidates).at(unit);
        let group = self.cycle.directory.add_group(size);
        self.store().add_group();
        self.object_changes(Object::Group(group), arrival);
    }

    pub fn removed_group(&mut self, arrival: &Arrival) {
        let Some(group) = self.pick_group(arrival) else {
            self.drop_at_once(arrival, DropReason::NothingToChange);
            return;
        };
        let absent = self.cycle.directory.group(group) == GroupState::Absent;
        let undone = ChangeStatus::Dropped(DropReason::Undone);
        self.settle(Object::Group(group), undone);
        if absent {
            self.cycle.directory.group_becomes(group, GroupState::Gone);
            self.drop_at_once(arrival, DropReason::Undone);
        } else {
            let leaving = GroupState::Leaving;
            self.cycle.directory.group_becomes(group, leaving);
            self.object_changes(Object::Group(group), arrival);
        }
    }
}
