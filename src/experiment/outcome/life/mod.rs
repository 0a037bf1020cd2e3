//! What a run found out about the job beyond its initial cycle: over a horizon of days or weeks.

mod life_document;
mod life_row;
mod typical;

pub use life_document::{
    AccessPoint, ActionMark, DelaySummary, FateSummary, LEFT_BY_ACTION, LaterLoad, Life, LifePoint,
    LifeSummary, LoadStep, Probability, QuarantineSummary, ReasonShare, Times, UserAssigned,
};
pub use life_row::LifeRow;
pub use typical::{CycleBar, CycleKind, CycleResult, JobState, StateSpan, TracePoint, TypicalRun};
