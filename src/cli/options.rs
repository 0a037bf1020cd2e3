//! The options that several commands have; each command has its own beside it.

use std::path::{Path, PathBuf};
use std::str::FromStr;

use clap::{Args, ValueEnum};

use super::exit::CliError;
use super::folder::Files;
use crate::asked::{AskedError, MOST_REPLICATIONS as MOST, Wanted, appointment};
use crate::experiment::Appointment;
use crate::experiment::outcome::View;
use crate::report::csv::{self, Dialect};
use crate::scenario::{Scenario, parse_whole};

/// What all commands that simulate a scenario have in common.
#[derive(Debug, Args)]
pub struct Common {
    /// Replications to simulate [default: the scenario's, or 1000; `run` and `estimate` stop earlier where fewer tell enough].
    #[arg(long, value_name = "N")]
    pub replications: Option<Replications>,
    /// Seed of all chance: the same seed gives the same result [default: the scenario's, or 1].
    #[arg(long, value_name = "S", value_parser = clap::value_parser!(u64).range(..=i64::MAX as u64))]
    pub seed: Option<u64>,
    /// Threads to use; the result does not depend on it [default: one for each core].
    #[arg(long, value_name = "T", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub threads: Option<u16>,
    /// Write the outcome document to FILE as well; `-` prints it instead of the report.
    #[arg(long, value_name = "FILE|-")]
    pub json: Option<PathBuf>,
    #[command(flatten)]
    pub settings: Settings,
    #[command(flatten)]
    pub manner: Manner,
}

/// What the command line says besides the scenario file.
#[derive(Debug, Default, Args)]
pub struct Settings {
    /// Set a key as a line of the scenario file would, over what the file says: target.capacity=64; may be given several times.
    #[arg(long, value_name = "KEY=VALUE")]
    pub set: Vec<String>,
}

impl Common {
    /// What the options say. `usual` is the number of replications where neither they nor the scenario decide.
    pub fn wanted(&self, usual: Option<u64>) -> Result<Wanted, CliError> {
        let replications = match self.replications {
            None => usual,
            Some(Replications::Count(count)) => Some(count),
            Some(Replications::Part { first, end }) => {
                return Err(CliError::Usage(format!(
                    "--replications {first}..{end} makes a part of a run, which only `cyclecast run` does\n  help: give a number of replications"
                )));
            }
        };
        Ok(Wanted {
            replications,
            seed: self.seed,
            threads: self.threads,
        })
    }
}

/// How results are written and told.
#[derive(Clone, Copy, Debug, Args)]
pub struct Manner {
    /// How tables are written: `excel` is for spreadsheets that take commas, `excel-semicolon` for those that take semicolons and
    /// decimal commas, as in most of Europe.
    #[arg(long, value_enum, value_name = "DIALECT", default_value_t = DialectKind::Standard)]
    pub csv_dialect: DialectKind,
    /// Print no report and no progress; files are written, and errors told.
    #[arg(long)]
    pub quiet: bool,
    /// Replace what an earlier run has left in the output folder. Without this it is kept, in the folder `earlier`, unless the
    /// new outcome holds all of it.
    #[arg(long)]
    pub replace: bool,
}

/// How tables are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum DialectKind {
    /// UTF-8, commas, lines as on Unix.
    Standard,
    /// UTF-8 with a byte order mark, commas, lines as on Windows.
    Excel,
    /// The same with semicolons and decimal commas.
    ExcelSemicolon,
}

/// What a run is asked about dates.
#[derive(Debug, Args)]
pub struct Dates {
    /// When the cycle starts, a local date and time: says by when it is done ("2026-11-27 18:00").
    #[arg(long, value_name = "DATE")]
    pub start: Option<String>,
    /// By when the cycle shall be done: says how likely that is, and when to start at the latest.
    #[arg(long, value_name = "DATE")]
    pub deadline: Option<String>,
}

/// What a report leads with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ViewKind {
    /// When the cycle ends, for those who wait for it.
    Cycle,
    /// What the target sees, for the owner of the endpoint.
    Target,
}

impl Manner {
    /// How tables are written.
    pub const fn dialect(self) -> Dialect {
        match self.csv_dialect {
            DialectKind::Standard => Dialect::Standard,
            DialectKind::Excel => Dialect::Excel,
            DialectKind::ExcelSemicolon => Dialect::ExcelSemicolon,
        }
    }

    /// The tables among the files as they are wanted.
    pub fn in_dialect(self, files: Files) -> Result<Files, CliError> {
        let dialect = self.dialect();
        let rewritten = files.into_iter().map(|(name, bytes)| {
            let bytes = if name.ends_with(".csv") {
                csv::in_dialect("table", bytes, dialect)?
            } else {
                bytes
            };
            Ok((name, bytes))
        });
        rewritten.collect()
    }
}

impl From<ViewKind> for View {
    fn from(kind: ViewKind) -> Self {
        match kind {
            ViewKind::Cycle => Self::Cycle,
            ViewKind::Target => Self::Target,
        }
    }
}

impl Dates {
    /// The appointment that the options make.
    pub fn appointment(&self, scenario: &Scenario) -> Result<Appointment, AskedError> {
        appointment(scenario, self.start.as_deref(), self.deadline.as_deref())
    }
}

/// Where results go: to the folder that is named, or to one below `output`.
pub fn output_folder(named: Option<&Path>, otherwise: &str) -> PathBuf {
    named.map_or_else(|| Path::new("output").join(otherwise), Path::to_path_buf)
}

/// What stands behind `--replications`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Replications {
    /// So many, from the first.
    Count(u64),
    /// Those from `first` up to but not including `end`: a part of a run.
    Part { first: u64, end: u64 },
}

impl FromStr for Replications {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let Some((first, end)) = text.split_once("..") else {
            let count = parse_whole(text)?;
            return if (1..=MOST).contains(&count) {
                Ok(Self::Count(count))
            } else {
                Err(format!("{count} is not in 1..={MOST}"))
            };
        };
        let (first, end) = (parse_whole(first)?, parse_whole(end)?);
        if first < end && end <= MOST {
            Ok(Self::Part { first, end })
        } else {
            Err(format!(
                "a part goes from a number up to but not including a larger one, at most {MOST}: 500..1000"
            ))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_a_count_and_two_are_a_part() {
        for text in ["1_000", "1k", "1e3"] {
            assert_eq!(text.parse(), Ok(Replications::Count(1_000)), "{text}");
        }
        let two_readings = "1.000".parse::<Replications>().unwrap_err();
        assert!(two_readings.contains("write 1 or 1_000"), "{two_readings}");
        let part = Replications::Part {
            first: 500,
            end: 1_000,
        };
        assert_eq!("500..1000".parse(), Ok(part));
        for wrong in [
            "",
            "0",
            "1000001",
            "1..1",
            "2..1",
            "..5",
            "5..",
            "0..1000001",
            "-1",
            "1.5",
        ] {
            assert!(wrong.parse::<Replications>().is_err(), "{wrong}");
        }
    }
}
