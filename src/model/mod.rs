//! The provisioning service as documented.

mod endpoint;
mod parameters;
mod setup;

pub use endpoint::{Endpoint, EndpointSet};
pub use parameters::{
    Origin, Parameter, Quantity, Setting, Specification, Uncertain, Values, catalogue,
};
pub use setup::{Connector, GroupSizes, LimitKind, LimitRule, On429, RetryAfter, ScopeMode, Setup};
