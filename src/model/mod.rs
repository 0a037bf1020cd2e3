//! The provisioning service as documented.

mod chance;
mod cycle;
mod directory;
mod drawn;
mod endpoint;
mod error_shares;
mod errors;
mod initial;
pub mod job;
mod limit_rule;
mod parameters;
mod record;
mod setup;
mod side_by_side;
mod split;
mod target;
mod together;
mod variations;

pub use chance::Chance;
pub use cycle::Workspace;
pub use drawn::{CycleInput, Inputs};
pub use endpoint::{Endpoint, EndpointSet};
pub use errors::ErrorCode;
pub use initial::{CycleError, simulate};
pub use limit_rule::{
    Counts, Excess, LimitKind, LimitRule, Per, RetryAfter, Sharing, Slowdown, Weights,
};
pub use parameters::{
    GROUPS_PER_USER, MEMBERSHIPS_PER_USER, Origin, Parameter, Quantity, Setting, Specification,
    Uncertain, Values, calibration, catalogue, service_times, usual,
};
pub use record::{
    Activity, AfterFailure, AnsweredCall, Both, CycleTally, Failure, LimitTally, Observer,
    PassedCall, TargetTally, Work, WorkInHand,
};
pub use setup::{Connector, GroupSizes, GroupWrite, On429, ScopeMode, Setup, Split};
pub use side_by_side::{JobTally, simulate_side_by_side};
pub use target::{Answer, CallTrouble};
