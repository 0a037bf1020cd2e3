//! Reports: an outcome document in, bytes out.

mod blocks;
pub mod chart;
mod chart_reading;
pub mod csv;
mod duration_bars;
#[cfg(test)]
mod fixture;
mod glossary;
pub mod html;
mod moment;
mod number;
mod observed_line;
mod run_picture;
mod sentences;
mod tables;
pub mod terminal;

pub use number::time_range;
