//! How often what goes wrong. The codes and their retry rules are documented (document 004); the shares are not.

use super::{Parameter, Specification, share};

const UNPUBLISHED_CALL: &str =
    "no error rate of SCIM targets is published; a low share of calls, to be replaced by yours";
const OTHER_NAME: &str =
    "document 004 lists it beside Conflict with one meaning; taken to be none beside those";
const ALL_OR_NOTHING: &str = "a target that does not understand the form of a change refuses all of that kind (three of seven servers measured 2026-11-27), others none; none unless given";
const UNPUBLISHED_OBJECT: &str =
    "no error rate is published; a low share of objects, to be replaced by yours";

pub(super) const ERRORS: &[Specification] = &[
    share(
        Parameter::InternalServerError,
        "errors.InternalServerError",
        0.001,
        UNPUBLISHED_CALL,
        "Share of calls that the target answers with a 5xx; transient.",
    ),
    share(
        Parameter::WebExceptionProtocolError,
        "errors.WebExceptionProtocolError",
        0.000_2,
        UNPUBLISHED_CALL,
        "Share of calls whose connection fails; transient.",
    ),
    share(
        Parameter::InternalError,
        "errors.InternalError",
        0.000_1,
        UNPUBLISHED_CALL,
        "Share of calls that fail within the provisioning service; transient.",
    ),
    share(
        Parameter::ImportSkipped,
        "errors.ImportSkipped",
        0.0,
        UNPUBLISHED_OBJECT,
        "Share of users without a value in the matching attribute: they fail before any call; permanent.",
    ),
    share(
        Parameter::DuplicateTargetEntries,
        "errors.DuplicateTargetEntries",
        0.000_5,
        UNPUBLISHED_OBJECT,
        "Share of users for whom matching finds more than one account; permanent.",
    ),
    share(
        Parameter::Conflict,
        "errors.Conflict",
        0.001,
        UNPUBLISHED_OBJECT,
        "Share of objects whose values collide with another object of the target; permanent.",
    ),
    share(
        Parameter::MandatoryFieldsMissing,
        "errors.MandatoryFieldsMissing",
        0.001,
        UNPUBLISHED_OBJECT,
        "Share of users without a value that the target requires; permanent.",
    ),
    share(
        Parameter::InvalidDomain,
        "errors.InvalidDomain",
        0.0,
        UNPUBLISHED_OBJECT,
        "Share of users with a domain that the target does not permit; permanent.",
    ),
    share(
        Parameter::UnprocessableEntity,
        "errors.UnprocessableEntity",
        0.0,
        UNPUBLISHED_OBJECT,
        "Share of objects that the target refuses as unprocessable; permanent.",
    ),
    share(
        Parameter::InsufficientRights,
        "errors.InsufficientRights",
        0.0,
        UNPUBLISHED_OBJECT,
        "Share of objects that the credentials may not write; permanent.",
    ),
    share(
        Parameter::EntryConflict,
        "errors.EntryConflict",
        0.0,
        OTHER_NAME,
        "Share of objects whose values collide with another object of the target, under this name of Conflict; permanent.",
    ),
    share(
        Parameter::NotImplemented,
        "errors.NotImplemented",
        0.0,
        UNPUBLISHED_OBJECT,
        "Share of objects for which the target says that it cannot do what it is asked for; permanent.",
    ),
    share(
        Parameter::MultipleEntriesInResponse,
        "errors.MultipleEntriesInResponse",
        0.0,
        UNPUBLISHED_OBJECT,
        "Share of objects whose lookup answers with several, such as a group with its members; permanent.",
    ),
    share(
        Parameter::DuplicateSourceEntries,
        "errors.DuplicateSourceEntries",
        0.0,
        UNPUBLISHED_OBJECT,
        "Share of users whose matching value another user of the source has too: they fail before any call; permanent.",
    ),
    share(
        Parameter::SchemaPropertyCanOnlyAcceptValue,
        "errors.SchemaPropertyCanOnlyAcceptValue",
        0.0,
        UNPUBLISHED_OBJECT,
        "Share of users with several values where the target takes one; permanent.",
    ),
    share(
        Parameter::SchemaAttributeNotFound,
        "errors.SchemaAttributeNotFound",
        0.0,
        UNPUBLISHED_OBJECT,
        "Share of users with an attribute that the target does not know; permanent.",
    ),
    share(
        Parameter::InvalidAnchor,
        "errors.InvalidAnchor",
        0.0,
        UNPUBLISHED_OBJECT,
        "Share of the users whose accounts somebody deletes in the target after the first initial cycle: they fail until their link is removed.",
    ),
    refused(
        Parameter::UserCreateFails,
        "errors.operation.user_create",
        "Share of users whose creation the target refuses.",
    ),
    refused(
        Parameter::UserUpdateFails,
        "errors.operation.user_update",
        "Share of users whose update the target refuses, such as those who get their first work address.",
    ),
    refused(
        Parameter::UserDisableFails,
        "errors.operation.user_disable",
        "Share of leavers whose account the target does not disable: it stays active.",
    ),
    refused(
        Parameter::UserDeleteFails,
        "errors.operation.user_delete",
        "Share of users whose deletion the target refuses.",
    ),
    refused(
        Parameter::ManagerUpdateFails,
        "errors.operation.manager_update",
        "Share of users whose manager the target does not take.",
    ),
    refused(
        Parameter::GroupCreateFails,
        "errors.operation.group_create",
        "Share of groups whose creation the target refuses.",
    ),
    refused(
        Parameter::GroupDeleteFails,
        "errors.operation.group_delete",
        "Share of groups whose deletion the target refuses.",
    ),
    refused(
        Parameter::MemberAddFails,
        "errors.operation.member_add",
        "Share of groups to which the target adds no members.",
    ),
    refused(
        Parameter::MemberRemoveFails,
        "errors.operation.member_remove",
        "Share of groups from which the target removes no members.",
    ),
];

/// A share of objects for which the target refuses one kind of change for good.
const fn refused(parameter: Parameter, key: &'static str, meaning: &'static str) -> Specification {
    share(parameter, key, 0.0, ALL_OR_NOTHING, meaning)
}
