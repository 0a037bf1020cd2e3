//! What sends a job into quarantine (document 000, "Application provisioning in quarantine status", 09/15/2023).

use crate::model::parameters::{Parameter, usual};
use crate::model::record::QuarantineReason;

/// What failed, and out of how much.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Failures {
    /// Users and groups that failed.
    pub objects: u64,
    /// References that failed: managers and memberships.
    pub references: u64,
    /// Users and groups that were tried, those that failed included. That these are the "provisioning events" of the
    /// document is our reading.
    pub tried: u64,
}

/// From how many failures on a job goes into quarantine. The numbers are those of the catalogue: what document 000 says, "subject to
/// change".
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct EscrowThresholds {
    /// A larger part of the events that fail, however few they are: "most, or all, of the calls consistently fail". That this is four in
    /// five is assumed, so that it leaves room for the next rule, by which fewer than 5,000 failures do not matter.
    pub most: f64,
    /// Fewer failed users and groups are not evaluated at all. The document has it met, not passed.
    pub evaluated_from: u64,
    /// A larger part of the events that fail.
    pub share: f64,
    /// More failed users and groups.
    pub objects: u64,
    /// More failures, references included.
    pub with_references: u64,
}

impl Default for EscrowThresholds {
    fn default() -> Self {
        Self::new(usual)
    }
}

impl EscrowThresholds {
    /// The thresholds with these values of their parameters.
    pub fn new(value: impl Fn(Parameter) -> f64) -> Self {
        let count = |parameter| libm::round(value(parameter)) as u64;
        Self {
            most: value(Parameter::QuarantineMost),
            evaluated_from: count(Parameter::QuarantineFrom),
            share: value(Parameter::QuarantineShare),
            objects: count(Parameter::QuarantineObjects),
            with_references: count(Parameter::QuarantineTotal),
        }
    }

    /// Why so many failures send a job into quarantine, if they do. Where several thresholds are passed, the part that
    /// failed is named before the numbers.
    ///
    /// ```
    /// use cyclecast::model::job::{EscrowThresholds, Failures, QuarantineReason};
    ///
    /// let failures = Failures { objects: 30_000, references: 0, tried: 35_000 };
    /// let reason = EscrowThresholds::default().reason(&failures);
    /// assert_eq!(reason, Some(QuarantineReason::EncounteredEscrowProportionThreshold));
    /// ```
    pub fn reason(&self, failures: &Failures) -> Option<QuarantineReason> {
        let share = failures.objects as f64 / failures.tried.max(1) as f64;
        let evaluated = failures.objects >= self.evaluated_from;
        let most = share > self.most;
        if most || (evaluated && share > self.share) {
            Some(QuarantineReason::EncounteredEscrowProportionThreshold)
        } else if evaluated && failures.objects > self.objects {
            Some(QuarantineReason::EncounteredBaseEscrowThreshold)
        } else if failures.objects.saturating_add(failures.references) > self.with_references {
            Some(QuarantineReason::EncounteredTotalEscrowThreshold)
        } else {
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::QuarantineReason as Reason;
    use super::*;

    fn reason(objects: u64, references: u64, succeeded: u64) -> Option<Reason> {
        EscrowThresholds::default().reason(&Failures {
            objects,
            references,
            tried: objects + succeeded,
        })
    }

    #[test]
    fn the_thresholds_are_those_of_the_document() {
        let documented = EscrowThresholds {
            most: 0.8,
            evaluated_from: 5_000,
            share: 0.4,
            objects: 40_000,
            with_references: 60_000,
        };
        assert_eq!(EscrowThresholds::default(), documented);
    }

    #[test]
    fn a_small_job_goes_into_quarantine_when_most_or_all_of_it_fails() {
        let proportion = Some(Reason::EncounteredEscrowProportionThreshold);
        assert_eq!(reason(30, 0, 0), proportion);
        assert_eq!(reason(4_410, 0, 490), proportion);
        assert_eq!(reason(80, 0, 20), None);
        assert_eq!(reason(81, 0, 19), proportion);
        assert_eq!(reason(0, 0, 0), None, "nothing was tried");
    }

    #[test]
    fn four_thousand_failures_are_not_evaluated_and_five_thousand_are() {
        assert_eq!(reason(4_000, 0, 2_500), None);
        assert_eq!(reason(4_999, 0, 2_500), None);
        assert_eq!(
            reason(5_000, 0, 2_500),
            Some(Reason::EncounteredEscrowProportionThreshold)
        );
    }

    #[test]
    fn forty_five_thousand_failed_users_exceed_the_forty_thousand() {
        // Of so many that they are no large part.
        assert_eq!(
            reason(45_000, 0, 1_000_000),
            Some(Reason::EncounteredBaseEscrowThreshold)
        );
        assert_eq!(reason(40_000, 0, 1_000_000), None);
    }

    #[test]
    fn thirty_thousand_failed_and_five_thousand_well_exceed_the_forty_per_cent() {
        assert_eq!(
            reason(30_000, 0, 5_000),
            Some(Reason::EncounteredEscrowProportionThreshold)
        );
        assert_eq!(reason(10_000, 0, 15_000), None);
    }

    #[test]
    fn twenty_thousand_failed_and_a_hundred_thousand_well_exceed_nothing() {
        assert_eq!(reason(20_000, 0, 100_000), None);
    }

    #[test]
    fn forty_thousand_users_and_twenty_one_thousand_managers_exceed_the_sixty_thousand() {
        assert_eq!(
            reason(40_000, 21_000, 1_000_000),
            Some(Reason::EncounteredTotalEscrowThreshold)
        );
        assert_eq!(reason(40_000, 20_000, 1_000_000), None);
    }

    #[test]
    fn references_count_for_the_total_alone() {
        assert_eq!(reason(4_999, 50_000, 2_500), None);
        assert_eq!(
            reason(0, 60_001, 1_000_000),
            Some(Reason::EncounteredTotalEscrowThreshold)
        );
    }

    #[test]
    fn every_reason_has_the_name_that_graph_gives_it() {
        assert_eq!(Reason::TooManyDeletes.name(), "TooManyDeletes");
        assert_eq!(
            format!("{:?}", Reason::EncounteredQuarantineException),
            Reason::EncounteredQuarantineException.name()
        );
    }
}
