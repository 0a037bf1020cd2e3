//! The target application: latencies as the owner of its endpoint measures them, from request to answer.

use super::Origin::{self, Assumed};
use super::{Parameter, Quantity, Specification, fixed, range};

/// Answers of servers as published or measured.
const PRIOR: Origin = Assumed(
    "six of seven open-source SCIM servers with 10,000 users answer a GET in 3 to 43 ms and a write of a user in 1 to 20 ms on loopback (measured 2026-11-27), WSO2 IS 5.7 adds a member to a group of 100 in 114 ms (product-is 5881); a service elsewhere adds a round trip, TLS and its own load",
);
/// Answers to a GET, 90 % of targets.
const READ: (f64, f64) = (0.04, 0.4);
/// Answers to a write, 90 % of targets.
const WRITE: (f64, f64) = (0.06, 0.8);
/// Longest mean latency that can be asked for: an hour.
const LATENCY: (f64, f64) = (0.0, 3_600.0);

const fn latency(
    parameter: Parameter,
    key: &'static str,
    (p5, p95): (f64, f64),
    meaning: &'static str,
) -> Specification {
    Specification {
        parameter,
        key,
        quantity: Quantity::Duration,
        default: range(p5, p95),
        bounds: LATENCY,
        origin: PRIOR,
        meaning,
    }
}

pub(super) const TARGET: &[Specification] = &[
    latency(
        Parameter::UserGet,
        "target.latency.user_get",
        READ,
        "Mean time of a GET on users, without waiting in the target's queue.",
    ),
    latency(
        Parameter::UserPost,
        "target.latency.user_post",
        WRITE,
        "Mean time of a POST that creates a user.",
    ),
    latency(
        Parameter::UserPatch,
        "target.latency.user_patch",
        WRITE,
        "Mean time of a PATCH of a user.",
    ),
    latency(
        Parameter::UserDelete,
        "target.latency.user_delete",
        WRITE,
        "Mean time of a DELETE of a user.",
    ),
    latency(
        Parameter::GroupGet,
        "target.latency.group_get",
        READ,
        "Mean time of a GET on groups, members excluded.",
    ),
    latency(
        Parameter::GroupPost,
        "target.latency.group_post",
        WRITE,
        "Mean time of a POST that creates an empty group.",
    ),
    latency(
        Parameter::GroupPatch,
        "target.latency.group_patch",
        WRITE,
        "Mean time of a PATCH of a group that is still empty and carries one member.",
    ),
    latency(
        Parameter::GroupDelete,
        "target.latency.group_delete",
        WRITE,
        "Mean time of a DELETE of a group.",
    ),
    Specification {
        parameter: Parameter::LatencyCv,
        key: "target.latency.cv",
        quantity: Quantity::Factor,
        default: fixed(0.8),
        bounds: (0.0, 5.0),
        origin: Assumed(
            "lognormal is the usual approximation of response times; its spread at SCIM targets is unpublished",
        ),
        meaning: "Coefficient of variation of one call around its mean: lognormal, drawn for each call.",
    },
    Specification {
        parameter: Parameter::GroupPatchPerThousand,
        key: "target.latency.group_patch_per_1000_members",
        quantity: Quantity::Duration,
        default: range(0.005, 0.1),
        bounds: LATENCY,
        origin: Assumed(
            "targets that rewrite a group on each change slow down with its size; WSO2 IS took about five minutes at 2,000 members (issue 178), most take far less",
        ),
        meaning: "Time that a PATCH of a group takes longer for each 1,000 members that the group has already.",
    },
    Specification {
        parameter: Parameter::PerExtraMember,
        key: "target.latency.per_extra_member",
        quantity: Quantity::Duration,
        default: range(0.002, 0.04),
        bounds: (0.0, 60.0),
        origin: Assumed("nothing published; matters only when a PATCH carries several members"),
        meaning: "Time that a PATCH of a group takes longer for each member beyond the first that it carries.",
    },
    Specification {
        parameter: Parameter::Refusal,
        key: "target.latency.refusal",
        quantity: Quantity::Duration,
        default: fixed(0.05),
        bounds: (0.0, 60.0),
        origin: Assumed("a refused call does no work; a round trip remains"),
        meaning: "Time until a call over a limit is answered with 429.",
    },
    Specification {
        parameter: Parameter::Capacity,
        key: "target.capacity",
        quantity: Quantity::Count,
        default: fixed(f64::INFINITY),
        bounds: (1.0, f64::INFINITY),
        origin: Assumed("the stated latencies are taken to hold under the job's own load"),
        meaning: "Calls that the target works on at once; more wait in its queue and so take longer.",
    },
    Specification {
        parameter: Parameter::Licences,
        key: "target.licences",
        quantity: Quantity::Count,
        default: fixed(f64::INFINITY),
        bounds: (0.0, f64::INFINITY),
        origin: Assumed("enough licences unless a number is given"),
        meaning: "Users that the target can create before it answers with LicenseLimitExceeded.",
    },
    Specification {
        parameter: Parameter::UsersQuota,
        key: "target.users_quota",
        quantity: Quantity::Count,
        default: fixed(f64::INFINITY),
        bounds: (0.0, f64::INFINITY),
        origin: Assumed(
            "no bound unless one is given; Databricks takes 10,000 users and service principals (resource limits)",
        ),
        meaning: "Users that the target has room for; a POST beyond fails for good with UnprocessableEntity. Those that the job finds there count from the start.",
    },
    Specification {
        parameter: Parameter::GroupsQuota,
        key: "target.groups_quota",
        quantity: Quantity::Count,
        default: fixed(f64::INFINITY),
        bounds: (0.0, f64::INFINITY),
        origin: Assumed(
            "no bound unless one is given; Databricks takes 5,000 groups (resource limits)",
        ),
        meaning: "Groups that the target has room for; a POST beyond fails for good with UnprocessableEntity. Those that the job finds there count from the start.",
    },
    Specification {
        parameter: Parameter::MembersPerGroup,
        key: "target.members_per_group",
        quantity: Quantity::Count,
        default: fixed(f64::INFINITY),
        bounds: (0.0, f64::INFINITY),
        origin: Assumed(
            "no bound unless one is given; Databricks takes 1,500 direct members (resource limits), better-auth 1.7.25 1,000 (measured)",
        ),
        meaning: "Members that a group has room for; a PATCH that would lead beyond fails for good with UnprocessableEntity, with all that it carries.",
    },
    Specification {
        parameter: Parameter::MembersPerRequest,
        key: "target.members_per_request",
        quantity: Quantity::Count,
        default: fixed(f64::INFINITY),
        bounds: (1.0, f64::INFINITY),
        origin: Assumed(
            "no bound unless one is given; AWS IAM Identity Center takes 100 (PatchGroup developer guide), Auth0 10,000 (docs-v2 PR 1021)",
        ),
        meaning: "Members that one request may carry; a larger one is refused for good, and a gallery connector sends none.",
    },
    Specification {
        parameter: Parameter::BytesPerRequest,
        key: "target.bytes_per_request",
        quantity: Quantity::Count,
        default: fixed(f64::INFINITY),
        bounds: (1_000.0, f64::INFINITY),
        origin: Assumed(
            "no bound unless one is given; Miro takes 800,000 bytes (developers.miro.com, rate limits)",
        ),
        meaning: "Bytes that the payload of one request may have; a larger one is refused for good, and a gallery connector sends none.",
    },
];
