//! How often what goes wrong. The codes and their retry rules are documented (document 004); the shares are not.

use super::Parameter::{self, *};
use super::specification::{Specification, fixed, share};

const UNPUBLISHED_CALL: &str =
    "no error rate of SCIM targets is published; a low share of calls, to be replaced by yours";
const OTHER_NAME: &str =
    "document 004 lists it beside Conflict with one meaning; taken to be none beside those";
const ALL_OR_NOTHING: &str = "a target that does not understand the form of a change refuses all of that kind (three of seven servers measured 2026-11-27), others none; none unless given";
const UNPUBLISHED_OBJECT: &str =
    "no error rate is published; a low share of objects, to be replaced by yours";

pub(super) const ERRORS: &[Specification] = &[
    share(InternalServerError, "errors.InternalServerError", fixed(0.001))
        .assumed(UNPUBLISHED_CALL)
        .meaning("Share of calls that the target answers with a 5xx; transient."),
    share(WebExceptionProtocolError, "errors.WebExceptionProtocolError", fixed(0.000_2))
        .assumed(UNPUBLISHED_CALL)
        .meaning("Share of calls whose connection fails; transient."),
    share(InternalError, "errors.InternalError", fixed(0.000_1))
        .assumed(UNPUBLISHED_CALL)
        .meaning("Share of calls that fail within the provisioning service; transient."),
    share(ImportSkipped, "errors.ImportSkipped", fixed(0.0))
        .assumed(UNPUBLISHED_OBJECT)
        .meaning("Share of users without a value in the matching attribute: they fail before any call; permanent."),
    share(DuplicateTargetEntries, "errors.DuplicateTargetEntries", fixed(0.000_5))
        .assumed(UNPUBLISHED_OBJECT)
        .meaning("Share of users for whom matching finds more than one account; permanent."),
    share(Conflict, "errors.Conflict", fixed(0.001))
        .assumed(UNPUBLISHED_OBJECT)
        .meaning("Share of objects whose values collide with another object of the target; permanent."),
    share(MandatoryFieldsMissing, "errors.MandatoryFieldsMissing", fixed(0.001))
        .assumed(UNPUBLISHED_OBJECT)
        .meaning("Share of users without a value that the target requires; permanent."),
    share(InvalidDomain, "errors.InvalidDomain", fixed(0.0))
        .assumed(UNPUBLISHED_OBJECT)
        .meaning("Share of users with a domain that the target does not permit; permanent."),
    share(UnprocessableEntity, "errors.UnprocessableEntity", fixed(0.0))
        .assumed(UNPUBLISHED_OBJECT)
        .meaning("Share of objects that the target refuses as unprocessable; permanent."),
    share(InsufficientRights, "errors.InsufficientRights", fixed(0.0))
        .assumed(UNPUBLISHED_OBJECT)
        .meaning("Share of objects that the credentials may not write; permanent."),
    share(EntryConflict, "errors.EntryConflict", fixed(0.0))
        .assumed(OTHER_NAME)
        .meaning("Share of objects whose values collide with another object of the target, under this name of Conflict; permanent."),
    share(NotImplemented, "errors.NotImplemented", fixed(0.0))
        .assumed(UNPUBLISHED_OBJECT)
        .meaning("Share of objects for which the target says that it cannot do what it is asked for; permanent."),
    share(MultipleEntriesInResponse, "errors.MultipleEntriesInResponse", fixed(0.0))
        .assumed(UNPUBLISHED_OBJECT)
        .meaning("Share of objects whose lookup answers with several, such as a group with its members; permanent."),
    share(DuplicateSourceEntries, "errors.DuplicateSourceEntries", fixed(0.0))
        .assumed(UNPUBLISHED_OBJECT)
        .meaning("Share of users whose matching value another user of the source has too: they fail before any call; permanent."),
    share(SchemaPropertyCanOnlyAcceptValue, "errors.SchemaPropertyCanOnlyAcceptValue", fixed(0.0))
        .assumed(UNPUBLISHED_OBJECT)
        .meaning("Share of users with several values where the target takes one; permanent."),
    share(SchemaAttributeNotFound, "errors.SchemaAttributeNotFound", fixed(0.0))
        .assumed(UNPUBLISHED_OBJECT)
        .meaning("Share of users with an attribute that the target does not know; permanent."),
    share(InvalidAnchor, "errors.InvalidAnchor", fixed(0.0))
        .assumed(UNPUBLISHED_OBJECT)
        .meaning("Share of the users whose accounts somebody deletes in the target after the first initial cycle: they fail until their link is removed."),
    refused(UserCreateFails, "errors.operation.user_create")
        .meaning("Share of users whose creation the target refuses."),
    refused(UserUpdateFails, "errors.operation.user_update")
        .meaning("Share of users whose update the target refuses, such as those who get their first work address."),
    refused(UserDisableFails, "errors.operation.user_disable")
        .meaning("Share of leavers whose account the target does not disable: it stays active."),
    refused(UserDeleteFails, "errors.operation.user_delete")
        .meaning("Share of users whose deletion the target refuses."),
    refused(ManagerUpdateFails, "errors.operation.manager_update")
        .meaning("Share of users whose manager the target does not take."),
    refused(GroupCreateFails, "errors.operation.group_create")
        .meaning("Share of groups whose creation the target refuses."),
    refused(GroupDeleteFails, "errors.operation.group_delete")
        .meaning("Share of groups whose deletion the target refuses."),
    refused(MemberAddFails, "errors.operation.member_add")
        .meaning("Share of groups to which the target adds no members."),
    refused(MemberRemoveFails, "errors.operation.member_remove")
        .meaning("Share of groups from which the target removes no members."),
];

/// A share of objects for which the target refuses one kind of change for good.
const fn refused(parameter: Parameter, key: &'static str) -> Specification {
    share(parameter, key, fixed(0.0)).assumed(ALL_OR_NOTHING)
}
