//! Error codes of the provisioning logs, and how a cycle treats them.
//!
//! Codes and retry statements: document 004 (how to analyse the provisioning logs).

use super::parameters::{Parameter, Values};

/// An error code that an object or a reference can end a cycle with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ErrorCode {
    /// The target answered with a 5xx; retried automatically.
    InternalServerError,
    /// The connection failed; retried automatically.
    WebExceptionProtocolError,
    /// A fault within the provisioning service; retried automatically.
    InternalError,
    /// The target took too long; retried automatically.
    Timeout,
    /// The target received too many requests (429); retried automatically.
    TooManyRequests,
    /// The source object lacks the matching attribute.
    ImportSkipped,
    /// Matching found more than one account.
    DuplicateTargetEntries,
    /// Values collide with another object of the target.
    Conflict,
    /// A value that the target requires is missing.
    MandatoryFieldsMissing,
    /// A domain that the target does not permit.
    InvalidDomain,
    /// The target refused the object as unprocessable.
    UnprocessableEntity,
    /// The credentials may not write the object.
    InsufficientRights,
    /// The target refuses the credentials; no object is to blame.
    Unauthorized,
    /// The target does not answer as SCIM asks; no object is to blame.
    SystemForCrossDomainIdentityManagementServiceIncompatible,
    /// The target has no licence left.
    LicenseLimitExceeded,
    /// A manager or member is not in the target, or its group is not.
    UnableToResolveReferenceAttributeValue,
}

impl ErrorCode {
    /// Every code, in the order of the declaration.
    pub const ALL: [Self; 16] = [
        Self::InternalServerError,
        Self::WebExceptionProtocolError,
        Self::InternalError,
        Self::Timeout,
        Self::TooManyRequests,
        Self::ImportSkipped,
        Self::DuplicateTargetEntries,
        Self::Conflict,
        Self::MandatoryFieldsMissing,
        Self::InvalidDomain,
        Self::UnprocessableEntity,
        Self::InsufficientRights,
        Self::Unauthorized,
        Self::SystemForCrossDomainIdentityManagementServiceIncompatible,
        Self::LicenseLimitExceeded,
        Self::UnableToResolveReferenceAttributeValue,
    ];

    /// The code as the provisioning logs spell it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::InternalServerError => "InternalServerError",
            Self::WebExceptionProtocolError => "WebExceptionProtocolError",
            Self::InternalError => "InternalError",
            Self::Timeout => "Timeout",
            Self::TooManyRequests => "TooManyRequests",
            Self::ImportSkipped => "ImportSkipped",
            Self::DuplicateTargetEntries => "DuplicateTargetEntries",
            Self::Conflict => "Conflict",
            Self::MandatoryFieldsMissing => "MandatoryFieldsMissing",
            Self::InvalidDomain => "InvalidDomain",
            Self::UnprocessableEntity => "UnprocessableEntity",
            Self::InsufficientRights => "InsufficientRights",
            Self::Unauthorized => "Unauthorized",
            Self::SystemForCrossDomainIdentityManagementServiceIncompatible => {
                "SystemForCrossDomainIdentityManagementServiceIncompatible"
            }
            Self::LicenseLimitExceeded => "LicenseLimitExceeded",
            Self::UnableToResolveReferenceAttributeValue => {
                "UnableToResolveReferenceAttributeValue"
            }
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

/// Codes that a call can meet by chance.
const PER_CALL: [(ErrorCode, Parameter); 3] = [
    (
        ErrorCode::InternalServerError,
        Parameter::InternalServerError,
    ),
    (
        ErrorCode::WebExceptionProtocolError,
        Parameter::WebExceptionProtocolError,
    ),
    (ErrorCode::InternalError, Parameter::InternalError),
];

/// Codes that stick to a user or a group.
const PER_OBJECT: [(ErrorCode, Parameter); 3] = [
    (ErrorCode::Conflict, Parameter::Conflict),
    (
        ErrorCode::UnprocessableEntity,
        Parameter::UnprocessableEntity,
    ),
    (ErrorCode::InsufficientRights, Parameter::InsufficientRights),
];

/// Codes that stick to a user only.
const PER_USER: [(ErrorCode, Parameter); 4] = [
    (ErrorCode::ImportSkipped, Parameter::ImportSkipped),
    (
        ErrorCode::DuplicateTargetEntries,
        Parameter::DuplicateTargetEntries,
    ),
    (
        ErrorCode::MandatoryFieldsMissing,
        Parameter::MandatoryFieldsMissing,
    ),
    (ErrorCode::InvalidDomain, Parameter::InvalidDomain),
];

/// A choice among codes by their shares; a single uniform number decides.
#[derive(Clone, Debug)]
pub(super) struct ErrorShares {
    /// Codes with the sum of the shares up to and including their own.
    cumulative: Vec<(f64, ErrorCode)>,
    total: f64,
    /// Shares of codes that have another one for the time being.
    before: Vec<(f64, ErrorCode)>,
}

impl ErrorShares {
    /// Shares of calls that fail by chance.
    pub fn per_call(values: &Values) -> Self {
        Self::of(values, PER_CALL.iter())
    }

    /// Shares of users who cannot be provisioned.
    pub fn per_user(values: &Values) -> Self {
        Self::of(values, PER_OBJECT.iter().chain(&PER_USER))
    }

    /// Shares of groups that cannot be provisioned.
    pub fn per_group(values: &Values) -> Self {
        Self::of(values, PER_OBJECT.iter())
    }

    fn of<'a>(values: &Values, codes: impl Iterator<Item = &'a (ErrorCode, Parameter)>) -> Self {
        let mut total = 0.0;
        let cumulative = codes
            .map(|&(code, parameter)| {
                total += values[parameter];
                (total, code)
            })
            .collect();
        Self {
            cumulative,
            total,
            before: Vec::new(),
        }
    }

    /// Gives a code another share for the time being.
    pub fn begin(&mut self, code: ErrorCode, share: f64) {
        if !self.before.iter().any(|(_, one)| *one == code) {
            self.before.push((self.share(code), code));
        }
        self.set(code, share);
    }

    /// Gives a code the share back that it had before, or none if it has that still.
    pub fn end(&mut self, code: ErrorCode) {
        let place = self.before.iter().position(|(_, one)| *one == code);
        let share = place.map_or(0.0, |place| self.before.swap_remove(place).0);
        self.set(code, share);
    }

    fn share(&self, code: ErrorCode) -> f64 {
        let place = self.cumulative.iter().position(|(_, one)| *one == code);
        place.map_or(0.0, |place| {
            let below = place
                .checked_sub(1)
                .map_or(0.0, |one| self.cumulative[one].0);
            self.cumulative[place].0 - below
        })
    }

    fn set(&mut self, code: ErrorCode, share: f64) {
        let others = self
            .cumulative
            .iter()
            .map(|&(_, one)| (self.share(one), one));
        let others = others.filter(|(_, one)| *one != code);
        // In front, so that the same users fail whatever the shares of the others.
        let shares: Vec<(f64, ErrorCode)> = [(share, code)].into_iter().chain(others).collect();
        self.total = 0.0;
        self.cumulative.clear();
        for (share, code) in shares {
            self.total += share;
            self.cumulative.push((self.total, code));
        }
    }

    /// Takes all codes away.
    pub fn clear(&mut self) {
        self.cumulative.clear();
        self.before.clear();
        self.total = 0.0;
    }

    /// The code that `unit` falls on, if any.
    #[inline]
    pub fn pick(&self, unit: f64) -> Option<ErrorCode> {
        if unit >= self.total {
            return None;
        }
        self.cumulative
            .iter()
            .find(|(up_to, _)| unit < *up_to)
            .map(|(_, code)| *code)
    }

    /// Whether no error can occur, so that nothing needs to be drawn.
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.total <= 0.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_code_gets_its_share_of_the_unit_interval() {
        let values = Values::from_fn(|parameter| match parameter {
            Parameter::InternalServerError => 0.2,
            Parameter::InternalError => 0.1,
            _ => 0.0,
        });
        let shares = ErrorShares::per_call(&values);
        assert_eq!(shares.pick(0.19), Some(ErrorCode::InternalServerError));
        assert_eq!(shares.pick(0.25), Some(ErrorCode::InternalError));
        assert_eq!(shares.pick(0.31), None);
        assert!(ErrorShares::per_group(&values).is_empty());
    }

    #[test]
    fn a_code_that_ends_has_the_share_that_it_had_before_or_none() {
        let values = Values::from_fn(|parameter| match parameter {
            Parameter::Conflict => 0.2,
            Parameter::InvalidDomain => 0.1,
            _ => 0.0,
        });
        let mut shares = ErrorShares::per_user(&values);
        shares.begin(ErrorCode::Conflict, 0.6);
        assert_eq!(shares.pick(0.55), Some(ErrorCode::Conflict));
        assert_eq!(shares.pick(0.65), Some(ErrorCode::InvalidDomain));
        shares.end(ErrorCode::Conflict);
        assert!((shares.share(ErrorCode::Conflict) - 0.2).abs() < 1e-12);
        shares.end(ErrorCode::Conflict);
        assert!(shares.share(ErrorCode::Conflict).abs() < 1e-12);
        assert!((shares.share(ErrorCode::InvalidDomain) - 0.1).abs() < 1e-12);
        shares.clear();
        assert!(shares.is_empty());
    }

    #[test]
    fn the_list_of_codes_follows_the_declaration() {
        for (place, code) in ErrorCode::ALL.into_iter().enumerate() {
            assert_eq!(code as usize, place);
        }
    }
}
