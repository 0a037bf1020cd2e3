//! The command `cyclecast`.

use std::process::ExitCode;

fn main() -> ExitCode {
    cyclecast::cli::run(std::env::args_os()).into()
}
