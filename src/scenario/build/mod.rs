//! From a draft without faults to the setup, and to the list of everything that is in it.

mod effect;
mod life_listed;
mod limit_listed;
mod listed;
mod plan;
mod resolve;
mod resolved;
mod setup;

pub use resolved::{Resolved, ResolvedOrigin};

pub(super) use limit_listed::{counted, heavy, limit as limit_text, period_name, seconds};
pub(super) use resolve::resolve;
pub(super) use setup::{GroupList, setup};
