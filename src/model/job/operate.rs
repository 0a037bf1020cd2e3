//! What each operator action does, and what befalls the target.

use super::action::{Action, ResetScope};
use super::change::{DropReason, Fate};
use super::intake::Intake;
use super::life::{Job, Running, Troubles};
use super::status::JobState;
use super::store::Removal;
use crate::kernel::Stream;
use crate::model::directory::{GroupState, UserState};
use crate::model::endpoint::Endpoint;
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
            Action::Restart(scope) => {
                if scope.contains(ResetScope::WATERMARK) {
                    self.abandon_cycle();
                    self.narrow_with_restart();
                }
                self.restart(scope);
            }
            Action::CredentialsExpire => self.trouble(|all| all.credentials = true),
            Action::CredentialsFixed => self.trouble(|all| all.credentials = false),
            Action::TargetBreaks => self.trouble(|all| all.compliance = true),
            Action::TargetMended => self.trouble(|all| all.compliance = false),
            Action::OutageBegins => self.trouble(|all| all.outage = true),
            Action::OutageEnds => self.trouble(|all| all.outage = false),
            Action::ErrorsBegin { code, share } => self.cycle.user_errors.begin(code, share),
            Action::ErrorsFixed(Some(code)) => self.cycle.user_errors.end(code),
            Action::ErrorsFixed(None) => self.cycle.no_more_errors(),
            Action::AllowDeletes => self.restart(ResetScope::FORCE_DELETES),
            Action::RestoreStaged => self.restore_staged(),
            Action::ChangeMapping { changed_share } => {
                self.abandon_cycle();
                self.change_mapping(changed_share);
                self.restart_by_itself();
            }
            Action::ChangeFilter { removed_share } => {
                self.abandon_cycle();
                self.narrow(removed_share);
                self.restart_by_itself();
            }
            Action::ScopeToAssigned { removed_share } => {
                self.narrows_with_restart = removed_share.max(self.narrows_with_restart);
            }
            Action::OnDemand { users } => self.on_demand(users),
            Action::SkipOutOfScopeDeletions(on) => self.store().skips_deletions = on,
            Action::SetTargetActions(actions) => self.store().actions = actions,
        }
    }

    fn trouble(&mut self, changes: impl Fn(&mut Troubles)) {
        changes(&mut self.troubles);
        self.cycle.target.health = self.troubles.health();
    }

    /// The job goes on where it stopped, without its quarantine (Graph: start).
    fn start(&mut self) {
        let was_idle = self.is_stopped
            || self.status.quarantine.is_some()
            || self.status.state == JobState::Disabled;
        self.wake_up();
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

    /// Gives a running or held cycle up: the next looks at everything.
    fn abandon_cycle(&mut self) {
        self.hold_cycle();
        if self.held_full {
            self.held_full = false;
            self.cycle.give_up(self.now);
        }
    }

    /// A saved mapping or filter restarts the job, but does not start one that is stopped or disabled.
    fn restart_by_itself(&mut self) {
        self.reset(ResetScope::PORTAL);
        if self.status.state != JobState::Disabled {
            self.status.quarantine = None;
        }
        self.tell_holdings();
        self.tell_state();
    }

    fn restart(&mut self, scope: ResetScope) {
        self.reset(scope);
        if scope.contains(ResetScope::QUARANTINE_STATE) || scope == ResetScope::NONE {
            self.status.quarantine = None;
        }
        self.wake_up();
        if self.running == Running::Nothing {
            self.planned = self.now;
        }
        self.tell_holdings();
        self.tell_state();
    }

    /// Whoever starts or restarts a job that is stopped or disabled has it run again.
    fn wake_up(&mut self) {
        self.is_stopped = false;
        if self.status.state == JobState::Disabled {
            self.status.state = JobState::NotRun;
            self.status.quarantine = None;
        }
    }

    /// What a restart takes back, save the quarantine.
    fn reset(&mut self, scope: ResetScope) {
        let now = self.now;
        let looks_again = scope.contains(ResetScope::WATERMARK);
        if looks_again {
            self.abandon_cycle();
            self.needs_full = true;
        }
        if scope.contains(ResetScope::ESCROWS) {
            if self.running == Running::Incremental {
                // What it retries is to be retried no more.
                self.hold_cycle();
            }
            let (store, observer) = self.cycle.books();
            store.clear_escrow(looks_again, now, observer);
        }
        if scope.contains(ResetScope::CONNECTOR_DATA_STORE) {
            self.forget_links();
        }
        if scope.contains(ResetScope::FORCE_DELETES) {
            self.allow_staged();
        }
        if self.running == Running::Nothing {
            self.planned = now;
        }
    }

    /// What is staged is taken out of the target with the next cycle, however much it is.
    fn allow_staged(&mut self) {
        let now = self.now;
        for removal in std::mem::take(&mut self.store().staged) {
            let head = match removal {
                Removal::User { user, deletes } => {
                    self.cycle.users[user as usize] = if deletes {
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
    fn forget_links(&mut self) {
        for state in self.cycle.users.iter_mut() {
            if matches!(state, UserState::Known | UserState::Changed) {
                *state = UserState::Forgotten;
            }
        }
        for state in self.cycle.groups.iter_mut() {
            if *state == GroupState::Present {
                *state = GroupState::Forgotten;
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

    /// Provisions some of those who wait longest, outside of cycles: a GET and a POST each.
    ///
    /// Nobody whom a cycle works on is taken, and a cycle that is held knows nothing of what came meanwhile.
    fn on_demand(&mut self, users: u32) {
        if self.running == Running::Nothing && !self.held_full {
            self.take_in_changes();
        }
        if self.cycle.target.health != Health::Well || !self.store().actions.create {
            return;
        }
        let mut left = users;
        let waiting = std::mem::take(&mut self.store().pending.users);
        let mut stay = Vec::new();
        for user in waiting {
            let is_new = self.cycle.users[user as usize] == UserState::Pending;
            if left > 0 && is_new && self.cycle.creates_at_once(user) {
                left -= 1;
                self.cycle.observer.request(self.now, Endpoint::UserGet);
                self.cycle.observer.request(self.now, Endpoint::UserPost);
                self.cycle.users[user as usize] = UserState::Known;
                self.cycle.observer.user_gains_access(self.now);
                self.status.synchronized.0 += 1;
                self.store().licensed[user as usize] = true;
                self.settle_user(user, Fate::Applied);
            } else {
                stay.push(user);
            }
        }
        self.store().pending.users = stay;
    }
}
