//! The target application: how fast it answers, as the owner of its endpoint measures it, from request to answer, how much it can do at once,
//! what it holds, what it takes.

use super::Parameter::{self, *};
use super::Quantity::{Count, Duration, Factor};
use super::specification::Origin::{self, Assumed};
use super::specification::{Setting, Specification, Text, fixed, log_uniform, range, row, share};

/// Answers of servers as published or measured.
const PRIOR: Origin = Assumed(
    "six of seven open-source SCIM servers with 10,000 users answer a GET in 3 to 43 ms and a write of a user in 1 to 20 ms on loopback (measured 2026-11-27), WSO2 IS 5.7 adds a member to a group of 100 in 114 ms (product-is 5881); a service elsewhere adds a round trip, TLS and its own load",
);
/// Answers to a GET, 90 % of targets.
const READ: Setting = range(0.04, 0.4);
/// Answers to a write, 90 % of targets.
const WRITE: Setting = range(0.06, 0.8);
/// Longest mean latency that can be asked for: an hour.
const BOUNDS: (f64, f64) = (0.0, 3_600.0);
/// Smallest and largest coefficient of variation.
const VARIATION: (f64, f64) = (0.0, 5.0);

const fn latency(parameter: Parameter, key: Text, usual: Setting, meaning: Text) -> Specification {
    row(Duration, parameter, key, usual, BOUNDS, meaning).origin(PRIOR)
}

/// The variation of one kind of call.
const fn cv(parameter: Parameter, key: Text, meaning: Text) -> Specification {
    row(
        Factor,
        parameter,
        key,
        Setting::SameAs(LatencyCv),
        VARIATION,
        meaning,
    )
    .assumed("kinds of calls vary alike unless they were measured apart")
}

/// What a target that searches through all its users takes for each thousand of them.
const fn scan(parameter: Parameter, key: Text, meaning: Text) -> Specification {
    row(Duration, parameter, key, fixed(0.0), BOUNDS, meaning)
        .assumed("targets have an index unless measured otherwise; of seven servers measured 2026-11-27, two take nothing for a lookup, four 0.4 to 4.1 ms, and one 1,550 ms since it answers every filter with everybody")
}

pub(super) const TARGET: &[Specification] = &[
    latency(UserGet, "target.latency.user_get", READ, "Mean time of a GET on users, without waiting in the target's queue."),
    latency(UserPost, "target.latency.user_post", WRITE, "Mean time of a POST that creates a user."),
    latency(UserPatch, "target.latency.user_patch", WRITE, "Mean time of a PATCH of a user."),
    latency(UserDelete, "target.latency.user_delete", WRITE, "Mean time of a DELETE of a user."),
    latency(GroupGet, "target.latency.group_get", READ, "Mean time of a GET on groups, members excluded."),
    latency(GroupPost, "target.latency.group_post", WRITE, "Mean time of a POST that creates an empty group."),
    latency(GroupPatch, "target.latency.group_patch", WRITE, "Mean time of a PATCH of a group that is still empty and carries one member."),
    latency(GroupDelete, "target.latency.group_delete", WRITE, "Mean time of a DELETE of a group."),
    row(Factor, LatencyCv, "target.latency.cv", range(0.15, 0.8), VARIATION, "Coefficient of variation of one call around its mean, for kinds of calls that have none of their own: lognormal, drawn for each call.")
        .assumed("one kind of call varies by 0.14 to 0.25 at four servers at rest and by 0.4 to 0.6 at two (measured 2026-11-27); load and the way there add to it"),
    cv(ReadCv, "target.latency.read_cv", "Coefficient of variation of a GET around its mean."),
    cv(WriteCv, "target.latency.write_cv", "Coefficient of variation of a write other than a PATCH of a group around its mean."),
    cv(GroupPatchCv, "target.latency.group_patch_cv", "Coefficient of variation of a PATCH of a group around its mean."),
    share(StallShare, "target.latency.stall_share", fixed(0.0), "Share of the calls that meet a stall and so take target.latency.stall longer.")
        .assumed("none unless given; where the listen queue of a server is full, a call waits a second for the next attempt to connect: 1 in 400 calls of 8 callers at one server, more of 16 (measured 2026-11-27)"),
    row(Duration, Stall, "target.latency.stall", fixed(1.0), BOUNDS, "Time that a call takes longer that meets a stall.")
        .assumed("the first repetition of an attempt to connect comes after a second (RFC 6298, measured 2026-11-27)"),
    row(Duration, GroupPatchPerThousand, "target.latency.group_patch_per_1000_members", log_uniform(0.000_5, 1.3), BOUNDS, "Time that a PATCH of a group takes longer for each 1,000 members that the group has already.")
        .assumed("seven servers measured 2026-11-27 take 0.5 to 0.8, 67, 69, 87, 90 to 117, 225 to 300 and about 1,300 ms, all in proportion to the size; WSO2 IS 5.7.0 takes 300 ms and 5.8.1-m5 2.7 s (product-is 5881, 2019), and minutes were reported (issue 178)"),
    row(Duration, PerExtraMember, "target.latency.per_extra_member", log_uniform(0.000_05, 0.005), (0.0, 60.0), "Time that a PATCH of a group takes longer for each member beyond the first that it carries.")
        .assumed("seven servers measured 2026-11-27 take 0.001 to 4.5 ms, most of them 0.05 to 1; a way to a store for each member takes more; matters only when a PATCH carries several members"),
    row(Duration, GroupGetPerThousand, "target.latency.group_get_per_1000_members", log_uniform(0.000_1, 0.1), BOUNDS, "Time that a GET of a group takes longer for each 1,000 members that the group has.")
        .assumed("even with the members left out of the answer, three of six servers take 22 to 90 ms since they load them first, and three next to nothing (measured 2026-11-27)"),
    scan(UserGetPerThousand, "target.latency.user_get_per_1000_users", "Time that a lookup of a user by a filter takes longer for each 1,000 users in the target; where it is not known, 0 to 5 ms is what was measured."),
    scan(UserPostPerThousand, "target.latency.user_post_per_1000_users", "Time that a POST of a user takes longer for each 1,000 users in the target; where it is not known, 0 to 5 ms is what was measured."),
    row(Duration, Refusal, "target.latency.refusal", fixed(0.05), (0.0, 60.0), "Time until a call over a limit is answered with 429.")
        .assumed("a refused call does no work; a round trip remains"),
    row(Count, Capacity, "target.capacity", fixed(f64::INFINITY), (1.0, f64::INFINITY), "Calls that the target works on at once; more wait in its queue and so take longer.")
        .assumed("the default latencies stand for answers under the job's own load; latencies that one caller measured do not, and with them the number of the target's processes is nearer (seven servers measured 2026-11-27: 8 callers get 0.6 to 2.4 times the requests of one)"),
    row(Count, UsersStored, "target.users_stored", fixed(0.0), (0.0, 10_000_000.0), "Users in the target before the cycle whom the job does not know; those in scope who exist already come on top.")
        .assumed("nobody besides those in scope unless given; matters where the target searches through all its users, or has room for so many only"),
    row(Count, Licences, "target.licences", fixed(f64::INFINITY), (0.0, f64::INFINITY), "Users that the target can create before it answers with LicenseLimitExceeded.")
        .assumed("enough licences unless a number is given"),
    row(Count, UsersQuota, "target.users_quota", fixed(f64::INFINITY), (0.0, f64::INFINITY), "Users that the target has room for; a POST beyond fails for good with UnprocessableEntity. Those that the job finds there count from the start.")
        .assumed("no bound unless one is given; Databricks takes 10,000 users and service principals (resource limits)"),
    row(Count, GroupsQuota, "target.groups_quota", fixed(f64::INFINITY), (0.0, f64::INFINITY), "Groups that the target has room for; a POST beyond fails for good with UnprocessableEntity. Those that the job finds there count from the start.")
        .assumed("no bound unless one is given; Databricks takes 5,000 groups (resource limits)"),
    row(Count, MembersPerGroup, "target.members_per_group", fixed(f64::INFINITY), (0.0, f64::INFINITY), "Members that a group has room for; a PATCH that would lead beyond fails for good with UnprocessableEntity, with all that it carries.")
        .assumed("no bound unless one is given; Databricks takes 1,500 direct members (resource limits), better-auth 1.7.25 1,000 (measured)"),
    row(Count, MembersPerRequest, "target.members_per_request", fixed(f64::INFINITY), (1.0, f64::INFINITY), "Members that one request may carry; a larger one is refused for good, and a gallery connector sends none.")
        .assumed("no bound unless one is given; AWS IAM Identity Center takes 100 (PatchGroup developer guide), Auth0 10,000 (docs-v2 PR 1021)"),
    row(Count, BytesPerRequest, "target.bytes_per_request", fixed(f64::INFINITY), (1_000.0, f64::INFINITY), "Bytes that the payload of one request may have; a larger one is refused for good, and a gallery connector sends none.")
        .assumed("no bound unless one is given; Miro takes 800,000 bytes (developers.miro.com, rate limits)"),
];
