//! The file that a fragment of measured values goes to.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use super::exit::{CliError, print};
use super::files::replace;

/// Where a fragment goes, found not to be somebody else's file.
pub struct FragmentFile(Option<PathBuf>);

impl FragmentFile {
    /// Sees that what is there, if anything, begins as such fragments do.
    pub fn prepare(path: Option<&Path>, beginning: &str) -> Result<Self, CliError> {
        match path {
            Some(path) if path.as_os_str() != "-" => refuse_others(path, beginning)?,
            _ => {}
        }
        Ok(Self(path.map(Path::to_owned)))
    }

    /// Whether it takes the place of the report.
    pub fn is_printed(&self) -> bool {
        self.0
            .as_deref()
            .is_some_and(|path| path.as_os_str() == "-")
    }

    /// Writes or prints it; the name of the file, where it is one.
    pub fn deliver(&self, text: &str) -> Result<Option<String>, CliError> {
        match &self.0 {
            None => Ok(None),
            Some(_) if self.is_printed() => print(text).map(|()| None),
            Some(path) => {
                replace(path, |into| into.write_all(text.as_bytes()))?;
                Ok(Some(path.display().to_string()))
            }
        }
    }
}

/// A file that is no such fragment is not written over.
fn refuse_others(path: &Path, beginning: &str) -> Result<(), CliError> {
    let Ok(file) = File::open(path) else {
        return Ok(());
    };
    let mut begins = String::new();
    let read = file
        .take(beginning.len() as u64)
        .read_to_string(&mut begins);
    if read.is_ok() && (begins.is_empty() || begins == beginning) {
        return Ok(());
    }
    let command = beginning.trim_start_matches("# Measured by ");
    let why = std::io::Error::other(format!(
        "the file that is there is no fragment of {command}, and would be lost; name another"
    ));
    Err(CliError::write(path.display(), why))
}
