//! The work of an incremental cycle: how it is collected, and what of it waits again.

use super::store::Store;
use crate::model::change::ChangeStatus;
use crate::model::cycle::{Batch, Held, MembershipWork, Memberships, NO_CHANGE, Task};
use crate::model::directory::{Directory, Object, UserState};
use crate::units::SimTime;

/// Collects what waits and what is due.
pub(super) fn collect(store: &mut Store, batch: &mut Batch, per_patch: u32, now: SimTime) {
    batch.left.clear();
    batch.retries.clear();
    batch.members.clear();
    batch.newcomers.clear();
    for (list, pending) in [
        (&mut batch.users, &mut store.pending.users),
        (&mut batch.groups, &mut store.pending.groups),
        (&mut batch.outside, &mut store.pending.outside),
    ] {
        std::mem::swap(list, pending);
        pending.clear();
    }
    while let Some(index) = store.escrow.next_due(now) {
        batch.retries.push(index);
        match store.escrow.entry(index).held {
            Held::Object(Object::User(user)) => batch.users.push(user),
            Held::Object(Object::Group(group)) => batch.groups.push(group),
            Held::Manager(user) => batch.left.push(Task::ManagerRetry { user, index }),
            Held::Members(of) => batch.members.push(MembershipWork {
                of,
                escrow: Some(index),
                done: false,
            }),
        }
    }
    batch.users.sort_unstable();
    batch.users.dedup();
    pack(store, batch, per_patch);
    batch.groups.sort_unstable();
    batch.groups.dedup();
    for (index, work) in (0..).zip(&batch.members) {
        let group = work.of.group;
        batch.left.push(Task::Membership { group, index });
    }
    // Taken from the end, managers first.
    batch.left.reverse();
}

/// Packs the memberships that wait, as many of a group and kind into one PATCH as it carries.
fn pack(store: &mut Store, batch: &mut Batch, per_patch: u32) {
    store.pending.memberships.sort_unstable();
    let mut packed: Option<Memberships> = None;
    let work = |of| MembershipWork {
        of,
        escrow: None,
        done: false,
    };
    for one in store.pending.memberships.drain(..) {
        batch.groups.push(one.group);
        match &mut packed {
            Some(all)
                if all.group == one.group
                    && all.add == one.add
                    && all.count + one.count <= per_patch =>
            {
                all.count += one.count;
                all.presence = all.presence.max(one.presence);
                if one.change != NO_CHANGE {
                    store.ledger.chain(one.change, all.change);
                    all.change = one.change;
                }
            }
            _ => batch.members.extend(packed.replace(one).map(work)),
        }
    }
    batch.members.extend(packed.map(work));
}

/// What a cycle did not come to waits for the next: the watermark has not moved.
pub(super) fn give_back(store: &mut Store, batch: &mut Batch, directory: &Directory, now: SimTime) {
    let waits = |store: &Store, object| {
        let change = store.entry(object).change;
        change != NO_CHANGE && store.ledger.status(change) == ChangeStatus::Waiting
    };
    for &user in &batch.users {
        let (object, state) = (Object::User(user), directory.user(user));
        // Whom an administrator took out of scope has no change of their own.
        let is_removed = state.is_to_be_removed() && store.entry(object).escrow.is_none();
        // Nor has anyone whose link was deleted, and who waits in escrow besides.
        if waits(store, object) || is_removed || state == UserState::Vanished {
            store.object_waits(object);
        }
    }
    for &group in &batch.groups {
        let object = Object::Group(group);
        if waits(store, object) {
            store.object_waits(object);
        }
    }
    let left = batch
        .outside
        .drain(..)
        .filter(|change| *change != NO_CHANGE);
    store.pending.outside.extend(left);
    let undone = batch.members.drain(..).filter(|work| !work.done);
    for work in undone.filter(|work| work.escrow.is_none()) {
        let changes = store.ledger.length(work.of.change);
        store.changes_wait(work.of);
        store.wait_without_change(Memberships {
            count: work.of.count - changes,
            presence: 0,
            ..work.of
        });
    }
    for index in batch.retries.drain(..) {
        store.escrow.stays_due(index, now);
    }
    batch.left.clear();
}
