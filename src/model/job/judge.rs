//! What the end of a cycle means for the job: quarantine, release, the next attempt.

use super::attempts::Release;
use super::life::{Job, Running};
use super::plan::OverThreshold;
use super::quarantine::{Failures, QuarantineReason};
use super::status::{Execution, JobState, Quarantine};
use crate::model::errors::ErrorCode;
use crate::model::parameters::Parameter;
use crate::model::record::Observer;
use crate::units::SimTime;

impl<O: Observer> Job<'_, '_, O> {
    /// The cycle has done all its work.
    pub fn cycle_ends(&mut self) {
        let is_full = self.running == Running::Full;
        self.cycle.finish(self.now);
        self.running = Running::Nothing;
        self.execution_ends(is_full, None);
        self.status.successive_failures = 0;
        if is_full {
            self.needs_full = false;
            if self.initial.is_none() {
                // From the start of the job, however often it was begun.
                let mut tally = self.cycle.tally.clone();
                tally.duration = self.now.since_start();
                self.initial = Some((tally, self.now));
                let vanished = self.cycle.value(Parameter::InvalidAnchor);
                if vanished > 0.0 {
                    self.accounts_vanish(vanished);
                }
            }
        }
        self.planned = self.cycle_began + self.rules.interval;
        if self.store().ledger.counts.waiting == 0 {
            self.status.steady_first.get_or_insert(self.now);
            self.status.steady_last = Some(self.now);
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
            self.cycle.give_up(self.now);
        }
        self.running = Running::Nothing;
        self.execution_ends(is_full, Some(code));
        self.status.successive_failures += 1;
        self.planned = (self.cycle_began + self.rules.interval).max(self.now);
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
        let now = self.now;
        let entitled = self.store().in_scope;
        let escrowed = self.escrowed();
        let staged = self.store().staged.len() as u64;
        // A cycle that looks at everything has nothing that changed.
        let (deltas, reference_deltas) = if is_full {
            (0, 0)
        } else {
            (self.cycle.objects_done(), self.cycle.references_changed())
        };
        let execution = Execution {
            number: self.cycle_number,
            began: self.cycle_began,
            ended: now,
            is_full,
            broken_off_by,
            imported: self.cycle.objects_done(),
            deltas,
            reference_deltas,
            entitled,
            escrowed,
            exported: tally.exports(),
            failures: tally.failures(),
        };
        self.status.note(execution, &tally);
        self.cycle.observer.job_cycle_ends(&execution, &tally);
        self.cycle.observer.job_holds(now, escrowed, staged);
    }

    pub fn escrowed(&mut self) -> u64 {
        let store = self.store();
        store.escrow.objects + store.failed_references()
    }

    /// What the failures and staged removals of a cycle that was completed mean for the job.
    fn judge(&mut self, is_full: bool) {
        let staged = self.cycle.tally.removals_staged > 0;
        let tried = self.cycle.objects_tried();
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
        let now = self.now;
        let (store, observer) = self.cycle.books();
        store.clear_escrow(false, now, observer);
        self.status.escrows_pruned = true;
        self.status.quarantine = None;
        self.is_stopped = true;
        self.tell_holdings();
        self.tell_state();
    }

    /// Puts the job into quarantine, or finds it there still.
    fn impose(&mut self, reason: QuarantineReason, error: Option<ErrorCode>) {
        let now = self.now;
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
            self.cycle.observer.job_notifies(now, reason);
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
        self.tell_state();
    }

    /// Out of quarantine, if the job was in it.
    pub fn release(&mut self) {
        self.status.quarantine = None;
        self.tell_state();
    }

    /// Four weeks of quarantine are over: the job is disabled and what was in escrow is given up (document 000).
    pub fn disable(&mut self) {
        let now = self.now;
        if self.running != Running::Nothing {
            self.cycle.interrupt(now, self.calendar);
            self.drop_cycle();
        } else if self.held_full {
            self.cycle.give_up(now);
        }
        let (store, observer) = self.cycle.books();
        store.give_up_escrow(now, observer);
        // The quarantine stays in the status, as the reason.
        if let Some(quarantine) = &mut self.status.quarantine {
            quarantine.next_attempt = SimTime::NEVER;
        }
        self.status.state = JobState::Disabled;
        self.needs_full = true;
        self.held_full = false;
        self.tell_holdings();
        self.cycle.observer.job_state(now, JobState::Disabled, None);
    }

    /// A cycle that is broken off and will not go on.
    pub fn drop_cycle(&mut self) {
        let is_full = self.running == Running::Full;
        self.cycle.give_up(self.now);
        self.running = Running::Nothing;
        self.execution_ends(is_full, Some(None));
    }

    pub fn tell_holdings(&mut self) {
        let now = self.now;
        let escrowed = self.escrowed();
        let staged = self.store().staged.len() as u64;
        self.cycle.observer.job_holds(now, escrowed, staged);
    }

    /// Derives the state from what it consists of, and tells it.
    pub fn tell_state(&mut self) {
        let state = if self.status.state == JobState::Disabled {
            JobState::Disabled
        } else if self.is_stopped {
            JobState::Paused
        } else if self.status.quarantine.is_some() {
            JobState::Quarantine
        } else if self.initial.is_none() {
            JobState::NotRun
        } else {
            JobState::Active
        };
        self.status.state = state;
        let quarantine = self.status.quarantine.as_ref();
        let quarantine = quarantine.filter(|_| state == JobState::Quarantine);
        let reason = quarantine.map(|quarantine| quarantine.reason);
        self.cycle.observer.job_state(self.now, state, reason);
    }
}
