//! What is measured, as it comes together.

use super::abilities::Abilities;
use super::limit_ramp::Ramp;
use super::one_caller::OneCaller;
use super::visitor::Made;

/// Everything that was measured so far, in seconds.
#[derive(Debug, Default)]
pub(super) struct Samples {
    pub can: Abilities,
    pub one_caller: OneCaller,
    /// Users for groups and for load.
    pub pool: Vec<Made>,
    /// By users stored.
    pub lookups: Vec<(f64, f64)>,
    pub posts: Vec<(f64, f64)>,
    /// By members in the group.
    pub patches: Vec<(f64, f64)>,
    pub reads: Vec<(f64, f64)>,
    /// By members beyond the first that a PATCH carries.
    pub carried: Vec<(f64, f64)>,
    /// The size at which a group takes no further member, and what the server says.
    pub group_ends: Option<(u64, String)>,
    /// Members in a PATCH that was refused, and what the server says.
    pub request_ends: Option<(u64, String)>,
    /// Bytes of the largest answer to a PATCH of a group.
    pub largest_answer: u64,
    pub steps: Vec<Step>,
    pub ramp: Ramp,
}

/// One step.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Step {
    pub connections: u64,
    /// When requests were answered, in seconds from the beginning of the step, and how long they took.
    pub answered: Vec<(f64, f64)>,
    pub failed: u64,
    pub refused: u64,
}
