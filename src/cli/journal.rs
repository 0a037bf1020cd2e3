//! The file of a run's replications: written one by one as they are finished, so that a killed run has lost nothing.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use super::exit::CliError;
use super::files::replace;
use crate::asked::document;
use crate::experiment::{Forecast, Membership, Part, Record, line};

/// Name of the file in the folder of a run.
pub(super) const JOURNAL: &str = "replications.ndjson";

/// An open journal.
pub(super) struct Journal {
    path: PathBuf,
    of: Membership,
    file: Mutex<Result<File, io::Error>>,
}

impl Journal {
    /// Begins a journal; with `resume`, goes on with the replications that the file already has.
    pub fn open(
        path: PathBuf,
        of: Membership,
        resume: bool,
    ) -> Result<(Self, BTreeMap<u64, Record>), CliError> {
        let known = match fs::read(&path) {
            Ok(bytes) if resume => known(&path, &bytes, &of)?,
            Err(reason) if resume && reason.kind() != io::ErrorKind::NotFound => {
                return Err(CliError::Usage(format!(
                    "cannot read {}: {reason}",
                    path.display()
                )));
            }
            _ => BTreeMap::new(),
        };
        // What was cut off while it was written must not stand before what follows.
        write_whole(&path, &of, known.values())?;
        let file = fs::OpenOptions::new().append(true).open(&path);
        let file = file.map_err(|reason| CliError::write(path.display(), reason))?;
        let journal = Self {
            path,
            of,
            file: Mutex::new(Ok(file)),
        };
        Ok((journal, known))
    }

    /// Writes one replication. What goes wrong is told at the end.
    pub fn add(&self, record: &Record) {
        let bytes = line(record).map_err(io::Error::from);
        // A thread that panicked while it held the file has ended the run.
        let Ok(mut file) = self.file.lock() else {
            return;
        };
        if let Ok(open) = file.as_mut()
            && let Err(reason) = bytes.and_then(|bytes| open.write_all(&bytes))
        {
            *file = Err(reason);
        }
    }

    /// Leaves the file as it is: of an interrupted run, with what was finished behind one that was not.
    pub fn close(self) -> Result<PathBuf, CliError> {
        match self.file.into_inner() {
            Ok(Err(reason)) => Err(CliError::write(self.path.display(), reason)),
            _ => Ok(self.path),
        }
    }

    /// Puts the replications in order, the same bytes for any number of threads.
    pub fn finish<'r>(
        self,
        records: impl Iterator<Item = &'r Record>,
    ) -> Result<PathBuf, CliError> {
        let of = self.of.clone();
        let path = self.close()?;
        write_whole(&path, &of, records)?;
        Ok(path)
    }
}

/// The replications of a journal that goes on.
fn known(path: &Path, bytes: &[u8], of: &Membership) -> Result<BTreeMap<u64, Record>, CliError> {
    let shown = path.display();
    let help = "leave --resume out to start anew, or choose another folder with --output";
    let unreadable = |reason| format!("{shown} cannot be gone on with: {reason}");
    let part = parse(bytes).map_err(|reason| CliError::usage(unreadable(reason), help))?;
    if let Some(difference) = part.difference(of) {
        let message = format!("{shown} holds replications of another run: {difference}");
        return Err(CliError::usage(message, help));
    }
    Ok(part.records)
}

/// Refuses replications that cannot be of the forecast.
pub(super) fn check<'r>(
    forecast: &Forecast<'_>,
    records: impl Iterator<Item = &'r Record>,
) -> Result<(), CliError> {
    forecast
        .unfit(records)
        .map_or(Ok(()), |number| Err(changed(number)))
}

/// A replication is none of the forecast.
pub(super) fn changed(number: u64) -> CliError {
    CliError::Usage(format!(
        "replication {number} is not one of this scenario: its file has been changed\n  help: simulate it again"
    ))
}

/// Reads the text of a part.
pub(super) fn parse(bytes: &[u8]) -> Result<Part, String> {
    // A cut within a character stands behind the last line break.
    let text = String::from_utf8_lossy(document(bytes)?);
    Part::parse(&text).map_err(|reason| reason.to_string())
}

fn write_whole<'r>(
    path: &Path,
    of: &Membership,
    records: impl Iterator<Item = &'r Record>,
) -> Result<(), CliError> {
    replace(path, |file| {
        file.write_all(&line(of)?)?;
        for record in records {
            file.write_all(&line(record)?)?;
        }
        Ok(())
    })
}
