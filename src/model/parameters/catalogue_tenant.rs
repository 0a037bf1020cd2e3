//! The tenant, the scope and the groups.

use super::Origin::{Assumed, Calibrated};
use super::{Parameter, Quantity, Setting, Specification, calibration, fixed, range};

/// Groups for each user: 277 for 10,021 users in the `customer` data set of RoleMining/ConstrainedRM.
pub const GROUPS_PER_USER: f64 = 0.028;
/// Memberships of each user in the same data set.
pub const MEMBERSHIPS_PER_USER: f64 = 4.5;
/// More users than any directory the model is meant for.
const MOST_USERS: f64 = 5e6;
/// More memberships than any directory the model is meant for.
const MOST_MEMBERSHIPS: f64 = 1e8;

pub(super) const TENANT: &[Specification] = &[
    Specification {
        parameter: Parameter::TenantUsers,
        key: "tenant.users",
        quantity: Quantity::Count,
        default: fixed(1_000.0),
        bounds: (0.0, MOST_USERS),
        origin: Assumed("a placeholder: give the number of users in your directory"),
        meaning: "Users in the directory, in scope or not.",
    },
    Specification {
        parameter: Parameter::UsersPerAssigned,
        key: "tenant.users_per_assigned",
        quantity: Quantity::Factor,
        default: range(
            calibration::USERS_PER_ASSIGNED.0,
            calibration::USERS_PER_ASSIGNED.1,
        ),
        bounds: (1.0, 1e4),
        origin: Calibrated(
            "the rows of assigned jobs: what they take longer than the same number of objects without a scope is the rest of the directory, evaluated and skipped",
        ),
        meaning: "Users of the directory for each user who is assigned, where only one of the two numbers is given; used in assigned scope.",
    },
    Specification {
        parameter: Parameter::UsersCap,
        key: "tenant.users_cap",
        quantity: Quantity::Count,
        default: fixed(300_000.0),
        bounds: (1.0, MOST_USERS),
        origin: Assumed(
            "the default quota of a tenant with a verified domain is 300,000 resources of all kinds (test-throttle-service-limits, 03/07/2023); larger directories exist by request",
        ),
        meaning: "The most users that a directory is taken to have whose size is not given.",
    },
    Specification {
        parameter: Parameter::TenantGroups,
        key: "tenant.groups",
        quantity: Quantity::Count,
        default: Setting::PerDirectoryUser(GROUPS_PER_USER),
        bounds: (0.0, 1e6),
        origin: Assumed(
            "277 groups for 10,021 users in the `customer` data set of RoleMining/ConstrainedRM; other sets have up to 2.9 per user",
        ),
        meaning: "Groups in the directory, in scope or not.",
    },
    Specification {
        parameter: Parameter::TenantMemberships,
        key: "tenant.memberships",
        quantity: Quantity::Count,
        default: Setting::PerDirectoryUser(MEMBERSHIPS_PER_USER),
        bounds: (0.0, MOST_MEMBERSHIPS),
        origin: Assumed(
            "4.5 groups per user in the `customer` data set of RoleMining/ConstrainedRM",
        ),
        meaning: "Direct group memberships in the directory, in scope or not; those out of scope are only read.",
    },
    Specification {
        parameter: Parameter::DisabledShare,
        key: "tenant.disabled_share",
        quantity: Quantity::Share,
        default: fixed(0.0),
        bounds: (0.0, 1.0),
        origin: Assumed("user numbers are taken to count active users only"),
        meaning: "Share of users who are disabled in the directory: evaluated, skipped, not provisioned.",
    },
    Specification {
        parameter: Parameter::ManagerShare,
        key: "tenant.manager_share",
        quantity: Quantity::Share,
        default: range(0.2, 0.9),
        bounds: (0.0, 1.0),
        origin: Assumed(
            "nothing published; the manager mapping is on by default for SCIM, but managers are often out of an assigned scope",
        ),
        meaning: "Share of users in scope whose manager is in scope too, so that a manager link is written.",
    },
    Specification {
        parameter: Parameter::AssignedUsers,
        key: "scope.assigned_users",
        quantity: Quantity::Count,
        default: Setting::AssignedOfDirectory,
        bounds: (0.0, MOST_USERS),
        origin: Calibrated("follows from `tenant.users_per_assigned`"),
        meaning: "Distinct users assigned to the application, directly or through groups; used in assigned scope.",
    },
    Specification {
        parameter: Parameter::FilterShare,
        key: "scope.filter_share",
        quantity: Quantity::Share,
        default: fixed(1.0),
        bounds: (0.0, 1.0),
        origin: Assumed("no scoping filter unless one is given"),
        meaning: "Share of users that pass the scoping filter.",
    },
    Specification {
        parameter: Parameter::DirectoryReadShare,
        key: "scope.directory_read_share",
        quantity: Quantity::Share,
        default: fixed(1.0),
        bounds: (0.0, 1.0),
        origin: Assumed(
            "the sources disagree: document 003 names the size of the directory as a factor, document 004 and a support blog (jpazureid, 2018) report unassigned users as evaluated and skipped, configure-automatic-user-provisioning-portal says that an assigned cycle reads the users assigned",
        ),
        meaning: "Share of the directory outside an assigned scope that is read and evaluated all the same.",
    },
    Specification {
        parameter: Parameter::AssignedGroups,
        key: "groups.assigned",
        quantity: Quantity::Count,
        default: Setting::PerScopedUser(GROUPS_PER_USER),
        bounds: (0.0, 1e6),
        origin: Assumed(
            "277 groups for 10,021 users in the `customer` data set of RoleMining/ConstrainedRM, the best stand-in for groups assigned to one application",
        ),
        meaning: "Groups assigned to the application; used in assigned scope when no list of groups is given.",
    },
    Specification {
        parameter: Parameter::GroupMembersMedian,
        key: "groups.members_median",
        quantity: Quantity::Count,
        default: fixed(26.0),
        bounds: (0.0, MOST_USERS),
        origin: Assumed("median group size of the `customer` data set of RoleMining/ConstrainedRM"),
        meaning: "Median size of a group; sizes are drawn from a lognormal when no list of groups is given.",
    },
    Specification {
        parameter: Parameter::GroupMembersLogSd,
        key: "groups.members_log_sd",
        quantity: Quantity::Factor,
        default: fixed(1.9),
        bounds: (0.0, 4.0),
        origin: Assumed(
            "spread of group sizes in the `customer` data set of RoleMining/ConstrainedRM: 1.0 to 1.9 in its sets, heavy-tailed",
        ),
        meaning: "Standard deviation of the logarithm of group sizes: how heavy the tail of large groups is.",
    },
    Specification {
        parameter: Parameter::GroupMembersMax,
        key: "groups.members_max",
        quantity: Quantity::Count,
        default: fixed(250_000.0),
        bounds: (1.0, MOST_USERS),
        origin: Assumed(
            "the largest group of another product, Entra Connect's v2 endpoint (how-to-connect-sync-endpoint-api-v2, 12/09/2024)",
        ),
        meaning: "Largest size of a group that is drawn; no group exceeds the users it can be drawn from either.",
    },
];
