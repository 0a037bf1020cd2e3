//! What Microsoft documents about the duration of cycles, and the simulation held against it.
//!
//! [`reproduce`] puts both side by side; [`refit`] finds the calibrated defaults again. The road: the documented
//! [table](TIMING_TABLE), a stated [population](Reading) of jobs for each row, their simulated durations, a
//! [verdict] on each claim, one document.

mod beside;
mod checks;
mod fit;
mod free;
mod incremental;
mod population;
mod questions;
mod reading;
mod reproduce;
mod source;
mod table;
pub mod verdict;

pub use beside::why_it_differs;
pub use checks::calibrated;
pub use fit::{FitError, Refit, refit, rows_to_leave_out};
pub use free::{FREE, Free, ParameterSet};
pub use population::{Job, Size};
pub use reading::{Matched, Reading, Sizes};
pub use reproduce::{jobs_to_simulate, reproduce, reproduce_table};
pub use source::calibration_source;
pub use table::{LowEnd, TIMING_TABLE, TimingRow, timing_row};
