//! Reads provisioning logs in every dialect, entry by entry.
//!
//! | file | what it holds |
//! |---|---|
//! | `mod.rs` | which dialect a source is in, and the way through it |
//! | `elements.rs` | the entries of a JSON text, one by one |
//! | `tables.rs` | tables, and the portal's three files |
//! | `fields.rs` | values wherever they stand |
//! | `entry.rs` | from the fields of an entry to the event |
//! | `log_moment.rs` | moments and durations |

mod elements;
mod entry;
mod fields;
mod log_moment;
mod tables;

use std::io::{self, BufReader, Chain, Cursor, Read};

use flate2::bufread::MultiGzDecoder;

use super::log_event::LogEvent;
use elements::{Element, Elements};
pub use entry::Unreadable;
pub(in crate::logs) use log_moment::{day, shown};
use tables::{Joined, Table, TableKind};

/// So much is looked at to find out what a source is.
const HEAD: u64 = 64 << 10;
/// A file that packs more than this into each of its bytes, beyond [`PACKED_FREELY`], is no log.
const MOST_PACKED: u64 = 200;
const PACKED_FREELY: u64 = 256 << 20;
/// So many of a source's entries that cannot be read are told of one by one.
const MOST_TOLD: usize = 5;

/// One file or stream of logs.
pub struct LogSource<'r> {
    /// What it is called in messages.
    pub name: String,
    /// What it says.
    pub bytes: Box<dyn Read + 'r>,
}

/// What came of one source.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SourceReport {
    /// What it is called.
    pub name: String,
    /// What it is, in words.
    pub dialect: &'static str,
    /// Entries that were read.
    pub entries: u64,
    /// Entries that were passed over.
    pub unreadable: u64,
    /// The line of the first of those, and why each cannot be read.
    pub told: Vec<(u64, Unreadable)>,
}

/// Why logs cannot be read at all.
#[derive(Debug, thiserror::Error)]
pub enum LogError {
    /// A source cannot be read.
    #[error("{name} cannot be read: {why}")]
    Unread {
        /// The source.
        name: String,
        /// What the system says.
        why: io::Error,
    },
    /// Nothing of a source is an entry of a log.
    #[error(
        "{name} holds no provisioning log: {why}\n  help: expected are entries of Graph's auditLogs/provisioning (a page, an array or lines), the portal's JSON or CSV files, Azure Monitor records, or an export of AADProvisioningLogs as CSV or JSON; gzip is unpacked"
    )]
    NoLog {
        /// The source.
        name: String,
        /// What was found.
        why: String,
    },
}

/// Reads sources one after another and hands each event to `take`, which says whether to go on. Lists of steps and of changed attributes are
/// read first, wherever they stand among the sources.
///
/// `other_names` says which column of a table is which where it has a name of its own: from its name to the usual one.
///
/// # Errors
/// When a source cannot be read, or holds no entry that can.
pub fn read_logs(
    sources: Vec<LogSource<'_>>,
    other_names: &[(String, String)],
    take: &mut dyn FnMut(LogEvent) -> bool,
) -> Result<Vec<SourceReport>, LogError> {
    let mut joined = Joined::default();
    let mut reports = Vec::new();
    let mut entries = Vec::new();
    for source in sources {
        let name = source.name.clone();
        let no_log = |why: String| LogError::NoLog {
            name: name.clone(),
            why,
        };
        match Opened::new(source)? {
            Opened::Json(json) => entries.push((name, Entries::Json(json))),
            Opened::Table(text, first_line) => {
                let (table, kind) = Table::new(text, &first_line, other_names).map_err(no_log)?;
                if kind == TableKind::Entries {
                    entries.push((name, Entries::Table(table)));
                    continue;
                }
                let (rows, unreadable) = table.join(kind, &mut joined);
                let dialect = match kind {
                    TableKind::Steps => "a table of provisioning steps",
                    _ => "a table of changed attributes",
                };
                reports.push(SourceReport {
                    name,
                    dialect,
                    entries: rows - unreadable,
                    unreadable,
                    told: Vec::new(),
                });
            }
        }
    }
    // An empty page is in order as long as it is not all.
    let mut empty = None;
    let mut is_any = false;
    for (name, source) in entries {
        let report = source.read(name, &joined, take)?;
        is_any |= report.entries > 0;
        empty = empty.or_else(|| (report.entries == 0).then(|| report.name.clone()));
        reports.push(report);
    }
    if let (Some(name), false) = (empty, is_any) {
        let why = "it has no entry".to_owned();
        return Err(LogError::NoLog { name, why });
    }
    Ok(reports)
}

type Text<'r> = Chain<Cursor<Vec<u8>>, Box<dyn Read + 'r>>;

/// A source whose form is known.
enum Opened<'r> {
    Json(Text<'r>),
    /// With its first line.
    Table(Text<'r>, String),
}

enum Entries<'r> {
    Json(Text<'r>),
    Table(Table<Text<'r>>),
}

impl<'r> Opened<'r> {
    /// Unpacks a source if need be and finds out its form from the first bytes.
    fn new(source: LogSource<'r>) -> Result<Self, LogError> {
        let LogSource { name, bytes } = source;
        let unread = |why| LogError::Unread {
            name: name.clone(),
            why,
        };
        let (head, rest) = head_of(bytes).map_err(unread)?;
        let (mut head, rest) = if head.starts_with(&[0x1F, 0x8B]) {
            let packed = Counted::new(Cursor::new(head).chain(rest));
            head_of(Box::new(Unpacked::new(packed))).map_err(unread)?
        } else {
            (head, rest)
        };
        let no_log = |why: &str| LogError::NoLog {
            name: name.clone(),
            why: why.to_owned(),
        };
        if head.starts_with(&[0xFF, 0xFE]) || head.starts_with(&[0xFE, 0xFF]) {
            return Err(no_log("it is in UTF-16; save it as UTF-8"));
        }
        // A mark alone in the first piece of a pipe would make a table look empty.
        if head.starts_with(b"\xEF\xBB\xBF") {
            head.drain(..3);
        }
        let first = head
            .iter()
            .find(|byte| !byte.is_ascii_whitespace())
            .copied();
        let first_line =
            String::from_utf8_lossy(head.split(|byte| *byte == b'\n').next().unwrap_or_default())
                .into_owned();
        let text = Cursor::new(head).chain(rest);
        match first {
            None => Err(no_log("it is empty")),
            Some(b'{' | b'[') => Ok(Self::Json(text)),
            Some(_) => Ok(Self::Table(text, first_line)),
        }
    }
}

/// The first bytes of a source, and the rest.
fn head_of<'r>(mut bytes: Box<dyn Read + 'r>) -> io::Result<(Vec<u8>, Box<dyn Read + 'r>)> {
    let mut head = Vec::new();
    bytes.by_ref().take(HEAD).read_to_end(&mut head)?;
    Ok((head, bytes))
}

impl Entries<'_> {
    fn read(
        self,
        name: String,
        joined: &Joined,
        take: &mut dyn FnMut(LogEvent) -> bool,
    ) -> Result<SourceReport, LogError> {
        let mut report = SourceReport {
            name,
            ..SourceReport::default()
        };
        let mut goes_on = true;
        let mut each = |line: u64, event: Result<LogEvent, Unreadable>| {
            match event {
                Ok(event) => {
                    report.entries += 1;
                    goes_on = take(event);
                }
                Err(why) => {
                    report.unreadable += 1;
                    if report.told.len() < MOST_TOLD {
                        report.told.push((line, why));
                    }
                }
            }
            goes_on
        };
        match self {
            Self::Json(json) => {
                each_of_json(json, &mut each);
                report.dialect = "JSON";
            }
            Self::Table(table) => {
                table.events(joined, &mut each);
                report.dialect = "a table";
            }
        }
        if report.entries == 0 && report.unreadable > 0 {
            let (line, why) = report.told[0];
            let why = format!(
                "what stands on line {line} {why}, and nothing else in it can be read either"
            );
            return Err(LogError::NoLog {
                name: report.name,
                why,
            });
        }
        Ok(report)
    }
}

fn each_of_json(json: impl Read, each: &mut dyn FnMut(u64, Result<LogEvent, Unreadable>) -> bool) {
    let mut elements = Elements::new(json);
    loop {
        let event = match elements.next() {
            Ok(None) => return,
            Err(_) => {
                each(elements.began_on(), Err(Unreadable::Broken));
                return;
            }
            Ok(Some(Element::Object(bytes))) => match str::from_utf8(bytes) {
                Ok(json) => entry::event_of_json(json),
                Err(_) => Err(Unreadable::NotUtf8),
            },
            Ok(Some(Element::Stray)) => Err(Unreadable::NoObject),
            Ok(Some(Element::CutOff)) => Err(Unreadable::CutOff),
            Ok(Some(Element::TooLong)) => Err(Unreadable::TooLong),
        };
        if !each(elements.began_on(), event) {
            return;
        }
    }
}

/// Counts the bytes that go through.
struct Counted<R> {
    source: R,
    bytes: u64,
}

impl<R> Counted<R> {
    fn new(source: R) -> Self {
        Self { source, bytes: 0 }
    }
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.source.read(into)?;
        self.bytes += read as u64;
        Ok(read)
    }
}

/// Unpacks, as long as what comes out is in proportion to what goes in.
struct Unpacked<R: Read> {
    decoder: MultiGzDecoder<BufReader<Counted<R>>>,
    bytes: u64,
}

impl<R: Read> Unpacked<R> {
    fn new(packed: Counted<R>) -> Self {
        Self {
            decoder: MultiGzDecoder::new(BufReader::new(packed)),
            bytes: 0,
        }
    }
}

impl<R: Read> Read for Unpacked<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.decoder.read(into)?;
        self.bytes += read as u64;
        let packed = self.decoder.get_ref().get_ref().bytes.max(1);
        if self.bytes > PACKED_FREELY && self.bytes / packed > MOST_PACKED {
            return Err(io::Error::other("it unpacks to far more than a log does"));
        }
        Ok(read)
    }
}

#[cfg(test)]
mod tests;
