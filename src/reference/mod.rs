//! What Microsoft documents about the duration of cycles, and the simulation held against it.
//!
//! [`reproduce`] puts both side by side; `examples/calibration` finds the calibrated defaults again. The road: the documented
//! [table](TIMING_TABLE), a stated [population](Reading) of jobs for each row, their simulated durations, a
//! [verdict] on each claim, one document.

mod beside;
mod checks;
mod free;
mod incremental;
mod population;
mod table;
mod table_reproduction;
pub mod verdict;

pub use beside::why_it_differs;
pub use checks::ratios;
pub use free::{
    EVALUATION, FREE, Free, LOOKUP, MEMBERSHIP_WRITE, ParameterSet, RATIO, RATIO_SPREAD, REACH,
    SPREAD, USER_WRITE,
};
pub use population::{Durations, Job, Population, Size, band};
pub use table::{LowEnd, Reading, TIMING_TABLE, TimingRow, timing_row};
pub use table_reproduction::{created_and_matched, jobs_to_simulate, reproduce, reproduce_table};
