//! Keys of the scenario as a whole, of tenant, scope, groups, service and target.

use serde_json::json;

use super::key_row::{Choice, Effect, List, Own, Row};
use crate::model::Origin::Assumed;
use crate::model::{Connector, Excess, GroupWrite, On429, RetryAfter, ScopeMode, Setup};
use crate::scenario::kinds::{FileName, FolderName, OneOf, Switch, Text, Whole};
use crate::scenario::lists::{LIMIT_KEYS, read_limits};
use crate::scenario::parsed::{MOST_REPLICATIONS, Sampling};
use crate::scenario::read::{Draft, group_sizes_schema, read_group_sizes};

/// What people call a custom connector.
const OF_CONNECTORS: [(&str, &str); 5] = [
    ("non-gallery", "custom"),
    ("nongallery", "custom"),
    ("not-gallery", "custom"),
    ("generic", "custom"),
    ("scim", "custom"),
];
/// What has an effect only where groups are provisioned.
const WITH_GROUPS: Effect = Effect::Where(|_, setup| setup.provision_groups);

/// In the order in which they are listed and best shown.
pub(super) const INITIAL: &[Row] = &[
    Row::one("name", "Name of the scenario and of its output folder; the file's name unless given.", &Choice::shown(&FolderName, |draft, name| draft.name = Some(name), |draft| draft.name.clone().unwrap_or_default())),
    Row::one("description", "What the scenario is about.", &Choice::new(&Text, |draft, text| draft.description = text, |draft| draft.description.clone())),
    Row::one("measurements", "A file of measured values, as `cyclecast calibrate` writes it: a scenario that holds for whatever this one does not say itself.", &Choice::shown(&FileName { example: "measurements = \"tenant.toml\"" }, |draft, name| draft.measurements = Some(name), |draft| draft.measurements.clone().unwrap_or_default())),
    Row::table("run", "How often and with which luck the scenario is simulated."),
    Row::one("run.replications", "How often it is simulated. Where it is not given, `run` stops before the default, as soon as the 5th, 50th and 95th percentile of the initial cycle are each known to within 5 %.", &Choice::new(&Whole::between(1, MOST_REPLICATIONS), |draft, number| draft.sampling = Sampling { replications: number, is_given: true, ..draft.sampling }, |draft| draft.sampling.replications))
        .assumed("enough to tell a 95th percentile of most forecasts to within 5 %"),
    Row::one("run.seed", "Root of all chance.", &Choice::new(&Whole::between(0, i64::MAX as u64), |draft, seed| draft.sampling.seed = seed, |draft| draft.sampling.seed))
        .assumed("any number is as good"),
    Row::table("tenant", "The directory."),
    Row::table("scope", "Who is provisioned."),
    Row::one("scope.mode", "Which objects of the directory are provisioned.", &Choice::new(&OneOf::of(&ScopeMode::NAMED).called(&[("all", "all-users-and-groups")]), |draft, mode| draft.setup.scope = mode, |draft| draft.setup.scope))
        .assumed("the scope that document 003 recommends first")
        .effect(Effect::Always),
    Row::table("groups", "The groups in scope."),
    Row::one("groups.provision", "Whether group objects and memberships are provisioned; if not, groups only decide who is in scope.", &Choice::new(&Switch, |draft, on| draft.provision = Some(on), Draft::provisions_groups))
        .follows(|setup| match setup.scope {
            ScopeMode::AllUsers => Assumed("the scope all-users means that the group mapping is off"),
            _ => Assumed("the group mapping is taken to be on, which is the longer case"),
        })
        .effect(Effect::Always),
    Row::values("groups.sizes", "The groups in scope by size.", Own {
        read: |value, draft, findings| draft.sizes = Some(read_group_sizes(value, findings)),
        schema: group_sizes_schema,
    }),
    Row::one("groups.csv", "A file that lists the groups: with the columns name, members and, if wanted, assigned, or an export of Graph, PowerShell or a spreadsheet.", &Choice::shown(&FileName { example: "csv = \"groups.csv\"" }, |draft, name| draft.csv = Some(name), |draft| draft.csv.clone().unwrap_or_default())),
    Row::table("job", "The provisioning job and the service that runs it."),
    Row::one("job.connector", "Who built the connector: one from the gallery paces itself to the target's limits.", &Choice::new(&OneOf::of(&Connector::NAMED).called(&OF_CONNECTORS), |draft, connector| draft.setup.connector = connector, |draft| draft.setup.connector))
        .assumed("most applications come from the gallery; only those pace themselves (Q&A 1233453)")
        .effect(Effect::Always),
    Row::table("job.processing", "How long the service itself takes for a call, beside the target's answer."),
    Row::one("job.on_429", "What happens when the target refuses a call with 429.", &Choice::new(&OneOf::of(&On429::NAMED), |draft, policy| draft.setup.on_429 = policy, |draft| draft.setup.on_429))
        .assumed("the sources disagree; the latest says that the job pauses (Q&A 2284725, 2025)")
        .effect(Effect::Always),
    Row::one("job.heeds_ratelimit_reset", "Whether a 429 that says when to come back in RateLimit-Reset alone is waited out as it says.", &Choice::new(&Switch, |draft, heeds| draft.setup.heeds_ratelimit_reset = heeds, |draft| draft.setup.heeds_ratelimit_reset))
        .assumed("Retry-After alone is documented, so that RateLimit-Reset is taken to go unread")
        .effect(Effect::Where(|draft, setup| says_ratelimit_reset(setup) || draft.chosen("job.heeds_ratelimit_reset").is_some())),
    Row::table("target", "The target application."),
    Row::one("target.preset", "A shipped target sheet (cyclecast targets lists them), or a file of one's own that ends in .toml.", &Choice::shown(&FileName { example: "preset = \"slack\" or preset = \"our-target.toml\"" }, |draft, name| draft.preset = Some(name), |draft| draft.preset.clone().unwrap_or_default())),
    Row::table("target.latency", "How long the target takes to answer."),
    Row::list("target.limit", "Rate limits of the target; a call must pass all that count it.", List {
        item: "One rate limit.",
        keys: || LIMIT_KEYS.to_vec(),
        read: |value, draft, findings| draft.limits = read_limits(value, findings),
        schema: |limit, _| {
            let amounts = ["calls", "members", "bytes", "at_once"];
            limit["oneOf"] = json!(amounts.map(|key| json!({ "required": [key] })));
        },
    }),
    Row::one("target.group_write", "How the target carries out a PATCH of a group: with last-write-wins, PATCHes that overlap lose members although every answer is a success.", &Choice::new(&OneOf::of(&GroupWrite::NAMED), |draft, group_write| draft.setup.group_write = group_write, |draft| draft.setup.group_write))
        .assumed("most targets hold against PATCHes of one group that overlap; the service reads no members back, so what is lost shows in no log")
        .effect(WITH_GROUPS),
    Row::one("target.adds_duplicates", "Whether the target stores a member twice that is written again.", &Choice::new(&Switch, |draft, adds| draft.setup.adds_duplicates = adds, |draft| draft.setup.adds_duplicates))
        .assumed("a member is in a group once (RFC 7643); one of six servers measured stores them again")
        .effect(WITH_GROUPS),
    Row::table("errors", "How often what goes wrong, by error code."),
    Row::table("errors.operation", "Kinds of changes that the target refuses, whatever the object."),
    Row::table("split", "Several jobs with disjoint scopes instead of one."),
];

/// Whether a limit says in RateLimit-Reset alone when to come back.
fn says_ratelimit_reset(setup: &Setup) -> bool {
    let told = Excess::TooManyRequests(RetryAfter::RateLimitReset);
    setup.limits.iter().any(|rule| rule.excess == told)
}
