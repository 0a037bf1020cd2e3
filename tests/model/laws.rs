//! Laws that are held against the same random cases: each case is simulated once for all of them, and the law that breaks is named.

use std::cell::Cell;

use proptest::test_runner::TestCaseError;

/// What a law says of a case.
pub type Verdict = Result<(), TestCaseError>;

/// Functions that each hold one law, with their names.
pub struct Laws<F> {
    all: Vec<(&'static str, F)>,
    broken: Cell<Option<usize>>,
}

impl<F> Laws<F> {
    pub fn new(all: Vec<(&'static str, F)>) -> Self {
        Self {
            all,
            broken: Cell::new(None),
        }
    }

    /// These and others.
    pub fn and(mut self, others: Self) -> Self {
        self.all.extend(others.all);
        self
    }

    /// Holds every law against a case, and that alone which is broken once one is: so a case shrinks with the law that it broke.
    pub fn hold(&self, held: impl Fn(&F) -> Verdict) -> Verdict {
        for (index, (name, law)) in self.all.iter().enumerate() {
            if self.broken.get().is_some_and(|broken| broken != index) {
                continue;
            }
            if let Err(fault) = held(law) {
                self.broken.set(Some(index));
                return Err(TestCaseError::fail(format!("{name}: {fault}")));
            }
        }
        Ok(())
    }
}

/// Functions by their names.
macro_rules! laws {
    [$($law:ident),+ $(,)?] => {
        $crate::laws::Laws::new(vec![$((stringify!($law), $law)),+])
    };
}
pub(crate) use laws;

#[cfg(test)]
mod tests {
    use super::*;

    type Law = fn(i32) -> Verdict;

    fn is_even(number: i32) -> Verdict {
        match number % 2 {
            0 => Ok(()),
            _ => Err(TestCaseError::fail("it is odd")),
        }
    }

    fn is_small(number: i32) -> Verdict {
        match number {
            ..10 => Ok(()),
            _ => Err(TestCaseError::fail("it is large")),
        }
    }

    #[test]
    fn the_law_that_is_broken_is_named_and_is_the_only_one_held_from_then_on() {
        let laws: Laws<Law> = laws![is_even, is_small];
        let said = |number| {
            laws.hold(|law| law(number))
                .map_err(|fault| fault.to_string())
        };
        assert_eq!(said(8), Ok(()));
        let broken = said(12).expect_err("it is large");
        assert!(
            broken.contains("is_small") && broken.contains("it is large"),
            "{broken}"
        );
        assert_eq!(said(3), Ok(()), "that it is odd is another matter");
        assert!(said(13).is_err());
    }
}
