//! What single values cannot show: combinations that make no sense, and numbers that follow from others.

mod group_checks;
mod life_checks;
mod refusal_checks;
mod scope_checks;
mod tenant_checks;

pub(super) use group_checks::{drawn_fit, fits};
pub(super) use life_checks::{expectations, life};
pub(super) use refusal_checks::countless_refusals;
pub(super) use scope_checks::{combinations, split};
pub(super) use tenant_checks::within_tenant;
