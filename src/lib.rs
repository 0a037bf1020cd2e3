//! cyclecast

pub mod experiment;
pub mod kernel;
pub mod model;
pub mod report;
pub mod stats;
pub mod units;
