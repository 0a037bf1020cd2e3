//! Many replications and what they say together.

mod absorbed;
mod curves;
mod durations;
mod forecast;
mod jobs;
mod life;
pub mod outcome;
mod recorder;
mod rows;
mod run;
mod summaries;
mod targets;
mod warnings;

pub use absorbed::{Absorbed, absorbed};
pub use durations::durations;
pub use forecast::{forecast, parameter_record, replications_to_make};
pub use life::status_at;
pub use run::{Plan, RunError};
pub use targets::{floor, target};
