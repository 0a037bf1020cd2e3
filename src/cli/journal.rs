//! The file of a run's replications: written one by one as they are finished, so that a killed run has lost nothing.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use super::exit::CliError;
use super::files::folder_of;
use super::part_files::{PartFiles, Place, StagedReplications};
use crate::experiment::outcome::Outcome;
use crate::experiment::{Forecast, Membership, Record, RunError, line};

/// Name of the file in the folder of a run.
pub(super) const JOURNAL: &str = "replications.ndjson";

/// Durations of initial cycles in milliseconds, by number of the replication.
pub(super) type Durations = BTreeMap<u64, Option<u64>>;

/// Bytes of lines up to which what they tell is kept in memory too, so that it need not be read again: those of a few thousand replications.
const KEPT: u64 = 16 << 20;

/// An open journal. What it holds beyond the first replications that are made is in the file alone.
pub(super) struct Journal {
    path: PathBuf,
    of: Membership,
    lines: Mutex<Result<Lines, io::Error>>,
}

/// The open file, and where each replication stands in it.
struct Lines {
    file: File,
    end: Place,
    places: BTreeMap<u64, Place>,
    /// The first that were made, as far as there is memory for them.
    kept: BTreeMap<u64, Record>,
    kept_bytes: u64,
}

impl Journal {
    /// Begins the journal of a forecast; with `resume`, goes on with the replications that the file already has, whose durations come back.
    pub fn open(
        path: PathBuf,
        forecast: &Forecast<'_>,
        resume: bool,
    ) -> Result<(Self, Durations), CliError> {
        let of = Membership::new(forecast.session.plan.seed, forecast.manifest.clone());
        let known = match File::open(&path) {
            Ok(_) if resume => known(&path, &of)?,
            Err(reason) if resume && reason.kind() != io::ErrorKind::NotFound => {
                return Err(CliError::Usage(format!(
                    "cannot read {}: {reason}",
                    path.display()
                )));
            }
            _ => BTreeMap::new(),
        };
        // What was cut off while it was written must not stand before what follows.
        let mut staged = StagedReplications::new(&path, &of)?;
        let (mut durations, mut places) = (Durations::new(), BTreeMap::new());
        let files = PartFiles::new(vec![path.clone()]);
        let see = &mut |record: Record| {
            durations.insert(record.number, record.initial_cycle_ms());
            places.insert(record.number, staged.add(&line(&record)?)?);
            Ok(())
        };
        let folder = folder_of(&path);
        files.reader().each(forecast, known, folder, see)?;
        let end = staged.put_in_place()?;
        let file = fs::OpenOptions::new().append(true).open(&path);
        let file = file.map_err(|reason| CliError::write(path.display(), reason))?;
        let lines = Lines {
            file,
            end,
            places,
            kept: BTreeMap::new(),
            kept_bytes: 0,
        };
        let journal = Self {
            path,
            of,
            lines: Mutex::new(Ok(lines)),
        };
        Ok((journal, durations))
    }

    /// Writes one replication, which is also kept in memory, as far as there is some for it, where it `is_asked_for` later. What goes wrong is told
    /// at the end.
    pub fn add(&self, record: Record, is_asked_for: bool) {
        let bytes = line(&record).map_err(io::Error::from);
        // A thread that panicked while it held the file has ended the run.
        let Ok(mut lines) = self.lines.lock() else {
            return;
        };
        if let Ok(open) = lines.as_mut()
            && let Err(reason) = bytes.and_then(|bytes| open.add(record, &bytes, is_asked_for))
        {
            *lines = Err(reason);
        }
    }

    /// Leaves the file as it is: of an interrupted run, with what was finished behind one that was not.
    pub fn close(self) -> Result<Replications, CliError> {
        match self.lines.into_inner() {
            Ok(Ok(lines)) => Ok(Replications {
                path: self.path,
                places: lines.places,
                kept: lines.kept,
            }),
            Ok(Err(reason)) => Err(CliError::write(self.path.display(), reason)),
            // Nobody is left to whom it could be told.
            Err(_) => Err(CliError::Run(RunError::Interrupted)),
        }
    }

    /// Puts the replications that are wanted in order, the same bytes for any number of threads.
    pub fn finish(self, is_wanted: impl Fn(u64) -> bool) -> Result<Replications, CliError> {
        let of = self.of.clone();
        let mut written = self.close()?;
        let mut staged = StagedReplications::new(&written.path, &of)?;
        let failed = |reason| CliError::write(written.path.display(), reason);
        let files = PartFiles::new(vec![written.path.clone()]);
        let mut reader = files.reader();
        written.places.retain(|number, _| is_wanted(*number));
        for place in written.places.values_mut() {
            let line = reader.line(*place);
            let line = line.map_err(|reason| CliError::Usage(reason.to_string()))?;
            *place = staged.add(line).map_err(failed)?;
        }
        staged.put_in_place()?;
        Ok(written)
    }
}

impl Lines {
    fn add(&mut self, record: Record, line: &[u8], is_asked_for: bool) -> io::Result<()> {
        self.file.write_all(line)?;
        let bytes = line.len() as u64;
        self.places.insert(record.number, self.end);
        self.end = self.end.moved_by(bytes);
        if is_asked_for && self.kept_bytes + bytes <= KEPT {
            self.kept_bytes += bytes;
            self.kept.insert(record.number, record);
        }
        Ok(())
    }
}

/// A file of replications that is whole.
pub(super) struct Replications {
    pub path: PathBuf,
    places: BTreeMap<u64, Place>,
    kept: BTreeMap<u64, Record>,
}

impl Replications {
    /// The outcome of the first of them.
    pub fn outcome(self, forecast: &Forecast<'_>, count: u64) -> Result<Outcome, CliError> {
        let files = PartFiles::new(vec![self.path.clone()]);
        let places = self.places.range(..count);
        let places = places.map(|(number, place)| (*number, *place));
        let folder = folder_of(&self.path);
        let mut reader = files.reader();
        reader.kept = self.kept;
        let gathered = reader.gather(forecast, places, folder, &mut |_| Ok(()))?;
        Ok(forecast.outcome_of(gathered)?)
    }
}

/// The replications of a journal that goes on.
fn known(path: &Path, of: &Membership) -> Result<BTreeMap<u64, Place>, CliError> {
    let shown = path.display();
    let help = "leave --resume out to start anew, or choose another folder with --output";
    let unreadable = |reason| format!("{shown} cannot be gone on with: {reason}");
    let files = PartFiles::new(vec![path.to_path_buf()]);
    let part = files
        .part(0)
        .map_err(|reason| CliError::usage(unreadable(reason), help))?;
    if let Some(difference) = part.difference(of) {
        let message = format!("{shown} holds replications of another run: {difference}");
        return Err(CliError::usage(message, help));
    }
    Ok(part.records)
}
