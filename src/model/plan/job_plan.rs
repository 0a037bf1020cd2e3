//! What is planned for a job beyond its initial cycle: horizon, rules, bursts of changes, operator actions.

use super::action::{TargetActions, TimelineEntry};
use super::local_clock::{AmbiguousTime, Start};
use super::retry::{QuarantineAttempts, Release, RetrySchedule};
use crate::model::change::ChangeKind;
use crate::units::{SimDuration, SimTime};

named! {
    /// What happens when the failures of an initial cycle pass a threshold. The sources disagree.
    #[derive(Default)]
    pub enum OverThreshold {
        /// Quarantine, as for any cycle (document 000).
        #[default]
        Quarantine => "quarantine",
        /// Escrows are pruned, the cycle goes on to its end, and the job pauses (Graph: synchronizationStatus, `escrowsPruned`).
        PruneAndPause => "prune-and-pause",
    }
}

named! {
    /// When the deletion threshold is passed; document 002 says "above", "met" and "doesn't exceed".
    #[derive(Default)]
    pub enum DeletionBoundary {
        /// By more removals than the threshold.
        #[default]
        Above => "above",
        /// By as many removals as the threshold.
        Met => "met",
    }
}

/// Office hours, as times of the local day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OfficeHours {
    /// When the office opens, since midnight.
    pub from: SimDuration,
    /// When it closes, since midnight, at most 24 h; before `from` where the hours go over midnight, never the same.
    pub to: SimDuration,
}

impl Default for OfficeHours {
    /// 08:00 to 18:00.
    fn default() -> Self {
        Self {
            from: SimDuration::from_secs(8 * 3_600),
            to: SimDuration::from_secs(18 * 3_600),
        }
    }
}

/// Many changes within a short time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Burst {
    /// When it begins, counted from the start of the job.
    pub at: SimTime,
    /// Over how long it is spread; zero is all at once.
    pub over: SimDuration,
    /// How many changes of each kind, in the order of [`ChangeKind::ALL`].
    pub changes: [u32; ChangeKind::ALL.len()],
}

/// Everything about a job's life that is not a number of the catalogue.
#[derive(Clone, Debug, PartialEq)]
pub struct JobPlan {
    /// How long the job is followed; above zero.
    pub horizon: SimDuration,
    /// Where the start of the job lies on the calendar.
    pub start: Start,
    /// Local times of the plan that the clocks never show or show twice, for whoever is told of it.
    pub ambiguous_times: Vec<AmbiguousTime>,
    /// When most changes are made.
    pub office_hours: OfficeHours,
    /// When what failed is tried again.
    pub retry_schedule: RetrySchedule,
    /// When a job in quarantine is tried again.
    pub attempts: QuarantineAttempts,
    /// What releases it while a threshold is still passed.
    pub release: Release,
    /// What an initial cycle over a threshold leads to.
    pub over_threshold: OverThreshold,
    /// When the deletion threshold is passed.
    pub deletion_boundary: DeletionBoundary,
    /// Whether the target can disable accounts; where it cannot, they are deleted (how-provisioning-works).
    pub target_disables: bool,
    /// Whether users out of scope keep their accounts from the start.
    pub skip_out_of_scope_deletions: bool,
    /// Which target object actions are on from the start.
    pub target_actions: TargetActions,
    /// Bursts of changes.
    pub bursts: Vec<Burst>,
    /// Operator actions and what befalls the target, in order of time.
    pub timeline: Vec<TimelineEntry>,
    /// When one more user is assigned whose access is asked about.
    pub user_assigned_at: Option<SimTime>,
}

impl JobPlan {
    /// A job that is followed for so long, with the current text's rules and no bursts or actions.
    pub fn new(horizon: SimDuration) -> Self {
        Self {
            horizon,
            start: Start::default(),
            ambiguous_times: Vec::new(),
            office_hours: OfficeHours::default(),
            retry_schedule: RetrySchedule::default(),
            attempts: QuarantineAttempts::default(),
            release: Release::default(),
            over_threshold: OverThreshold::default(),
            deletion_boundary: DeletionBoundary::default(),
            target_disables: true,
            skip_out_of_scope_deletions: false,
            target_actions: TargetActions::default(),
            bursts: Vec::new(),
            timeline: Vec::new(),
            user_assigned_at: None,
        }
    }
}
