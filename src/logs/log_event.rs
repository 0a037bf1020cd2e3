//! One entry of the provisioning logs: what happened to one object, as far as a summary or a calibration needs it.

use super::vocabulary::{Action, Status};

/// A point in time, in microseconds since 1970-01-01 UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment(pub i64);

impl Moment {
    /// Seconds from `earlier` to this; below zero where it is before.
    pub fn secs_since(self, earlier: Self) -> f64 {
        self.0.saturating_sub(earlier.0) as f64 / 1e6
    }

    /// The day (UTC) that it is on, counted from 1970-01-01.
    pub fn day(self) -> i64 {
        self.0.div_euclid(86_400_000_000)
    }

    /// So many milliseconds earlier.
    pub fn before_by_millis(self, millis: u64) -> Self {
        let micros = i64::try_from(millis)
            .unwrap_or(i64::MAX)
            .saturating_mul(1_000);
        Self(self.0.saturating_sub(micros))
    }
}

/// A stand-in for an identifier, which cannot be turned back into it.
///
/// Two identifiers are taken to be the same where their stand-ins are: of a million, two that differ are mixed up with a chance of 3 in 10⁸.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id(pub u64);

/// What an entry is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ObjectKind {
    /// A user.
    User,
    /// A group.
    Group,
    /// Something else, or it is not said.
    Other,
}

/// What the steps of an entry tell beyond its action.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Traits {
    /// Something that failed earlier was tried again.
    pub is_retry: bool,
    /// An account that existed was found and linked.
    pub was_matched: bool,
    /// The object was found to be out of scope.
    pub out_of_scope: bool,
    /// Nothing had to be changed.
    pub is_redundant: bool,
    /// It is about memberships or a manager.
    pub has_references: bool,
    /// Members that were added to a group.
    pub members_added: u32,
    /// Members that were taken out of it.
    pub members_removed: u32,
}

/// One entry of the provisioning logs. It holds no name, identifier or value of an attribute.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogEvent {
    /// `activityDateTime`: when the work on the object ended, as raw entries show (docs/logs.md).
    pub ended: Moment,
    /// `durationInMilliseconds`; absent where it is missing or below zero.
    pub duration_ms: Option<u64>,
    /// The job.
    pub job: Id,
    /// The cycle, which the job numbers anew each time.
    pub cycle: Id,
    /// The change, which no other entry of a cycle has; zero where it is missing.
    pub change: Id,
    /// The object in the source; zero where it is missing.
    pub source: Id,
    /// What kind of object it is.
    pub kind: ObjectKind,
    /// What was done.
    pub action: Action,
    /// How it ended.
    pub status: Status,
    /// The error code, where there is one, as the log spells it.
    pub code: Option<Box<str>>,
    /// What its steps tell.
    pub traits: Traits,
    /// Attributes that were changed.
    pub properties_changed: u32,
}

impl LogEvent {
    /// When the work on the object began.
    pub fn began(&self) -> Moment {
        self.ended.before_by_millis(self.duration_ms.unwrap_or(0))
    }
}
