//! Which group a change concerns, and what it means for the next cycle.

use super::change::{DropReason, Fate};
use super::feed::Arrival;
use super::intake::{GROUP_USES, Intake};
use super::store::MembershipChange;
use crate::model::chance::About;
use crate::model::directory::GroupState;
use crate::model::parameters::Parameter;
use crate::model::record::Observer;

/// Uses of a change's own stream of details.
const MEMBER_OUT_OF_SCOPE: u64 = GROUP_USES;
const GROUP_SIZE: u64 = GROUP_USES + 1;
const PRESENCE: u64 = GROUP_USES + 2;
impl<O: Observer> Intake<'_, '_, O> {
    /// A group in scope, each as likely as the others; those that are so no more are taken off the list.
    fn pick_group(&mut self, arrival: &Arrival) -> Option<u32> {
        let objects = self.cycle.streams().changed_object;
        for usage in 0.. {
            let unit = objects.unit(arrival.address, usage);
            let groups = &mut self.store().scoped_groups;
            if groups.is_empty() {
                return None;
            }
            let place = (unit * groups.len() as f64) as usize;
            let group = groups[place];
            if self.cycle.groups[group as usize].is_in_scope() {
                return Some(group);
            }
            self.store().scoped_groups.swap_remove(place);
        }
        None
    }

    pub fn membership(&mut self, arrival: &Arrival, add: bool) {
        let Some(group) = self.pick_group(arrival) else {
            self.drop_at_once(arrival, DropReason::NothingToChange);
            return;
        };
        let size = &mut self.cycle.group_sizes[group as usize];
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
        if self.cycle.groups[group as usize] == GroupState::Absent {
            // It is written with the rest of the group, once that is there.
            self.group_changes(group, arrival);
            return;
        }
        let change = self.open(arrival);
        let details = self.cycle.streams().change_detail;
        // The cast cuts to a whole number below the greatest, since the unit is below one.
        let presence = (details.unit(arrival.address, PRESENCE) * f64::from(u32::MAX)) as u32;
        let waiting = MembershipChange {
            group,
            add,
            luck: About::Change.address(arrival.address),
            change,
            count: 1,
            presence,
        };
        self.store().pending.memberships.push(waiting);
    }

    fn group_changes(&mut self, group: u32, arrival: &Arrival) {
        let (store, observer) = self.cycle.books();
        store.chain_group(group, arrival, observer);
        store.pending.groups.push(group);
    }

    pub fn new_group(&mut self, arrival: &Arrival) {
        let unit = self
            .cycle
            .streams()
            .change_detail
            .unit(arrival.address, GROUP_SIZE);
        let size = self.cycle.size_of_new_group(unit);
        let group = self.cycle.groups.len() as u32;
        self.cycle.groups.push(GroupState::Absent);
        self.cycle.group_sizes.push(size);
        self.store().add_group();
        self.group_changes(group, arrival);
    }

    pub fn removed_group(&mut self, arrival: &Arrival) {
        let Some(group) = self.pick_group(arrival) else {
            self.drop_at_once(arrival, DropReason::NothingToChange);
            return;
        };
        let absent = self.cycle.groups[group as usize] == GroupState::Absent;
        let now = self.now;
        let (store, observer) = self.cycle.books();
        let undone = Fate::Dropped(DropReason::Undone);
        store.settle_group(group, undone, now, observer);
        if absent {
            self.cycle.groups[group as usize] = GroupState::Gone;
            self.drop_at_once(arrival, DropReason::Undone);
        } else {
            self.cycle.groups[group as usize] = GroupState::Leaving;
            self.group_changes(group, arrival);
        }
    }
}
