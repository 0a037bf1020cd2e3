//! The names of the parameters, and one set of values for them.

use std::ops::{Index, IndexMut};

macro_rules! parameters {
    ($($name:ident),+ $(,)?) => {
        /// A number of the model. What each means stands in the [catalogue](super::catalogue).
        #[allow(missing_docs, reason = "each is described in the catalogue, where a test checks that it is")]
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Parameter { $($name),+ }

        impl Parameter {
            /// Every parameter, in the order of the catalogue.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];
        }
    };
}

parameters! {
    TenantUsers, UsersPerAssigned, UsersCap, TenantGroups, TenantMemberships, DisabledShare, ManagerShare,
    AssignedUsers, FilterShare, DirectoryReadShare,
    AssignedGroups, GroupMembersMedian, GroupMembersLogSd, GroupMembersMax,
    MatchedShare, UpdatedShare, GroupsMatchedShare, MatchingAttributes, FirstAttributeShare, ManagerLinkFoundShare,
    Connections, MembersPerPatch, PatchesPerGroup, UserBytes, PatchBytes, MemberBytes, PageSize, PageRead, PageReadCv, Evaluation, EvaluationCv,
    Lookup, UserWrite, GroupWrite, MembershipWrite, FurtherMemberShare, FailedObject, ProcessingCv, InitialCycleOverhead, CycleOverhead, EscrowRetry,
    RetriesInCycle, Backoff, RefusalsBeforeEscrow, Timeout, FullCycleRewritesMemberships, Interval, DeletionThreshold, FailuresInARow,
    UserGet, UserPost, UserPatch, UserDelete, GroupGet, GroupPost, GroupPatch, GroupDelete,
    LatencyCv, ReadCv, WriteCv, GroupPatchCv, StallShare, Stall,
    GroupPatchPerThousand, PerExtraMember, GroupGetPerThousand, UserGetPerThousand, UserPostPerThousand,
    Refusal, Capacity, UsersStored, Licences, UsersQuota, GroupsQuota, MembersPerGroup, MembersPerRequest, BytesPerRequest,
    InternalServerError, WebExceptionProtocolError, InternalError,
    ImportSkipped, DuplicateTargetEntries, Conflict, MandatoryFieldsMissing, InvalidDomain,
    UnprocessableEntity, InsufficientRights, EntryConflict, NotImplemented, MultipleEntriesInResponse,
    DuplicateSourceEntries, SchemaPropertyCanOnlyAcceptValue, SchemaAttributeNotFound, InvalidAnchor,
    UserCreateFails, UserUpdateFails, UserDisableFails, UserDeleteFails, ManagerUpdateFails,
    GroupCreateFails, GroupDeleteFails, MemberAddFails, MemberRemoveFails,
    QuarantineFrom, QuarantineShare, QuarantineMost, QuarantineObjects, QuarantineTotal, SuccessiveFailures, FirstGap, DisabledAfter,
    Joiners, Returners, Leavers, AttributeUpdates, MembershipAdds, MembershipRemoves, NewGroups, RemovedGroups, OutOfScopeChanges,
    WeekendShare, OfficeShare, LeaversDeletedShare, HardDeleteAfter, MembersOutOfScopeShare, JoinersReferencedShare,
    DynamicShare, DynamicDelay,
}

/// One value for every parameter, as drawn for one replication.
#[derive(Clone, Debug, PartialEq)]
pub struct Values([f64; Parameter::ALL.len()]);

impl Values {
    /// The values that `value_of` gives.
    pub fn from_fn(mut value_of: impl FnMut(Parameter) -> f64) -> Self {
        Self(std::array::from_fn(|index| value_of(Parameter::ALL[index])))
    }

    /// A value as a whole number, rounded, zero at the least.
    pub fn count(&self, parameter: Parameter) -> u64 {
        // A float cast saturates, so an unlimited value becomes the largest count.
        libm::round(self[parameter]) as u64
    }

    /// The same values with one changed.
    pub fn with(mut self, parameter: Parameter, value: f64) -> Self {
        self[parameter] = value;
        self
    }
}

impl Index<Parameter> for Values {
    type Output = f64;
    fn index(&self, parameter: Parameter) -> &f64 {
        &self.0[parameter as usize]
    }
}

impl IndexMut<Parameter> for Values {
    fn index_mut(&mut self, parameter: Parameter) -> &mut f64 {
        &mut self.0[parameter as usize]
    }
}
