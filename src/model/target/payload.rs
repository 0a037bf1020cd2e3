//! How much a request carries.

use super::call::Call;
use crate::model::endpoint::Endpoint;
use crate::model::parameters::{Parameter, Values};

/// Sizes of requests in bytes.
pub(super) struct Payload {
    user: u64,
    patch: u64,
    member: u64,
    most_members: u64,
    most_bytes: u64,
    /// Whether it takes every request that carries no members.
    takes_small: bool,
}

impl Payload {
    pub fn new(values: &Values) -> Self {
        let user = values.count(Parameter::UserBytes);
        let patch = values.count(Parameter::PatchBytes);
        let most_bytes = values.count(Parameter::BytesPerRequest);
        Self {
            user,
            patch,
            member: values.count(Parameter::MemberBytes),
            most_members: values.count(Parameter::MembersPerRequest),
            most_bytes,
            takes_small: user.max(patch) <= most_bytes,
        }
    }

    /// Bytes of a request's body.
    #[inline(always)]
    pub fn bytes(&self, call: &Call) -> u64 {
        match call.endpoint {
            Endpoint::UserGet
            | Endpoint::UserDelete
            | Endpoint::GroupGet
            | Endpoint::GroupDelete => 0,
            Endpoint::UserPost => self.user,
            Endpoint::UserPatch | Endpoint::GroupPost => self.patch,
            Endpoint::GroupPatch => self.patch + self.member * u64::from(call.members_carried),
        }
    }

    /// Whether the target takes a request of this size at all.
    #[inline(always)]
    pub fn is_taken(&self, call: &Call) -> bool {
        if call.members_carried == 0 && self.takes_small {
            return true;
        }
        u64::from(call.members_carried) <= self.most_members && self.bytes(call) <= self.most_bytes
    }

    /// Whether it takes every request that carries at most so many members.
    pub fn takes_all(&self, most_members: u32) -> bool {
        let most = u64::from(most_members);
        self.takes_small
            && most <= self.most_members
            && self.patch.saturating_add(self.member.saturating_mul(most)) <= self.most_bytes
    }

    /// Members that a request may carry so that the target takes it; one at least.
    pub fn members_taken(&self) -> u64 {
        let by_bytes = self.most_bytes.saturating_sub(self.patch) / self.member.max(1);
        self.most_members.min(by_bytes).max(1)
    }
}
