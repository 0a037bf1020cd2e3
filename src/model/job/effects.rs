//! What operator actions do to users and groups.

use super::change::{DropReason, Fate};
use super::intake::Intake;
use super::life::{Job, Running};
use super::store::Removal;
use crate::kernel::Stream;
use crate::model::directory::{GroupState, UserState};
use crate::model::endpoint::Endpoint;
use crate::model::record::{Observer, Work, WorkInHand};

/// Uses of a user's draws for actions; each action on the timeline has its own, by its number.
const ACTION_USES: u64 = 1 << 32;

impl<O: Observer> Job<'_, '_, O> {
    /// What is staged is taken out of the target with the next cycle, however much it is.
    pub fn allow_staged(&mut self) {
        let now = self.now;
        for removal in std::mem::take(&mut self.store().staged) {
            let head = match removal {
                Removal::User { user, deletes } => {
                    let state = self.cycle.users[user as usize];
                    self.cycle.users[user as usize] =
                        if deletes || state == UserState::StagedDeleting {
                            UserState::AllowedDeleting
                        } else {
                            UserState::AllowedLeaving
                        };
                    let store = self.store();
                    store.pending.users.push(user);
                    store.user_changes[user as usize]
                }
                Removal::Group(group) => {
                    self.cycle.groups[group as usize] = GroupState::AllowedLeaving;
                    let store = self.store();
                    store.pending.groups.push(group);
                    store.group_changes[group as usize]
                }
            };
            let (store, observer) = self.cycle.books();
            store.ledger.settle(head, None, now, observer);
        }
    }

    /// Without links, everybody in scope is matched anew.
    pub fn forget_links(&mut self) {
        let mut vanished = 0;
        for state in self.cycle.users.iter_mut() {
            vanished += u64::from(*state == UserState::Orphaned);
            *state = match *state {
                UserState::Known => UserState::Forgotten,
                UserState::Changed => UserState::ForgottenChanged,
                UserState::Orphaned => UserState::Vanished,
                other => other,
            };
        }
        self.store().absent += vanished;
        for state in self.cycle.groups.iter_mut() {
            if *state == GroupState::Present {
                *state = GroupState::Forgotten;
            }
        }
    }

    /// Which users an action concerns: for each user a draw of its own for each action.
    pub(super) fn chosen(&self, share: f64) -> impl Fn(usize) -> bool + use<O> {
        let stream: Stream = self.cycle.streams().change_detail;
        let usage = ACTION_USES + self.actions;
        move |user| stream.happens(share, u64::MAX - user as u64, usage)
    }

    pub fn change_mapping(&mut self, changed_share: f64) {
        let chosen = self.chosen(changed_share);
        for (user, state) in self.cycle.users.iter_mut().enumerate() {
            *state = state.after_cycle();
            if *state == UserState::Known && chosen(user) {
                *state = UserState::Changed;
            }
        }
    }

    /// Takes a share of the users in scope out of it.
    pub fn narrow(&mut self, removed_share: f64) {
        self.take_in_changes();
        let chosen = self.chosen(removed_share);
        for user in 0..self.cycle.users.len() {
            if self.cycle.users[user].is_in_scope() && chosen(user) {
                self.store().in_scope -= 1;
                self.left_by_action += 1;
                let (cycle, feed, now) = (&mut self.cycle, &mut self.feed, self.now);
                Intake { cycle, feed, now }.leave(user as u32);
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
        let now = self.now;
        // Only the recycle bin can be restored from; who is deleted for good stays staged.
        let users = &self.cycle.users;
        let is_deleted = |removal: &Removal| match removal {
            Removal::User { user, deletes } => {
                *deletes || users[*user as usize] == UserState::StagedDeleting
            }
            Removal::Group(_) => false,
        };
        let all = self
            .cycle
            .store
            .as_mut()
            .map(|store| std::mem::take(&mut store.staged));
        let (deleted, staged): (Vec<Removal>, Vec<Removal>) =
            all.unwrap_or_default().into_iter().partition(is_deleted);
        self.store().staged = deleted;
        let fate = Fate::Dropped(DropReason::Restored);
        for removal in staged {
            match removal {
                Removal::User { user, .. } => {
                    self.cycle.users[user as usize] = UserState::Known;
                    let store = self.store();
                    store.in_scope += 1;
                    store.scoped.push(user);
                    self.settle_user(user, fate);
                }
                Removal::Group(group) => {
                    self.cycle.groups[group as usize] = GroupState::Present;
                    let (store, observer) = self.cycle.books();
                    store.settle_group(group, fate, now, observer);
                }
            }
        }
        self.tell_holdings();
    }

    /// Provisions some of those who wait longest, outside of cycles: a GET and a POST each.
    ///
    /// Nobody whom a cycle works on is taken, and a cycle that is held knows nothing of what came meanwhile.
    pub fn on_demand(&mut self, users: u32) {
        if self.running == Running::Nothing && !self.held_full {
            self.take_in_changes();
        }
        if !self.cycle.takes_on_demand() || !self.store().actions.create {
            return;
        }
        let mut left = users;
        let waiting = std::mem::take(&mut self.store().pending.users);
        let mut stay = Vec::new();
        for user in waiting {
            let state = self.cycle.users[user as usize];
            let is_new = matches!(state, UserState::Pending | UserState::Vanished);
            if left > 0 && is_new && self.cycle.creates_at_once(user) {
                left -= 1;
                self.tell_on_demand(user);
                self.cycle.users[user as usize] = UserState::Known;
                self.cycle.observer.user_is_in(self.now, 0, user);
                self.status.synchronized.0 += 1;
                let store = self.store();
                store.licensed[user as usize] = true;
                if state == UserState::Vanished {
                    store.lost_memberships += store.memberships_each;
                }
                store.absent -= u64::from(state.is_missed()).min(store.absent);
                self.settle_user(user, Fate::Applied);
            } else {
                stay.push(user);
            }
        }
        self.store().pending.users = stay;
    }

    /// The two requests that provision a user on demand.
    fn tell_on_demand(&mut self, user: u32) {
        let of = WorkInHand {
            job: 0,
            work: Work::User(user),
            attempt: 0,
        };
        for endpoint in [Endpoint::UserGet, Endpoint::UserPost] {
            self.cycle.observer.call_is_sent(self.now, endpoint, &of);
        }
    }
}
