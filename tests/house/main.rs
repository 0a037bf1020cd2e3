//! The house itself: how its sources are ordered, and that the documents name what is there. It uses nothing of the crate, so it is
//! built in seconds.

mod architecture;
mod circles;
mod documents;
mod known;
mod names;
mod paths;
mod source;
mod tokens;
mod uses;
