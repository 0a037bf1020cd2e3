//! Many replications and what they say together.

mod absorbed;
mod capacity;
mod curves;
mod durations;
mod forecast;
mod jobs;
mod life;
mod load;
pub mod outcome;
mod recorder;
mod rows;
mod run;
mod summaries;
mod target_load;
mod targets;
mod variants;
mod warnings;

pub use absorbed::{Absorbed, absorbed};
pub use capacity::{Demand, capacity};
pub use durations::durations;
pub use forecast::{forecast, parameter_record, replications_to_make};
pub use life::status_at;
pub use run::{Plan, RunError};
pub use targets::{floor, target};
pub use variants::policies;
