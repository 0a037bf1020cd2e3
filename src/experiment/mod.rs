//! Many replications and what they say together.

mod absorbed;
mod assemble;
mod capacity;
mod curves;
mod deadline;
mod durations;
mod forecast;
mod inputs;
mod jobs;
mod life;
mod load;
pub mod outcome;
mod part;
mod record;
mod recorder;
mod rows;
mod run;
mod stopping;
mod summaries;
mod target_load;
mod targets;
mod variants;
mod warnings;

pub use absorbed::{Absorbed, absorbed};
pub use assemble::parameter_record;
pub use capacity::{Demand, capacity};
pub use deadline::Appointment;
pub use durations::durations;
pub use forecast::{Forecast, forecast};
pub use life::status_at;
pub use part::{Foreign, Membership, Part, PartError, line};
pub use record::Record;
pub use run::{Plan, RunError};
pub use stopping::Precision;
pub use targets::{floor, target};
pub use variants::policies;
