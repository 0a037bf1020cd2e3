//! The keys of an entry of the timeline, as they stand in `[[timeline]]`.

use crate::model::job::{ResetScope, TargetActions};
use crate::model::{EndpointSet, ErrorCode};
use crate::scenario::kinds::{
    Actions, Described, Endpoints, Length, ListKey, Moment, OneOf, Resets, Share, Switch, Whole,
};
use crate::scenario::life::When;
use crate::units::SimDuration;

macro_rules! codes {
    ($($code:ident),+ $(,)?) => { &[$((ErrorCode::$code.name(), ErrorCode::$code)),+] };
}

/// Codes by their names.
pub type Codes = &'static [(&'static str, ErrorCode)];

/// Codes that can be caused: those that stick to a user, then those that calls fail with for a time, whatever they are for.
const CODES: Codes = codes! {
    ImportSkipped, DuplicateTargetEntries, Conflict, MandatoryFieldsMissing, InvalidDomain, UnprocessableEntity,
    InsufficientRights, EntryConflict, NotImplemented, MultipleEntriesInResponse, DuplicateSourceEntries,
    SchemaPropertyCanOnlyAcceptValue, SchemaAttributeNotFound,
    InternalServerError, WebExceptionProtocolError, InternalError, Timeout, TooManyRequests,
};
/// Those that stick to a user.
pub const USER_CODES: Codes = CODES.split_at(13).0;
/// Those that calls fail with.
pub const CALL_CODES: Codes = CODES.split_at(13).1;

pub(super) static AT: ListKey<When> =
    ListKey::new("at", &Moment, "When it happens. A time since the start of the job, or a local date and time.");
pub(super) static FOR: ListKey<SimDuration> =
    ListKey::new("for", &Length::HOURS, "How long it lasts.");
pub(super) static RESET: ListKey<ResetScope> =
    ListKey::new("reset", &Resets, "What the restart resets: as the portal does, or what Graph's resetScope names.").or(ResetScope::PORTAL);
pub(super) static CODE: ListKey<ErrorCode> =
    ListKey::new("code", &OneOf::of(CODES), "An error code that sticks to a user; of failing calls, a passing one.");
pub(super) static SHARE: ListKey<f64> =
    ListKey::new("share", &Share, "Share of the users, or of the calls, that fail.");
pub(super) static ENDPOINTS: ListKey<EndpointSet> =
    ListKey::new("endpoints", &Endpoints, "Which calls count; all unless given.").or(EndpointSet::all());
pub(super) static RETRY_AFTER: ListKey<SimDuration> =
    ListKey::new("retry_after", &Length { example: "5 min", ..Length::HOURS_OR_ZERO }, "What a 429 says about when to come back; nothing where it is left out.");
pub(super) static CHANGED_SHARE: ListKey<f64> =
    ListKey::new("changed_share", &Share, "Share of the users whose values differ under the new mapping.").or(1.0);
pub(super) static REMOVED_SHARE: ListKey<f64> =
    ListKey::new("removed_share", &Share, "Share of the users in scope who are no longer in it.");
pub(super) static USERS: ListKey<u64> =
    ListKey::new("users", &Whole { least: 1, most: 5, why: Some("on-demand provisioning takes five users at a time at most") }, "How many of those who wait longest.").or(1);
pub(super) static ON: ListKey<bool> =
    ListKey::new("on", &Switch, "Whether users out of scope keep their accounts.").or(true);
pub(super) static ACTIONS_ON: ListKey<TargetActions> =
    ListKey::new("actions", &Actions, "The target object actions that are on.").or(TargetActions {create: true, update: true, delete: true, });

/// Those that not every entry has, in the order in which they are best shown.
pub(super) static FURTHER_KEYS: [&dyn Described; 11] = [
    &FOR, &RESET, &CODE, &SHARE, &ENDPOINTS, &RETRY_AFTER, &CHANGED_SHARE, &REMOVED_SHARE, &USERS, &ON, &ACTIONS_ON,
];
