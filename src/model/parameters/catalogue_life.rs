//! The life of a job: what sends it into quarantine, and what changes in the directory.

use super::Origin::{self, Assumed, Documented};
use super::{Parameter, Quantity, Setting, Specification, fixed, range, share};

const THRESHOLDS: Origin =
    Documented("document 000, escrow thresholds, \"subject to change\" (09/15/2023)");
const UNPUBLISHED: Origin = Assumed(
    "nothing published about changes per user; a low rate that keeps cycles small, to be replaced by yours",
);
/// Most changes of one kind in a day.
const MOST_CHANGES: f64 = 1e6;

/// Changes of one kind on a working day, so many for each user in scope.
const fn rate(
    parameter: Parameter,
    key: &'static str,
    each: f64,
    origin: Origin,
    meaning: &'static str,
) -> Specification {
    Specification {
        parameter,
        key,
        quantity: Quantity::Factor,
        default: Setting::PerScopedUser(each),
        bounds: (0.0, MOST_CHANGES),
        origin,
        meaning,
    }
}

const fn failures(
    parameter: Parameter,
    key: &'static str,
    default: f64,
    meaning: &'static str,
) -> Specification {
    Specification {
        parameter,
        key,
        quantity: Quantity::Count,
        default: fixed(default),
        bounds: (1.0, f64::INFINITY),
        origin: THRESHOLDS,
        meaning,
    }
}

pub(super) const LIFE: &[Specification] = &[
    failures(
        Parameter::QuarantineFrom,
        "quarantine.failures_from",
        5_000.0,
        "Failed users and groups from which on the share and the number of failures are judged at all.",
    ),
    Specification {
        parameter: Parameter::QuarantineShare,
        key: "quarantine.failed_share",
        quantity: Quantity::Share,
        default: fixed(0.4),
        bounds: (0.0, 1.0),
        origin: THRESHOLDS,
        meaning: "Share of the users and groups above which failures lead to quarantine.",
    },
    Specification {
        parameter: Parameter::QuarantineMost,
        key: "quarantine.most_failed_share",
        quantity: Quantity::Share,
        default: fixed(0.8),
        bounds: (0.0, 1.0),
        origin: Assumed(
            "document 000 says that a job goes into quarantine if most, or all, calls consistently fail, and that fewer than 5,000 failures are not evaluated in general; four in five leaves room for both",
        ),
        meaning: "Share of the users and groups above which failures lead to quarantine however few they are; 1 for never.",
    },
    failures(
        Parameter::QuarantineObjects,
        "quarantine.failed_objects",
        40_000.0,
        "Failed users and groups above which the job goes into quarantine.",
    ),
    failures(
        Parameter::QuarantineTotal,
        "quarantine.failed_total",
        60_000.0,
        "Failures, references included, above which the job goes into quarantine.",
    ),
    Specification {
        parameter: Parameter::SuccessiveFailures,
        key: "quarantine.successive_failures",
        quantity: Quantity::Count,
        default: fixed(3.0),
        bounds: (1.0, f64::INFINITY),
        origin: Assumed(
            "that calls which consistently fail lead to quarantine is documented (document 000) and Graph counts successive complete failures; how many it takes is not published",
        ),
        meaning: "Cycles in a row that break off after failures in a row, after which the job goes into quarantine; a cycle whose first call fails, refused credentials and answers against SCIM need only one.",
    },
    Specification {
        parameter: Parameter::FirstGap,
        key: "quarantine.first_gap",
        quantity: Quantity::Duration,
        default: range(300.0, 1_800.0),
        bounds: (1.0, 7.0 * 86_400.0),
        origin: Assumed(
            "the sample of a job status has its next attempt 5 minutes after the quarantine began (Graph: synchronizationjob-get), staff say roughly 30 minutes, 1, 2, 4 and 8 hours (Q&A 1319983, 2023-06-27)",
        ),
        meaning: "Time from the beginning of a quarantine to the first attempt; each further gap is twice as long, up to a day.",
    },
    Specification {
        parameter: Parameter::DisabledAfter,
        key: "quarantine.disabled_after",
        quantity: Quantity::Duration,
        default: fixed(28.0 * 86_400.0),
        bounds: (3_600.0, 365.0 * 86_400.0),
        origin: Documented(
            "more than four weeks in quarantine disable the job; retries end after 28 days (document 000)",
        ),
        meaning: "Time in quarantine after which the job is disabled.",
    },
    rate(
        Parameter::Joiners,
        "changes.joiners",
        0.000_5,
        Assumed("about one user in eight joins in a year of 250 working days; nothing published"),
        "Users who come into scope on a working day.",
    ),
    rate(
        Parameter::Returners,
        "changes.returners",
        0.000_02,
        UNPUBLISHED,
        "Users who left and come back on a working day.",
    ),
    rate(
        Parameter::Leavers,
        "changes.leavers",
        0.000_5,
        Assumed("as many as join; nothing published"),
        "Users who leave the scope on a working day: unassigned, disabled or deleted.",
    ),
    rate(
        Parameter::AttributeUpdates,
        "changes.attribute_updates",
        0.002_5,
        Assumed(
            "five for each joiner, as in the typical delta of Entra Connect: 1 % created, 1 % deleted, 5 % modified (plan-connect-performance-factors, 04/09/2025)",
        ),
        "Users in scope whose attributes change on a working day.",
    ),
    rate(
        Parameter::MembershipAdds,
        "changes.membership_adds",
        0.002,
        UNPUBLISHED,
        "Memberships of groups in scope that are added on a working day, those of joiners' own included.",
    ),
    rate(
        Parameter::MembershipRemoves,
        "changes.membership_removes",
        0.001,
        UNPUBLISHED,
        "Memberships of groups in scope that are removed on a working day.",
    ),
    rate(
        Parameter::NewGroups,
        "changes.new_groups",
        0.000_01,
        UNPUBLISHED,
        "Groups that come into scope on a working day.",
    ),
    rate(
        Parameter::RemovedGroups,
        "changes.removed_groups",
        0.000_005,
        UNPUBLISHED,
        "Groups that leave the scope or are deleted on a working day.",
    ),
    Specification {
        parameter: Parameter::OutOfScopeChanges,
        key: "changes.out_of_scope",
        quantity: Quantity::Factor,
        default: Setting::PerDirectoryUser(0.001),
        bounds: (0.0, MOST_CHANGES),
        origin: UNPUBLISHED,
        meaning: "Objects out of scope that change on a working day: each is evaluated and skipped.",
    },
    share(
        Parameter::WeekendShare,
        "changes.weekend_share",
        0.1,
        "nothing published; directories mostly change when offices are open",
        "Changes on a day of the weekend, as a share of those on a working day.",
    ),
    share(
        Parameter::OfficeShare,
        "changes.office_share",
        0.8,
        "nothing published; directories mostly change when offices are open",
        "Share of a day's changes that fall into office hours; the others are spread over the rest of the day.",
    ),
    share(
        Parameter::LeaversDeletedShare,
        "changes.leavers_deleted_share",
        0.5,
        "nothing published",
        "Share of leavers who are deleted to the recycle bin and later for good; the others are unassigned or disabled, after which a deletion sends nothing.",
    ),
    Specification {
        parameter: Parameter::HardDeleteAfter,
        key: "changes.hard_delete_after",
        quantity: Quantity::Duration,
        default: fixed(30.0 * 86_400.0),
        bounds: (0.0, 365.0 * 86_400.0),
        origin: Documented("30 days in the recycle bin (how-provisioning-works)"),
        meaning: "Time from the recycle bin to the deletion for good, which deletes the account in the target.",
    },
    share(
        Parameter::MembersOutOfScopeShare,
        "changes.members_out_of_scope_share",
        0.05,
        "nothing published; that such a membership is missed until a restart is documented (known-issues)",
        "Share of added members who are out of scope: skipped, and missed until a restart if they come into scope later.",
    ),
    share(
        Parameter::JoinersReferencedShare,
        "changes.joiners_referenced_share",
        0.1,
        "nothing published; that such a reference is missed until a restart is documented (known-issues)",
        "Share of joiners to whom an object refers that is provisioned already, as its manager or member: the reference is missed until a restart.",
    ),
    share(
        Parameter::DynamicShare,
        "changes.dynamic_share",
        0.0,
        "direct assignment unless dynamic groups are given",
        "Share of joiners and leavers who come and go by a dynamic group, whose rule is evaluated first.",
    ),
    Specification {
        parameter: Parameter::DynamicDelay,
        key: "changes.dynamic_delay",
        quantity: Quantity::Duration,
        default: range(300.0, 7_200.0),
        bounds: (0.0, 7.0 * 86_400.0),
        origin: Assumed(
            "that dynamic groups add a delay is documented (how-provisioning-works), its length is not; a user saw 40 minutes (azure-docs #82759)",
        ),
        meaning: "Mean time from a change to its effect in a dynamic group; exponential from one to the next.",
    },
];
