//! The tenant, the scope and the groups.

use super::Parameter::*;
use super::Quantity::{Count, Factor};
use super::calibration;
use super::specification::{Setting, Specification, fixed, range, row, share};

/// Groups for each user: 277 for 10,021 users in the `customer` data set of RoleMining/ConstrainedRM.
pub const GROUPS_PER_USER: f64 = 0.028;
/// Memberships of each user in the same data set.
pub const MEMBERSHIPS_PER_USER: f64 = 4.5;
/// More users than any directory the model is meant for.
const MOST_USERS: f64 = 5e6;
/// More memberships than any directory the model is meant for.
const MOST_MEMBERSHIPS: f64 = 1e8;

pub(super) const TENANT: &[Specification] = &[
    row(Count, TenantUsers, "tenant.users", fixed(1_000.0), (0.0, MOST_USERS), "Users in the directory, in scope or not.")
        .assumed("a placeholder: give the number of users in your directory"),
    row(Factor, UsersPerAssigned, "tenant.users_per_assigned", range(calibration::USERS_PER_ASSIGNED.0, calibration::USERS_PER_ASSIGNED.1), (1.0, 1e4), "Users of the directory for each user who is assigned, where only one of the two numbers is given; used in assigned scope.")
        .calibrated("the rows of assigned jobs: what they take longer than the same number of objects without a scope is the rest of the directory, evaluated and skipped"),
    row(Count, UsersCap, "tenant.users_cap", fixed(300_000.0), (1.0, MOST_USERS), "The most users that a directory is taken to have whose size is not given.")
        .assumed("the default quota of a tenant with a verified domain is 300,000 resources of all kinds (test-throttle-service-limits, 03/07/2023); larger directories exist by request"),
    row(Count, TenantGroups, "tenant.groups", Setting::PerDirectoryUser(GROUPS_PER_USER), (0.0, 1e6), "Groups in the directory, in scope or not.")
        .assumed("277 groups for 10,021 users in the `customer` data set of RoleMining/ConstrainedRM; other sets have up to 2.9 per user"),
    row(Count, TenantMemberships, "tenant.memberships", Setting::PerDirectoryUser(MEMBERSHIPS_PER_USER), (0.0, MOST_MEMBERSHIPS), "Direct group memberships in the directory, in scope or not; those out of scope are only read.")
        .assumed("4.5 groups per user in the `customer` data set of RoleMining/ConstrainedRM"),
    share(DisabledShare, "tenant.disabled_share", fixed(0.0), "Share of users who are disabled in the directory: evaluated, skipped, not provisioned.")
        .assumed("user numbers are taken to count active users only"),
    share(ManagerShare, "tenant.manager_share", range(0.2, 0.9), "Share of users in scope whose manager is in scope too, so that a manager link is written.")
        .assumed("nothing published; the manager mapping is on by default for SCIM, but managers are often out of an assigned scope"),
    row(Count, AssignedUsers, "scope.assigned_users", Setting::AssignedOfDirectory, (0.0, MOST_USERS), "Distinct users assigned to the application, directly or through groups; used in assigned scope.")
        .calibrated("follows from `tenant.users_per_assigned`"),
    share(FilterShare, "scope.filter_share", fixed(1.0), "Share of users that pass the scoping filter.")
        .assumed("no scoping filter unless one is given"),
    share(DirectoryReadShare, "scope.directory_read_share", fixed(1.0), "Share of the directory outside an assigned scope that is read and evaluated all the same.")
        .assumed("the sources disagree: document 003 names the size of the directory as a factor, document 004 and a support blog (jpazureid, 2018) report unassigned users as evaluated and skipped, configure-automatic-user-provisioning-portal says that an assigned cycle reads the users assigned"),
    row(Count, AssignedGroups, "groups.assigned", Setting::PerScopedUser(GROUPS_PER_USER), (0.0, 1e6), "Groups assigned to the application; used in assigned scope when no list of groups is given.")
        .assumed("277 groups for 10,021 users in the `customer` data set of RoleMining/ConstrainedRM, the best stand-in for groups assigned to one application"),
    row(Count, GroupMembersMedian, "groups.members_median", fixed(26.0), (0.0, MOST_USERS), "Median size of a group; sizes are drawn from a lognormal when no list of groups is given.")
        .assumed("median group size of the `customer` data set of RoleMining/ConstrainedRM"),
    row(Factor, GroupMembersLogSd, "groups.members_log_sd", fixed(1.9), (0.0, 4.0), "Standard deviation of the logarithm of group sizes: how heavy the tail of large groups is.")
        .assumed("spread of group sizes in the `customer` data set of RoleMining/ConstrainedRM: 1.0 to 1.9 in its sets, heavy-tailed"),
    row(Count, GroupMembersMax, "groups.members_max", fixed(250_000.0), (1.0, MOST_USERS), "Largest size of a group that is drawn; no group exceeds the users it can be drawn from either.")
        .assumed("the largest group of another product, Entra Connect's v2 endpoint (how-to-connect-sync-endpoint-api-v2, 12/09/2024)"),
];
