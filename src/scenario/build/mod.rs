//! From a draft without faults to the setup, and to the list of everything that is in it.

mod derive;
mod events_listed;
mod laid;
mod listed;
mod number_effects;
mod number_listed;
mod resolve;

pub(super) use derive::derive;
pub(super) use laid::{GroupList, setup};
pub(super) use number_effects::needs_horizon;
pub(super) use resolve::resolve;
