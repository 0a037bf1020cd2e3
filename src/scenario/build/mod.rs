//! From a draft without faults to the setup, and to the list of everything that is in it.

mod laid;
mod listed;
mod number_effects;
mod number_listed;

pub(super) use laid::{GroupList, derive, setup};
pub(super) use listed::Listing;
pub(super) use number_effects::needs_horizon;
