//! How a command ends.

use std::io::Write;
use std::process::ExitCode;

use super::diagnostics;
use super::terminal::{coloured, takes_colour};
use crate::experiment::RunError;
use crate::report::chart::ChartError;
use crate::report::csv::CsvError;
use crate::scenario::Problems;
use crate::units::steers;

/// How the command ended, as its exit code says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// 0: all is well.
    Fine,
    /// 1: something failed, or the run was interrupted.
    Failure,
    /// 2: the command line or the scenario is wrong.
    Usage,
    /// 3: what was expected is not so.
    Missed,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Fine => 0,
            Exit::Failure => 1,
            Exit::Usage => 2,
            Exit::Missed => 3,
        })
    }
}

/// Why a command failed.
#[derive(Debug, thiserror::Error)]
pub(super) enum CliError {
    /// The scenario is wrong.
    #[error("{0}")]
    Scenario(#[from] Problems),
    /// The command line is wrong in a way that the parser of arguments cannot see.
    #[error("{0}")]
    Usage(String),
    /// A file cannot be written.
    #[error("cannot write {place}: {reason}")]
    Write {
        place: String,
        reason: std::io::Error,
    },
    /// The simulation could not be run.
    #[error(transparent)]
    Run(#[from] RunError),
    /// A chart could not be drawn.
    #[error(transparent)]
    Chart(#[from] ChartError),
    /// A table could not be made.
    #[error(transparent)]
    Csv(#[from] CsvError),
    /// The document could not be made.
    #[error("cannot write the outcome document: {0}")]
    Json(#[from] serde_json::Error),
    /// The user stopped a trace.
    #[error("interrupted; the trace is not whole")]
    TraceInterrupted,
}

impl CliError {
    pub fn exit(&self) -> Exit {
        match self {
            Self::Scenario(_) | Self::Usage(_) => Exit::Usage,
            _ => Exit::Failure,
        }
    }

    pub fn write(place: impl std::fmt::Display, reason: std::io::Error) -> Self {
        Self::Write {
            place: place.to_string(),
            reason,
        }
    }
}

/// Tells the user on stderr what went wrong.
pub(super) fn report(error: &CliError) {
    let text = match error {
        CliError::Scenario(problems) => {
            diagnostics::render(problems, takes_colour(&std::io::stderr()))
        }
        other => visible(&format!("error: {other}")),
    };
    // Where stderr is gone there is nobody to tell.
    let _ = writeln!(std::io::stderr(), "{}", text.trim_end());
}

/// Writes a text for people to stdout: what a document says cannot command their terminal.
pub(super) fn print_text(text: &str) -> Result<(), CliError> {
    let text = visible(text);
    if takes_colour(&std::io::stdout()) {
        print(&coloured(&text))
    } else {
        print(&text)
    }
}

/// The text with a mark in the place of every sign that steers a terminal or turns the direction of a line.
fn visible(text: &str) -> String {
    let is_shown = |sign: char| matches!(sign, '\n' | '\t');
    text.replace(|sign| steers(sign) && !is_shown(sign), "\u{FFFD}")
}

/// Writes to stdout. A reader that has seen enough and closed the pipe is no error.
pub(super) fn print(text: &str) -> Result<(), CliError> {
    let mut stdout = std::io::stdout().lock();
    match stdout
        .write_all(text.as_bytes())
        .and_then(|()| stdout.flush())
    {
        Err(reason) if reason.kind() != std::io::ErrorKind::BrokenPipe => {
            Err(CliError::write("to standard output", reason))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_steers_a_terminal_is_printed() {
        assert_eq!(
            visible("a\u{1B}[2J\u{7}\u{202E}b\r\n\tc"),
            "a\u{FFFD}[2J\u{FFFD}\u{FFFD}b\u{FFFD}\n\tc"
        );
        assert_eq!(visible("größer ▏ 5 %\n"), "größer ▏ 5 %\n");
    }
}
