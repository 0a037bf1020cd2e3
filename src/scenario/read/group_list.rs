//! Groups that are listed in a file of their own, such as an export of a real tenant.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use super::group_columns::{self, Columns, RowsOf};
use super::group_json;
use super::group_sizes::{ListedGroups, MOST_MEMBERS};
use crate::model::Quantity;
use crate::scenario::finding::{Finding, Findings, Span};
use crate::scenario::text::{Row, Rows, SourceText, abridged};
use crate::scenario::value::{print_scalar, two_readings};

const ASSIGNED: &str = "write yes or no, true or false, 1 or 0";
/// What may separate columns: those first that are tried first.
const SEPARATORS: [(char, &str); 4] = [
    (',', "commas"),
    (';', "semicolons"),
    ('\t', "tabs"),
    ('|', "bars"),
];

/// What a file lists.
#[derive(Clone, Debug, Default)]
pub struct GroupReading {
    /// The groups, each with whether it is assigned.
    pub groups: Vec<(ListedGroups, bool)>,
    /// What was taken for what, where it is not our own format.
    pub taken: Option<String>,
}

/// A row: what stands in each column, and where.
struct Fields<'f> {
    texts: Vec<Cow<'f, str>>,
    spans: Vec<Span>,
}

/// Reads all groups of `text`. Rows that are wrong are reported and left out.
pub fn read(text: &SourceText, findings: &mut Findings) -> GroupReading {
    let first = text.text.trim_start().chars().next();
    match first {
        Some('[' | '{') => of_json(text, findings),
        _ => of_rows(text, findings),
    }
}

fn of_json(text: &SourceText, findings: &mut Findings) -> GroupReading {
    let table = match group_json::table(&text.text) {
        Ok(table) => table,
        Err(fault) => {
            findings.push(fault);
            return GroupReading::default();
        }
    };
    let names: Vec<&str> = table.names.iter().map(String::as_str).collect();
    match group_columns::of(&names) {
        Ok(columns) => {
            let (columns, kept) = columns.narrowed();
            let mut counter = Counter::new(&columns);
            for (number, texts) in table.rows(&kept).enumerate() {
                let fields = Fields {
                    spans: vec![0..0; texts.len()],
                    texts: texts.into_iter().map(Cow::Owned).collect(),
                };
                if let Err(mut finding) = counter.take(&fields) {
                    finding.message = format!("entry {}: {}", number + 1, finding.message);
                    findings.push(finding);
                }
            }
            counter.finish(None)
        }
        Err(fault) => {
            findings.push(Finding::new(0..0, fault.message).help(fault.help));
            GroupReading::default()
        }
    }
}

fn of_rows(text: &SourceText, findings: &mut Findings) -> GroupReading {
    let (mut rows, separator) = opened(&text.text);
    let Some(row) = rows.next() else {
        return GroupReading::default();
    };
    let Some(columns) = findings.kept(header(&row)) else {
        return GroupReading::default();
    };
    rows.expect(columns.count, columns.number());
    let mut counter = Counter::new(&columns);
    for row in rows {
        let taken = whole(row, &columns).and_then(|fields| counter.take(&fields));
        findings.kept(taken);
    }
    counter.finish(separator)
}

/// The rows from the header on, separated as they seem to be, and the word for what separates them where it is no comma.
fn opened(text: &str) -> (Rows<'_>, Option<&'static str>) {
    let (start, told) = preamble(text);
    let rows = |separator| Rows::of(text).from(start).separated_by(separator);
    let names_columns = |(separator, _): &&(char, &str)| {
        rows(*separator)
            .next()
            .is_some_and(|row| row.unclosed.is_none() && header(&row).is_ok())
    };
    let columns =
        |(separator, _): &&(char, &str)| rows(*separator).next().map_or(0, |row| row.fields.len());
    let told = SEPARATORS
        .iter()
        .find(|(separator, _)| Some(*separator) == told);
    let known = told.or_else(|| SEPARATORS.iter().find(names_columns));
    // Where none names the columns that are needed, the one with most columns is what was meant; of several the first.
    let found = known.or_else(|| SEPARATORS.iter().rev().max_by_key(columns));
    let (separator, words) = found.copied().unwrap_or(SEPARATORS[0]);
    (rows(separator), (separator != ',').then_some(words))
}

/// Where the header begins, behind lines that tools put before it, and the separator that one of them tells.
fn preamble(text: &str) -> (usize, Option<char>) {
    let (mut start, mut separator) = (0, None);
    for line in text.split_inclusive('\n') {
        let words = line.trim().trim_matches('"').to_ascii_lowercase();
        if let Some(sign) = words.strip_prefix("sep=") {
            separator = sign.chars().next().or(line.contains('\t').then_some('\t'));
        } else if !words.starts_with("#type") && !words.is_empty() {
            break;
        }
        start += line.len();
    }
    (start, separator)
}

fn header(row: &Row<'_>) -> Result<Columns, Finding> {
    if let Some(finding) = unclosed(row) {
        return Err(finding);
    }
    let names: Vec<&str> = row.fields.iter().map(|field| &*field.text).collect();
    group_columns::of(&names).map_err(|fault| {
        let column = fault.column.and_then(|column| row.fields.get(column));
        let span = column.map_or_else(|| row.span(), |field| field.span.clone());
        Finding::new(span, fault.message).help(fault.help)
    })
}

/// A quote that is left open hides what follows.
fn unclosed(row: &Row<'_>) -> Option<Finding> {
    let quote = row.unclosed.clone()?;
    Some(
        Finding::new(quote, "this quote is not closed")
            .label("opens here")
            .help("close it behind the name, \"Sales\",120; a quote within a name is written twice, \"Rack 19\"\"\",30"),
    )
}

/// The fields of a row with as many as the header has.
fn whole<'t>(row: Row<'t>, columns: &Columns) -> Result<Fields<'t>, Finding> {
    if let Some(finding) = unclosed(&row) {
        return Err(finding);
    }
    if row.fields.len() != columns.count {
        let span = row.span();
        let count = columns.count;
        let message = match row.fields.len() {
            1 => format!("this row has one column, and the header has {count}"),
            several => format!("this row has {several} columns, and the header has {count}"),
        };
        return Err(Finding::new(span, message).help(
            "put a name that contains the separator in double quotes, and write a quote within it twice",
        ));
    }
    let (texts, spans) = row
        .fields
        .into_iter()
        .map(|field| (field.text, field.span))
        .unzip();
    Ok(Fields { texts, spans })
}

impl Columns {
    /// The column in which a number stands, if rows have one.
    fn number(&self) -> Option<usize> {
        match self.rows {
            RowsOf::Groups { members, .. } => Some(members),
            RowsOf::Memberships { .. } => None,
        }
    }

    /// The same of rows that hold nothing else, and which columns these are.
    fn narrowed(&self) -> (Self, Vec<usize>) {
        let (rows, kept) = match self.rows {
            RowsOf::Groups { members, assigned } => {
                let rows = RowsOf::Groups {
                    members: 0,
                    assigned: assigned.map(|_| 1),
                };
                (
                    rows,
                    std::iter::once(members).chain(assigned).collect::<Vec<_>>(),
                )
            }
            RowsOf::Memberships { group, member } => {
                let rows = RowsOf::Memberships {
                    group: 0,
                    member: 1,
                };
                (rows, vec![group, member])
            }
        };
        let narrowed = Self {
            count: kept.len(),
            rows,
            taken: self.taken.clone(),
        };
        (narrowed, kept)
    }
}

/// Makes groups of rows.
struct Counter<'c> {
    columns: &'c Columns,
    groups: Vec<(ListedGroups, bool)>,
    /// Of each group that memberships name, where it stands among the groups.
    known: HashMap<String, usize>,
    seen: HashSet<(usize, String)>,
}

impl<'c> Counter<'c> {
    fn new(columns: &'c Columns) -> Self {
        Self {
            columns,
            groups: Vec::new(),
            known: HashMap::new(),
            seen: HashSet::new(),
        }
    }

    fn take(&mut self, row: &Fields<'_>) -> Result<(), Finding> {
        match self.columns.rows {
            RowsOf::Groups { members, assigned } => {
                let group = group(row, members, assigned)?;
                self.groups.push(group);
            }
            RowsOf::Memberships { group, member } => self.membership(row, group, member),
        }
        Ok(())
    }

    /// A membership that is listed twice is one, and a group without anybody is one of nobody.
    fn membership(&mut self, row: &Fields<'_>, group: usize, member: usize) {
        let name = row.texts[group].to_lowercase();
        let next = self.groups.len();
        let at = *self.known.entry(name).or_insert(next);
        if at == next {
            let none = ListedGroups {
                groups: 1,
                members: 0,
                span: row.spans[group].clone(),
            };
            self.groups.push((none, true));
        }
        let who = row.texts[member].to_lowercase();
        if !who.is_empty() && self.seen.insert((at, who)) {
            self.groups[at].0.members += 1;
        }
    }

    fn finish(self, separator: Option<&str>) -> GroupReading {
        let separated = separator.map(|words| format!("columns are separated by {words}"));
        let parts = [self.columns.taken.clone(), separated]
            .into_iter()
            .flatten();
        let parts: Vec<String> = parts.collect();
        GroupReading {
            groups: self.groups,
            taken: (!parts.is_empty()).then(|| parts.join(", ")),
        }
    }
}

fn group(
    row: &Fields<'_>,
    members: usize,
    assigned: Option<usize>,
) -> Result<(ListedGroups, bool), Finding> {
    let (text, span) = (&*row.texts[members], row.spans[members].clone());
    if let Some(wrong) = two_readings(text) {
        return Err(wrong.at(span));
    }
    let number = text.parse::<u64>().ok();
    let Some(members) = number.filter(|members| *members <= MOST_MEMBERS) else {
        let most = print_scalar(MOST_MEMBERS as f64, Quantity::Count);
        let found = abridged(text);
        let message = format!("the members must be a whole number up to {most}, not `{found}`");
        return Err(Finding::new(span, message).help("for example Sales,120"));
    };
    let assigned = match assigned {
        None => true,
        Some(at) => yes_or_no(&row.texts[at]).ok_or_else(|| {
            let message = format!("`assigned` cannot be `{}`", abridged(&row.texts[at]));
            Finding::new(row.spans[at].clone(), message).help(ASSIGNED)
        })?,
    };
    let group = ListedGroups {
        groups: 1,
        members,
        span,
    };
    Ok((group, assigned))
}

fn yes_or_no(text: &str) -> Option<bool> {
    match text.to_ascii_lowercase().as_str() {
        "yes" | "true" | "1" => Some(true),
        "no" | "false" | "0" => Some(false),
        _ => None,
    }
}
