//! A replication that is played to a real target: what is played, the forecast beside which it is held, and the comparison.
//!
//! | file | what it holds |
//! |---|---|
//! | `fixed_scenario.rs` | the scenario with everything fixed that is played, smaller and faster if so asked |
//! | `answer_times.rs` | answers by endpoint, and memberships over time |
//! | `further_cycles.rs` | incremental cycles, as they are forecast and as they are played |
//! | `played_watch.rs` | who watches what is played |
//! | `played_troubles.rs` | what the target said where it failed |
//! | `beside_forecast.rs` | the forecast, and the played cycle beside it |

mod answer_times;
mod beside_forecast;
mod fixed_scenario;
mod further_cycles;
mod played_troubles;
mod played_watch;

pub use beside_forecast::Foretold;
pub use fixed_scenario::{RehearsalAsk, Rehearsed};
pub use played_troubles::{Further, Trouble};
pub use played_watch::PlayedWatch;

#[cfg(test)]
mod tests;
