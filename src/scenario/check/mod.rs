//! What single values cannot show: combinations that make no sense, and numbers that follow from others.

mod derive;
mod expect;
mod groups;
mod life;
mod limits;
mod rules;

pub(super) use derive::{Derived, derive};
pub(super) use expect::expectations;
pub(super) use groups::{drawn_fit, fits};
pub(super) use life::life;
pub(super) use limits::limits;
pub(super) use rules::combinations;
