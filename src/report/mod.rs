//! Reports: an outcome document in, bytes out.

mod bars;
mod blocks;
pub mod chart;
mod comparison;
pub mod csv;
mod deadline;
mod delay;
mod difference;
mod documented;
mod endpoint;
#[cfg(test)]
mod fixture;
mod glossary;
mod headline;
pub mod html;
mod left_out;
mod lesser;
mod limit;
mod moment;
mod number;
mod otherwise;
mod owners;
mod reading;
mod sensitivity;
mod stopping;
mod strategies;
mod sweep;
mod table;
pub mod terminal;
mod typical_run;
mod words;
