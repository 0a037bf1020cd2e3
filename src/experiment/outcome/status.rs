//! The status of a job in the shape of Graph's synchronizationJob, so that scripts written for the one read the other.

#[cfg(test)]
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A synchronization job (Graph v1.0: synchronization-synchronizationjob).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct SynchronizationJob {
    /// Made up, and the same for the same seed and replication.
    pub id: String,
    /// Always `scim`.
    pub template_id: String,
    /// When cycles run.
    pub schedule: Schedule,
    /// What the job is doing.
    pub status: Status,
    /// Settings with their values; the deletion threshold, where there is one.
    pub synchronization_job_settings: Vec<KeyValue>,
}

/// Graph: synchronizationSchedule.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Schedule {
    /// Always absent.
    pub expiration: Option<String>,
    /// The interval as an ISO 8601 duration, for example `PT40M`; for a job that is paused or disabled the longest there is.
    pub interval: String,
    /// `Active`, `Paused` or `Disabled`.
    pub state: String,
}

/// Graph: synchronizationStatus.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Status {
    /// `NotRun`, `Active`, `Paused` or `Quarantine`.
    pub code: String,
    /// Executions in a row that failed as a whole.
    pub count_successive_complete_failures: u32,
    /// Whether escrows were pruned in an initial cycle over the threshold.
    pub escrows_pruned: bool,
    /// When no change was left to process for the first time; `0001-01-01T00:00:00Z` for never.
    pub steady_state_first_achieved_time: String,
    /// The same for the last time.
    pub steady_state_last_achieved_time: String,
    /// Always empty.
    pub troubleshooting_url: String,
    /// The last execution, whatever came of it. While the first cycle runs, Graph gives one that has failed with the code `None`, with zero counts
    /// and no times.
    pub last_execution: Option<TaskExecution>,
    /// The last without errors.
    pub last_successful_execution: Option<TaskExecution>,
    /// The last without errors that exported something.
    pub last_successful_execution_with_exports: Option<TaskExecution>,
    /// How far a full cycle is; empty otherwise, and during the first (cross-tenant-synchronization-configure-graph).
    pub progress: Vec<SynchronizationProgress>,
    /// The quarantine, in quarantine.
    pub quarantine: Option<SynchronizationQuarantine>,
    /// Users and groups in the connector data store.
    pub synchronized_entry_count_by_type: Vec<EntryCount>,
}

/// Graph: synchronizationTaskExecution.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct TaskExecution {
    /// Made up, and the same for the same seed, replication and cycle; absent where none has ended yet.
    pub activity_identifier: Option<String>,
    /// Users and groups in scope.
    pub count_entitled: u64,
    /// The same.
    pub count_entitled_for_provisioning: u64,
    /// Objects and references in escrow.
    pub count_escrowed: u64,
    /// The same: escrows that the system makes for itself are not modelled.
    pub count_escrowed_raw: u64,
    /// Objects and references written.
    pub count_exported: u64,
    /// Those, and what failed.
    pub count_exports: u64,
    /// Objects read.
    pub count_imported: u64,
    /// Objects of these that had changed.
    pub count_imported_deltas: u64,
    /// Manager links and memberships that had changed.
    pub count_imported_reference_deltas: u64,
    /// `Succeeded`, `Failed` or `EntryLevelErrors`.
    pub state: String,
    /// What broke it off.
    pub error: Option<SynchronizationError>,
    /// When it began.
    pub time_began: String,
    /// When it ended.
    pub time_ended: String,
}

/// Graph: synchronizationError.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct SynchronizationError {
    /// The code as the provisioning logs have it.
    pub code: String,
    /// The same in words.
    pub message: String,
    /// Whether the tenant's administrator can mend it.
    pub tenant_actionable: bool,
}

/// Graph: synchronizationProgress.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct SynchronizationProgress {
    /// Pages done.
    pub completed_units: u64,
    /// The moment of the status.
    pub progress_observation_date_time: String,
    /// Pages in all.
    pub total_units: u64,
    /// Always `pages`.
    pub units: String,
}

/// Graph: synchronizationQuarantine.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct SynchronizationQuarantine {
    /// When it was last evaluated and imposed.
    pub current_began: String,
    /// When the job is tried again; `0001-01-01T00:00:00Z` where retries have ended.
    pub next_attempt: String,
    /// Why.
    pub reason: String,
    /// When it was first imposed.
    pub series_began: String,
    /// How often it was evaluated and imposed.
    pub series_count: u32,
    /// What the target answered, where that is why.
    pub error: Option<SynchronizationError>,
}

/// Graph: stringKeyLongValuePair.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
pub struct EntryCount {
    /// `user to User` or `group to Group`.
    pub key: String,
    /// How many.
    pub value: u64,
}

/// Graph: keyValuePair.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
pub struct KeyValue {
    /// Name of the setting.
    pub name: String,
    /// Its value.
    pub value: String,
}
