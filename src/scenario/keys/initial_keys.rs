//! Keys of the scenario as a whole, of tenant, scope, groups, service and target.

use serde_json::json;

use super::key_row::{Choice, Effect, Form, List, Otherwise, Own, Row, Shown, choice, table};
use crate::model::Origin::Assumed;
use crate::model::{Connector, Excess, GroupWrite, On429, RetryAfter, ScopeMode, Setup};
use crate::scenario::kinds::{FileName, FolderName, Kind, OneOf, Switch, Text, Whole, described};
use crate::scenario::lists::{LIMIT_KEYS, read_limits};
use crate::scenario::parsed::MOST_REPLICATIONS;
use crate::scenario::read::{Draft, MOST_GROUPS, MOST_MEMBERS, read_group_sizes};

const MODES: [(&str, ScopeMode); 3] = [
    (ScopeMode::Assigned.name(), ScopeMode::Assigned),
    (
        ScopeMode::AllUsersAndGroups.name(),
        ScopeMode::AllUsersAndGroups,
    ),
    (ScopeMode::AllUsers.name(), ScopeMode::AllUsers),
];
const CONNECTORS: [(&str, Connector); 2] = [
    ("gallery", Connector::Gallery),
    ("custom", Connector::Custom),
];
const ON_429: [(&str, On429); 3] = [
    (On429::PauseJob.name(), On429::PauseJob),
    (On429::RetryCall.name(), On429::RetryCall),
    (On429::Escrow.name(), On429::Escrow),
];
const GROUP_WRITES: [(&str, GroupWrite); 2] = [
    ("atomic", GroupWrite::Atomic),
    ("last-write-wins", GroupWrite::LastWriteWins),
];
/// What has an effect only where groups are provisioned.
const WITH_GROUPS: Effect = Effect::Where(|_, setup| setup.provision_groups);

/// In the order in which they are listed and best shown.
pub(super) const INITIAL: &[Row] = &[
    choice(
        "name",
        "Name of the scenario and of its output folder; the file's name unless given.",
        &Choice {
            kind: &FolderName,
            lay: |draft, name| draft.name = Some(name),
            shown: Shown::Text(|draft| draft.name.clone().unwrap_or_default()),
            otherwise: Otherwise::Nothing,
            effect: Effect::Unlisted,
        },
    ),
    choice(
        "description",
        "What the scenario is about.",
        &Choice {
            kind: &Text,
            lay: |draft, text| draft.description = text,
            shown: Shown::Value(|draft| draft.description.clone()),
            otherwise: Otherwise::Nothing,
            effect: Effect::Unlisted,
        },
    ),
    table(
        "run",
        "How often and with which luck the scenario is simulated.",
    ),
    choice(
        "run.replications",
        "How often it is simulated.",
        &Choice {
            kind: &Whole::between(1, MOST_REPLICATIONS),
            lay: |draft, number| draft.plan.replications = number,
            shown: Shown::Value(|draft| draft.plan.replications),
            otherwise: Otherwise::Default(Assumed("enough to tell a 95th percentile")),
            effect: Effect::Unlisted,
        },
    ),
    choice(
        "run.seed",
        "Root of all chance.",
        &Choice {
            kind: &Whole::between(0, i64::MAX as u64),
            lay: |draft, seed| draft.plan.seed = seed,
            shown: Shown::Value(|draft| draft.plan.seed),
            otherwise: Otherwise::Default(Assumed("any number is as good")),
            effect: Effect::Unlisted,
        },
    ),
    table("tenant", "The directory."),
    table("scope", "Who is provisioned."),
    choice(
        "scope.mode",
        "Which objects of the directory are provisioned.",
        &Choice {
            kind: &OneOf {
                names: &MODES,
                synonyms: &[("all", "all-users-and-groups")],
            },
            lay: |draft, mode| draft.setup.scope = mode,
            shown: Shown::Value(|draft| draft.setup.scope),
            otherwise: Otherwise::Default(Assumed("the scope that document 003 recommends first")),
            effect: Effect::Always,
        },
    ),
    table("groups", "The groups in scope."),
    choice(
        "groups.provision",
        "Whether group objects and memberships are provisioned; if not, groups only decide who is in scope.",
        &Choice {
            kind: &Switch,
            lay: |draft, on| draft.provision = Some(on),
            shown: Shown::Value(Draft::provisions_groups),
            otherwise: Otherwise::Follows(|setup| match setup.scope {
                ScopeMode::AllUsers => {
                    Assumed("the scope all-users means that the group mapping is off")
                }
                _ => Assumed("the group mapping is taken to be on, which is the longer case"),
            }),
            effect: Effect::Always,
        },
    ),
    Row {
        key: "groups.sizes",
        meaning: "The groups in scope by size.",
        form: Form::Values(Own {
            read: |value, draft, findings| draft.sizes = Some(read_group_sizes(value, findings)),
            schema: || {
                let groups = Whole::between(0, MOST_GROUPS);
                let members = Whole::between(0, MOST_MEMBERS);
                json!({
                    "type": "array",
                    "items": {
                        "type": "object",
                        "additionalProperties": false,
                        "required": ["groups", "members"],
                        "properties": {
                            "groups": described(groups.schema(), "How many groups.", None),
                            "members": described(members.schema(), "Members of each.", None),
                        },
                    },
                })
            },
        }),
    },
    choice(
        "groups.csv",
        "A file that lists the groups, with the columns name, members and, if wanted, assigned.",
        &Choice {
            kind: &FileName {
                example: "csv = \"groups.csv\"",
            },
            lay: |draft, name| draft.csv = Some(name),
            shown: Shown::Text(|draft| draft.csv.clone().unwrap_or_default()),
            otherwise: Otherwise::Nothing,
            effect: Effect::Unlisted,
        },
    ),
    table("job", "The provisioning job and the service that runs it."),
    choice(
        "job.connector",
        "Who built the connector: one from the gallery paces itself to the target's limits.",
        &Choice {
            kind: &OneOf {
                names: &CONNECTORS,
                synonyms: &[
                    ("non-gallery", "custom"),
                    ("nongallery", "custom"),
                    ("not-gallery", "custom"),
                    ("generic", "custom"),
                    ("scim", "custom"),
                ],
            },
            lay: |draft, connector| draft.setup.connector = connector,
            shown: Shown::Value(|draft| draft.setup.connector),
            otherwise: Otherwise::Default(Assumed(
                "most applications come from the gallery; only those pace themselves (Q&A 1233453)",
            )),
            effect: Effect::Always,
        },
    ),
    table(
        "job.processing",
        "How long the service itself takes for a call, beside the target's answer.",
    ),
    choice(
        "job.on_429",
        "What happens when the target refuses a call with 429.",
        &Choice {
            kind: &OneOf::of(&ON_429),
            lay: |draft, policy| draft.setup.on_429 = policy,
            shown: Shown::Value(|draft| draft.setup.on_429),
            otherwise: Otherwise::Default(Assumed(
                "the sources disagree; the latest says that the job pauses (Q&A 2284725, 2025)",
            )),
            effect: Effect::Always,
        },
    ),
    choice(
        "job.heeds_ratelimit_reset",
        "Whether a 429 that says when to come back in RateLimit-Reset alone is waited out as it says.",
        &Choice {
            kind: &Switch,
            lay: |draft, heeds| draft.setup.heeds_ratelimit_reset = heeds,
            shown: Shown::Value(|draft| draft.setup.heeds_ratelimit_reset),
            otherwise: Otherwise::Default(Assumed(
                "Retry-After alone is documented, so that RateLimit-Reset is taken to go unread",
            )),
            effect: Effect::Where(|draft, setup| {
                says_ratelimit_reset(setup) || draft.chosen("job.heeds_ratelimit_reset").is_some()
            }),
        },
    ),
    table("target", "The target application."),
    choice(
        "target.preset",
        "A shipped target sheet (cyclecast targets lists them), or a file of one's own that ends in .toml.",
        &Choice {
            kind: &FileName {
                example: "preset = \"slack\" or preset = \"our-target.toml\"",
            },
            lay: |draft, name| draft.preset = Some(name),
            shown: Shown::Text(|draft| draft.preset.clone().unwrap_or_default()),
            otherwise: Otherwise::Nothing,
            effect: Effect::Unlisted,
        },
    ),
    table("target.latency", "How long the target takes to answer."),
    Row {
        key: "target.limit",
        meaning: "Rate limits of the target; a call must pass all that count it.",
        form: Form::List(List {
            item: "One rate limit.",
            keys: || LIMIT_KEYS.to_vec(),
            read: |value, draft, findings| draft.limits = read_limits(value, findings),
            schema: |limit, _| {
                let amounts = ["calls", "members", "bytes", "at_once"];
                limit["oneOf"] = json!(amounts.map(|key| json!({ "required": [key] })));
            },
            needs_horizon: false,
        }),
    },
    choice(
        "target.group_write",
        "How the target carries out a PATCH of a group: with last-write-wins, PATCHes that overlap lose members although every answer is a success.",
        &Choice {
            kind: &OneOf::of(&GROUP_WRITES),
            lay: |draft, group_write| draft.setup.group_write = group_write,
            shown: Shown::Value(|draft| draft.setup.group_write),
            otherwise: Otherwise::Default(Assumed(
                "most targets hold against PATCHes of one group that overlap; the service reads no members back, so what is lost shows in no log",
            )),
            effect: WITH_GROUPS,
        },
    ),
    choice(
        "target.adds_duplicates",
        "Whether the target stores a member twice that is written again.",
        &Choice {
            kind: &Switch,
            lay: |draft, adds| draft.setup.adds_duplicates = adds,
            shown: Shown::Value(|draft| draft.setup.adds_duplicates),
            otherwise: Otherwise::Default(Assumed(
                "a member is in a group once (RFC 7643); one of six servers measured stores them again",
            )),
            effect: WITH_GROUPS,
        },
    ),
    table("errors", "How often what goes wrong, by error code."),
    table(
        "errors.operation",
        "Kinds of changes that the target refuses, whatever the object.",
    ),
    table("split", "Several jobs with disjoint scopes instead of one."),
];

/// Whether a limit says in RateLimit-Reset alone when to come back.
fn says_ratelimit_reset(setup: &Setup) -> bool {
    let told = Excess::TooManyRequests(RetryAfter::RateLimitReset);
    setup.limits.iter().any(|rule| rule.excess == told)
}
