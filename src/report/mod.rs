//! Reports: an outcome document in, bytes out.

pub mod chart;
mod comparison;
pub mod csv;
mod delay;
#[cfg(test)]
mod fixture;
mod moment;
mod number;
mod sensitivity;
mod strategies;
mod sweep;
pub mod terminal;
mod words;
