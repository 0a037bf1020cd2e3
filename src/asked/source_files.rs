//! Files in: what a user names is read whole, within a bound.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use super::asked_error::AskedError;
use crate::scenario::SourceFile;

/// More than any document of a run takes, and than any scenario may have; what is larger is refused.
const MOST_BYTES: u64 = 1024 * 1024 * 1024;

/// What Windows writes before text in UTF-8, and what no JSON begins with.
const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// The bytes of a document that cyclecast has written, without the mark that an editor may have put before them.
///
/// # Errors
/// Why they can be none: nothing is there, or they went through a shell that writes UTF-16.
pub fn document(bytes: &[u8]) -> Result<&[u8], &'static str> {
    let bytes = bytes.strip_prefix(BYTE_ORDER_MARK).unwrap_or(bytes);
    if bytes.trim_ascii().is_empty() {
        return Err("the file is empty");
    }
    if matches!(
        bytes,
        [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] | [_, 0, ..] | [0, _, ..]
    ) {
        return Err(
            "the file is UTF-16 text, as PowerShell's > writes it; have cyclecast write the file itself instead",
        );
    }
    Ok(bytes)
}

/// Reads a file that the user names, without a byte order mark.
pub fn read_source(path: &Path) -> Result<SourceFile, AskedError> {
    source(path.display().to_string(), read(path))
}

/// Reads what comes in.
pub fn read_stdin() -> Result<SourceFile, AskedError> {
    source("standard input".to_owned(), all_of(&mut std::io::stdin()))
}

fn source(name: String, read: Result<Vec<u8>, String>) -> Result<SourceFile, AskedError> {
    let wrong = |reason| AskedError::Usage(format!("cannot read {name}: {reason}"));
    let mut bytes = read.map_err(wrong)?;
    if bytes.starts_with(BYTE_ORDER_MARK) {
        bytes.drain(..BYTE_ORDER_MARK.len());
    }
    Ok(SourceFile { name, bytes })
}

/// Reads a file, or says why it cannot be read.
pub fn read(path: &Path) -> Result<Vec<u8>, String> {
    if path.is_dir() {
        return Err("it is a folder; give the file in it".to_owned());
    }
    File::open(path)
        .map_err(|reason| reason.to_string())
        .and_then(|mut file| all_of(&mut file))
}

/// All that comes, if it is not more than may come.
fn all_of(from: &mut dyn Read) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    match from.take(MOST_BYTES + 1).read_to_end(&mut bytes) {
        Ok(read) if read as u64 > MOST_BYTES => Err("it has more than 1 GiB".to_owned()),
        Ok(_) => Ok(bytes),
        Err(reason) => Err(reason.to_string()),
    }
}
