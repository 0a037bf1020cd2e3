//! Many replications and what they say together.

mod curves;
mod forecast;
pub mod outcome;
mod recorder;
mod rows;
mod run;
mod summaries;
mod warnings;

pub use forecast::{forecast, parameter_record, replications_to_make};
pub use run::{Plan, RunError};
