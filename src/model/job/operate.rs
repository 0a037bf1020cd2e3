//! What each operator action does, and what befalls the target.

use super::job_course::{Job, Running, Troubles};
use crate::model::plan::{Action, ResetScope};
use crate::model::record::{JobState, Observer};

impl<O: Observer> Job<'_, O> {
    /// Does one action now.
    pub fn act(&mut self, action: &Action) {
        self.actions += 1;
        match *action {
            Action::Start => self.start(),
            Action::Stop => {
                self.is_stopped = true;
                self.report_state();
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
            Action::ErrorsFixed(None) => {
                self.cycle.no_more_errors();
                self.cycle.target.troubles.end(None);
            }
            Action::TroubleBegins(trouble) => {
                self.cycle.target.troubles.begin(trouble);
            }
            Action::TroubleEnds(code) => {
                self.cycle.target.troubles.end(Some(code));
            }
            Action::AccountsVanish { share } => self.accounts_vanish(share),
            Action::DeleteLinks => self.delete_links(),
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
            self.planned = self.now();
        }
        self.report_state();
    }

    /// Everything stops at once; progress is kept (Graph: pause).
    fn pause(&mut self) {
        self.hold_cycle();
        self.is_stopped = true;
        self.report_state();
    }

    /// Breaks a running cycle off. A full one can go on; the work of another waits for the next.
    fn hold_cycle(&mut self) {
        match self.running {
            Running::Nothing => return,
            Running::Full => {
                self.cycle.interrupt();
                self.held_full = true;
                self.running = Running::Nothing;
                self.execution_ends(true, Some(None));
            }
            Running::Incremental => {
                self.cycle.interrupt();
                self.drop_cycle();
            }
        }
        self.planned = self.now();
    }

    /// Gives a running or held cycle up: the next looks at everything.
    fn abandon_cycle(&mut self) {
        self.hold_cycle();
        if self.held_full {
            self.held_full = false;
            self.cycle.give_up();
        }
    }

    /// A saved mapping or filter restarts the job, but does not start one that is stopped or disabled.
    fn restart_by_itself(&mut self) {
        self.reset(ResetScope::PORTAL);
        if self.status.state != JobState::Disabled {
            self.status.quarantine = None;
        }
        self.report_holdings();
        self.report_state();
    }

    fn restart(&mut self, scope: ResetScope) {
        self.reset(scope);
        if scope.contains(ResetScope::QUARANTINE_STATE) || scope == ResetScope::NONE {
            self.status.quarantine = None;
        }
        self.wake_up();
        if self.running == Running::Nothing {
            self.planned = self.now();
        }
        self.report_holdings();
        self.report_state();
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
            let memory = &mut self.cycle.memory;
            memory.clear_escrow(looks_again, &mut self.cycle.clock);
        }
        if scope.contains(ResetScope::CONNECTOR_DATA_STORE) {
            self.forget_links();
        }
        if scope.contains(ResetScope::FORCE_DELETES) {
            self.allow_staged();
        }
        if self.running == Running::Nothing {
            self.planned = self.now();
        }
    }
}
