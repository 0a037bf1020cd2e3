//! What operators do to a job, and what befalls it, at stated moments.

use crate::model::endpoint::EndpointSet;
use crate::model::errors::ErrorCode;
use crate::units::{SimDuration, SimTime};

/// What a restart resets (Graph: synchronizationJobRestartCriteria, `resetScope`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ResetScope(u8);

impl ResetScope {
    /// Starts a paused job or one in quarantine; Graph advises to start it instead.
    pub const NONE: Self = Self(0);
    /// Forgets the links to the target's accounts, so that everybody is matched anew.
    pub const CONNECTOR_DATA_STORE: Self = Self(1);
    /// Clears failures: the service stops retrying them.
    pub const ESCROWS: Self = Self(2);
    /// Evaluates every object again, not only the changed ones.
    pub const WATERMARK: Self = Self(4);
    /// Lifts the quarantine for the time being.
    pub const QUARANTINE_STATE: Self = Self(8);
    /// All of the four above; not [`Self::FORCE_DELETES`].
    pub const FULL: Self = Self(15);
    /// Carries out the deletions that the threshold held back.
    pub const FORCE_DELETES: Self = Self(32);
    /// What the portal's button does, and an empty scope: quarantine state, watermark and escrows.
    pub const PORTAL: Self = Self(14);

    /// Every scope that Graph names, with its name.
    pub const NAMED: [(&'static str, Self); 7] = [
        ("None", Self::NONE),
        ("ConnectorDataStore", Self::CONNECTOR_DATA_STORE),
        ("Escrows", Self::ESCROWS),
        ("Watermark", Self::WATERMARK),
        ("QuarantineState", Self::QUARANTINE_STATE),
        ("Full", Self::FULL),
        ("ForceDeletes", Self::FORCE_DELETES),
    ];

    /// This scope and another together.
    #[must_use]
    pub const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether all of `other` is reset.
    pub const fn contains(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }
}

/// Which target object actions the mapping allows (how-provisioning-works). All are on by default.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TargetActions {
    /// Objects may be created.
    pub create: bool,
    /// Objects may be changed.
    pub update: bool,
    /// Objects may be disabled or deleted.
    pub delete: bool,
}

impl Default for TargetActions {
    fn default() -> Self {
        Self {
            create: true,
            update: true,
            delete: true,
        }
    }
}

/// A share of some calls that fails for a time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CallTrouble {
    /// How they fail: a code that is passing, so not one that sticks to an object.
    pub code: ErrorCode,
    /// The share of the calls, from zero to one.
    pub share: f64,
    /// Which calls.
    pub endpoints: EndpointSet,
    /// What a 429 says about when to come back; nothing for other codes.
    pub retry_after: Option<SimDuration>,
}

/// Something that an operator does, or that befalls the target.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Action {
    /// Starts the job: it goes on where it stopped, and a quarantine is lifted (Graph: start).
    Start,
    /// Stops the job: a running cycle is completed, no further one begins (known-issues).
    Stop,
    /// Pauses the job at once, with all progress kept (Graph: pause).
    Pause,
    /// Restarts the job.
    Restart(ResetScope),
    /// From now on the target refuses the credentials.
    CredentialsExpire,
    /// The credentials are renewed.
    CredentialsFixed,
    /// From now on the target answers against SCIM (404 in place of 200).
    TargetBreaks,
    /// The target answers as SCIM asks again.
    TargetMended,
    /// From now on the target answers every call with a 5xx.
    OutageBegins,
    /// The target is back.
    OutageEnds,
    /// From now on a share of the users fails with this code.
    ErrorsBegin {
        /// The code, one that sticks to a user.
        code: ErrorCode,
        /// Share of the users, from zero to one.
        share: f64,
    },
    /// From now on a share of some calls fails, whatever they are for.
    TroubleBegins(CallTrouble),
    /// Calls fail with this code no more.
    TroubleEnds(ErrorCode),
    /// Somebody deletes the accounts of a share of the users in the target.
    AccountsVanish {
        /// Share of the users who are provisioned, from zero to one.
        share: f64,
    },
    /// The links of all who have failed since their account is gone are deleted, while the job is paused (Graph: object connections).
    DeleteLinks,
    /// What causes a code is mended; every code where none is named.
    ErrorsFixed(Option<ErrorCode>),
    /// The staged deletions are allowed (document 002; Graph: restart with ForceDeletes).
    AllowDeletes,
    /// What is staged for deletion is assigned or restored again; a restart must follow (document 002).
    RestoreStaged,
    /// The attribute mapping is changed, which restarts the job by itself (how-provisioning-works).
    ChangeMapping {
        /// Share of the users whose values differ under the new mapping.
        changed_share: f64,
    },
    /// A scoping filter is saved, which restarts the job by itself (define-conditional-rules).
    ChangeFilter {
        /// Share of the users in scope who no longer pass.
        removed_share: f64,
    },
    /// The scope is narrowed from all to assigned, which takes effect with the next manual restart (known-issues).
    ScopeToAssigned {
        /// Share of the users in scope who are not assigned.
        removed_share: f64,
    },
    /// Users are provisioned on demand, one after another and outside of cycles.
    OnDemand {
        /// How many of those who wait longest.
        users: u32,
    },
    /// Whether users out of scope keep their accounts (job secret SkipOutOfScopeDeletions).
    SkipOutOfScopeDeletions(bool),
    /// Switches target object actions on and off.
    SetTargetActions(TargetActions),
}

/// An action and its moment.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TimelineEntry {
    /// When, counted from the start of the job.
    pub at: SimTime,
    /// What.
    pub action: Action,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn full_is_the_first_four_and_does_not_force_deletes() {
        let four = ResetScope::CONNECTOR_DATA_STORE
            .union(ResetScope::ESCROWS)
            .union(ResetScope::WATERMARK)
            .union(ResetScope::QUARANTINE_STATE);
        assert_eq!(four, ResetScope::FULL);
        assert!(!ResetScope::FULL.contains(ResetScope::FORCE_DELETES));
    }

    #[test]
    fn the_portal_keeps_the_links_and_clears_the_rest() {
        assert!(!ResetScope::PORTAL.contains(ResetScope::CONNECTOR_DATA_STORE));
        for part in [
            ResetScope::ESCROWS,
            ResetScope::WATERMARK,
            ResetScope::QUARANTINE_STATE,
        ] {
            assert!(ResetScope::PORTAL.contains(part));
        }
    }
}
