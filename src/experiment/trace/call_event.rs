//! The lines of a trace that tell of requests, and of the work that they are for.

#[cfg(test)]
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::millis::Millis;

/// A piece of work. Users and groups go by their numbers, from zero.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct WorkOf {
    /// Number of the job, from zero.
    pub job: u16,
    /// What kind of work it is.
    pub work: WorkKind,
    /// The user whom it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user: Option<u32>,
    /// The group that it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<u32>,
    /// How many memberships.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub members: Option<u32>,
    /// Zero at first; one more with each retry within the cycle.
    pub attempt: u8,
}

/// A kind of work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum WorkKind {
    /// The query for nobody in particular that opens a cycle.
    Opening,
    /// Looking a user up, creating or changing them.
    User,
    /// Looking a group up, creating it.
    Group,
    /// The manager link of a user.
    Manager,
    /// Some memberships of a group.
    Memberships,
    /// Disabling or deleting a user.
    UserRemoval,
    /// Deleting a group.
    GroupRemoval,
}

/// A request that is sent; a refused one is one too.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct RequestSent {
    /// When.
    pub at_ms: Millis,
    /// What it is for.
    #[serde(flatten)]
    pub of: WorkOf,
    /// The endpoint as scenarios name it, for example `users.get`.
    pub endpoint: String,
}

/// A request that waits.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct CallWaits {
    /// Since when.
    pub at_ms: Millis,
    /// What it is for.
    #[serde(flatten)]
    pub of: WorkOf,
    /// Until when at least.
    pub until_ms: Millis,
    /// The endpoint as scenarios name it.
    pub endpoint: String,
}

/// A request that the target lets pass.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct CallPassed {
    /// When: later than it was sent if the target held it back.
    pub at_ms: Millis,
    /// Number of the job, from zero.
    pub job: u16,
    /// The endpoint as scenarios name it.
    pub endpoint: String,
    /// The user for whom it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user: Option<u32>,
    /// The group for which it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<u32>,
    /// Members that it carries.
    pub members: u64,
    /// Bytes of its payload.
    pub bytes: u64,
    /// When it was sent.
    pub sent_ms: Millis,
    /// When it will be answered.
    pub answered_ms: Millis,
}

/// An answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct CallAnswered {
    /// When the service has dealt with the answer.
    pub at_ms: Millis,
    /// What it is for.
    #[serde(flatten)]
    pub of: WorkOf,
    /// When the request was sent.
    pub sent_ms: Millis,
    /// When the target answered it, or nobody waited for the answer any more.
    pub answered_ms: Millis,
    /// The endpoint as scenarios name it.
    pub endpoint: String,
    /// How.
    pub result: AnswerKind,
    /// The code of a failure, as the provisioning logs spell it; `Timeout` where no answer came in time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error_code: Option<String>,
    /// After how long to come back, if a refusal says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after_ms: Option<Millis>,
}

/// How a request is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum AnswerKind {
    /// The call comes through: the target does what it is asked for, or it meets a lasting error, which follows as `failed`.
    Success,
    /// Refused with 429.
    TooManyRequests,
    /// Refused with 403 because of a limit.
    Forbidden,
    /// It fails, or no answer comes in time.
    Failure,
}

/// A failure.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct WorkFailed {
    /// When.
    pub at_ms: Millis,
    /// What fails.
    #[serde(flatten)]
    pub of: WorkOf,
    /// Why, as the provisioning logs spell it.
    pub error_code: String,
    /// What becomes of it.
    pub then: Then,
}

/// What becomes of work that has failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum Then {
    /// It is tried again within the cycle, when the other objects or references are through.
    Retry,
    /// It waits in escrow for later cycles.
    Escrow,
    /// Its retries have ended: it is tried no more.
    GivenUp,
}

/// Another attempt.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct WorkRetried {
    /// When.
    pub at_ms: Millis,
    /// What is tried again.
    #[serde(flatten)]
    pub of: WorkOf,
}
