//! The provisioning service as documented.

mod chance;
mod cycle;
mod directory;
mod drawn;
mod endpoint;
mod error_shares;
mod errors;
pub mod job;
mod parameters;
mod record;
mod setup;
mod target;

pub use chance::Chance;
pub use cycle::{Workspace, simulate};
pub use drawn::{CycleInput, Inputs};
pub use endpoint::{Endpoint, EndpointSet};
pub use errors::ErrorCode;
pub use parameters::{
    GROUPS_PER_USER, MEMBERSHIPS_PER_USER, Origin, Parameter, Quantity, Setting, Specification,
    Uncertain, Values, calibration, catalogue,
};
pub use record::{Activity, CycleTally, Observer};
pub use setup::{Connector, GroupSizes, LimitKind, LimitRule, On429, RetryAfter, ScopeMode, Setup};
