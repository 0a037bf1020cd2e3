//! One file per command.

pub(super) mod check;
pub(super) mod estimate;
pub(super) mod reproduce;
pub(super) mod run;
pub(super) mod schema;
pub(super) mod shell;
pub(super) mod targets;
