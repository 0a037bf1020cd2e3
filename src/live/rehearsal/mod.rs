//! A replication is played to a real target: the model decides what is called next and when, the target answers, and the clock is the wall's.
//!
//! | file | what it holds |
//! |---|---|
//! | `spelling_trial.rs` | what forms of requests the target takes, before anything is played |
//! | `played_objects.rs` | the names and identifiers of users and groups, and the requests about them |
//! | `played_answers.rs` | what an answer means to the cycle |
//! | `connections.rs` | one thread a connection |
//! | `play_session.rs` | what it takes to play, and what comes of it |
//! | `existing_accounts.rs` | users who exist before the job |
//! | `real_time.rs` | the loop |

mod connections;
mod existing_accounts;
mod play_session;
mod played_answers;
mod played_objects;
mod real_time;
mod spelling_trial;

pub use play_session::{Play, PlayError, PlayResult, Snapshot};
pub use real_time::play;
pub use spelling_trial::{Needs, TrialError, Tried, try_spelling};

#[cfg(test)]
mod tests;
