//! Tables: the three files that the portal downloads, which belong together by change id, and exports of Log Analytics.

use std::collections::HashMap;
use std::io::Read;

use csv::{ByteRecord, Reader, ReaderBuilder};

use super::entry::{
    FIELDS, Field, NAMES, PROPERTY, STEP, Unreadable, add_property, add_step, event,
};
use super::fields::{Names, Value, columns};
use crate::logs::log_event::{Id, LogEvent, Traits};

/// A row longer than this is none.
const MOST_BYTES: usize = 16 << 20;

/// Names of the columns that join the portal's files.
const CHANGE: Names<1> = [&["changeid"]];

/// What a table holds, by its header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TableKind {
    Entries,
    Steps,
    Properties,
}

/// What the steps and changed attributes of each change tell, from the files that list them.
#[derive(Debug, Default)]
pub(super) struct Joined(HashMap<Id, (Traits, u32)>);

impl Joined {
    pub fn add_to(&self, event: &mut LogEvent) {
        if let Some((traits, properties)) = self.0.get(&event.change) {
            event.traits.is_retry |= traits.is_retry;
            event.traits.was_matched |= traits.was_matched;
            event.traits.out_of_scope |= traits.out_of_scope;
            event.traits.is_redundant |= traits.is_redundant;
            event.traits.has_references |= traits.has_references;
            event.traits.members_added += traits.members_added;
            event.traits.members_removed += traits.members_removed;
            event.properties_changed += properties;
        }
    }
}

/// A table whose header has been read.
pub(super) struct Table<R> {
    reader: Reader<R>,
    header: Vec<String>,
    record: ByteRecord,
}

impl<R: Read> Table<R> {
    /// Reads the header. `other_names` says which column is which where it has a name of its own: from its name to the usual one.
    ///
    /// # Errors
    /// The columns that there are, where they are none of a log.
    pub fn new(
        source: R,
        first_line: &str,
        other_names: &[(String, String)],
    ) -> Result<(Self, TableKind), String> {
        let mut reader = ReaderBuilder::new()
            .delimiter(delimiter(first_line))
            .flexible(true)
            .from_reader(source);
        let header: Vec<String> = match reader.byte_headers() {
            Ok(header) => header
                .iter()
                .map(|name| String::from_utf8_lossy(name).trim().to_owned())
                .map(|name| renamed(name, other_names))
                .collect(),
            Err(error) => return Err(format!("its first line cannot be read: {error}")),
        };
        let kind = kind(&header).ok_or_else(|| {
            let listed = header.iter().take(30).map(|name| format!("{name:?}"));
            format!("its columns are {}", listed.collect::<Vec<_>>().join(", "))
        })?;
        let table = Self {
            reader,
            header,
            record: ByteRecord::new(),
        };
        Ok((table, kind))
    }

    /// The next row as texts, and its line.
    fn row(&mut self) -> Option<(u64, Result<Vec<&str>, Unreadable>)> {
        match self.reader.read_byte_record(&mut self.record) {
            Ok(false) => None,
            Err(_) => Some((self.reader.position().line(), Err(Unreadable::Broken))),
            Ok(true) => {
                let line = self.record.position().map_or(0, csv::Position::line);
                if self.record.as_slice().len() > MOST_BYTES {
                    return Some((line, Err(Unreadable::TooLong)));
                }
                let texts: Result<Vec<&str>, _> = self.record.iter().map(str::from_utf8).collect();
                Some((line, texts.map_err(|_| Unreadable::NotUtf8)))
            }
        }
    }

    /// Hands over each row's event, or why it has none, with its line.
    pub fn events(
        mut self,
        joined: &Joined,
        take: &mut dyn FnMut(u64, Result<LogEvent, Unreadable>) -> bool,
    ) {
        let columns = columns(&self.header, &NAMES);
        while let Some((line, row)) = self.row() {
            let is_broken = matches!(row, Err(Unreadable::Broken));
            let event = row.and_then(|row| {
                let fields = fields_of::<FIELDS>(&row, &columns);
                let mut event = event(&fields)?;
                joined.add_to(&mut event);
                Ok(event)
            });
            if !take(line, event) || is_broken {
                return;
            }
        }
    }

    /// Adds what each row of a list of steps or of changed attributes tells; returns how many rows there are, and how many cannot be read.
    pub fn join(mut self, kind: TableKind, joined: &mut Joined) -> (u64, u64) {
        let change = columns(&self.header, &CHANGE);
        let (steps, properties) = (
            columns(&self.header, &STEP),
            columns(&self.header, &PROPERTY),
        );
        let (mut rows, mut unreadable) = (0, 0);
        while let Some((_, row)) = self.row() {
            rows += 1;
            let Ok(row) = row else {
                unreadable += 1;
                continue;
            };
            let [Some(id)] = fields_of::<1>(&row, &change).map(|value| value.and_then(Value::id))
            else {
                unreadable += 1;
                continue;
            };
            let (traits, count) = joined.0.entry(id).or_default();
            if kind == TableKind::Steps {
                add_step(traits, &fields_of(&row, &steps));
            } else {
                *count += 1;
                add_property(traits, &fields_of(&row, &properties));
            }
        }
        (rows, unreadable)
    }
}

/// The values of a row by their fields.
fn fields_of<'r, const N: usize>(
    row: &[&'r str],
    columns: &[Option<usize>],
) -> [Option<Value<'r>>; N] {
    let mut fields = [None; N];
    for (text, column) in row.iter().zip(columns) {
        if let Some(column) = column
            && fields[*column].is_none()
            && !text.trim().is_empty()
        {
            fields[*column] = Some(Value::Text(text));
        }
    }
    fields
}

/// The sign between columns: the one that the header has most of.
fn delimiter(first_line: &str) -> u8 {
    let count = |sign: u8| first_line.bytes().filter(|byte| *byte == sign).count();
    [b',', b';', b'\t']
        .into_iter()
        .rev()
        .max_by_key(|sign| count(*sign))
        .unwrap_or(b',')
}

fn renamed(name: String, other_names: &[(String, String)]) -> String {
    let known = other_names
        .iter()
        .find(|(own, _)| own.eq_ignore_ascii_case(&name));
    known.map_or(name, |(_, usual)| usual.clone())
}

/// What a header is of; none where it is of no log.
fn kind(header: &[String]) -> Option<TableKind> {
    let has = |columns: &[Option<usize>], field: usize| columns.contains(&Some(field));
    let entries = columns(header, &NAMES);
    let is_of = |field: Field| has(&entries, field as usize);
    if is_of(Field::Ended)
        && (is_of(Field::Action) || is_of(Field::StatusInfo) || is_of(Field::Result))
    {
        return Some(TableKind::Entries);
    }
    if !is_of(Field::Change) {
        return None;
    }
    if has(&columns(header, &STEP), 1) {
        return Some(TableKind::Steps);
    }
    has(&columns(header, &PROPERTY), 0).then_some(TableKind::Properties)
}
