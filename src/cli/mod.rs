//! The command line: options, one file per command, progress, exit codes.

mod command_line;
mod commands;
mod destinations;
mod diagnostics;
mod dispatch;
mod emitted_logs;
mod exit;
mod files;
mod fleet_journal;
mod folder;
mod fragment_file;
mod journal;
mod log_files;
mod ndjson;
mod options;
mod part_files;
mod real_target;
mod saved;
mod simulation;
mod visit;
mod watch;

pub use dispatch::run_command as run;
pub use exit::Exit;
