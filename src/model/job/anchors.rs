//! Links to accounts that are no longer there (InvalidAnchor): how they come about, and how they are repaired.

use super::job_course::{Job, Running};
use crate::model::cycle::Memory;
use crate::model::directory::{Object, UserState};
use crate::model::record::{JobState, Observer};

impl<O: Observer> Job<'_, O> {
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
