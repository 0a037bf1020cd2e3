//! The life of a job: what holds in every life, and what the documents say of single ones.
//!
//! | module | what it asks |
//! |---|---|
//! | `tenants` | small tenants and plans to start from |
//! | `watch` | an observer that writes everything down |
//! | `random` | random tenants and timelines |
//! | `laws` | what holds in every life |
//! | `states` | which state may follow which |
//! | `tallies` | the tally of each cycle against what was seen of it |
//! | `calm` | that nothing is stuck once all trouble is over |
//! | `clock` | when cycles begin |
//! | `quarantine` | document 000 |
//! | `attempts` | when a job in quarantine is tried again, and what releases it |
//! | `troubles` | calls that fail for a time, accounts that are gone |
//! | `failures_in_a_row` | after how many failed calls a cycle is broken off |
//! | `retries` | what failed, tried again |
//! | `deletions` | document 002 |
//! | `handed_back` | what a cycle that was broken off hands back |
//! | `restart_costs` | which memberships a restart writes again |
//! | `restarts` | what a restart repeats, keeps and clears |
//! | `interruptions` | stop, pause, outage |
//! | `scope` | coming, leaving and coming back |
//! | `shared_luck` | what two lives have in common |
//! | `access` | licences, on demand, the user who is asked about |
//! | `waiting` | Little's law, and how long a change waits |

mod access;
mod attempts;
mod calm;
mod clock;
mod deletions;
mod failures_in_a_row;
mod handed_back;
mod interruptions;
pub mod laws;
mod own_time;
mod quarantine;
pub mod random;
mod restart_costs;
mod restarts;
mod retries;
mod scope;
mod shared_luck;
mod states;
mod tallies;
pub mod tenants;
mod troubles;
mod waiting;
mod watch;
