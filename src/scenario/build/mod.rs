//! From a draft without faults to the setup, and to the list of everything that is in it.

mod derive;
mod effect;
mod life_listed;
mod listed;
mod plan;
mod resolve;
mod setup;

pub(super) use derive::derive;
pub(super) use resolve::resolve;
pub(super) use setup::{GroupList, setup};
