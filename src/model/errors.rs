//! Error codes of the provisioning logs, and how a cycle treats them.
//!
//! Codes and retry statements: document 004 (how to analyse the provisioning logs).

named! {
    /// An error code that an object or a reference can end a cycle with.
    pub enum ErrorCode {
        /// The target answered with a 5xx; retried automatically.
        InternalServerError => "InternalServerError",
        /// The connection failed; retried automatically.
        WebExceptionProtocolError => "WebExceptionProtocolError",
        /// A fault within the provisioning service; retried automatically.
        InternalError => "InternalError",
        /// The target took too long; retried automatically.
        Timeout => "Timeout",
        /// The target received too many requests (429); retried automatically.
        TooManyRequests => "TooManyRequests",
        /// The source object lacks the matching attribute.
        ImportSkipped => "ImportSkipped",
        /// Matching found more than one account.
        DuplicateTargetEntries => "DuplicateTargetEntries",
        /// Values collide with another object of the target.
        Conflict => "Conflict",
        /// A value that the target requires is missing.
        MandatoryFieldsMissing => "MandatoryFieldsMissing",
        /// A domain that the target does not permit.
        InvalidDomain => "InvalidDomain",
        /// The target refused the object as unprocessable.
        UnprocessableEntity => "UnprocessableEntity",
        /// The credentials may not write the object.
        InsufficientRights => "InsufficientRights",
        /// The target refuses the credentials; no object is to blame.
        Unauthorized => "Unauthorized",
        /// The target does not answer as SCIM asks; no object is to blame.
        SystemForCrossDomainIdentityManagementServiceIncompatible => "SystemForCrossDomainIdentityManagementServiceIncompatible",
        /// The target has no licence left.
        LicenseLimitExceeded => "LicenseLimitExceeded",
        /// A manager or member is not in the target, or its group is not.
        UnableToResolveReferenceAttributeValue => "UnableToResolveReferenceAttributeValue",
        /// The target says that it cannot do what it is asked for (501, for example).
        NotImplemented => "NotImplemented",
        /// The target takes one value where the source has several.
        SchemaPropertyCanOnlyAcceptValue => "SchemaPropertyCanOnlyAcceptValue",
        /// The target does not know an attribute of the mapping.
        SchemaAttributeNotFound => "SchemaAttributeNotFound",
        /// The source has several objects with the same matching value.
        DuplicateSourceEntries => "DuplicateSourceEntries",
        /// A GET that is to find one object finds several.
        MultipleEntriesInResponse => "MultipleEntriesInResponse",
        /// As [`Self::Conflict`], under the other name that the logs have for it.
        EntryConflict => "EntryConflict",
        /// The account that an object is linked to no longer exists.
        InvalidAnchor => "InvalidAnchor",
    }
}

/// At which step work fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FailsAt {
    /// When it is imported, before anybody knows whether it is in scope (document 004).
    Import,
    /// When it is to be matched, before any call.
    Matching,
    /// With the answer to a lookup.
    Lookup,
    /// When it is written.
    Write,
}

impl ErrorCode {
    /// Where an object that has this error for good fails.
    ///
    /// Document 004 says of ImportSkipped that scope is not evaluated yet; of the others what is wrong, and so what is asked for before.
    pub const fn fails_at(self) -> FailsAt {
        match self {
            Self::ImportSkipped => FailsAt::Import,
            Self::DuplicateSourceEntries => FailsAt::Matching,
            Self::DuplicateTargetEntries | Self::MultipleEntriesInResponse => FailsAt::Lookup,
            _ => FailsAt::Write,
        }
    }

    /// Whether the target refuses everything, so that no object is to blame and the job goes into quarantine at once (document 000).
    pub const fn is_about_the_target(self) -> bool {
        matches!(
            self,
            Self::Unauthorized | Self::SystemForCrossDomainIdentityManagementServiceIncompatible
        )
    }

    /// Whether the service retries by itself, so that another attempt can succeed (document 004).
    pub const fn is_transient(self) -> bool {
        matches!(
            self,
            Self::InternalServerError
                | Self::WebExceptionProtocolError
                | Self::InternalError
                | Self::Timeout
                | Self::TooManyRequests
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_of_codes_follows_the_declaration() {
        for (index, code) in ErrorCode::ALL.into_iter().enumerate() {
            assert_eq!(code as usize, index);
        }
    }
}
