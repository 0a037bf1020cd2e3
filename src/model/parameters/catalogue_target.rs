//! The target application, beside its latencies: how much it can do at once, what it holds, what it takes.

use super::Parameter::*;
use super::Quantity::Count;
use super::specification::{Specification, fixed, row};

pub(super) const TARGET: &[Specification] = &[
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
