//! Groups that are listed in a file of their own, such as an export of a real tenant.

use super::group_csv_header;
use super::group_sizes::{ListedGroups, MOST_MEMBERS};
use crate::model::Quantity;
use crate::scenario::finding::{Finding, Findings};
use crate::scenario::text::{Row, Rows, SourceText, abridged};
use crate::scenario::value::{print_scalar, two_readings};

const ASSIGNED: &str = "write yes or no, true or false, 1 or 0";

/// Where the columns are that matter.
struct Columns {
    count: usize,
    members: usize,
    assigned: Option<usize>,
}

/// Reads the groups of `text`, or only those that are assigned. Rows that are wrong are reported and left out.
pub fn read(text: &SourceText, only_assigned: bool, findings: &mut Findings) -> Vec<ListedGroups> {
    let mut rows = Rows::of(&text.text);
    let columns = match rows.next().map(|row| header(&row)) {
        Some(Ok(columns)) => columns,
        Some(Err(finding)) => {
            findings.push(finding);
            return Vec::new();
        }
        None => {
            findings.push(nothing_listed(0));
            return Vec::new();
        }
    };
    rows.expect(columns.count, columns.members);
    let (mut groups, mut unassigned) = (Vec::new(), 0_usize);
    for row in rows {
        match group(&row, &columns) {
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

fn header(row: &Row<'_>) -> Result<Columns, Finding> {
    if let Some(finding) = unclosed(row).or_else(|| group_csv_header::is_none(row)) {
        return Err(finding);
    }
    let find = |name: &str| {
        let mut found = row.columns(name);
        let first = found.next();
        match found.next() {
            Some(second) => Err(Finding::new(
                row.fields[second].span.clone(),
                format!("two columns are called `{name}`"),
            )
            .help("rename one of them")),
            None => Ok(first),
        }
    };
    match (find("name")?, find("members")?) {
        (Some(_), Some(members)) => Ok(Columns {
            count: row.fields.len(),
            members,
            assigned: find("assigned")?,
        }),
        (name, members) => Err(group_csv_header::missing(
            row,
            name.is_none(),
            members.is_none(),
        )),
    }
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

fn group(row: &Row<'_>, columns: &Columns) -> Result<(ListedGroups, bool), Finding> {
    if let Some(finding) = unclosed(row) {
        return Err(finding);
    }
    if row.fields.len() != columns.count {
        let message = match row.fields.len() {
            1 => format!(
                "this row has one column, and the header has {}",
                columns.count
            ),
            several => format!(
                "this row has {several} columns, and the header has {}",
                columns.count
            ),
        };
        return Err(Finding::new(row.span(), message).help(
            "put a name that contains a comma in double quotes, and write a quote within it twice",
        ));
    }
    let members = &row.fields[columns.members];
    let span = members.span.clone();
    let number = members.text.parse::<u64>().ok();
    if let Some(wrong) = two_readings(&members.text) {
        return Err(wrong.at(span));
    }
    let Some(members) = number.filter(|members| *members <= MOST_MEMBERS) else {
        let message = format!(
            "the members must be a whole number up to {}, not `{}`",
            print_scalar(MOST_MEMBERS as f64, Quantity::Count),
            abridged(&members.text)
        );
        return Err(Finding::new(span, message).help("for example Sales,120"));
    };
    let assigned = match columns.assigned.map(|at| &row.fields[at]) {
        None => true,
        Some(field) => yes_or_no(&field.text).ok_or_else(|| {
            let message = format!("`assigned` cannot be `{}`", abridged(&field.text));
            Finding::new(field.span.clone(), message).help(ASSIGNED)
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

#[cfg(test)]
mod tests {
    use super::super::super::text::decode;
    use super::*;

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
