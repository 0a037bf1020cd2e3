//! One file per command.

pub(super) mod capacity;
pub(super) mod check;
pub(super) mod compare;
mod compared;
pub(super) mod diff;
pub(super) mod estimate;
pub(super) mod init;
pub(super) mod merge;
mod part;
pub(super) mod policies;
pub(super) mod report;
pub(super) mod reproduce;
pub(super) mod run;
pub(super) mod schema;
pub(super) mod shell;
pub(super) mod sweep;
pub(super) mod targets;
pub(super) mod trace;
