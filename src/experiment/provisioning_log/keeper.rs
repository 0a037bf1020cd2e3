//! Makes entries of the provisioning and the audit log of what occurs, one at a time, and keeps none of them.

use std::ops::ControlFlow;

use super::directory_audit::{DirectoryAudit, QUARANTINE, STARTED, activity, audited, reason};
use super::made_up::{MadeUp, Parties};
use super::object_summary::ObjectSummary;
use super::told::Told;
use crate::experiment::identifiers::{Identified, Identifiers};
use crate::model::job::{QuarantineReason, Start};
use crate::model::{EndedWork, Observer, Occurrence, ScopeMode};
use crate::units::SimTime;

/// An entry of one of the two logs.
#[derive(Clone, Debug)]
pub enum LogEntry<'l> {
    /// Of the provisioning log.
    Provisioning(&'l ObjectSummary<'l>),
    /// Of the audit log.
    Audit(&'l DirectoryAudit),
}

/// Takes entries; it breaks off where no further one is of any use.
pub type Sink<'s> = dyn FnMut(LogEntry<'_>) -> ControlFlow<()> + 's;

/// Watches a replication and hands its entries on.
pub(super) struct Keeper<'s> {
    made_up: MadeUp,
    parties: Parties,
    scope: ScopeMode,
    /// The id of each job of which there is an entry.
    jobs: Vec<String>,
    entries: u64,
    audits: u64,
    quarantine: Option<QuarantineReason>,
    sink: &'s mut Sink<'s>,
    is_over: bool,
    interrupted: &'s dyn Fn() -> bool,
}

impl<'s> Keeper<'s> {
    /// Nothing has occurred yet but that somebody starts the jobs.
    pub fn new(
        identifiers: Identifiers,
        start: &Start,
        scope: ScopeMode,
        jobs: u16,
        sink: &'s mut Sink<'s>,
        interrupted: &'s dyn Fn() -> bool,
    ) -> Self {
        let made_up = MadeUp::new(identifiers, start);
        let mut keeper = Self {
            parties: made_up.parties(),
            jobs: (0..jobs).map(|job| identifiers.job(job)).collect(),
            made_up,
            scope,
            entries: 0,
            audits: 0,
            quarantine: None,
            sink,
            is_over: false,
            interrupted,
        };
        keeper.audit(SimTime::ZERO, (STARTED, "the job is started".to_owned()));
        keeper
    }

    fn audit(&mut self, at: SimTime, what: (&'static str, String)) {
        for job in &self.jobs {
            let (made_up, parties) = (&self.made_up, &self.parties);
            let entry = audited(made_up, parties, at, self.audits, what.clone(), job.clone());
            self.audits += 1;
            self.is_over |= (self.sink)(LogEntry::Audit(&entry)).is_break();
        }
    }

    fn ended(&mut self, at: SimTime, work: &EndedWork) {
        let (made_up, parties) = (&self.made_up, &self.parties);
        let Some(subject) = made_up.subject(work.of.work) else {
            return;
        };
        let number = self.entries;
        let ids = &made_up.identifiers;
        let job = work.of.job;
        let told = Told {
            work,
            subject: &subject,
            scope: self.scope,
        };
        let nanos = (at - work.began).as_nanos();
        let millis = nanos.saturating_add(500_000) / 1_000_000;
        let entry = ObjectSummary {
            id: ids.guid(Identified::Entry, number),
            activity_date_time: made_up.time(at),
            tenant_id: &parties.tenant_id,
            job_id: &self.jobs[usize::from(job)],
            cycle_id: match work.cycle {
                Some(cycle) => ids.cycle(job, cycle),
                None => ids.guid(Identified::OnDemand, number),
            },
            change_id: ids.guid(Identified::Change, number),
            provisioning_action: told.action(),
            duration_in_milliseconds: i32::try_from(millis).unwrap_or(i32::MAX),
            provisioning_status_info: told.status_info(),
            provisioning_steps: told.steps(),
            modified_properties: told.modified(made_up, number),
            service_principal: &parties.service_principal,
            source_system: &parties.source,
            target_system: &parties.target,
            initiated_by: match work.cycle {
                Some(_) => &parties.service,
                None => &parties.administrator,
            },
            source_identity: subject.source(),
            target_identity: subject.target(told.is_in_target()),
        };
        self.is_over |= (self.sink)(LogEntry::Provisioning(&entry)).is_break();
        self.entries += 1;
    }
}

impl Observer for Keeper<'_> {
    fn see(&mut self, at: SimTime, what: &Occurrence<'_>) {
        if self.is_over {
            return;
        }
        match *what {
            Occurrence::WorkEnds(ref work) => self.ended(at, work),
            Occurrence::ActionTaken(action) => {
                if let Some(activity) = activity(action) {
                    self.audit(at, (activity, reason(action)));
                }
            }
            Occurrence::JobState { reason, .. } if reason != self.quarantine => {
                self.quarantine = reason;
                if let Some(reason) = reason {
                    self.audit(at, (QUARANTINE, reason.name().to_owned()));
                }
            }
            _ => {}
        }
    }

    fn stops(&self) -> bool {
        self.is_over || (self.interrupted)()
    }
}
