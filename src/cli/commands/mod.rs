//! One file per command: its options, and what it does.

pub mod calibrate;
pub mod capacity;
pub mod check;
pub mod compare;
pub mod compared;
pub mod diff;
pub mod estimate;
pub mod fleet;
pub mod init;
pub mod logs;
pub mod merge;
pub mod probe;
pub mod progress;
pub mod rehearse;
pub mod report;
pub mod reproduce;
pub mod run;
pub mod schema;
pub mod shell;
pub mod stand_in;
pub mod sweep;
pub mod targets;
pub mod trace;
