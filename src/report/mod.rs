//! Reports: an outcome document in, bytes out.

pub mod chart;
mod comparison;
pub mod csv;
mod delay;
#[cfg(test)]
mod fixture;
mod moment;
mod number;
pub mod terminal;
