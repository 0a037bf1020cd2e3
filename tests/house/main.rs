//! The house itself: how its sources are ordered. It uses nothing of the crate, so it is built in seconds.

mod architecture;
mod source;
