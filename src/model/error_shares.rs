//! How often what goes wrong: shares of calls, users and groups by error code.

use super::errors::{ErrorCode, FailsAt};
use super::parameters::{Parameter, Values};

/// Codes, each with the parameter of the same name, which is its share.
macro_rules! shares {
    ($($code:ident),+ $(,)?) => { [$((ErrorCode::$code, Parameter::$code)),+] };
}

/// Codes that a call can meet by chance.
const PER_CALL: [(ErrorCode, Parameter); 3] = shares![
    InternalServerError,
    WebExceptionProtocolError,
    InternalError
];

/// Codes that stick to a user or a group.
const PER_OBJECT: [(ErrorCode, Parameter); 6] = shares! {
    Conflict, UnprocessableEntity, InsufficientRights, EntryConflict, NotImplemented, MultipleEntriesInResponse,
};

/// Codes that stick to a user only.
const PER_USER: [(ErrorCode, Parameter); 7] = shares! {
    ImportSkipped, DuplicateTargetEntries, MandatoryFieldsMissing, InvalidDomain, DuplicateSourceEntries,
    SchemaPropertyCanOnlyAcceptValue, SchemaAttributeNotFound,
};

/// A choice among codes by their shares; a single uniform number decides.
#[derive(Clone, Debug, Default)]
pub(super) struct ErrorShares {
    /// Codes with the sum of the shares up to and including their own.
    cumulative: Vec<(f64, ErrorCode)>,
    total: f64,
    /// Whether some code strikes before the scope of an object is known.
    strikes_imports: bool,
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
        let mut shares = Self::default();
        shares.sum_up(codes.map(|&(code, parameter)| (values[parameter], code)));
        shares
    }

    fn sum_up(&mut self, shares: impl Iterator<Item = (f64, ErrorCode)>) {
        self.clear_shares();
        for (share, code) in shares {
            self.total += share;
            self.cumulative.push((self.total, code));
            self.strikes_imports |= share > 0.0 && code.fails_at() == FailsAt::Import;
        }
    }

    fn clear_shares(&mut self) {
        self.cumulative.clear();
        self.total = 0.0;
        self.strikes_imports = false;
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
        let index = self.before.iter().position(|(_, one)| *one == code);
        let share = index.map_or(0.0, |index| self.before.swap_remove(index).0);
        self.set(code, share);
    }

    fn share(&self, code: ErrorCode) -> f64 {
        let index = self.cumulative.iter().position(|(_, one)| *one == code);
        index.map_or(0.0, |index| {
            let below = index
                .checked_sub(1)
                .map_or(0.0, |one| self.cumulative[one].0);
            self.cumulative[index].0 - below
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
        self.sum_up(shares.into_iter());
    }

    /// Takes all codes away.
    pub fn clear(&mut self) {
        self.clear_shares();
        self.before.clear();
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

    /// The code that a number falls on whose first twelve binary digits are these, if any. Its further digits are a uniform number of their own, which is
    /// not asked for where the first ones leave no code possible: so a draw has no cost where hardly anything fails.
    #[inline(always)]
    pub fn pick_by_digits(&self, first: u16, further: impl FnOnce() -> f64) -> Option<ErrorCode> {
        const STEPS: f64 = 4_096.0;
        let begins = f64::from(first) / STEPS;
        if begins >= self.total {
            return None;
        }
        self.pick(begins + further() / STEPS)
    }

    /// Whether some error strikes objects before their scope is known.
    #[inline]
    pub fn strikes_imports(&self) -> bool {
        self.strikes_imports
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
    fn a_number_told_digit_by_digit_falls_on_the_same_code_as_the_whole_number() {
        let values = Values::from_fn(|parameter| match parameter {
            Parameter::InternalServerError => 0.003,
            Parameter::InternalError => 0.2,
            _ => 0.0,
        });
        let shares = ErrorShares::per_call(&values);
        let mut asked = 0;
        for first in 0..4_096 {
            for further in [0.001, 0.3, 0.999] {
                let digit_by_digit = shares.pick_by_digits(first, || {
                    asked += 1;
                    further
                });
                let whole = shares.pick((f64::from(first) + further) / 4_096.0);
                assert_eq!(digit_by_digit, whole);
            }
        }
        assert_eq!(asked, 3 * 832, "only where some code may be met");
        let none = ErrorShares::default();
        assert_eq!(none.pick_by_digits(0, || 0.5), None);
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
}
