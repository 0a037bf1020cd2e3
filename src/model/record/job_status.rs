//! The state of a job, in the words of Graph's synchronizationJob.

use super::tally::CycleTally;
use crate::model::errors::ErrorCode;
use crate::units::SimTime;

/// What a job is doing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum JobState {
    /// The first initial cycle is not completed (Graph: status code `NotRun`).
    #[default]
    NotRun,
    /// Cycles run at their interval.
    Active,
    /// In quarantine.
    Quarantine,
    /// Paused or stopped.
    Paused,
    /// Disabled after too long a quarantine (Graph: schedule state `Disabled`).
    Disabled,
}

/// How a cycle of a job begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CycleStart {
    /// Whether every object is looked at.
    pub is_full: bool,
    /// Whether it goes on with a cycle that was broken off.
    pub goes_on: bool,
    /// Whether it begins later than planned, because the one before took longer than the interval.
    pub is_late: bool,
    /// Changes that wait for it.
    pub changes: u64,
    /// Retries that are due.
    pub retries: u64,
}

named! {
    /// Why a job is in quarantine, in Graph's words (synchronizationQuarantine, `reason`).
    pub enum QuarantineReason {
        /// Too many users and groups failed. That Graph's name means the threshold of 40,000 is our reading.
        EncounteredBaseEscrowThreshold => "EncounteredBaseEscrowThreshold",
        /// Too much failed, references included. That Graph's name means the threshold of 60,000 is our reading.
        EncounteredTotalEscrowThreshold => "EncounteredTotalEscrowThreshold",
        /// Too large a part of the provisioning events failed.
        EncounteredEscrowProportionThreshold => "EncounteredEscrowProportionThreshold",
        /// Invalid credentials, or a target that does not answer as SCIM asks.
        EncounteredQuarantineException => "EncounteredQuarantineException",
        /// More would be deleted than the threshold for accidental deletions allows.
        TooManyDeletes => "TooManyDeletes",
    }
}

/// A quarantine (Graph: synchronizationQuarantine).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quarantine {
    /// Why.
    pub reason: QuarantineReason,
    /// What the target answered, if that is why.
    pub error: Option<ErrorCode>,
    /// When it was last evaluated and imposed.
    pub current_began: SimTime,
    /// When it was first imposed.
    pub series_began: SimTime,
    /// How often it was evaluated and imposed.
    pub series_count: u32,
    /// When the job is tried again; never, where retries have ended.
    pub next_attempt: SimTime,
}

/// One execution of a cycle (Graph: synchronizationTaskExecution).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Execution {
    /// Number of the cycle within the job, from zero.
    pub number: u64,
    /// When it began.
    pub began: SimTime,
    /// When it ended.
    pub ended: SimTime,
    /// Whether every object was looked at.
    pub is_full: bool,
    /// Whether it was broken off, and by which code if the target refused everything.
    pub broken_off_by: Option<Option<ErrorCode>>,
    /// Objects read.
    pub imported: u64,
    /// Objects of these that had changed.
    pub deltas: u64,
    /// Manager links and memberships that had changed.
    pub reference_deltas: u64,
    /// Users in scope.
    pub entitled: u64,
    /// In escrow when it ended.
    pub escrowed: u64,
    /// Objects and references written.
    pub exported: u64,
    /// Failures within it.
    pub failures: u64,
}

/// Everything that the status of a job tells.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct JobStatus {
    /// What the job is doing.
    pub state: JobState,
    /// The quarantine, in quarantine.
    pub quarantine: Option<Quarantine>,
    /// The last execution, whatever came of it.
    pub last_execution: Option<Execution>,
    /// The last without errors.
    pub last_successful: Option<Execution>,
    /// The last without errors that wrote something.
    pub last_successful_with_exports: Option<Execution>,
    /// When no change was left to process for the first time.
    pub steady_first: Option<SimTime>,
    /// The same for the last time.
    pub steady_last: Option<SimTime>,
    /// Executions in a row that failed as a whole.
    pub successive_failures: u32,
    /// Whether escrows were pruned in an initial cycle over the threshold.
    pub escrows_pruned: bool,
    /// Pages done and pages in all, of a cycle that looks at everything and is not completed.
    pub progress: Option<(u64, u64)>,
    /// Users and groups in the connector data store, which never shrinks (application-provisioning-when-will-provisioning-finish).
    pub synchronized: (u64, u64),
    /// Number of the cycle that was counted last, with the users and groups that it had created.
    counted: (u64, u64, u64),
    /// Users, groups and references in escrow.
    pub escrowed: u64,
    /// Removals that are staged.
    pub staged: u64,
}

impl JobStatus {
    /// The status of a job whose initial cycle ended just now, and of which nothing else is simulated.
    pub fn after_initial(began: SimTime, tally: &CycleTally) -> Self {
        let ended = began + tally.duration;
        let groups = tally.groups_in_scope;
        let mut status = Self {
            state: JobState::Active,
            steady_first: Some(ended),
            steady_last: Some(ended),
            escrowed: tally.failures(),
            ..Self::default()
        };
        let execution = Execution {
            number: 0,
            began,
            ended,
            is_full: true,
            broken_off_by: None,
            imported: tally.users_in_scope + groups + tally.objects_skipped + tally.imports_failed,
            deltas: 0,
            reference_deltas: 0,
            entitled: tally.users_in_scope,
            escrowed: tally.failures(),
            exported: tally.exports(),
            failures: tally.failures(),
        };
        status.note(execution, tally);
        status
    }

    /// A cycle that looks at everything has seen so many of the store's users and groups.
    pub(in crate::model) fn count_known(&mut self, tally: &CycleTally) {
        let users = tally.users_updated + tally.users_unchanged + tally.users_created;
        let groups = tally.groups_matched + tally.groups_created;
        self.synchronized.0 = self.synchronized.0.max(users);
        self.synchronized.1 = self.synchronized.1.max(groups);
    }

    /// Whoever was created is in the store from then on. A cycle that was held tells all of them again when it goes on.
    pub(in crate::model) fn count_created(&mut self, number: u64, tally: &CycleTally) {
        let created = (tally.users_created, tally.groups_created);
        let before = match self.counted {
            (counted, users, groups) if counted == number => (users, groups),
            _ => (0, 0),
        };
        self.synchronized.0 += created.0 - before.0;
        self.synchronized.1 += created.1 - before.1;
        self.counted = (number, created.0, created.1);
    }

    /// Notes an execution that has ended.
    pub(in crate::model) fn note(&mut self, execution: Execution, tally: &CycleTally) {
        self.last_execution = Some(execution);
        self.count_created(execution.number, tally);
        if execution.is_full {
            self.count_known(tally);
        }
        if execution.broken_off_by.is_some() {
            return;
        }
        if execution.failures == 0 {
            self.last_successful = Some(execution);
            if execution.exported > 0 {
                self.last_successful_with_exports = Some(execution);
            }
        }
    }
}
