//! Files of parts: read through to prove what is in them, and once more replication by replication.

use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use tempfile::NamedTempFile;

use crate::asked::document;
use crate::experiment::{Part, PartError, PartLines, Record, record};

/// Bytes that are read at once.
const CHUNK: usize = 64 * 1024;

/// Where a replication stands: the file and its line's beginning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    file: u32,
    offset: u64,
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

    fn part(&self, number: usize) -> Result<Part<Place>, String> {
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
}

impl PartReader<'_> {
    /// The replication at a place.
    pub fn record(&mut self, place: Place) -> Result<Record, PartError> {
        let file = &self.files[place.file as usize];
        let unreadable = |reason: String| {
            PartError::Unreadable(format!(
                "{} cannot be read again: {reason}",
                file.path.display()
            ))
        };
        let length = self
            .read_line(place)
            .map_err(|reason| unreadable(reason.to_string()))?;
        let found = record(&self.line).map_err(unreadable)?;
        if let Some((next, _)) = &mut self.open {
            next.offset += length;
        }
        Ok(found)
    }

    fn read_line(&mut self, place: Place) -> io::Result<u64> {
        let mut reader = match self.open.take() {
            Some((next, reader)) if next == place => reader,
            Some((next, mut reader)) if next.file == place.file => {
                reader.seek(SeekFrom::Start(place.offset))?;
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
        self.open = Some((place, reader));
        Ok(length)
    }

    /// Whether the same replication is at both places.
    pub fn same(&mut self, one: Place, other: Place) -> Result<bool, PartError> {
        Ok(self.record(one)? == self.record(other)?)
    }
}
