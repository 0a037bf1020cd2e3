//! The provisioning service's own times and rules.

use std::sync::Arc;

use crate::kernel::{Draw, QuantileTable};
use crate::model::endpoint::Endpoint;
use crate::model::parameters::{Parameter, Values};
use crate::model::variation_tables::Variations;
use crate::units::SimDuration;

/// Times that the service itself takes, whatever the target does.
pub(super) struct OwnTimes {
    evaluation_secs: f64,
    page_read_secs: f64,
    /// Of each endpoint's call, beside the target's answer.
    processing_secs: [f64; Endpoint::ALL.len()],
    further_member_share: f64,
    escrow_retry_secs: f64,
    failed_object_secs: f64,
    initial_cycle_overhead: SimDuration,
    cycle_overhead: SimDuration,
    /// Each of mean one.
    evaluation: Arc<QuantileTable>,
    page_read: Arc<QuantileTable>,
    processing: Arc<QuantileTable>,
}

impl OwnTimes {
    pub fn new(values: &Values, variations: &mut Variations) -> Self {
        let overhead = |parameter| SimDuration::from_secs_f64(values[parameter]);
        Self {
            evaluation_secs: values[Parameter::Evaluation],
            page_read_secs: values[Parameter::PageRead],
            processing_secs: Endpoint::ALL.map(|endpoint| values[kind_of(endpoint)]),
            further_member_share: values[Parameter::FurtherMemberShare],
            escrow_retry_secs: values[Parameter::EscrowRetry],
            failed_object_secs: values[Parameter::FailedObject],
            initial_cycle_overhead: overhead(Parameter::InitialCycleOverhead),
            cycle_overhead: overhead(Parameter::CycleOverhead),
            evaluation: variations.of_cv(values[Parameter::EvaluationCv]),
            page_read: variations.of_cv(values[Parameter::PageReadCv]),
            processing: variations.of_cv(values[Parameter::ProcessingCv]),
        }
    }

    /// Importing an object and evaluating its scope.
    #[inline(always)]
    pub fn evaluation(&self, draw: Draw) -> SimDuration {
        SimDuration::from_secs_f64(self.evaluation_secs * self.evaluation.at(draw))
    }

    /// Reading a page of the source.
    pub fn page_read(&self, draw: Draw) -> SimDuration {
        SimDuration::from_secs_f64(self.page_read_secs * self.page_read.at(draw))
    }

    /// What a call costs the service beside the target's answer.
    #[inline(always)]
    pub fn processing(&self, endpoint: Endpoint, members_carried: u32, draw: Draw) -> SimDuration {
        let further = f64::from(members_carried.saturating_sub(1));
        let shares = 1.0 + self.further_member_share * further;
        let mean = self.processing_secs[endpoint as usize] * shares;
        SimDuration::from_secs_f64(mean * self.processing.at(draw))
    }

    /// Taking up again what failed before.
    pub fn escrow_retry(&self, draw: Draw) -> SimDuration {
        SimDuration::from_secs_f64(self.escrow_retry_secs * self.processing.at(draw))
    }

    /// Dealing with an object that fails for good, besides what its calls would have cost.
    pub fn failed_object(&self, draw: Draw) -> SimDuration {
        SimDuration::from_secs_f64(self.failed_object_secs * self.processing.at(draw))
    }

    /// What passes before a cycle's first call.
    pub fn overhead(&self, is_full: bool) -> SimDuration {
        if is_full {
            self.initial_cycle_overhead
        } else {
            self.cycle_overhead
        }
    }
}

/// The kind of call that an endpoint's is for the service.
const fn kind_of(endpoint: Endpoint) -> Parameter {
    match endpoint {
        Endpoint::UserGet | Endpoint::GroupGet => Parameter::Lookup,
        Endpoint::UserPost | Endpoint::UserPatch | Endpoint::UserDelete => Parameter::UserWrite,
        Endpoint::GroupPost | Endpoint::GroupDelete => Parameter::GroupWrite,
        Endpoint::GroupPatch => Parameter::MembershipWrite,
    }
}

/// Whole numbers that the steps of a task ask for again and again.
pub(super) struct Rules {
    pub matching_attributes: u64,
    pub licences: u64,
    pub retries_in_cycle: u64,
    pub refusals_before_escrow: u64,
    pub failures_in_a_row: u64,
}

impl Rules {
    pub fn new(values: &Values) -> Self {
        Self {
            matching_attributes: values.count(Parameter::MatchingAttributes).max(1),
            licences: values.count(Parameter::Licences),
            retries_in_cycle: values.count(Parameter::RetriesInCycle),
            refusals_before_escrow: values.count(Parameter::RefusalsBeforeEscrow),
            failures_in_a_row: values.count(Parameter::FailuresInARow),
        }
    }
}
