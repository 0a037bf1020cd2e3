//! Real endpoints: they are called, measured and played to over HTTP.
//!
//! | module | what it is |
//! |---|---|
//! | `client/` | requests over HTTP, one connection a thread |
//! | `object_journal.rs` | what was made in a target, on disk |
//! | `clean_up.rs` | takes it away again |
//! | `probe/` | measures an endpoint |
//! | `rehearsal/` | a replication is played to a target |
//! | `stand_in/` | a scenario's target, served on this machine |

mod clean_up;
pub mod client;
mod object_journal;
pub mod probe;
pub mod rehearsal;
mod stand_in;

pub use clean_up::{CleanError, Cleaned, clean_up};
pub use object_journal::{JournalError, Marker, ObjectJournal, ObjectKind, Remaining};
pub use stand_in::{Seen, StandIn, StandInError, StandInOptions, Worked};
