//! An independent checker: it knows the documentation and the text of traces, and nothing of the model.
//!
//! Random scenarios are traced, and each line of a trace is read as JSON. What the checks know besides is what was written into
//! the scenario.
//!
//! | file | what it holds |
//! |---|---|
//! | `facts.rs`, `life.rs`, `limit.rs` | what is written into a scenario, and how much may pass a limit |
//! | `json.rs`, `random.rs` | reading traces, and making random ones |
//! | `order.rs`, `counts.rs`, `own_time.rs`, `totals.rs` | the initial cycle, with its scenarios in `cycles.rs` |
//! | `limits.rs`, `excess.rs`, `refusals.rs`, `retry_after.rs` | limits, and what a call over one gets |
//! | `timeouts.rs` | answers that come too late |
//! | `escrow.rs`, `thresholds.rs`, `deletions.rs` | retries, quarantine, and deletions that are held back |
//! | `spoiled.rs`, `spoiled_life.rs` | that each check can fail |

mod counts;
mod cycles;
mod deletions;
mod escrow;
mod excess;
mod facts;
mod json;
mod life;
mod limit;
mod limits;
mod order;
mod own_time;
mod random;
mod refusals;
mod retry_after;
mod spoiled;
mod spoiled_life;
mod thresholds;
mod timeouts;
mod totals;
