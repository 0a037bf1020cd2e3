//! The work of an incremental cycle: what changed since the watermark, and the retries that are due.

use super::source::Place;
use super::task::Task;
use super::{Cycle, Fate, GroupState, Observer, SimTime, UserState};
use crate::model::chance::About;
use crate::model::job::{DropReason, Held, MembershipChange, NO_CHANGE, Store};

/// Memberships of one group that go out in one PATCH.
#[derive(Clone, Copy, Debug)]
pub(super) struct MembershipWork {
    pub group: u32,
    pub add: bool,
    pub count: u32,
    /// The part of all users that must be there for all of the members to be.
    pub presence: u32,
    /// The address of their luck: that of the first.
    pub luck: u64,
    /// First of the changes, if any.
    pub head: u32,
    /// Place in escrow, for a retry.
    pub escrow: u32,
    pub done: bool,
}

/// The objects and references of one incremental cycle.
#[derive(Debug, Default)]
pub(super) struct Batch {
    pub users: Vec<u32>,
    pub groups: Vec<u32>,
    /// Users who have come into the target in this cycle.
    pub newcomers: Vec<u32>,
    /// Changes out of scope; those that are done are taken off.
    pub outside: Vec<u32>,
    pub members: Vec<MembershipWork>,
    /// Memberships and manager links that no connection has taken yet.
    pub left: Vec<Task>,
    /// Places in escrow of everything that is retried.
    pub retries: Vec<u32>,
}

/// Packs the memberships that wait, as many of a group and kind into one PATCH as it carries.
fn pack(batch: &mut Batch, store: &mut Store, per_patch: u32) {
    store.pending.memberships.sort_unstable();
    let mut packed: Option<MembershipWork> = None;
    for one in store.pending.memberships.drain(..) {
        batch.groups.push(one.group);
        match &mut packed {
            Some(work)
                if work.group == one.group
                    && work.add == one.add
                    && work.count + one.count <= per_patch =>
            {
                work.count += one.count;
                work.presence = work.presence.max(one.presence);
                if one.change != NO_CHANGE {
                    store.ledger.chain(one.change, work.head);
                    work.head = one.change;
                }
            }
            _ => {
                batch.members.extend(packed.take());
                packed = Some(MembershipWork {
                    group: one.group,
                    add: one.add,
                    count: one.count,
                    presence: one.presence,
                    luck: one.luck,
                    head: one.change,
                    escrow: NO_CHANGE,
                    done: false,
                });
            }
        }
    }
    batch.members.extend(packed);
}

impl<O: Observer> Cycle<'_, O> {
    /// Collects what waits and what is due.
    pub(super) fn fill_batch(&mut self, now: SimTime) {
        let per_patch = self.references.members_per_patch;
        self.batch.left.clear();
        self.batch.retries.clear();
        self.batch.members.clear();
        self.batch.newcomers.clear();
        let batch = &mut self.batch;
        let Some(store) = &mut self.store else {
            return;
        };
        std::mem::swap(&mut batch.users, &mut store.pending.users);
        std::mem::swap(&mut batch.groups, &mut store.pending.groups);
        std::mem::swap(&mut batch.outside, &mut store.pending.outside);
        store.pending.users.clear();
        store.pending.groups.clear();
        store.pending.outside.clear();
        while let Some(place) = store.escrow.next_due(now) {
            batch.retries.push(place);
            let entry = *store.escrow.entry(place);
            match entry.held {
                Held::User(user) => batch.users.push(user),
                Held::Group(group) => batch.groups.push(group),
                Held::Manager(user) => batch.left.push(Task::ManagerRetry { user, place }),
                Held::Members {
                    group,
                    count,
                    add,
                    presence,
                    luck,
                } => batch.members.push(MembershipWork {
                    group,
                    add,
                    count,
                    presence,
                    luck,
                    head: entry.head,
                    escrow: place,
                    done: false,
                }),
            }
        }
        batch.users.sort_unstable();
        batch.users.dedup();
        pack(batch, store, per_patch);
        batch.groups.sort_unstable();
        batch.groups.dedup();
        for place in 0..batch.members.len() as u32 {
            let group = batch.members[place as usize].group;
            batch.left.push(Task::Membership { group, place });
        }
        // Taken from the end, managers first.
        batch.left.reverse();
    }

    /// Whether a task is the retry of what failed in an earlier cycle.
    pub(super) fn waits_in_escrow(&self, task: Task) -> bool {
        let Some(store) = &self.store else {
            return false;
        };
        let is_due = |place: u32| place != NO_CHANGE && store.escrow.entry(place).in_flight;
        match task {
            Task::User(user) => is_due(store.user_escrow[user as usize]),
            Task::Group(group) => is_due(store.group_escrow[group as usize]),
            Task::ManagerRetry { .. } => true,
            Task::Membership { place, .. } => {
                self.batch.members[place as usize].escrow != NO_CHANGE
            }
            _ => false,
        }
    }

    /// The task for an object by its place in the source.
    pub(super) fn object_at(&self, place: Place) -> Task {
        match place {
            Place::User(place) if self.is_full => Task::User(place),
            Place::User(place) => Task::User(self.batch.users[place as usize]),
            Place::Group(place) if self.is_full => Task::Group(place),
            Place::Group(place) => Task::Group(self.batch.groups[place as usize]),
            Place::Outside(place) => Task::Outside(place),
        }
    }

    /// A change out of scope was evaluated, and that is all.
    pub(super) fn outside_evaluated(&mut self, place: u32, now: SimTime) {
        let Some(id) = self.batch.outside.get_mut(place as usize) else {
            return;
        };
        let id = std::mem::replace(id, NO_CHANGE);
        if let Some(store) = self.store.as_mut().filter(|_| id != NO_CHANGE) {
            let fate = Fate::Dropped(DropReason::OutOfScope);
            store.ledger.settle(id, Some(fate), now, self.observer);
        }
    }

    /// Users and groups that are new may lack their references: the next cycle finds them again, and writes those.
    pub(super) fn return_newcomers(&mut self) {
        let Some(store) = &mut self.store else {
            return;
        };
        for user in self.batch.newcomers.drain(..) {
            let state = &mut self.users[user as usize];
            if state.after_cycle() == UserState::Known {
                *state = UserState::Forgotten;
                store.pending.users.push(user);
            }
        }
        for &group in &self.batch.groups {
            let state = &mut self.groups[group as usize];
            if matches!(state, GroupState::Created | GroupState::Matched) {
                *state = GroupState::Forgotten;
                store.pending.groups.push(group);
            }
        }
    }

    /// What the cycle did not come to waits for the next: the watermark has not moved.
    pub(super) fn return_batch(&mut self, now: SimTime) {
        let Some(store) = &mut self.store else {
            return;
        };
        for &user in &self.batch.users {
            let head = store.user_changes[user as usize];
            let waits = head != NO_CHANGE && store.ledger.fate(head).is_none();
            // Whom an administrator took out of scope has no change of their own.
            let is_removed = self.users[user as usize].is_to_be_removed()
                && store.user_escrow[user as usize] == NO_CHANGE;
            // Nor has anyone whose link was deleted, and who waits in escrow besides.
            let is_anew = self.users[user as usize] == UserState::Vanished;
            if waits || is_removed || is_anew {
                store.pending.users.push(user);
            }
        }
        for &group in &self.batch.groups {
            let head = store.group_changes[group as usize];
            if head != NO_CHANGE && store.ledger.fate(head).is_none() {
                store.pending.groups.push(group);
            }
        }
        let left = self.batch.outside.drain(..).filter(|id| *id != NO_CHANGE);
        store.pending.outside.extend(left);
        for work in self.batch.members.drain(..).filter(|work| !work.done) {
            if work.escrow != NO_CHANGE {
                continue;
            }
            let changes = store.ledger.length(work.head);
            store.wait_again(work.group, work.add, work.presence, work.head);
            store.wait_without_change(MembershipChange {
                group: work.group,
                add: work.add,
                luck: work.luck,
                change: NO_CHANGE,
                count: work.count - changes,
                presence: 0,
            });
        }
        for place in self.batch.retries.drain(..) {
            store.escrow.stays_due(place, now);
        }
        self.batch.left.clear();
    }

    /// Memberships of users who failed in the last full cycle and have come in since are written now; in a full cycle that writes
    /// no others also those that were missed.
    pub(super) fn catch_up(&mut self) {
        let groups = self.groups.len();
        let number = self.number();
        let Some(store) = &mut self.store else {
            return;
        };
        if groups == 0 {
            return;
        }
        let missed = if self.is_full {
            std::mem::take(&mut store.missed_references)
        } else {
            0
        };
        for one in 0..store.unresolved.become_possible(store.absent) + missed {
            let unit = self.streams.changed_object.unit(number | 1 << 48, one);
            let group = (unit * groups as f64) as u32;
            if self.groups[group as usize].is_present() {
                store.pending.memberships.push(MembershipChange {
                    group,
                    add: true,
                    luck: About::CaughtUp.address(number << 32 | one),
                    change: NO_CHANGE,
                    count: 1,
                    presence: 0,
                });
            }
        }
    }
}
