//! Which numbers matter in a setup.

use crate::model::job::{Action, JobPlan, QuarantineAttempts, ResetScope};
use crate::model::{
    Counts, GroupSizes, Parameter, ScopeMode, Setting, Setup, Specification, Uncertain,
};

/// Whether a full cycle may follow the first: a job that was disabled begins with one when it is started.
fn looks_again(plan: &JobPlan) -> bool {
    plan.timeline.iter().any(|entry| match entry.action {
        Action::Restart(scope) => scope.contains(ResetScope::WATERMARK),
        Action::Start | Action::ChangeMapping { .. } | Action::ChangeFilter { .. } => true,
        _ => false,
    })
}

/// Whether a number matters only beyond the initial cycle, so that it is a mistake to give it without a horizon.
pub fn needs_horizon(row: &Specification) -> bool {
    use Parameter as P;
    let of_life = row.key.starts_with("quarantine.") || row.key.starts_with("changes.");
    of_life
        || matches!(
            row.parameter,
            P::FullCycleRewritesMemberships
                | P::Interval
                | P::FailuresInARow
                | P::DeletionThreshold
                | P::UserDelete
                | P::GroupDelete
                | P::InvalidAnchor
                | P::UserDisableFails
                | P::UserDeleteFails
                | P::GroupDeleteFails
                | P::MemberRemoveFails
        )
}

/// Whether a number of the life of a job is about groups.
fn is_of_groups(parameter: Parameter) -> bool {
    use Parameter as P;
    matches!(
        parameter,
        P::GroupDelete
            | P::GroupDeleteFails
            | P::MemberRemoveFails
            | P::MembershipAdds
            | P::MembershipRemoves
            | P::NewGroups
            | P::RemovedGroups
            | P::MembersOutOfScopeShare
    )
}

/// Whether changing a number can change what happens.
pub(super) fn has_effect(row: &Specification, setup: &Setup) -> bool {
    use Parameter as P;
    let assigned = setup.scope == ScopeMode::Assigned;
    let is_refused = setup.can_be_refused();
    let bytes = setup.limits.iter().any(|limit| {
        let by_size = limit.over_bytes.is_some() || limit.up_to_bytes.is_some();
        limit.counts == Counts::Bytes || by_size
    });
    let is =
        |parameter, value| *setup.setting(parameter) == Setting::Value(Uncertain::Fixed(value));
    let bound = !is(P::BytesPerRequest, f64::INFINITY);
    let several = !is(P::MembersPerPatch, 1.0);
    let drawn = setup.group_sizes == GroupSizes::Drawn && setup.scope != ScopeMode::AllUsers;
    match row.parameter {
        P::AssignedUsers | P::DirectoryReadShare => assigned,
        P::UsersPerAssigned => {
            let follows = |parameter| !matches!(setup.setting(parameter), Setting::Value(_));
            assigned && (follows(P::TenantUsers) || follows(P::AssignedUsers))
        }
        P::UsersCap => assigned && *setup.setting(P::TenantUsers) == Setting::DirectoryOfAssigned,
        P::TenantGroups | P::TenantMemberships => setup.scope != ScopeMode::AllUsers,
        P::AssignedGroups => assigned && drawn,
        P::GroupMembersMedian | P::GroupMembersLogSd | P::GroupMembersMax => drawn,
        P::GroupsMatchedShare
        | P::MembersPerPatch
        | P::PatchesPerGroup
        | P::GroupCreateFails
        | P::MemberAddFails
        | P::GroupWrite
        | P::MembershipWrite
        | P::GroupGet
        | P::GroupPost
        | P::GroupPatch
        | P::GroupPatchCv
        | P::GroupPatchPerThousand
        | P::GroupsQuota
        | P::MembersPerGroup
        | P::GroupGetPerThousand
        | P::MembersPerRequest
        | P::BytesPerRequest => setup.provision_groups,
        P::FurtherMemberShare | P::PerExtraMember => setup.provision_groups && several,
        P::UserBytes | P::PatchBytes | P::MemberBytes => bytes || bound,
        P::Backoff | P::RefusalsBeforeEscrow => is_refused,
        // A target in trouble refuses everything in the same time.
        P::Refusal => is_refused || setup.job.is_some(),
        // Of the other attempts, the gaps are what the documents say.
        P::FirstGap => {
            let grows = |plan: &JobPlan| plan.attempts == QuarantineAttempts::Exponential;
            setup.job.as_ref().is_some_and(grows)
        }
        P::CycleOverhead => setup.job.is_some(),
        P::FullCycleRewritesMemberships => {
            setup.provision_groups && setup.job.as_ref().is_some_and(looks_again)
        }
        other if needs_horizon(row) => {
            setup.job.is_some() && (setup.provision_groups || !is_of_groups(other))
        }
        other => with_others(other, setup),
    }
}

/// The same for parameters that have an effect only with another.
fn with_others(parameter: Parameter, setup: &Setup) -> bool {
    use Parameter as P;
    let is = |other, value| *setup.setting(other) == Setting::Value(Uncertain::Fixed(value));
    let is_zero = |other| is(other, 0.0);
    match parameter {
        P::Stall => !is_zero(P::StallShare),
        P::UsersStored => {
            let searches = !is_zero(P::UserGetPerThousand) || !is_zero(P::UserPostPerThousand);
            searches || !is(P::UsersQuota, f64::INFINITY)
        }
        _ => true,
    }
}
