//! Groups that are listed in a file of their own, such as an export of a real tenant.

use csv::{ReaderBuilder, StringRecord, Trim};

use super::draft::ListedGroups;
use super::sizes::MOST_MEMBERS;
use crate::scenario::finding::{Finding, Findings, Span};
use crate::scenario::text::{SourceText, abridged};

const HEADER: &str = "the first line names the columns: name,members or name,members,assigned";
const ASSIGNED: &str = "write yes or no, true or false, 1 or 0";

/// Where the columns are that matter.
struct Columns {
    count: usize,
    members: usize,
    assigned: Option<usize>,
}

/// Reads the groups of `text`, or only those that are assigned. Rows that are wrong are reported and left out.
pub(in crate::scenario) fn read(
    text: &SourceText,
    only_assigned: bool,
    findings: &mut Findings,
) -> Vec<ListedGroups> {
    let mut rows = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .trim(Trim::All)
        .from_reader(text.text.as_bytes());
    let mut record = StringRecord::new();
    let mut columns = None;
    let (mut groups, mut unassigned) = (Vec::new(), 0_usize);
    // The text is UTF-8 and rows may have any length, so nothing is left at which reading could fail.
    while rows.read_record(&mut record).unwrap_or(false) && !findings.is_full() {
        let start = record.position().map_or(0, |at| at.byte() as usize);
        let place = |column: usize| field_span(&text.text, start, column);
        let Some(columns) = &columns else {
            match header(&record, &place) {
                Ok(found) => columns = Some(found),
                Err(finding) => {
                    findings.push(finding);
                    return Vec::new();
                }
            }
            continue;
        };
        match group(&record, columns, &place) {
            Ok((group, assigned)) if assigned || !only_assigned => groups.push(group),
            Ok(_) => unassigned += 1,
            Err(finding) => findings.push(finding),
        }
    }
    if groups.is_empty() && findings.is_empty() {
        findings.push(nothing_listed(unassigned));
    }
    groups
}

fn nothing_listed(unassigned: usize) -> Finding {
    if unassigned > 0 {
        Finding::new(0..0, format!("none of the {unassigned} groups is assigned"))
            .help("mark those that are with yes in the column `assigned`, or write groups.assigned = 0 instead of a list")
    } else {
        Finding::new(0..0, "the file lists no groups")
            .help("add a line for each group below the header")
    }
}

fn header(record: &StringRecord, place: &impl Fn(usize) -> Span) -> Result<Columns, Finding> {
    let whole = place(0).start..place(record.len().saturating_sub(1)).end;
    let find = |name: &str| {
        let mut found = (0..record.len()).filter(|at| record[*at].eq_ignore_ascii_case(name));
        let first = found.next();
        match found.next() {
            Some(second) => Err(Finding::new(
                place(second),
                format!("two columns are called `{name}`"),
            )
            .help("rename one of them")),
            None => Ok(first),
        }
    };
    let required = |name: &str| {
        find(name)?.ok_or_else(|| {
            let help = if record.len() == 1 && record[0].contains([';', '\t', '|']) {
                "columns are separated by commas".to_owned()
            } else {
                HEADER.to_owned()
            };
            Finding::new(whole.clone(), format!("there is no column `{name}`")).help(help)
        })
    };
    required("name")?;
    Ok(Columns {
        count: record.len(),
        members: required("members")?,
        assigned: find("assigned")?,
    })
}

fn group(
    record: &StringRecord,
    columns: &Columns,
    place: &impl Fn(usize) -> Span,
) -> Result<(ListedGroups, bool), Finding> {
    if record.len() != columns.count {
        let whole = place(0).start..place(record.len().saturating_sub(1)).end;
        let message = format!(
            "this row has {} columns, and the header has {}",
            record.len(),
            columns.count
        );
        return Err(
            Finding::new(whole, message).help("put a name that contains a comma in double quotes")
        );
    }
    let written = &record[columns.members];
    let members = written
        .parse::<u64>()
        .ok()
        .filter(|members| *members <= MOST_MEMBERS);
    let Some(members) = members else {
        let message = format!(
            "the members must be a whole number up to {MOST_MEMBERS}, not `{}`",
            abridged(written)
        );
        return Err(Finding::new(place(columns.members), message).help("for example Sales,120"));
    };
    let assigned = match columns.assigned {
        None => true,
        Some(at) => yes_or_no(&record[at]).ok_or_else(|| {
            let message = format!("`assigned` cannot be `{}`", abridged(&record[at]));
            Finding::new(place(at), message).help(ASSIGNED)
        })?,
    };
    let span = place(columns.members);
    Ok((
        ListedGroups {
            groups: 1,
            members,
            span,
        },
        assigned,
    ))
}

fn yes_or_no(text: &str) -> Option<bool> {
    match text.to_ascii_lowercase().as_str() {
        "yes" | "true" | "1" => Some(true),
        "no" | "false" | "0" => Some(false),
        _ => None,
    }
}

/// Where a field of the row that begins at or after `start` stands, without spaces around it.
fn field_span(text: &str, start: usize, column: usize) -> Span {
    let row = &text[start.min(text.len())..];
    // Blank lines before a row belong to no row.
    let row_start = start + row.len() - row.trim_start_matches(['\r', '\n']).len();
    let (mut begin, mut end) = (row_start, text.len());
    let (mut at, mut in_quotes) = (0, false);
    for (place, byte) in text.bytes().enumerate().skip(row_start) {
        match byte {
            // A doubled quote closes and opens again, which comes to the same.
            b'"' => in_quotes = !in_quotes,
            b',' | b'\r' | b'\n' if !in_quotes => {
                if at == column || byte != b',' {
                    end = place;
                    break;
                }
                at += 1;
                begin = place + 1;
            }
            _ => {}
        }
    }
    let field = &text[begin..end];
    let lead = field.len() - field.trim_start().len();
    begin + lead..begin + lead + field.trim().len()
}

#[cfg(test)]
mod tests {
    use super::super::super::text::decode;
    use super::*;

    #[test]
    fn a_field_is_found_behind_quoted_commas_and_blank_lines() {
        let text = "name,members\r\n\r\n\"a, \"\"b\"\"\" , 12 ,x\n";
        let start = 14;
        assert_eq!(&text[field_span(text, start, 0)], "\"a, \"\"b\"\"\"");
        assert_eq!(&text[field_span(text, start, 1)], "12");
        assert_eq!(&text[field_span(text, start, 2)], "x");
    }

    #[test]
    fn columns_may_stand_in_any_order_and_only_assigned_groups_count() {
        let (text, _) = decode(
            "g.csv",
            b"assigned,kind,Members,name\nYES,x,12,a\n0,y,5,b\ntrue,z,7,c\n",
            1_000,
        );
        let mut findings = Findings::default();
        let sizes =
            |groups: Vec<ListedGroups>| groups.iter().map(|one| one.members).collect::<Vec<_>>();
        assert_eq!(sizes(read(&text, true, &mut findings)), [12, 7]);
        assert_eq!(sizes(read(&text, false, &mut findings)), [12, 5, 7]);
        assert!(findings.is_empty());
    }
}
