//! What each operator action does, and what befalls the target.

use super::action::{Action, ResetScope};
use super::change::{DropReason, Fate};
use super::intake::Intake;
use super::life::{Job, Running};
use super::status::JobState;
use super::store::Removal;
use crate::kernel::Stream;
use crate::model::directory::{GroupState, UserState};
use crate::model::endpoint::Endpoint;
use crate::model::errors::ErrorCode;
use crate::model::record::Observer;
use crate::model::target::Health;

/// Uses of a user's draws for actions; each action on the timeline has its own, by its number.
const ACTION_USES: u64 = 1 << 32;

impl<O: Observer> Job<'_, '_, O> {
    /// Does one action now.
    pub fn act(&mut self, action: &Action) {
        self.actions += 1;
        match *action {
            Action::Start => self.start(),
            Action::Stop => {
                self.is_stopped = true;
                self.tell_state();
            }
            Action::Pause => self.pause(),
            Action::Restart(scope) => self.restart(scope),
            Action::CredentialsExpire => self.target_fails_with(ErrorCode::Unauthorized),
            Action::TargetBreaks => self.target_fails_with(
                ErrorCode::SystemForCrossDomainIdentityManagementServiceIncompatible,
            ),
            Action::OutageBegins => self.target_fails_with(ErrorCode::InternalServerError),
            Action::CredentialsFixed | Action::TargetMended | Action::OutageEnds => {
                self.cycle.target.health = Health::Well;
            }
            Action::ErrorsBegin { code, share } => self.cycle.user_errors.set(code, share),
            Action::ErrorsFixed(Some(code)) => self.cycle.user_errors.set(code, 0.0),
            Action::ErrorsFixed(None) => self.cycle.user_errors.clear(),
            Action::AllowDeletes => self.restart(ResetScope::FORCE_DELETES),
            Action::RestoreStaged => self.restore_staged(),
            Action::ChangeMapping { changed_share } => {
                self.change_mapping(changed_share);
                self.restart(ResetScope::PORTAL);
            }
            Action::ChangeFilter { removed_share } => {
                self.hold_cycle();
                self.narrow(removed_share);
                self.restart(ResetScope::PORTAL);
            }
            Action::ScopeToAssigned { removed_share } => {
                self.narrows_with_restart = removed_share.max(self.narrows_with_restart);
            }
            Action::OnDemand { users } => self.on_demand(users),
            Action::SkipOutOfScopeDeletions(on) => self.store().skips_deletions = on,
            Action::SetTargetActions(actions) => self.store().actions = actions,
        }
    }

    fn target_fails_with(&mut self, code: ErrorCode) {
        self.cycle.target.health = Health::Fails(code);
    }

    /// The job goes on where it stopped, without its quarantine (Graph: start).
    fn start(&mut self) {
        let was_idle = self.is_stopped
            || self.status.quarantine.is_some()
            || self.status.state == JobState::Disabled;
        self.is_stopped = false;
        if self.status.state == JobState::Disabled {
            self.status.state = JobState::NotRun;
        }
        self.status.quarantine = None;
        if was_idle && self.running == Running::Nothing {
            self.planned = self.now;
        }
        self.tell_state();
    }

    /// Everything stops at once; progress is kept (Graph: pause).
    fn pause(&mut self) {
        self.hold_cycle();
        self.is_stopped = true;
        self.tell_state();
    }

    /// Breaks a running cycle off. A full one can go on; the work of another waits for the next.
    fn hold_cycle(&mut self) {
        let now = self.now;
        match self.running {
            Running::Nothing => return,
            Running::Full => {
                self.cycle.interrupt(now, self.calendar);
                self.held_full = true;
                self.running = Running::Nothing;
                self.execution_ends(true, Some(None));
            }
            Running::Incremental => {
                self.cycle.interrupt(now, self.calendar);
                self.drop_cycle();
            }
        }
        self.planned = now;
    }

    fn restart(&mut self, scope: ResetScope) {
        let now = self.now;
        let looks_again = scope.contains(ResetScope::WATERMARK);
        if looks_again {
            self.hold_cycle();
            if self.held_full {
                self.held_full = false;
                self.cycle.give_up(now);
            }
            self.needs_full = true;
            self.narrow_with_restart();
        }
        if scope.contains(ResetScope::ESCROWS) {
            let (store, observer) = self.cycle.books();
            store.clear_escrow(looks_again, now, observer);
        }
        if scope.contains(ResetScope::CONNECTOR_DATA_STORE) {
            self.forget_links();
        }
        if scope.contains(ResetScope::FORCE_DELETES) {
            self.store().forced = true;
        } else if scope.contains(ResetScope::QUARANTINE_STATE) || scope == ResetScope::NONE {
            self.status.quarantine = None;
        }
        self.is_stopped = false;
        if self.status.state == JobState::Disabled {
            self.status.state = JobState::NotRun;
            self.status.quarantine = None;
        }
        if self.running == Running::Nothing {
            self.planned = now;
        }
        self.tell_holdings();
        self.tell_state();
    }

    /// Without links, everybody in scope is matched anew.
    fn forget_links(&mut self) {
        for state in self.cycle.users.iter_mut() {
            if matches!(state, UserState::Known | UserState::Changed) {
                *state = UserState::Forgotten;
            }
        }
        for state in self.cycle.groups.iter_mut() {
            if *state == GroupState::Present {
                *state = GroupState::Absent;
            }
        }
    }

    /// Which users an action concerns: for each user a draw of his own for each action.
    fn chosen(&self, share: f64) -> impl Fn(usize) -> bool + use<O> {
        let stream: Stream = self.cycle.streams().change_detail;
        let usage = ACTION_USES + self.actions;
        move |user| stream.happens(share, u64::MAX - user as u64, usage)
    }

    fn change_mapping(&mut self, changed_share: f64) {
        self.hold_cycle();
        let chosen = self.chosen(changed_share);
        for (user, state) in self.cycle.users.iter_mut().enumerate() {
            *state = state.after_cycle();
            if *state == UserState::Known && chosen(user) {
                *state = UserState::Changed;
            }
        }
    }

    /// Takes a share of the users in scope out of it.
    fn narrow(&mut self, removed_share: f64) {
        self.take_in_changes();
        let chosen = self.chosen(removed_share);
        for user in 0..self.cycle.users.len() {
            if self.cycle.users[user].is_in_scope() && chosen(user) {
                self.store().in_scope -= 1;
                let (cycle, feed, now) = (&mut self.cycle, &mut self.feed, self.now);
                Intake { cycle, feed, now }.leave(user as u32);
            }
        }
    }

    /// A scope that was narrowed from all to assigned takes effect now.
    fn narrow_with_restart(&mut self) {
        let share = std::mem::take(&mut self.narrows_with_restart);
        if share > 0.0 {
            self.narrow(share);
        }
    }

    /// Staged users and groups are assigned or restored again; nothing is left to be taken away.
    fn restore_staged(&mut self) {
        let now = self.now;
        let staged = std::mem::take(&mut self.store().staged);
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

    /// Provisions some of those who wait longest, outside of cycles: a GET and a POST each, after the test of the connection.
    ///
    /// Nobody whom a running cycle works on is taken.
    fn on_demand(&mut self, users: u32) {
        if self.running == Running::Nothing {
            self.take_in_changes();
        }
        if self.cycle.target.health != Health::Well {
            return;
        }
        let mut left = users;
        let waiting = std::mem::take(&mut self.store().pending.users);
        let mut stay = Vec::new();
        for user in waiting {
            let fails = self.cycle.code_of(user).is_some();
            if left == 0 || fails || self.cycle.users[user as usize] != UserState::Pending {
                stay.push(user);
                continue;
            }
            left -= 1;
            self.cycle.observer.request(self.now, Endpoint::UserGet);
            self.cycle.observer.request(self.now, Endpoint::UserPost);
            self.cycle.users[user as usize] = UserState::Known;
            self.cycle.observer.user_gains_access(self.now);
            self.settle_user(user, Fate::Applied);
        }
        self.store().pending.users = stay;
    }
}
