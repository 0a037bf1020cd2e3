//! Lines of JSON that go out as they come: to stdout, or to a file that is put in place when it is whole.

use std::fs::File;
use std::io::{self, BufWriter, ErrorKind, StdoutLock, Write};
use std::path::{Path, PathBuf};

use serde::Serialize;
use tempfile::NamedTempFile;

use super::exit::CliError;
use super::files::{folder_of, opened_if_special, temporary_in};

/// Where lines go.
enum Place {
    Stdout(StdoutLock<'static>),
    /// A pipe or device, which cannot be replaced by renaming.
    Special(File),
    /// A file that gets its name when it is whole.
    Staged(NamedTempFile),
}

impl Write for Place {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Stdout(stdout) => stdout.write(bytes),
            Self::Special(file) => file.write(bytes),
            Self::Staged(file) => file.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Stdout(stdout) => stdout.flush(),
            Self::Special(file) => file.flush(),
            Self::Staged(file) => file.flush(),
        }
    }
}

/// A writer of lines. After a failure it takes no more of them.
pub(super) struct Lines {
    index: BufWriter<Place>,
    /// As it was given; none for stdout.
    path: Option<PathBuf>,
    is_first: bool,
    failure: Option<io::Error>,
}

impl Lines {
    /// Opens a file, or stdout for `-`.
    pub fn open(path: &Path) -> Result<Self, CliError> {
        let path = (path.as_os_str() != "-").then(|| path.to_path_buf());
        let index = match &path {
            None => Place::Stdout(io::stdout().lock()),
            Some(path) => place_at(path).map_err(|why| CliError::write(path.display(), why))?,
        };
        Ok(Self {
            index: BufWriter::new(index),
            path,
            is_first: true,
            failure: None,
        })
    }

    /// Writes one line, and says whether a further one is of any use.
    ///
    /// The first is sent off at once, so that a place which takes none is found before the work starts.
    pub fn write(&mut self, line: &impl Serialize) -> bool {
        if self.failure.is_none() {
            self.failure = self.try_to_write(line).err();
        }
        self.failure.is_none()
    }

    fn try_to_write(&mut self, line: &impl Serialize) -> io::Result<()> {
        serde_json::to_writer(&mut self.index, line)?;
        self.index.write_all(b"\n")?;
        if std::mem::take(&mut self.is_first) {
            self.index.flush()?;
        }
        Ok(())
    }

    /// Sends the rest off, and gives the file its name. A reader who has seen enough and closed the pipe is no error.
    ///
    /// Where the lines are not all there are, no file is put in place, and the error is `unless_whole`.
    pub fn close(mut self, is_whole: bool, unless_whole: CliError) -> Result<(), CliError> {
        let failure = self.failure.take().or_else(|| self.index.flush().err());
        match failure {
            Some(why) if why.kind() == ErrorKind::BrokenPipe => return Ok(()),
            Some(why) => return Err(self.failed(why)),
            None if !is_whole => return Err(unless_whole),
            None => {}
        }
        let index = self.index.into_inner();
        let (Ok(Place::Staged(file)), Some(path)) = (index, &self.path) else {
            // Everything was flushed, and neither a pipe nor stdout gets a name.
            return Ok(());
        };
        match file.persist(path) {
            Ok(_) => Ok(()),
            Err(failure) => Err(CliError::write(path.display(), failure.error)),
        }
    }

    fn failed(&self, why: io::Error) -> CliError {
        match &self.path {
            Some(path) => CliError::write(path.display(), why),
            None => CliError::write("to standard output", why),
        }
    }
}

fn place_at(path: &Path) -> io::Result<Place> {
    Ok(match opened_if_special(path)? {
        Some(file) => Place::Special(file),
        None => Place::Staged(temporary_in(folder_of(path))?),
    })
}
