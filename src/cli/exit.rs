//! How a command ends, and what it says on a terminal.

use std::io::Write;
use std::process::ExitCode;

use clap::builder::styling::{AnsiColor, Style};

use super::diagnostics;
use crate::asked::AskedError;
use crate::experiment::RunError;
use crate::live::rehearsal::{PlayError, TrialError};
use crate::live::{CleanError, JournalError, StandInError};
use crate::report::chart::ChartError;
use crate::report::csv::CsvError;
use crate::report::terminal::WIDTH;
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

impl Exit {
    /// Fine, or missed what was expected or claimed.
    pub(super) const fn of(is_met: bool) -> Self {
        match is_met {
            true => Self::Fine,
            false => Self::Missed,
        }
    }
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
    /// The stand-in does not start.
    #[error(transparent)]
    StandIn(#[from] StandInError),
    /// A chart could not be drawn.
    #[error(transparent)]
    Chart(#[from] ChartError),
    /// A table could not be made.
    #[error(transparent)]
    Csv(#[from] CsvError),
    /// The document could not be made.
    #[error("cannot write the outcome document: {0}")]
    Json(#[from] serde_json::Error),
    /// An endpoint could not be measured.
    #[error(transparent)]
    Probe(#[from] crate::live::probe::Halt),
    /// A target takes nothing of what a cycle needs.
    #[error(transparent)]
    Trial(#[from] TrialError),
    /// A cycle could not be played.
    #[error(transparent)]
    Play(#[from] PlayError),
    /// The journal of what was made in a target.
    #[error(transparent)]
    Journal(#[from] JournalError),
    /// What was made in a target could not all be deleted.
    #[error("{0}\n  help: --cleanup with the journal finishes it")]
    Clean(#[from] CleanError),
    /// The user stopped a trace.
    #[error("interrupted; the trace is not whole")]
    TraceInterrupted,
}

impl From<AskedError> for CliError {
    fn from(error: AskedError) -> Self {
        match error {
            AskedError::Scenario(problems) => Self::Scenario(problems),
            AskedError::Usage(words) => Self::Usage(words),
            AskedError::Run(reason) => Self::Run(reason),
        }
    }
}

impl CliError {
    pub fn exit(&self) -> Exit {
        match self {
            Self::Scenario(_) | Self::Usage(_) | Self::StandIn(StandInError::NotLoopback(_)) => {
                Exit::Usage
            }
            _ => Exit::Failure,
        }
    }

    /// What is wrong with what was asked, and what to do about it.
    pub fn usage(message: impl std::fmt::Display, help: impl std::fmt::Display) -> Self {
        Self::Usage(format!("{message}\n  help: {help}"))
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

/// Tells people something on stderr while a command is at work.
pub(super) fn tell(text: &str) {
    // Where stderr is gone there is nobody to tell.
    let _ = write!(std::io::stderr(), "{}", visible(text));
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
    print_with(|stdout| stdout.write_all(text.as_bytes()))
}

/// The same of what need not be in memory as a whole.
pub(super) fn print_with(
    fill: impl FnOnce(&mut dyn Write) -> std::io::Result<()>,
) -> Result<(), CliError> {
    let mut stdout = std::io::BufWriter::new(std::io::stdout().lock());
    match fill(&mut stdout).and_then(|()| stdout.flush()) {
        Err(reason) if reason.kind() != std::io::ErrorKind::BrokenPipe => {
            Err(CliError::write("to standard output", reason))
        }
        _ => Ok(()),
    }
}

/// Narrower terminals get lines of this length, which they break themselves.
const NARROWEST: usize = 40;

/// Columns of a report: the terminal's; always the same where a file or another program takes it.
pub(super) fn width() -> usize {
    let size = terminal_size::terminal_size_of(std::io::stdout());
    size.map_or(WIDTH, |(width, _)| usize::from(width.0).max(NARROWEST))
}

/// Whether a stream is a terminal that takes colours and is wanted to (`NO_COLOR`, `CLICOLOR`, `TERM=dumb`).
pub(super) fn takes_colour(stream: &impl anstream::stream::RawStream) -> bool {
    anstream::AutoStream::choice(stream) != anstream::ColorChoice::Never
}

/// The text with its titles and its first line bold, warnings yellow, and verdicts green or red.
pub(super) fn coloured(text: &str) -> String {
    let mut is_title = true;
    let lines = text.lines().map(|line| {
        let style = style(line, is_title);
        is_title = line.is_empty();
        match style {
            Some((style, end)) if !line.is_empty() => {
                let (styled, rest) = line.split_at(end);
                format!("{style}{styled}{style:#}{rest}\n")
            }
            _ => format!("{line}\n"),
        }
    });
    lines.collect()
}

/// How a line is shown, up to where: a sentence that stands for a title as far as its colon.
fn style(line: &str, is_title: bool) -> Option<(Style, usize)> {
    let colour = |colour: AnsiColor| Some((colour.on_default(), line.len()));
    let words = line.trim_start();
    if words.starts_with("! ") {
        colour(AnsiColor::Yellow)
    } else if words.starts_with("missed") {
        colour(AnsiColor::Red)
    } else if words.starts_with("met ") {
        colour(AnsiColor::Green)
    } else {
        let end = line.find(": ").map_or(line.len(), |colon| colon + 1);
        is_title.then(|| (Style::new().bold(), end))
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

    #[test]
    fn titles_warnings_and_verdicts_stand_out_and_the_words_stay_the_same() {
        let text =
            "pilot: half within 3 h.\n\nWarnings\n  ! slow\n    -> mend it\n met        p95\n";
        let shown = coloured(text);
        for part in [
            "\u{1b}[1mpilot:\u{1b}[0m half within 3 h.\n",
            "\u{1b}[1mWarnings\u{1b}[0m\n",
            "\u{1b}[33m  ! slow\u{1b}[0m\n    -> mend it\n",
            "\u{1b}[32m met        p95\u{1b}[0m\n",
        ] {
            assert!(shown.contains(part), "{part:?} in {shown:?}");
        }
        assert_eq!(anstream::adapter::strip_str(&shown).to_string(), text);
    }
}
