//! What single values cannot show: combinations that make no sense, and numbers that follow from others.

mod derive;
mod expect;
mod groups;
mod life;
mod rules;
mod split;

pub(super) use derive::{Derived, derive};
pub(super) use expect::expectations;
pub(super) use groups::{drawn_fit, fits};
pub(super) use life::life;
pub(super) use rules::combinations;
pub(super) use split::split;
