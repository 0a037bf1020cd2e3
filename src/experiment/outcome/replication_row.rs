//! What one replication found, as one flat row.

#[cfg(test)]
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::TargetRow;

/// One replication.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct ReplicationRow {
    /// Number of the replication, from zero.
    pub replication: u64,
    /// Duration of the initial cycle; absent when it was not completed within the horizon.
    pub initial_cycle_ms: Option<u64>,
    /// Time until half of the users in scope have access; absent when it was not reached.
    pub users_half_ms: Option<u64>,
    /// Time until 95 % of the users in scope have access; absent when it was not reached.
    pub users_most_ms: Option<u64>,
    /// Time until every user in scope has access; absent when it was not reached.
    pub users_all_ms: Option<u64>,
    /// Requests by endpoint.
    #[serde(flatten)]
    pub calls: CallCounts,
    /// Requests per second, mean over the cycle, or over a second where it is shorter.
    pub mean_request_rate: f64,
    /// Requests per second in the busiest second, wherever it begins.
    pub peak_request_rate_second: f64,
    /// Requests per second in the busiest minute, wherever it begins: those of sixty seconds, even where the cycle is shorter.
    pub peak_request_rate_minute: f64,
    /// Requests answered with 429.
    pub too_many_requests: u64,
    /// Requests not answered within the timeout.
    pub timeouts: u64,
    /// Users in scope.
    pub users_in_scope: u64,
    /// Users created in the target.
    pub users_created: u64,
    /// Users matched and changed.
    pub users_updated: u64,
    /// Users matched with nothing to change.
    pub users_unchanged: u64,
    /// Users not provisioned at the end of the cycle, kept in escrow for later cycles.
    pub users_escrowed: u64,
    /// Users out of scope whose import failed, which comes before their scope is known; they are in escrow as well.
    #[serde(default)]
    pub imports_failed: u64,
    /// Groups in scope.
    pub groups_in_scope: u64,
    /// Groups created in the target.
    pub groups_created: u64,
    /// Groups matched, changed or not.
    pub groups_matched: u64,
    /// Groups not provisioned at the end of the cycle, kept in escrow for later cycles.
    pub groups_escrowed: u64,
    /// Source objects read, evaluated and skipped as out of scope or disabled.
    pub objects_skipped: u64,
    /// Manager links written or found in place.
    pub managers_linked: u64,
    /// Manager links not written.
    pub managers_failed: u64,
    /// Memberships written.
    pub memberships_written: u64,
    /// Memberships not written.
    pub memberships_failed: u64,
    /// Users, groups and memberships for which a quota of the target leaves no room.
    #[serde(default)]
    pub over_quota: u64,
    /// Memberships written with success that are missing in the target at the end of the cycle, since other writes of their
    /// groups overwrote them; see `target.group_write`.
    #[serde(default)]
    pub memberships_overwritten: u64,
    /// Pages of the source, the unit of the portal's progress bar.
    pub pages: u64,
    /// Where the time went.
    #[serde(flatten)]
    pub time: ActivityTimes,
    /// What the target saw and did.
    #[serde(default)]
    pub target: TargetRow,
    /// Each of several jobs, in order; none where one job has the whole scope.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub jobs: Vec<JobRow>,
}

impl ReplicationRow {
    /// Users and groups in scope that are not in the target when the cycle ends.
    pub const fn failed_objects(&self) -> u64 {
        self.users_escrowed + self.groups_escrowed
    }

    /// Managers and memberships that are not written.
    pub const fn failed_references(&self) -> u64 {
        self.managers_failed + self.memberships_failed
    }

    /// Memberships that were to be written.
    pub const fn memberships(&self) -> u64 {
        self.memberships_written + self.memberships_failed
    }

    /// Users in scope who have an account in the target.
    pub const fn users_with_account(&self) -> u64 {
        self.users_created + self.users_updated + self.users_unchanged
    }
}

/// One of several jobs in one replication.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct JobRow {
    /// Users in its scope.
    pub users_in_scope: u64,
    /// Duration of its initial cycle from its own start.
    pub initial_cycle_ms: u64,
}

/// Requests sent to the target, refused ones included.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct CallCounts {
    /// GET on users.
    pub calls_user_get: u64,
    /// POST on users.
    pub calls_user_post: u64,
    /// PATCH on users.
    pub calls_user_patch: u64,
    /// GET on groups.
    pub calls_group_get: u64,
    /// POST on groups.
    pub calls_group_post: u64,
    /// PATCH on groups.
    pub calls_group_patch: u64,
    /// All requests.
    pub calls_total: u64,
}

/// Elapsed time by activity: connection time divided by the number of connections, adding up to the cycle's duration.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct ActivityTimes {
    /// The fixed time before the first call.
    #[serde(default)]
    pub starting_ms: u64,
    /// Waiting for pages of the source.
    pub reading_ms: u64,
    /// Evaluating objects in scope.
    pub evaluating_ms: u64,
    /// Evaluating objects out of scope, which are then skipped.
    pub skipping_ms: u64,
    /// Looking users up in the target.
    pub matching_ms: u64,
    /// Creating users.
    pub creating_ms: u64,
    /// Updating users.
    pub updating_ms: u64,
    /// Looking up, creating and updating groups, without their members.
    pub group_objects_ms: u64,
    /// Checking and setting managers.
    pub managers_ms: u64,
    /// Writing memberships.
    pub memberships_ms: u64,
    /// Waiting in the target's own queue.
    pub target_queue_ms: u64,
    /// Waiting for rate limits: pacing, `Retry-After` and refused requests.
    pub waiting_for_limits_ms: u64,
    /// Work done again after a failure.
    pub retrying_ms: u64,
    /// Connections with nothing to do while others finish.
    pub idle_ms: u64,
    /// The service's own part of looking users up; the rest is the target's.
    #[serde(default)]
    pub matching_service_ms: u64,
    /// The service's own part of creating users.
    #[serde(default)]
    pub creating_service_ms: u64,
    /// The service's own part of updating users.
    #[serde(default)]
    pub updating_service_ms: u64,
    /// The service's own part of looking up, creating and updating groups.
    #[serde(default)]
    pub group_objects_service_ms: u64,
    /// The service's own part of checking and setting managers.
    #[serde(default)]
    pub managers_service_ms: u64,
    /// The service's own part of writing memberships.
    #[serde(default)]
    pub memberships_service_ms: u64,
    /// The service's own part of work done again.
    #[serde(default)]
    pub retrying_service_ms: u64,
}
