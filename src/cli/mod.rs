//! The command line: arguments, one file per command, progress, exit codes.

mod args;
mod commands;
mod dates;
mod diagnostics;
mod exit;
mod files;
mod folder;
mod interrupt;
mod journal;
mod lines;
mod numbers;
mod output;
mod progress;
mod questions;
mod repeat;
mod replications;
mod saved;
mod source;
mod terminal;

use std::ffi::OsString;

use clap::Parser;

use args::{Arguments, Command};
pub use exit::Exit;

/// Runs the command that the arguments ask for, and says how it ended.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> Exit {
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(message) => {
            // Help and version come this way too; where they cannot be printed there is nobody to tell.
            let _ = message.print();
            return if message.use_stderr() {
                Exit::Usage
            } else {
                Exit::Fine
            };
        }
    };
    let result = match arguments.command {
        Command::Run(options) => commands::run::run(&options),
        Command::Merge(options) => commands::merge::run(&options),
        Command::Report(options) => commands::report::run(&options),
        Command::Diff(options) => commands::diff::run(&options),
        Command::Estimate(options) => commands::estimate::run(&options),
        Command::Init(options) => commands::init::run(&options),
        Command::Reproduce(options) => commands::reproduce::run(&options),
        Command::Check(options) => commands::check::run(&options),
        Command::Compare(options) => commands::compare::run(&options),
        Command::Sweep(options) => commands::sweep::run(&options),
        Command::Policies(options) => commands::policies::run(&options),
        Command::Capacity(options) => commands::capacity::run(&options),
        Command::Trace(options) => commands::trace::run(&options),
        Command::Targets(options) => commands::targets::run(&options),
        Command::Schema(options) => commands::schema::run(options.document),
        Command::Completions(options) => commands::shell::completions(options.shell),
        Command::Man(options) => commands::shell::man(options.command.as_deref()),
    };
    match result {
        Ok(exit) => exit,
        Err(error) => {
            exit::report(&error);
            error.exit()
        }
    }
}
