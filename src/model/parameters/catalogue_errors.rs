//! How often what goes wrong. The codes and their retry rules are documented (document 004); the shares are not.

use super::{Parameter, Specification, share};

const UNPUBLISHED_CALL: &str =
    "no error rate of SCIM targets is published; a low share of calls, to be replaced by yours";
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
];
