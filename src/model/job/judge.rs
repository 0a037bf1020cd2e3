//! What the end of a cycle means for the job: quarantine, release, the next attempt.

use super::escrow_thresholds::Failures;
use super::job_course::{Job, Running};
use crate::model::cycle::Held;
use crate::model::directory::Object;
use crate::model::errors::ErrorCode;
use crate::model::parameters::Parameter;
use crate::model::plan::{OverThreshold, Release};
use crate::model::record::{
    Execution, JobState, Observer, Occurrence, Quarantine, QuarantineReason,
};
use crate::units::SimTime;

impl<O: Observer> Job<'_, O> {
    /// The cycle has done all its work.
    pub fn cycle_ends(&mut self) {
        let is_full = self.running == Running::Full;
        self.cycle.finish();
        self.running = Running::Nothing;
        self.execution_ends(is_full, None);
        self.status.successive_failures = 0;
        if is_full {
            self.needs_full = false;
            if self.initial.is_none() {
                // From the start of the job, however often it was begun.
                let mut tally = self.cycle.tally.clone();
                tally.duration = self.now().since_start();
                self.initial = Some((tally, self.now()));
                let vanished = self.value(Parameter::InvalidAnchor);
                if vanished > 0.0 {
                    self.accounts_vanish(vanished);
                }
            }
        }
        self.planned = self.cycle_began + self.rules.interval;
        if self.store().ledger.counts.waiting == 0 {
            self.status.steady_first.get_or_insert(self.now());
            self.status.steady_last = Some(self.now());
        }
        self.judge(is_full);
    }

    /// The target refused everything: in quarantine at once if it says why, or if the first call of the cycle failed already (staff:
    /// Q&A 1319983), or if it happens time and again (document 000); or else tried again with the next cycle.
    pub fn cycle_fails(&mut self) {
        let code = self.cycle.tally.failed_with;
        let at_once = self.cycle.failed_at_its_probe();
        let is_full = self.running == Running::Full;
        if is_full {
            self.held_full = true;
        } else {
            self.cycle.give_up();
        }
        self.running = Running::Nothing;
        self.execution_ends(is_full, Some(code));
        self.status.successive_failures += 1;
        self.planned = (self.cycle_began + self.rules.interval).max(self.now());
        let consistently =
            u64::from(self.status.successive_failures) >= self.rules.successive_failures;
        if let Some(code) =
            code.filter(|code| code.is_about_the_target() || at_once || consistently)
        {
            self.impose(QuarantineReason::EncounteredQuarantineException, Some(code));
        } else if let Some(quarantine) = self.status.quarantine {
            self.impose(quarantine.reason, quarantine.error);
        }
    }

    pub fn execution_ends(&mut self, is_full: bool, broken_off_by: Option<Option<ErrorCode>>) {
        let tally = self.cycle.tally.clone();
        let imported = self.cycle.objects_done();
        // A cycle that looks at everything has nothing that changed.
        let (deltas, reference_deltas) = if is_full {
            (0, 0)
        } else {
            (imported, tally.references_written())
        };
        let execution = Execution {
            number: self.cycle_number,
            began: self.cycle_began,
            ended: self.now(),
            is_full,
            broken_off_by,
            imported,
            deltas,
            reference_deltas,
            entitled: self.cycle.directory.users_in_scope(),
            escrowed: self.store().escrowed(),
            exported: tally.exports(),
            failures: tally.failures(),
        };
        self.status.note(execution, &tally);
        self.report(&Occurrence::JobCycleEnds {
            execution: &execution,
            tally: &tally,
        });
        self.report_holdings();
    }

    /// Users and groups that are to be in the target, and those in escrow who are not: their import or their removal failed.
    fn objects_tried(&mut self) -> u64 {
        let directory = &*self.cycle.directory;
        let in_scope = directory.users_in_scope() + directory.groups_in_scope();
        let outside = self.cycle.memory.escrow.held().filter(|held| match *held {
            Held::Object(Object::User(user)) => !directory.user(user).is_in_scope(),
            Held::Object(Object::Group(group)) => !directory.group(group).is_in_scope(),
            Held::Manager(_) | Held::Members(_) => false,
        });
        in_scope + outside.count() as u64
    }

    /// What the failures and staged removals of a cycle that was completed mean for the job.
    fn judge(&mut self, is_full: bool) {
        let staged = self.cycle.tally.removals_staged > 0;
        let tried = self.objects_tried();
        let retried = self.status.quarantine.is_some() && self.cycle.tally.writes_or_finds();
        let store = self.store();
        let failures = Failures {
            objects: store.escrow.objects,
            references: store.failed_references(),
            tried,
        };
        let holds_deletes = staged || !self.store().staged.is_empty();
        let reason = self.rules.thresholds.reason(&failures);
        match reason {
            Some(_) if is_full && self.plan.over_threshold == OverThreshold::PruneAndPause => {
                self.prune_and_pause();
            }
            Some(_) if retried && !holds_deletes && self.plan.release == Release::AnySuccess => {
                self.release();
            }
            Some(reason) => self.impose(reason, None),
            None if holds_deletes => self.impose(QuarantineReason::TooManyDeletes, None),
            None => self.release(),
        }
    }

    /// Graph: escrows are pruned, and the job waits for the customer.
    fn prune_and_pause(&mut self) {
        let memory = &mut self.cycle.memory;
        memory.clear_escrow(false, &mut self.cycle.clock);
        self.status.escrows_pruned = true;
        self.status.quarantine = None;
        self.is_stopped = true;
        self.report_holdings();
        self.report_state();
    }

    /// Puts the job into quarantine, or finds it there still.
    fn impose(&mut self, reason: QuarantineReason, error: Option<ErrorCode>) {
        let now = self.now();
        let before = self.status.quarantine;
        let mut quarantine = before.unwrap_or(Quarantine {
            reason,
            error,
            current_began: now,
            series_began: now,
            series_count: 0,
            next_attempt: now,
        });
        if before.is_none_or(|before| before.reason != reason) {
            self.report(&Occurrence::NotificationSent(reason));
        }
        quarantine.reason = reason;
        quarantine.error = error;
        quarantine.current_began = now;
        quarantine.series_count += 1;
        // Attempts that a long cycle has overtaken are not made up for.
        let next = (1..)
            .map_while(|number| {
                let first_gap = self.rules.first_gap;
                self.plan.attempts.after_beginning(number, first_gap)
            })
            .map(|after| quarantine.series_began + after)
            .find(|moment| *moment > now);
        quarantine.next_attempt = next.unwrap_or(SimTime::NEVER);
        self.planned = quarantine.next_attempt;
        self.status.quarantine = Some(quarantine);
        self.report_state();
    }

    /// Out of quarantine, if the job was in it.
    pub fn release(&mut self) {
        self.status.quarantine = None;
        self.report_state();
    }

    /// Four weeks of quarantine are over: the job is disabled and what was in escrow is given up (document 000).
    pub fn disable(&mut self) {
        if self.running != Running::Nothing {
            self.cycle.interrupt();
            self.drop_cycle();
        } else if self.held_full {
            self.cycle.give_up();
        }
        let memory = &mut self.cycle.memory;
        memory.give_up_escrow(&mut self.cycle.clock);
        // The quarantine stays in the status, as the reason.
        if let Some(quarantine) = &mut self.status.quarantine {
            quarantine.next_attempt = SimTime::NEVER;
        }
        self.status.state = JobState::Disabled;
        self.needs_full = true;
        self.held_full = false;
        self.report_holdings();
        self.report(&Occurrence::JobState {
            state: JobState::Disabled,
            reason: None,
        });
    }

    /// A cycle that is broken off and will not go on.
    pub fn drop_cycle(&mut self) {
        let is_full = self.running == Running::Full;
        self.cycle.give_up();
        self.running = Running::Nothing;
        self.execution_ends(is_full, Some(None));
    }
}
