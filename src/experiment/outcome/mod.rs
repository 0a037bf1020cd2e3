//! The outcome document: everything a run found out, and the only thing that reports are made from.
//!
//! It is one JSON object with a published schema (`cyclecast schema outcome`). It holds no wall-clock time, thread
//! count or path, so the same scenario, seed and version give the same bytes anywhere. Names are camelCase,
//! durations are whole milliseconds with the unit in the name, and every list holds flat objects.

pub mod comparison;
pub mod difference;
mod each_row;
pub mod fleet_document;
pub mod life;
mod measures;
pub mod observed_job;
mod otherwise;
pub(in crate::experiment) mod packed_numbers;
pub mod probe_document;
pub mod rehearsal;
mod replication_row;
mod replication_rows;
pub mod reproduction;
mod row_numbers;
mod run_document;
pub mod status;
pub mod sweep;
mod target_measures;
pub mod targets;
mod verdicts;

pub use each_row::EachRow;
pub use life::Life;
pub use measures::*;
pub use otherwise::*;
pub use replication_row::*;
pub(in crate::experiment) use replication_rows::UNPACKED;
pub use replication_rows::{ReplicationRows, UnpackedRows};
pub use run_document::*;
pub use target_measures::*;
pub use verdicts::*;
