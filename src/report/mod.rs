//! Reports: an outcome document in, bytes out.

pub mod chart;
pub mod csv;
#[cfg(test)]
mod fixture;
mod number;
pub mod terminal;
