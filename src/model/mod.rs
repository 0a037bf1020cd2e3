//! The provisioning service as documented.

#[macro_use]
pub(crate) mod named;

mod chance;
mod change;
mod cycle;
mod cycle_error;
mod directory;
mod endpoint;
mod error_shares;
mod errors;
mod initial;
mod input;
pub mod job;
mod limit_rule;
mod parameters;
mod plan;
mod played;
mod record;
mod refusable;
mod served_target;
mod setup;
mod side_by_side;
mod target;
mod variation_tables;

pub use chance::Chance;
pub use cycle::{AnswerElsewhere, CallElsewhere, Workspace};
pub use cycle_error::CycleError;
pub use endpoint::{Endpoint, EndpointSet};
pub use errors::{ErrorCode, FailsAt};
pub use initial::simulate;
pub use input::{CycleInput, Inputs};
pub use limit_rule::{
    Counts, Excess, LimitKind, LimitRule, Per, RetryAfter, Sharing, Slowdown, Weights,
};
pub use parameters::{
    GROUPS_PER_USER, MEMBERSHIPS_PER_USER, Origin, Parameter, Quantity, Setting, Specification,
    Uncertain, Values, calibration, catalogue, service_times, usual,
};
pub use plan::CallTrouble;
pub use played::{PlayedCycle, Player, existing_users, play_cycle};
pub use record::{
    Activity, AfterFailure, Answer, AnsweredCall, Both, CycleTally, Deed, EndedWork, Failure,
    LimitTally, Observer, Occurrence, PassedCall, TargetTally, Work, WorkInHand, WorkResult,
};
pub use served_target::{
    Course, Received, Served, ServedCounts, ServedDeed, ServedRequest, ServedTarget,
};
pub use setup::{Connector, GroupSizes, GroupWrite, On429, ScopeMode, Setup, Split};
pub use side_by_side::{JobTally, simulate_side_by_side};
