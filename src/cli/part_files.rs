//! Files of parts: read through to prove what is in them, and once more replication by replication.

use std::collections::BTreeMap;
use std::fmt;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, BufWriter, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use tempfile::NamedTempFile;

use super::exit::CliError;
use super::files::{folder_of, temporary_in};
use crate::asked::document;
use crate::experiment::{
    Forecast, Gathered, Membership, Part, PartError, PartLines, Record, line, record,
};

/// Bytes that are read at once.
const CHUNK: usize = 64 * 1024;

/// Where a replication stands: the file and its line's beginning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    file: u32,
    offset: u64,
}

impl Place {
    /// The beginning of the only file.
    pub const START: Self = Self { file: 0, offset: 0 };

    /// So many bytes further on.
    pub const fn moved_by(self, bytes: u64) -> Self {
        Self {
            offset: self.offset + bytes,
            ..self
        }
    }
}

/// A file of a part, or a copy of what came by a pipe, which can be read once.
struct PartFile {
    path: PathBuf,
    copy: Option<NamedTempFile>,
}

/// The files that parts are in.
pub(super) struct PartFiles(Vec<PartFile>);

/// A part with the name that it has in messages, or why it cannot be used.
pub(super) type Found = (String, Result<Part<Place>, String>);

impl PartFiles {
    pub fn new(paths: Vec<PathBuf>) -> Self {
        let files = paths.into_iter();
        Self(files.map(|path| PartFile { path, copy: None }).collect())
    }

    /// Reads all files through: every line of them is looked at, and only its place is kept.
    pub fn parts(&mut self) -> Vec<Found> {
        let copied: Vec<io::Result<()>> = self.0.iter_mut().map(PartFile::copy_a_pipe).collect();
        let files = &*self;
        let numbered = (0..copied.len()).into_par_iter().zip(copied);
        let parts = numbered.map(|(number, copied)| {
            let part = copied.map_err(|reason| reason.to_string());
            let part = part.and_then(|()| files.part(number));
            (files.0[number].path.display().to_string(), part)
        });
        parts.collect()
    }

    /// Reads one of them through, which is no pipe.
    pub fn part(&self, number: usize) -> Result<Part<Place>, String> {
        let file = File::open(self.0[number].path());
        let mut reader =
            BufReader::with_capacity(CHUNK, file.map_err(|reason| reason.to_string())?);
        let begins = reader.fill_buf().map_err(|reason| reason.to_string())?;
        let mark = begins.len() - document(begins)?.len();
        reader.consume(mark);
        self.places(number as u32, reader, mark as u64)
            .map_err(|reason| reason.to_string())
    }

    fn places(
        &self,
        file: u32,
        reader: BufReader<File>,
        offset: u64,
    ) -> Result<Part<Place>, PartError> {
        let mut lines = PartLines::open(reader, offset)?;
        let mut part = Part::new(lines.of().clone());
        let mut known = self.reader();
        while let Some((offset, record)) = lines.next_record()? {
            let place = Place { file, offset };
            part.take(record.number, place, &mut |one, other| {
                known.same(*one, *other)
            })?;
        }
        Ok(part)
    }

    /// Reads replications at their places.
    pub fn reader(&self) -> PartReader<'_> {
        PartReader {
            files: &self.0,
            open: None,
            line: Vec::new(),
            kept: BTreeMap::new(),
        }
    }
}

impl PartFile {
    fn copy_a_pipe(&mut self) -> io::Result<()> {
        if !fs::metadata(&self.path)?.is_file() {
            let mut copy = NamedTempFile::new()?;
            io::copy(&mut File::open(&self.path)?, &mut copy)?;
            self.copy = Some(copy);
        }
        Ok(())
    }

    fn path(&self) -> &Path {
        self.copy.as_ref().map_or(&self.path, NamedTempFile::path)
    }
}

/// Reads replications of parts; those that follow each other in a file are read on.
pub(super) struct PartReader<'f> {
    files: &'f [PartFile],
    /// The file that is open, and where it is read on.
    open: Option<(Place, BufReader<File>)>,
    line: Vec<u8>,
    /// Replications that need not be read, by number.
    pub kept: BTreeMap<u64, Record>,
}

impl PartReader<'_> {
    /// The replication at a place.
    pub fn record(&mut self, place: Place) -> Result<Record, PartError> {
        let line = self.line(place)?;
        let found = record(line);
        found.map_err(|reason| self.unreadable(place, &reason))
    }

    /// The line at a place.
    pub fn line(&mut self, place: Place) -> Result<&[u8], PartError> {
        match self.read_line(place) {
            Ok(()) => Ok(&self.line),
            Err(reason) => Err(self.unreadable(place, &reason)),
        }
    }

    fn unreadable(&self, place: Place, reason: &impl fmt::Display) -> PartError {
        let path = self.files[place.file as usize].path.display();
        PartError::Unreadable(format!("{path} cannot be read again: {reason}"))
    }

    fn read_line(&mut self, place: Place) -> io::Result<()> {
        let mut reader = match self.open.take() {
            Some((next, mut reader)) if next.file == place.file => {
                reader.seek_relative(place.offset.wrapping_sub(next.offset) as i64)?;
                reader
            }
            _ => {
                let mut file = File::open(self.files[place.file as usize].path())?;
                file.seek(SeekFrom::Start(place.offset))?;
                BufReader::with_capacity(CHUNK, file)
            }
        };
        self.line.clear();
        let length = reader.read_until(b'\n', &mut self.line)? as u64;
        let next = place.moved_by(length);
        self.open = Some((next, reader));
        Ok(())
    }

    /// Whether the same replication is at both places.
    pub fn same(&mut self, one: Place, other: Place) -> Result<bool, PartError> {
        Ok(self.record(one)? == self.record(other)?)
    }

    /// Gathers the replications of a forecast, in order from the first, and shows each. What there is no memory for goes to a nameless file in the
    /// folder.
    pub fn gather(
        &mut self,
        forecast: &Forecast<'_>,
        places: impl IntoIterator<Item = (u64, Place)>,
        folder: &Path,
        see: &mut dyn FnMut(&Record) -> io::Result<()>,
    ) -> Result<Gathered, CliError> {
        let aside = tempfile::tempfile_in(folder);
        let aside = aside.map_err(|reason| CliError::write(folder.display(), reason))?;
        let mut gathered = Gathered::new(Box::new(aside));
        self.each(forecast, places, folder, &mut |record| {
            see(&record)?;
            gathered.take(record)
        })?;
        Ok(gathered)
    }

    /// Shows the replications of a forecast, to be written in a folder.
    pub fn each(
        &mut self,
        forecast: &Forecast<'_>,
        places: impl IntoIterator<Item = (u64, Place)>,
        folder: &Path,
        see: &mut dyn FnMut(Record) -> io::Result<()>,
    ) -> Result<(), CliError> {
        let fits = forecast.fitting();
        let failed = |reason| CliError::write(folder.display(), reason);
        for (number, place) in places {
            if let Some(record) = self.kept.remove(&number) {
                see(record).map_err(failed)?;
                continue;
            }
            let record = self.record(place);
            let record = record.map_err(|reason| CliError::Usage(reason.to_string()))?;
            if record.number != number || !fits(&record) {
                return Err(CliError::Usage(format!(
                    "replication {number} is not one of this scenario: its file has been changed\n  help: simulate it again"
                )));
            }
            see(record).map_err(failed)?;
        }
        Ok(())
    }
}

/// A file of replications under a temporary name, which knows where each begins.
pub(super) struct StagedReplications {
    path: PathBuf,
    file: BufWriter<NamedTempFile>,
    end: Place,
}

impl StagedReplications {
    /// Begins a file that is to be at `path`.
    pub fn new(path: &Path, of: &Membership) -> Result<Self, CliError> {
        let failed = |reason| CliError::write(path.display(), reason);
        let mut staged = Self {
            path: path.to_path_buf(),
            file: BufWriter::new(temporary_in(folder_of(path)).map_err(failed)?),
            end: Place::START,
        };
        staged.add(&line(of)?).map_err(failed)?;
        Ok(staged)
    }

    /// Writes a line, and says where it begins.
    pub fn add(&mut self, line: &[u8]) -> io::Result<Place> {
        self.file.write_all(line)?;
        let place = self.end;
        self.end = place.moved_by(line.len() as u64);
        Ok(place)
    }

    /// Gives the file its name, and says where it ends.
    pub fn put_in_place(self) -> Result<Place, CliError> {
        let failed = |reason| CliError::write(self.path.display(), reason);
        let file = self.file.into_inner();
        let file = file.map_err(|failure| failed(failure.into_error()))?;
        let placed = file.persist(&self.path);
        placed.map_err(|failure| failed(failure.error))?;
        Ok(self.end)
    }
}
