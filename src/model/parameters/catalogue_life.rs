//! The life of a job: what sends it into quarantine, and what changes in the directory.

use super::Parameter::{self, *};
use super::Quantity::{Count, Duration, Factor};
use super::specification::Origin::{self, Assumed, Documented};
use super::specification::{Setting, Specification, Text, fixed, range, row, share};

const THRESHOLDS: Origin =
    Documented("document 000, escrow thresholds, \"subject to change\" (09/15/2023)");
const UNPUBLISHED: Origin = Assumed(
    "nothing published about changes per user; a low rate that keeps cycles small, to be replaced by yours",
);
/// Most changes of one kind in a day.
const MOST_CHANGES: f64 = 1e6;

/// Changes of one kind on a working day, so many for each user in scope.
const fn rate(parameter: Parameter, key: Text, each: f64, meaning: Text) -> Specification {
    let each = Setting::PerScopedUser(each);
    row(Factor, parameter, key, each, (0.0, MOST_CHANGES), meaning).origin(UNPUBLISHED)
}

const fn failures(parameter: Parameter, key: Text, usual: f64, meaning: Text) -> Specification {
    row(
        Count,
        parameter,
        key,
        fixed(usual),
        (1.0, f64::INFINITY),
        meaning,
    )
    .origin(THRESHOLDS)
}

pub(super) const LIFE: &[Specification] = &[
    failures(QuarantineFrom, "quarantine.failures_from", 5_000.0, "Failed users and groups from which on the share and the number of failures are judged at all."),
    share(QuarantineShare, "quarantine.failed_share", fixed(0.4), "Share of the users and groups above which failures lead to quarantine.")
        .origin(THRESHOLDS),
    share(QuarantineMost, "quarantine.most_failed_share", fixed(0.8), "Share of the users and groups above which failures lead to quarantine however few they are; 1 for never.")
        .assumed("document 000 says that a job goes into quarantine if most, or all, calls consistently fail, and that fewer than 5,000 failures are not evaluated in general; four in five leaves room for both"),
    failures(QuarantineObjects, "quarantine.failed_objects", 40_000.0, "Failed users and groups above which the job goes into quarantine."),
    failures(QuarantineTotal, "quarantine.failed_total", 60_000.0, "Failures, references included, above which the job goes into quarantine."),
    row(Count, SuccessiveFailures, "quarantine.successive_failures", fixed(3.0), (1.0, f64::INFINITY), "Cycles in a row that break off after failures in a row, after which the job goes into quarantine; a cycle whose first call fails, refused credentials and answers against SCIM need only one.")
        .assumed("that calls which consistently fail lead to quarantine is documented (document 000) and Graph counts successive complete failures; how many it takes is not published"),
    row(Duration, FirstGap, "quarantine.first_gap", range(300.0, 1_800.0), (1.0, 7.0 * 86_400.0), "Time from the beginning of a quarantine to the first attempt; each further gap is twice as long, up to a day.")
        .assumed("the sample of a job status has its next attempt 5 minutes after the quarantine began (Graph: synchronizationjob-get), staff say roughly 30 minutes, 1, 2, 4 and 8 hours (Q&A 1319983, 2023-06-27)"),
    row(Duration, DisabledAfter, "quarantine.disabled_after", fixed(28.0 * 86_400.0), (3_600.0, 365.0 * 86_400.0), "Time in quarantine after which the job is disabled.")
        .documented("more than four weeks in quarantine disable the job; retries end after 28 days (document 000)"),
    rate(Joiners, "changes.joiners", 0.000_5, "Users who come into scope on a working day.")
        .assumed("about one user in eight joins in a year of 250 working days; nothing published"),
    rate(Returners, "changes.returners", 0.000_02, "Users who left and come back on a working day."),
    rate(Leavers, "changes.leavers", 0.000_5, "Users who leave the scope on a working day: unassigned, disabled or deleted.")
        .assumed("as many as join; nothing published"),
    rate(AttributeUpdates, "changes.attribute_updates", 0.002_5, "Users in scope whose attributes change on a working day.")
        .assumed("five for each joiner, as in the typical delta of Entra Connect: 1 % created, 1 % deleted, 5 % modified (plan-connect-performance-factors, 04/09/2025)"),
    rate(MembershipAdds, "changes.membership_adds", 0.002, "Memberships of groups in scope that are added on a working day, those of joiners' own included."),
    rate(MembershipRemoves, "changes.membership_removes", 0.001, "Memberships of groups in scope that are removed on a working day."),
    rate(NewGroups, "changes.new_groups", 0.000_01, "Groups that come into scope on a working day."),
    rate(RemovedGroups, "changes.removed_groups", 0.000_005, "Groups that leave the scope or are deleted on a working day."),
    row(Factor, OutOfScopeChanges, "changes.out_of_scope", Setting::PerDirectoryUser(0.001), (0.0, MOST_CHANGES), "Objects out of scope that change on a working day: each is evaluated and skipped.")
        .origin(UNPUBLISHED),
    share(WeekendShare, "changes.weekend_share", fixed(0.1), "Changes on a day of the weekend, as a share of those on a working day.")
        .assumed("nothing published; directories mostly change when offices are open"),
    share(OfficeShare, "changes.office_share", fixed(0.8), "Share of a day's changes that fall into office hours; the others are spread over the rest of the day.")
        .assumed("nothing published; directories mostly change when offices are open"),
    share(LeaversDeletedShare, "changes.leavers_deleted_share", fixed(0.5), "Share of leavers who are deleted to the recycle bin and later for good; the others are unassigned or disabled, after which a deletion sends nothing.")
        .assumed("nothing published"),
    row(Duration, HardDeleteAfter, "changes.hard_delete_after", fixed(30.0 * 86_400.0), (0.0, 365.0 * 86_400.0), "Time from the recycle bin to the deletion for good, which deletes the account in the target.")
        .documented("30 days in the recycle bin (how-provisioning-works)"),
    share(MembersOutOfScopeShare, "changes.members_out_of_scope_share", fixed(0.05), "Share of added members who are out of scope: skipped, and missed until a restart if they come into scope later.")
        .assumed("nothing published; that such a membership is missed until a restart is documented (known-issues)"),
    share(JoinersReferencedShare, "changes.joiners_referenced_share", fixed(0.1), "Share of joiners to whom an object refers that is provisioned already, as its manager or member: the reference is missed until a restart.")
        .assumed("nothing published; that such a reference is missed until a restart is documented (known-issues)"),
    share(DynamicShare, "changes.dynamic_share", fixed(0.0), "Share of joiners and leavers who come and go by a dynamic group, whose rule is evaluated first.")
        .assumed("direct assignment unless dynamic groups are given"),
    row(Duration, DynamicDelay, "changes.dynamic_delay", range(300.0, 7_200.0), (0.0, 7.0 * 86_400.0), "Mean time from a change to its effect in a dynamic group; exponential from one to the next.")
        .assumed("that dynamic groups add a delay is documented (how-provisioning-works), its length is not; a user saw 40 minutes (azure-docs #82759)"),
];
