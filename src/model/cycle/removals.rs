//! Users and groups that left the scope: found out with the other objects, taken out of the target after them, unless
//! they are too many (document 002).

use super::task::Task;
use super::{Calendar, Cycle, Event, Fate, GroupState, Observer, Removal, SimTime, UserState};
use crate::model::endpoint::Endpoint;
use crate::model::job::DropReason;
use crate::model::record::Activity;

impl<O: Observer> Cycle<'_, O> {
    pub(super) fn user_leaves(
        &mut self,
        slot: u16,
        user: u32,
        now: SimTime,
        calendar: &mut Calendar<Event>,
    ) {
        let state = self.users[user as usize];
        if let Some(store) = &mut self.store {
            let deletes = state.is_deleted();
            // A deletion for good is not a matter of scope.
            let reason = if store.skips_deletions && !deletes {
                Some(DropReason::SkippedDeletion)
            } else if !store.actions.delete {
                Some(DropReason::ActionOff)
            } else {
                None
            };
            match reason {
                Some(reason) => {
                    self.users[user as usize] = UserState::Kept;
                    store.left.push(user);
                    store.settle_user(user, Fate::Dropped(reason), now, self.observer);
                }
                None => self.removals.push(Removal::User { user, deletes }),
            }
        }
        self.object_done(slot, now, calendar);
    }

    pub(super) fn group_leaves(
        &mut self,
        slot: u16,
        group: u32,
        now: SimTime,
        calendar: &mut Calendar<Event>,
    ) {
        let leaving = matches!(
            self.groups[group as usize],
            GroupState::Leaving | GroupState::AllowedLeaving
        );
        if let Some(store) = self.store.as_mut().filter(|_| leaving) {
            if store.actions.delete {
                self.removals.push(Removal::Group(group));
            } else {
                self.groups[group as usize] = GroupState::Kept;
                let fate = Fate::Dropped(DropReason::ActionOff);
                store.settle_group(group, fate, now, self.observer);
            }
        } else {
            self.tally.objects_skipped += 1;
        }
        self.object_done(slot, now, calendar);
    }

    /// All objects are through: more removals than the threshold allows are all held back, save those that were allowed.
    ///
    /// Whether those before the threshold are carried out is not stated; the texts "staged" and "haven't due to the
    /// threshold" (document 002) are read as all of the cycle.
    pub(super) fn judge_removals(&mut self, now: SimTime) {
        let is_allowed = |removal: &Removal| match removal {
            Removal::User { user, .. } => self.users[*user as usize].is_allowed(),
            Removal::Group(group) => self.groups[*group as usize] == GroupState::AllowedLeaving,
        };
        let (allowed, counted): (Vec<Removal>, Vec<Removal>) =
            self.removals.drain(..).partition(is_allowed);
        self.removals = allowed;
        let Some(store) = &mut self.store else {
            return;
        };
        if store.too_many(counted.len() as u64) {
            self.tally.removals_staged += counted.len() as u64;
            for removal in counted {
                match removal {
                    Removal::User { user, .. } => self.users[user as usize] = UserState::Staged,
                    Removal::Group(group) => self.groups[group as usize] = GroupState::Staged,
                }
                store.stage(removal, now, self.observer);
            }
        } else {
            self.removals.extend(counted);
        }
        // Taken from the end, in the order in which they were found.
        self.removals.reverse();
    }

    /// A cycle that looks at everything looks at what is staged again, and at what was kept while deletions were off.
    pub(super) fn look_again_at_removals(&mut self, now: SimTime) {
        let Some(store) = &mut self.store else {
            return;
        };
        for removal in std::mem::take(&mut store.staged) {
            let head = match removal {
                Removal::User { user, deletes } => {
                    let state = self.users[user as usize];
                    self.users[user as usize] = if deletes || state == UserState::StagedDeleting {
                        UserState::Deleting
                    } else {
                        UserState::Leaving
                    };
                    store.user_changes[user as usize]
                }
                Removal::Group(group) => {
                    self.groups[group as usize] = GroupState::Leaving;
                    store.group_changes[group as usize]
                }
            };
            store.ledger.settle(head, None, now, self.observer);
        }
        if store.actions.delete && !store.skips_deletions {
            let kept = self
                .users
                .iter_mut()
                .filter(|state| **state == UserState::Kept);
            kept.for_each(|state| *state = UserState::Leaving);
        }
        if store.actions.delete {
            let kept = self
                .groups
                .iter_mut()
                .filter(|state| **state == GroupState::Kept);
            kept.for_each(|state| *state = GroupState::Leaving);
        }
    }

    /// Removals that a cycle did not come to wait for the next.
    pub(super) fn return_removals(&mut self) {
        let Some(store) = &mut self.store else {
            return;
        };
        for removal in self.removals.drain(..) {
            match removal {
                Removal::User { user, .. } => store.pending.users.push(user),
                Removal::Group(group) => store.pending.groups.push(group),
            }
        }
        for (task, _) in self.interrupted.drain(..) {
            match task {
                Task::RemoveUser(user) => store.pending.users.push(user),
                Task::RemoveGroup(group) => store.pending.groups.push(group),
                _ => {}
            }
        }
    }

    pub(super) fn next_removal(&mut self) -> Option<Task> {
        Some(match self.removals.pop()? {
            Removal::User { user, .. } => Task::RemoveUser(user),
            Removal::Group(group) => Task::RemoveGroup(group),
        })
    }

    /// The account was read, and is then disabled or deleted; or that is done.
    pub(super) fn proceed_removal(
        &mut self,
        slot: u16,
        user: u32,
        now: SimTime,
        calendar: &mut Calendar<Event>,
    ) {
        let deletes = self.users[user as usize].is_deleted()
            || self.store.as_ref().is_some_and(|store| !store.disables);
        match self.slots[usize::from(slot)].endpoint {
            Endpoint::UserGet if deletes => {
                self.call(
                    slot,
                    Endpoint::UserDelete,
                    Activity::Updating,
                    now,
                    calendar,
                );
                return;
            }
            Endpoint::UserGet => {
                self.call(slot, Endpoint::UserPatch, Activity::Updating, now, calendar);
                return;
            }
            _ => {}
        }
        if deletes {
            self.tally.users_deleted += 1;
            let mut target = self.target.borrow_mut();
            target.users_stored = target.users_stored.saturating_sub(1);
            drop(target);
            self.users[user as usize] = UserState::OutOfScope;
        } else {
            self.tally.users_disabled += 1;
            self.users[user as usize] = UserState::Disabled;
        }
        if let Some(store) = &mut self.store {
            if std::mem::take(&mut store.licensed[user as usize]) {
                self.target.borrow_mut().licences_used -= 1;
            }
            if !deletes {
                store.left.push(user);
            }
            store.settle_user(user, Fate::Applied, now, self.observer);
        }
        self.release(slot, now, calendar);
    }

    /// The same for a group, which can only be deleted.
    pub(super) fn proceed_group_removal(
        &mut self,
        slot: u16,
        group: u32,
        now: SimTime,
        calendar: &mut Calendar<Event>,
    ) {
        if self.slots[usize::from(slot)].endpoint == Endpoint::GroupGet {
            self.call(
                slot,
                Endpoint::GroupDelete,
                Activity::GroupObjects,
                now,
                calendar,
            );
            return;
        }
        self.tally.groups_deleted += 1;
        let id = self.input.group_id(group);
        let mut target = self.target.borrow_mut();
        target.quotas.group_goes();
        target.group_is_deleted(id);
        drop(target);
        self.groups[group as usize] = GroupState::Gone;
        if let Some(store) = &mut self.store {
            store.settle_group(group, Fate::Applied, now, self.observer);
        }
        self.release(slot, now, calendar);
    }
}
