//! How often what goes wrong. The codes and their retry rules are documented (document 004); the shares are not.

use super::Parameter::{self, *};
use super::specification::{Specification, Text, fixed, share};

const UNPUBLISHED_CALL: &str =
    "no error rate of SCIM targets is published; a low share of calls, to be replaced by yours";
const OTHER_NAME: &str =
    "document 004 lists it beside Conflict with one meaning; taken to be none beside those";
const ALL_OR_NOTHING: &str = "a target that does not understand the form of a change refuses all of that kind (three of seven servers measured 2026-11-27), others none; none unless given";
const UNPUBLISHED_OBJECT: &str =
    "no error rate is published; a low share of objects, to be replaced by yours";

pub(super) const ERRORS: &[Specification] = &[
    error(InternalServerError, "errors.InternalServerError", 0.001, "Share of calls that the target answers with a 5xx; transient.", UNPUBLISHED_CALL),
    error(WebExceptionProtocolError, "errors.WebExceptionProtocolError", 0.000_2, "Share of calls whose connection fails; transient.", UNPUBLISHED_CALL),
    error(InternalError, "errors.InternalError", 0.000_1, "Share of calls that fail within the provisioning service; transient.", UNPUBLISHED_CALL),
    error(ImportSkipped, "errors.ImportSkipped", 0.0, "Share of users without a value in the matching attribute: they fail before any call; permanent.", UNPUBLISHED_OBJECT),
    error(DuplicateTargetEntries, "errors.DuplicateTargetEntries", 0.000_5, "Share of users for whom matching finds more than one account; permanent.", UNPUBLISHED_OBJECT),
    error(Conflict, "errors.Conflict", 0.001, "Share of objects whose values collide with another object of the target; permanent.", UNPUBLISHED_OBJECT),
    error(MandatoryFieldsMissing, "errors.MandatoryFieldsMissing", 0.001, "Share of users without a value that the target requires; permanent.", UNPUBLISHED_OBJECT),
    error(InvalidDomain, "errors.InvalidDomain", 0.0, "Share of users with a domain that the target does not permit; permanent.", UNPUBLISHED_OBJECT),
    error(UnprocessableEntity, "errors.UnprocessableEntity", 0.0, "Share of objects that the target refuses as unprocessable; permanent.", UNPUBLISHED_OBJECT),
    error(InsufficientRights, "errors.InsufficientRights", 0.0, "Share of objects that the credentials may not write; permanent.", UNPUBLISHED_OBJECT),
    share(EntryConflict, "errors.EntryConflict", fixed(0.0), "Share of objects whose values collide with another object of the target, under this name of Conflict; permanent.")
        .assumed(OTHER_NAME),
    error(NotImplemented, "errors.NotImplemented", 0.0, "Share of objects for which the target says that it cannot do what it is asked for; permanent.", UNPUBLISHED_OBJECT),
    error(MultipleEntriesInResponse, "errors.MultipleEntriesInResponse", 0.0, "Share of objects whose lookup answers with several, such as a group with its members; permanent.", UNPUBLISHED_OBJECT),
    error(DuplicateSourceEntries, "errors.DuplicateSourceEntries", 0.0, "Share of users whose matching value another user of the source has too: they fail before any call; permanent.", UNPUBLISHED_OBJECT),
    error(SchemaPropertyCanOnlyAcceptValue, "errors.SchemaPropertyCanOnlyAcceptValue", 0.0, "Share of users with several values where the target takes one; permanent.", UNPUBLISHED_OBJECT),
    error(SchemaAttributeNotFound, "errors.SchemaAttributeNotFound", 0.0, "Share of users with an attribute that the target does not know; permanent.", UNPUBLISHED_OBJECT),
    error(InvalidAnchor, "errors.InvalidAnchor", 0.0, "Share of the users whose accounts somebody deletes in the target after the first initial cycle: they fail until their link is removed.", UNPUBLISHED_OBJECT),
    refused(UserCreateFails, "errors.operation.user_create", "Share of users whose creation the target refuses."),
    refused(UserUpdateFails, "errors.operation.user_update", "Share of users whose update the target refuses, such as those who get their first work address."),
    refused(UserDisableFails, "errors.operation.user_disable", "Share of leavers whose account the target does not disable: it stays active."),
    refused(UserDeleteFails, "errors.operation.user_delete", "Share of users whose deletion the target refuses."),
    refused(ManagerUpdateFails, "errors.operation.manager_update", "Share of users whose manager the target does not take."),
    refused(GroupCreateFails, "errors.operation.group_create", "Share of groups whose creation the target refuses."),
    refused(GroupDeleteFails, "errors.operation.group_delete", "Share of groups whose deletion the target refuses."),
    refused(MemberAddFails, "errors.operation.member_add", "Share of groups to which the target adds no members."),
    refused(MemberRemoveFails, "errors.operation.member_remove", "Share of groups from which the target removes no members."),
];

/// A share of objects for which the target refuses one kind of change for good.
const fn refused(parameter: Parameter, key: Text, meaning: Text) -> Specification {
    share(parameter, key, fixed(0.0), meaning).assumed(ALL_OR_NOTHING)
}

/// The share of an error that nothing is published of.
const fn error(
    parameter: Parameter,
    key: Text,
    each: f64,
    meaning: Text,
    why: Text,
) -> Specification {
    share(parameter, key, fixed(each), meaning).assumed(why)
}
