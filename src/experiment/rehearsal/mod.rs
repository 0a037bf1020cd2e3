//! A replication that is played to a real target: what is played, the forecast beside which it is held, and the comparison.
//!
//! | file | what it holds |
//! |---|---|
//! | `fixed_scenario.rs` | the scenario with everything fixed that is played, smaller and faster if so asked |
//! | `answer_times.rs` | answers by endpoint, and memberships over time |
//! | `beside_forecast.rs` | the forecast, and the played cycle beside it |

mod answer_times;
mod beside_forecast;
mod fixed_scenario;

pub use beside_forecast::{Foretold, Further, PlayedWatch, Trouble};
pub use fixed_scenario::{RehearsalAsk, Rehearsed};

#[cfg(test)]
mod tests;
