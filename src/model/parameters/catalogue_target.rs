//! The target application, beside its latencies: how much it can do at once, what it holds, what it takes.

use super::Origin::Assumed;
use super::{Parameter, Quantity, Specification, fixed};

pub(super) const TARGET: &[Specification] = &[
    Specification {
        parameter: Parameter::Capacity,
        key: "target.capacity",
        quantity: Quantity::Count,
        default: fixed(f64::INFINITY),
        bounds: (1.0, f64::INFINITY),
        origin: Assumed(
            "the default latencies stand for answers under the job's own load; latencies that one caller measured do not, and with them the number of the target's processes is nearer (seven servers measured 2026-11-27: 8 callers get 0.6 to 2.4 times the requests of one)",
        ),
        meaning: "Calls that the target works on at once; more wait in its queue and so take longer.",
    },
    Specification {
        parameter: Parameter::UsersStored,
        key: "target.users_stored",
        quantity: Quantity::Count,
        default: fixed(0.0),
        bounds: (0.0, 10_000_000.0),
        origin: Assumed(
            "nobody besides those in scope unless given; matters where the target searches through all its users, or has room for so many only",
        ),
        meaning: "Users in the target before the cycle whom the job does not know; those in scope who exist already come on top.",
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
