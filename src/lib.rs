//! cyclecast

pub mod cli;
pub mod experiment;
pub mod kernel;
pub mod model;
pub mod reference;
pub mod report;
pub mod scenario;
pub mod stats;
pub mod units;
