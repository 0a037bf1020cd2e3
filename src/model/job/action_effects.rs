//! What operator actions do to users and groups.

use super::job_course::{Job, Running};
use crate::model::chance::Purpose;
use crate::model::change::{ChangeStatus, DropReason};
use crate::model::cycle::Memory;
use crate::model::directory::{GroupState, Object, Removal, UserState};
use crate::model::endpoint::Endpoint;
use crate::model::record::{
    Deed, EndedWork, JobState, Observer, Occurrence, Work, WorkInHand, WorkResult,
};

/// Uses of a user's draws for actions; each action on the timeline has its own, by its number.
const ACTION_USES: u64 = 1 << 32;

impl<O: Observer> Job<'_, O> {
    /// What is staged is taken out of the target with the next cycle, however much it is.
    pub fn allow_staged(&mut self) {
        let memory = &mut self.cycle.memory;
        for removal in memory.take_staged(&mut self.cycle.clock) {
            self.cycle.directory.unstage(removal, true);
            self.store().object_waits(removal.object);
        }
    }

    /// Without links, everybody in scope is matched anew.
    pub fn forget_links(&mut self) {
        self.cycle.directory.transition_all(|_, state| match state {
            UserState::Known => UserState::Forgotten,
            UserState::Changed => UserState::ForgottenChanged,
            UserState::Orphaned => UserState::Vanished,
            other => other,
        });
        self.cycle.directory.groups_become(|state| match state {
            GroupState::Present => GroupState::Forgotten,
            other => other,
        });
    }

    /// Which users an action concerns: for each user a draw of its own for each action.
    pub(super) fn chosen(&self, share: f64) -> impl Fn(usize) -> bool + use<O> {
        let stream = self.cycle.streams[Purpose::ChangeDetail];
        let usage = ACTION_USES + self.actions;
        move |user| stream.happens(share, u64::MAX - user as u64, usage)
    }

    pub fn change_mapping(&mut self, changed_share: f64) {
        let chosen = self.chosen(changed_share);
        self.cycle
            .directory
            .transition_all(|user, state| match state.after_cycle() {
                UserState::Known if chosen(user) => UserState::Changed,
                other => other,
            });
    }

    /// Takes a share of the users in scope out of it.
    pub fn narrow(&mut self, removed_share: f64) {
        self.take_in_changes();
        let chosen = self.chosen(removed_share);
        for user in 0..self.cycle.directory.users().len() {
            if self.cycle.directory.users()[user].is_in_scope() && chosen(user) {
                self.left_by_action += 1;
                self.leave(user as u32);
            }
        }
    }

    /// A scope that was narrowed from all to assigned takes effect now.
    pub fn narrow_with_restart(&mut self) {
        let share = std::mem::take(&mut self.narrows_with_restart);
        if share > 0.0 {
            self.narrow(share);
        }
    }

    /// Staged users and groups are assigned or restored again; nothing is left to be taken away.
    pub fn restore_staged(&mut self) {
        // Only the recycle bin can be restored from; who is deleted for good stays staged.
        let directory = &*self.cycle.directory;
        let is_deleted = |removal: &Removal| match removal.object {
            Object::User(user) => {
                removal.deletes || directory.user(user) == UserState::StagedDeleting
            }
            Object::Group(_) => false,
        };
        let staged = std::mem::take(&mut self.cycle.memory.staged);
        let (deleted, restored) = staged.into_iter().partition(is_deleted);
        self.cycle.memory.staged = deleted;
        let restored: Vec<Removal> = restored;
        for Removal { object, .. } in restored {
            match object {
                Object::User(user) => {
                    self.cycle.directory.transition(user, UserState::Known);
                    self.store().scoped.push(user);
                }
                Object::Group(group) => {
                    let present = GroupState::Present;
                    self.cycle.directory.group_becomes(group, present);
                }
            }
            self.settle(object, ChangeStatus::Dropped(DropReason::Restored));
        }
        self.report_holdings();
    }

    /// Provisions some of those who wait longest, outside of cycles: a GET and a POST each.
    ///
    /// Nobody whom a cycle works on is taken, and a cycle that is held knows nothing of what came meanwhile.
    pub fn on_demand(&mut self, users: u32) {
        if self.running == Running::Nothing && !self.held_full {
            self.take_in_changes();
        }
        if !self.takes_on_demand() {
            return;
        }
        let mut left = users;
        let waiting = std::mem::take(&mut self.store().pending.users);
        let mut stay = Vec::new();
        for user in waiting {
            let state = self.cycle.directory.user(user);
            let is_new = matches!(state, UserState::Pending | UserState::Vanished);
            if left > 0 && is_new && self.cycle.creates_at_once(user) {
                left -= 1;
                self.created_on_demand(user);
            } else {
                stay.push(user);
            }
        }
        self.store().pending.users = stay;
    }

    /// Whether the mapping allows it and the target answers the two calls that provision a user on demand.
    fn takes_on_demand(&self) -> bool {
        let target = &self.cycle.target;
        let calls = [Endpoint::UserGet, Endpoint::UserPost];
        let answers = calls.iter().all(|endpoint| !target.is_down_at(*endpoint));
        answers && self.cycle.memory.may_create()
    }

    fn created_on_demand(&mut self, user: u32) {
        let of = WorkInHand {
            job: 0,
            work: Work::User(user),
            attempt: 0,
        };
        for endpoint in [Endpoint::UserGet, Endpoint::UserPost] {
            self.report(&Occurrence::RequestSent { endpoint, of });
        }
        let before = self.cycle.directory.transition(user, UserState::Known);
        self.report(&Occurrence::UserGainsAccess { job: 0, user });
        self.status.synchronized.0 += 1;
        let is_anew = before == UserState::Vanished;
        self.store().account_begins(user, is_anew);
        self.settle(Object::User(user), ChangeStatus::Applied);
        self.report(&Occurrence::WorkEnds(EndedWork {
            of,
            cycle: None,
            began: self.now(),
            is_retry: false,
            is_new: true,
            deed: Deed::Create,
            result: WorkResult::Done,
        }));
    }

    /// Somebody deletes the accounts of a share of the users in the target. The service does not see it (known-issues): their links stay, and lead
    /// nowhere.
    pub fn accounts_vanish(&mut self, share: f64) {
        let chosen = self.chosen(share);
        let mut in_work = vec![false; self.cycle.directory.users().len()];
        for user in self.cycle.users_in_work() {
            in_work[user as usize] = true;
        }
        for (user, in_work) in (0..).zip(in_work) {
            let state = self.cycle.directory.user(user).after_cycle();
            let is_known = matches!(state, UserState::Known | UserState::Changed);
            // Whoever is being worked on is answered by an account that is there still.
            if !is_known || in_work || !chosen(user as usize) {
                continue;
            }
            self.cycle.directory.transition(user, UserState::Orphaned);
            let licensed = self.store().account_ends(user);
            let target = &mut self.cycle.target;
            target.licences_used -= i64::from(licensed);
            target.users_stored = target.users_stored.saturating_sub(1);
        }
    }

    /// Deletes the links of all users who have failed because their account is gone, so that they are matched anew (manage-object-connections,
    /// 09/28/2026). A job that may run answers 409, and nothing happens.
    ///
    /// That the next cycle takes them up without any change of theirs is assumed.
    pub fn delete_links(&mut self) {
        let may_run = !self.is_stopped && self.status.state != JobState::Disabled;
        if may_run || self.running != Running::Nothing {
            return;
        }
        for user in 0..self.cycle.directory.users().len() as u32 {
            let failed = self.store().is_in_escrow(Object::User(user));
            if failed && self.cycle.directory.user(user) == UserState::Orphaned {
                self.cycle.directory.transition(user, UserState::Vanished);
                self.store().object_waits(Object::User(user));
            }
        }
    }
}
