//! Files in and out: results are written whole or not at all.

use std::fs::{self, File};
use std::io::{BufWriter, Read, Write};
use std::path::{Path, PathBuf};

use super::exit::CliError;

/// A single file that a result will go to, found to be writable before the work starts.
#[derive(Debug)]
pub(super) struct OutputFile {
    path: PathBuf,
    /// A pipe or device, which cannot be replaced by renaming.
    special: Option<File>,
}

impl OutputFile {
    /// Sees that `path` can be written and its folder takes `expected_bytes`.
    pub fn prepare(path: &Path, expected_bytes: u64) -> Result<Self, CliError> {
        let failed = |reason| CliError::write(path.display(), reason);
        let mut special = opened_if_special(path).map_err(failed)?;
        match &mut special {
            // White space may stand before JSON; a device that takes none is found out now.
            Some(file) => file.write_all(b"\n").map_err(failed)?,
            None => probe(folder_of(path), expected_bytes).map_err(failed)?,
        }
        Ok(Self {
            path: path.to_path_buf(),
            special,
        })
    }

    pub fn write(
        self,
        fill: impl FnOnce(&mut dyn Write) -> std::io::Result<()>,
    ) -> Result<(), CliError> {
        let failed = |reason| CliError::write(self.path.display(), reason);
        if let Some(file) = self.special {
            let mut file = BufWriter::new(file);
            return fill(&mut file).and_then(|()| file.flush()).map_err(failed);
        }
        stage_with(folder_of(&self.path), fill)
            .and_then(|file| file.persist(&self.path).map_err(|failure| failure.error))
            .map(|_| ())
            .map_err(failed)
    }
}

/// Whether two files hold the same bytes.
pub(super) fn same_bytes(one: &Path, other: &Path) -> std::io::Result<bool> {
    let [mut one, mut other] = [File::open(one)?, File::open(other)?];
    if one.metadata()?.len() != other.metadata()?.len() {
        return Ok(false);
    }
    let mut chunks = [vec![0; 64 * 1024], vec![0; 64 * 1024]];
    loop {
        let read = one.read(&mut chunks[0])?;
        other.read_exact(&mut chunks[1][..read])?;
        if read == 0 || chunks[0][..read] != chunks[1][..read] {
            return Ok(read == 0);
        }
    }
}

/// A pipe or device, opened; nothing where a file is or can be. A file that is none of ours is not written over.
pub(super) fn opened_if_special(path: &Path) -> std::io::Result<Option<File>> {
    match fs::metadata(path) {
        Ok(found) if found.is_dir() => Err(std::io::Error::other("it is a folder; name a file")),
        Ok(found) if !found.is_file() => fs::OpenOptions::new().write(true).open(path).map(Some),
        Ok(_) if !holds_json(path)? => Err(std::io::Error::other(
            "the file that is there is none of cyclecast, and would be lost; name another",
        )),
        _ => Ok(None),
    }
}

/// Whether a file is empty or begins as all that is written to single files does.
fn holds_json(path: &Path) -> std::io::Result<bool> {
    let mut beginning = Vec::new();
    File::open(path)?.take(64).read_to_end(&mut beginning)?;
    let first = beginning.iter().find(|byte| !byte.is_ascii_whitespace());
    Ok(first.is_none_or(|byte| *byte == b'{'))
}

/// The folder that a file is in, or will be in.
pub(super) fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

/// Writes as much as is expected, and takes it away again.
pub(super) fn probe(folder: &Path, bytes: u64) -> std::io::Result<()> {
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    let chunk = [0_u8; 64 * 1024];
    for _ in 0..bytes.div_ceil(chunk.len() as u64) {
        file.write_all(&chunk)?;
    }
    file.flush()
}

/// Writes a file anew, under a temporary name until it is whole.
pub(super) fn replace(
    path: &Path,
    fill: impl FnOnce(&mut dyn Write) -> std::io::Result<()>,
) -> Result<(), CliError> {
    let failed = |reason| CliError::write(path.display(), reason);
    let file = stage_with(folder_of(path), fill).map_err(failed)?;
    file.persist(path)
        .map_err(|failure| failed(failure.error))
        .map(|_| ())
}

pub(super) fn stage_with(
    folder: &Path,
    fill: impl FnOnce(&mut dyn Write) -> std::io::Result<()>,
) -> std::io::Result<tempfile::NamedTempFile> {
    let mut buffered = BufWriter::new(temporary_in(folder)?);
    fill(&mut buffered)?;
    buffered
        .into_inner()
        .map_err(|failure| failure.into_error())
}

/// A file without a name of its own so far, which goes away unless it gets one.
pub(super) fn temporary_in(folder: &Path) -> std::io::Result<tempfile::NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // A temporary file is private by default; a result is as readable as any file the user makes.
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    builder.tempfile_in(folder)
}
