//! From a draft without faults to the setup, and to the list of everything that is in it.

mod derive;
mod events_listed;
mod laid;
mod listed;
mod listing;
mod number_effects;
mod number_listed;

pub(super) use derive::derive;
pub(super) use laid::{GroupList, setup};
pub(super) use listing::resolve;
pub(super) use number_effects::needs_horizon;
