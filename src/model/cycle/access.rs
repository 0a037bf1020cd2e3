//! What a job asks of its cycle.

use super::phases::Probe;
use super::task::Task;
use super::{Cycle, Observer, Parameter, SimTime, Streams};
use crate::kernel::sample::LogNormal;
use crate::model::endpoint::Endpoint;
use crate::model::job::{Held, Store};

impl<'a, O: Observer> Cycle<'a, O> {
    /// What outlasts the cycle, and who watches it. Only a job's cycle has it.
    pub(in crate::model) fn books(&mut self) -> (&mut Store, &mut O) {
        let store = self
            .store
            .as_mut()
            .expect("a job gives its cycle a store before anything else");
        (store, self.observer)
    }

    pub(in crate::model) fn streams(&self) -> &Streams {
        &self.streams
    }

    pub(in crate::model) fn value(&self, parameter: Parameter) -> f64 {
        self.input.values[parameter]
    }

    /// Users whom a connection is busy with, or will be when a cycle that is held goes on.
    pub(in crate::model) fn users_in_work(&self) -> Vec<u32> {
        let mut busy = vec![true; self.slots.len()];
        for slot in &self.idle {
            busy[usize::from(*slot)] = false;
        }
        let slots = self.slots.iter().zip(busy).filter(|(_, busy)| *busy);
        let tasks = slots.map(|(slot, _)| slot.task);
        let held = self.interrupted.iter().map(|(task, _)| *task);
        let user_of = |task| match task {
            Task::User(user) | Task::RemoveUser(user) | Task::Manager(user) => Some(user),
            _ => None,
        };
        tasks.chain(held).filter_map(user_of).collect()
    }

    /// Users who are to be in the target.
    pub(in crate::model) fn users_in_scope(&self) -> u64 {
        let users = self.users.iter().filter(|state| state.is_in_scope());
        users.count() as u64
    }

    /// Users and groups that are to be in the target.
    pub(in crate::model) fn objects_in_scope(&self) -> u64 {
        let users = self.store.as_ref().map_or(0, |store| store.in_scope);
        let groups = self.groups.iter().filter(|state| state.is_in_scope());
        users + groups.count() as u64
    }

    /// Retries that the present cycle makes.
    pub(in crate::model) fn retries_due(&self) -> u64 {
        if self.is_full {
            0
        } else {
            self.batch.retries.len() as u64
        }
    }

    /// Objects that the present cycle has dealt with.
    pub(in crate::model) fn objects_done(&self) -> u64 {
        self.source.objects_finished()
    }

    /// References that the present cycle has written.
    pub(in crate::model) fn references_changed(&self) -> u64 {
        self.tally.memberships_written + self.tally.memberships_removed + self.tally.managers_linked
    }

    /// Pages done and pages in all.
    pub(in crate::model) fn progress(&self) -> (u64, u64) {
        (self.source.pages_done(), self.source.pages())
    }

    /// Members of a group that comes into scope: drawn like those that are in it.
    pub(in crate::model) fn size_of_new_group(&self, unit: f64) -> u32 {
        let values = &self.input.values;
        let size = LogNormal {
            log_mean: libm::log(values[Parameter::GroupMembersMedian].max(1e-9)),
            log_sd: values[Parameter::GroupMembersLogSd],
        };
        let most = values[Parameter::GroupMembersMax].min(f64::from(self.input.candidates));
        libm::round(size.at(unit).min(most)) as u32
    }

    /// Whether the target answers the two calls that provision a user on demand.
    pub(in crate::model) fn takes_on_demand(&self) -> bool {
        let target = self.target.borrow();
        let calls = [Endpoint::UserGet, Endpoint::UserPost];
        calls.iter().all(|endpoint| !target.is_down_at(*endpoint))
    }

    /// Whether a user can be created here and now; if so, they take their licence.
    pub(in crate::model) fn creates_at_once(&mut self, user: u32) -> bool {
        let has_place = self.has_licence() && self.has_room_for_user();
        let is_possible =
            has_place && self.user_error(user).is_none() && !self.creation_is_refused(user);
        let mut target = self.target.borrow_mut();
        target.licences_used += i64::from(is_possible);
        target.users_stored += u64::from(is_possible);
        drop(target);
        is_possible
    }

    /// Whether one more user may be created or enabled.
    pub(super) fn has_licence(&self) -> bool {
        let used = self.target.borrow().licences_used;
        used < 0 || used.unsigned_abs() < self.rules.licences
    }

    /// Users and groups that are to be in the target, and those in escrow who are not: their import or their removal failed.
    pub(in crate::model) fn objects_tried(&self) -> u64 {
        let Some(store) = &self.store else {
            return self.objects_in_scope();
        };
        let outside = store.escrow.held().filter(|held| match *held {
            Held::User(user) => !self.users[user as usize].is_in_scope(),
            Held::Group(group) => !self.groups[group as usize].is_in_scope(),
            Held::Manager(_) | Held::Members { .. } => false,
        });
        self.objects_in_scope() + outside.count() as u64
    }

    /// Whether the present cycle broke off with its first call.
    pub(in crate::model) fn failed_at_its_probe(&self) -> bool {
        self.tally.failed_with.is_some() && self.probe != Probe::Done
    }

    /// Memberships that every answer says are there and that are missing in the target at `end`.
    pub(in crate::model) fn memberships_overwritten(&mut self, end: SimTime) -> u64 {
        let mut target = self.target.borrow_mut();
        let groups = 0..self.groups.len() as u32;
        groups
            .map(|group| target.members_missing(self.input.group_id(group), end))
            .sum()
    }

    /// Nothing sticks to any user or group any more.
    pub(in crate::model) fn no_more_errors(&mut self) {
        self.user_errors.clear();
        self.group_errors.clear();
        self.operations.clear();
    }
}
