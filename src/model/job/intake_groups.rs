//! Which group a change concerns, and what it means for the next cycle.

use super::change::{DropReason, Fate};
use super::feed::Arrival;
use super::intake::{GROUP_USES, Intake};
use super::store::MembershipChange;
use crate::model::directory::GroupState;
use crate::model::parameters::Parameter;
use crate::model::record::Observer;

/// Uses of a change's own stream of details.
const MEMBER_OUT_OF_SCOPE: u64 = GROUP_USES;
const GROUP_SIZE: u64 = GROUP_USES + 1;
/// So many groups are looked at before a change finds none: enough where one in a thousand is in scope.
const TRIES: u64 = 10_000;

impl<O: Observer> Intake<'_, '_, O> {
    /// A group in scope, each as likely as the others.
    fn pick_group(&mut self, arrival: &Arrival) -> Option<u32> {
        let groups = self.cycle.groups.len();
        let objects = self.cycle.streams().changed_object;
        (0..TRIES).find_map(|usage| {
            let unit = objects.unit(arrival.address, usage);
            let place = (unit * groups as f64) as usize;
            let state = self.cycle.groups.get(place)?;
            state.is_in_scope().then_some(place as u32)
        })
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
        let waiting = MembershipChange { group, add, change };
        self.store().pending.memberships.push(waiting);
    }

    fn group_changes(&mut self, group: u32, arrival: &Arrival) {
        let (kind, made) = (arrival.kind, arrival.made);
        let (store, observer) = self.cycle.books();
        store.chain_group(group, kind, made, observer);
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
