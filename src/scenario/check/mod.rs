//! What single values cannot show: combinations that make no sense, and numbers that follow from others.

mod expect;
mod groups;
mod life;
mod refusals;
mod rules;
mod split;
mod tenant;

pub(super) use expect::expectations;
pub(super) use groups::{drawn_fit, fits};
pub(super) use life::life;
pub(super) use refusals::countless_refusals;
pub(super) use rules::combinations;
pub(super) use split::split;
pub(super) use tenant::within_tenant;
