//! The keys of an entry of the timeline, as they stand in `[[timeline]]`.

use crate::model::job::{ResetScope, TargetActions};
use crate::model::{EndpointSet, ErrorCode};
use crate::scenario::kinds::{
    Actions, Described, Endpoints, Length, ListKey, Moment, OneOf, Resets, Share, Switch, Whole,
};
use crate::scenario::life::When;
use crate::units::SimDuration;

/// Codes by their names.
pub(in crate::scenario) type Codes = &'static [(&'static str, ErrorCode)];

/// Codes that can be caused: those that stick to a user, then those that calls fail with for a time, whatever they are for.
const CODES: Codes = &[
    code(ErrorCode::ImportSkipped),
    code(ErrorCode::DuplicateTargetEntries),
    code(ErrorCode::Conflict),
    code(ErrorCode::MandatoryFieldsMissing),
    code(ErrorCode::InvalidDomain),
    code(ErrorCode::UnprocessableEntity),
    code(ErrorCode::InsufficientRights),
    code(ErrorCode::EntryConflict),
    code(ErrorCode::NotImplemented),
    code(ErrorCode::MultipleEntriesInResponse),
    code(ErrorCode::DuplicateSourceEntries),
    code(ErrorCode::SchemaPropertyCanOnlyAcceptValue),
    code(ErrorCode::SchemaAttributeNotFound),
    code(ErrorCode::InternalServerError),
    code(ErrorCode::WebExceptionProtocolError),
    code(ErrorCode::InternalError),
    code(ErrorCode::Timeout),
    code(ErrorCode::TooManyRequests),
];
/// Those that stick to a user.
pub(in crate::scenario) const USER_CODES: Codes = CODES.split_at(13).0;
/// Those that calls fail with.
pub(in crate::scenario) const CALL_CODES: Codes = CODES.split_at(13).1;

const fn code(code: ErrorCode) -> (&'static str, ErrorCode) {
    (code.name(), code)
}

pub(super) static AT: ListKey<When> = ListKey::new(
    "at",
    "When it happens. A time since the start of the job, or a local date and time.",
    &Moment,
);
pub(super) static FOR: ListKey<SimDuration> =
    ListKey::new("for", "How long it lasts.", &Length::HOURS);
pub(super) static RESET: ListKey<ResetScope> = ListKey::or(
    "reset",
    "What the restart resets: as the portal does, or what Graph's resetScope names.",
    &Resets,
    ResetScope::PORTAL,
);
pub(super) static CODE: ListKey<ErrorCode> = ListKey::new(
    "code",
    "An error code that sticks to a user; of failing calls, a passing one.",
    &OneOf::of(CODES),
);
pub(super) static SHARE: ListKey<f64> = ListKey::new(
    "share",
    "Share of the users, or of the calls, that fail.",
    &Share,
);
pub(super) static ENDPOINTS: ListKey<EndpointSet> = ListKey::or(
    "endpoints",
    "Which calls count; all unless given.",
    &Endpoints,
    EndpointSet::all(),
);
pub(super) static RETRY_AFTER: ListKey<SimDuration> = ListKey::new(
    "retry_after",
    "What a 429 says about when to come back; nothing where it is left out.",
    &Length {
        example: "5 min",
        ..Length::HOURS_OR_ZERO
    },
);
pub(super) static CHANGED_SHARE: ListKey<f64> = ListKey::or(
    "changed_share",
    "Share of the users whose values differ under the new mapping.",
    &Share,
    1.0,
);
pub(super) static REMOVED_SHARE: ListKey<f64> = ListKey::new(
    "removed_share",
    "Share of the users in scope who are no longer in it.",
    &Share,
);
pub(super) static USERS: ListKey<u64> = ListKey::or(
    "users",
    "How many of those who wait longest.",
    &Whole {
        least: 1,
        most: 5,
        why: Some("on-demand provisioning takes five users at a time at most"),
    },
    1,
);
pub(super) static ON: ListKey<bool> = ListKey::or(
    "on",
    "Whether users out of scope keep their accounts.",
    &Switch,
    true,
);
pub(super) static ACTIONS_ON: ListKey<TargetActions> = ListKey::or(
    "actions",
    "The target object actions that are on.",
    &Actions,
    TargetActions {
        create: true,
        update: true,
        delete: true,
    },
);

/// Those that not every entry has, in the order in which they are best shown.
pub(super) static FURTHER_KEYS: [&dyn Described; 11] = [
    &FOR,
    &RESET,
    &CODE,
    &SHARE,
    &ENDPOINTS,
    &RETRY_AFTER,
    &CHANGED_SHARE,
    &REMOVED_SHARE,
    &USERS,
    &ON,
    &ACTIONS_ON,
];
