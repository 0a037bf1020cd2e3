//! The outcome document: everything a run found out, and the only thing that reports are made from.
//!
//! It is one JSON object with a published schema (`cyclecast schema outcome`). It holds no wall-clock time, thread
//! count or path, so the same scenario, seed and version give the same bytes anywhere. Names are camelCase,
//! durations are whole milliseconds with the unit in the name, and every list holds flat objects.

mod clocks;
pub mod comparison;
pub mod difference;
mod documented_range;
mod expectation_verdicts;
mod job_summaries;
pub mod life;
mod manifest;
mod measures;
mod other_circumstances;
mod replication_row;
pub mod reproduction;
mod run_document;
mod sensitivity_document;
pub mod status;
mod stopping_record;
pub mod sweep;
mod target_measures;
pub mod targets;

pub use clocks::{AmbiguousLocalTime, ClockReading};
pub use documented_range::{DocumentedBand, Standing};
pub use expectation_verdicts::{Certainty, Deadline, Expected};
pub use job_summaries::{JobSummary, Jobs, OneJob};
pub use life::Life;
pub use manifest::{Manifest, NamedFile, Request};
pub use measures::{
    ActivitySummary, ErrorSummary, Estimate, InputDraws, LoadPoint, Metric, OwnerSummary,
    PhaseStart, Progress, ProgressPoint, Share, Spread, Summary, TimeOwner, Unit,
};
pub use other_circumstances::{Circumstance, Otherwise};
pub use replication_row::{ActivityTimes, CallCounts, JobRow, ReplicationRow};
pub use run_document::{
    FORMAT_VERSION, OriginKind, Outcome, ParameterRange, ParameterRecord, RunRecord,
    ScenarioRecord, View, Warning,
};
pub use sensitivity_document::is_service_time;
pub use sensitivity_document::{InputEffect, Sensitivity};
pub use stopping_record::{Decisive, Stopping};
pub use target_measures::{
    Band, ENDPOINTS, EndpointLoad, LimitLoad, OnTop, TargetLoad, TargetRow, WindowQuota,
};
