//! Many replications and what they say together.

pub mod outcome;
