//! Files of provisioning logs that a command is given.

use std::fs::File;
use std::path::PathBuf;

use clap::Args;

use super::exit::CliError;
use crate::logs::{LogEvent, LogSource, SourceReport, read_logs};

/// The files, and how their columns are called.
#[derive(Debug, Args)]
pub struct LogFiles {
    /// Files of provisioning logs in any dialect, packed by gzip or not; `-` reads standard input. The portal's three CSV files are given together.
    #[arg(value_name = "FILE", required = true)]
    pub files: Vec<PathBuf>,
    /// A column of a table that has a name of its own, and the usual one: --column "Duration ms=durationInMilliseconds"; may be given several times.
    #[arg(long, value_name = "NAME=USUAL")]
    pub column: Vec<String>,
}

impl LogFiles {
    /// Hands over every entry, and returns what came of each file.
    pub(super) fn read(
        &self,
        take: &mut dyn FnMut(LogEvent),
    ) -> Result<Vec<SourceReport>, CliError> {
        let columns = self.column.iter().map(|text| match text.split_once('=') {
            Some((name, usual)) if !name.trim().is_empty() && !usual.trim().is_empty() => {
                Ok((name.trim().to_owned(), usual.trim().to_owned()))
            }
            _ => Err(CliError::Usage(format!(
                "`{text}` is not a column and its usual name\n  help: write NAME=USUAL, for example \"Duration ms=durationInMilliseconds\""
            ))),
        });
        let columns = columns.collect::<Result<Vec<_>, _>>()?;
        let sources = self
            .files
            .iter()
            .map(source)
            .collect::<Result<Vec<_>, _>>()?;
        let reports = read_logs(sources, &columns, &mut |event| {
            take(event);
            true
        });
        reports.map_err(|error| CliError::Usage(error.to_string()))
    }
}

fn source(path: &PathBuf) -> Result<LogSource<'static>, CliError> {
    if path.as_os_str() == "-" {
        return Ok(LogSource {
            name: "standard input".to_owned(),
            bytes: Box::new(std::io::stdin()),
        });
    }
    let name = path.display().to_string();
    let wrong = |reason: String| CliError::Usage(format!("cannot read {name}: {reason}"));
    if path.is_dir() {
        return Err(wrong("it is a folder; give the files in it".to_owned()));
    }
    let file = File::open(path).map_err(|reason| wrong(reason.to_string()))?;
    Ok(LogSource {
        bytes: Box::new(file),
        name,
    })
}
