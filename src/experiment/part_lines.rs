//! A part of a run, read line by line.

use std::io::{self, BufRead};

use serde::Serialize;

use super::membership::Membership;
use super::part_error::PartError;
use super::replication_record::Record;

/// One line: a membership or a record, with its line break.
///
/// # Errors
/// None that is known: both are plain data.
pub fn line(one: &impl Serialize) -> Result<Vec<u8>, serde_json::Error> {
    let mut line = serde_json::to_vec(one)?;
    line.push(b'\n');
    Ok(line)
}

/// Reads the lines of a part, and knows where each begins.
pub struct PartLines<R> {
    reader: R,
    of: Membership,
    text: Vec<u8>,
    /// The line that was read last, from one.
    line: usize,
    /// Where the next one begins.
    offset: u64,
}

impl<R: BufRead> PartLines<R> {
    /// Reads the first line, which says which run the part belongs to; it begins at `offset`.
    ///
    /// # Errors
    /// [`PartError::NoPart`] or [`PartError::Unreadable`].
    pub fn open(mut reader: R, offset: u64) -> Result<Self, PartError> {
        let mut text = Vec::new();
        let length = read_line(&mut reader, &mut text)?;
        let of: Membership = serde_json::from_str(&String::from_utf8_lossy(&text))
            .map_err(|reason| PartError::NoPart(reason.to_string()))?;
        if let Some(why) = of.misfit() {
            return Err(PartError::NoPart(why));
        }
        Ok(Self {
            reader,
            of,
            text,
            line: 1,
            offset: offset + length,
        })
    }

    /// Which run the part belongs to.
    pub fn of(&self) -> &Membership {
        &self.of
    }

    /// The next replication and where its line begins; none behind the last. What stands behind the last line break was cut off while it was
    /// written, and is left out.
    ///
    /// # Errors
    /// [`PartError::NoRecord`] or [`PartError::Unreadable`].
    pub fn next_record(&mut self) -> Result<Option<(u64, Record)>, PartError> {
        let begins = self.offset;
        self.offset += read_line(&mut self.reader, &mut self.text)?;
        self.line += 1;
        if self.offset == begins {
            return Ok(None);
        }
        let record = record(&self.text).map_err(|why| PartError::NoRecord(self.line, why))?;
        Ok(Some((begins, record)))
    }
}

/// Reads a whole line, and says how long it is; none where no line break follows.
fn read_line(reader: &mut impl BufRead, text: &mut Vec<u8>) -> Result<u64, PartError> {
    text.clear();
    let unreadable = |reason: io::Error| PartError::Unreadable(reason.to_string());
    let length = reader.read_until(b'\n', text).map_err(unreadable)?;
    if text.pop() != Some(b'\n') {
        text.clear();
        return Ok(0);
    }
    Ok(length as u64)
}

/// The replication that a line holds.
///
/// # Errors
/// What is wrong with it.
pub fn record(line: &[u8]) -> Result<Record, String> {
    let text = String::from_utf8_lossy(line);
    let record: Record = serde_json::from_str(&text).map_err(|reason| reason.to_string())?;
    match record.is_sound() {
        true => Ok(record),
        false => Err("its lists are not as long as this version writes them".to_owned()),
    }
}
