//! Scenarios: what is wrong with them, what comes of them, and how sure that is.

mod checker;
mod corpus;
mod coverage;
mod coverage_experiments;
mod determinism;
mod errors;
mod experiments;
mod foreseen;
mod generator;
mod golden;
mod life_scenarios;
mod round_trip;
mod shipped;
